"""The engines: each takes the same job and gives the same rows."""
