"""Question in, route out: which domain, how sure, and why."""
