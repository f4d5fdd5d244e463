"""What happens to cases, told to other systems: CloudEvents, signed, in order for each case, sent until they arrive.

The database itself writes a message for each subscription when the journal grows, in the act's own transaction.
`events.py` is what a message says, `signing.py` and `sealing.py` its secret, `addresses.py` where it may go and
`post.py` the one request; all without tables.  `subscriptions.py` is the operator's door, `waiting.py` the worker's,
`deliver.py` sends what is due.  Messages hold ids and no personal data.
"""
