from trainers.tasks.linear import worked_linear as worked_linear
from trainers.tasks.linear import worked_system as worked_system
