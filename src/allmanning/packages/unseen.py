"""Characters that nobody sees, and that let a text read otherwise than it is shown."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

type Path = tuple[str | int, ...]

UNSEEN_HINT = "Remove it"

# Not among them: soft hyphens, spaces that hold words together, and what joins the parts of a sign.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ud800-\udfff\ufeff]"
)


def unseen(text: str) -> tuple[int, str] | None:
    """Where the first such character stands, and the message; None when there is none."""
    found = _UNSEEN.search(text)
    if found is None:
        return None
    name = unicodedata.name(found[0], "") or f"U+{ord(found[0]):04X}"
    return found.start(), f"The text holds a character that cannot be seen: {name}"


def unseen_below(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The places of such characters in the values and the names of a TOML file, and the messages."""
    match value:
        case dict():
            for key, item in value.items():
                if found := unseen(key):
                    yield path, found[1]
                yield from unseen_below(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from unseen_below(item, (*path, index))
        case str():
            if found := unseen(value):
                yield path, found[1]
