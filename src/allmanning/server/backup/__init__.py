"""`allmanning backup` and `allmanning restore`: database and attached files as one moment saw them, in one file."""
