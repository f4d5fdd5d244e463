"""Files looked through by ClamAV's daemon, clamd.

`scanner.py` speaks with clamd and believes only an answer that it understands whole, `tasks.py` is the worker's job.
Whatever goes wrong, the file goes on waiting: there is no way around the scanner.
"""
