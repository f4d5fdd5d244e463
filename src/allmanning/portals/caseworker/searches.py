"""What a caseworker searched for stays in the session: a name or a personnummer never stands in an address."""

import secrets

from django.contrib.sessions.backends.base import SessionBase

KEY = "caseworker_searches"
KEPT = 10
LONGEST = 100


def keep(session: SessionBase, text: str) -> str:
    """A short word that stands for the search in addresses; empty for an empty search."""
    text = text.strip()[:LONGEST]
    if not text:
        return ""
    earlier: dict[str, str] = session.get(KEY, {})
    for word, kept in earlier.items():
        if kept == text:
            return word
    word = secrets.token_urlsafe(6)
    session[KEY] = dict([*earlier.items(), (word, text)][-KEPT:])
    return word


def kept(session: SessionBase, word: str) -> str:
    """The search a word stands for; empty when it is forgotten or somebody else's."""
    return str(session.get(KEY, {}).get(word, "")) if word else ""
