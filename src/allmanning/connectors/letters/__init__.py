"""Decisions as tagged PDF letters.

`letter.py` is all that a letter says, `filling.py` puts it into the package's own text, `render.py` sets it with Typst:
three pure steps, no web and no database.  `write.py` makes a letter's content from a case, `tasks.py` empties the
outbox.  No text of a person is ever read as Typst or markdown; it is passed as data.
"""
