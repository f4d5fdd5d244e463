"""Cases with a public side, of packages with audience = "public": writing, publishing, supporting, following, answering.

Which rules decide any of it, the package says under [public].
"""
