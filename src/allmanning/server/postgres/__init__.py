"""A real PostgreSQL from a wheel, started and stopped by the program."""
