"""Files that people send in: received in a stream, inspected by content, encrypted, and read only when scanned.

`receiving.py` takes the upload, `inspecting.py` asks a child process (`inside.py`) what it is, `sealing.py` and
`keys.py` encrypt it under a key outside the database, `storage.py` keeps it, `keeping.py` holds it on the case,
`scanning.py` is what a scanner above this room calls, `reading.py` lists and opens.
"""
