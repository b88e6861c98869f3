from trainers.tasks.derivatives import worked_derivative as worked_derivative
