"""The composition root: settings, addresses, system checks, the database's start and stop, the command line."""
