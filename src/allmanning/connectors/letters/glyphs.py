"""Which characters our typefaces can show, and text made safe to set.

PDF/UA forbids a glyph that is missing, so one emoji in a name would otherwise stop a whole decision.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from allmanning.lib.text import NO_BREAK

# An amount must not be parted at the end of a line, whoever wrote it.
_HELD_TOGETHER = re.compile(r"(?<=\d) (?=\d{3}\b|kr\b)")

# A word longer than this has no place to break and would run off the page.
_ENDLESS = re.compile(r"\S{50}(?=\S)")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"

FONTS = Path(__file__).parent / "fonts"

# Says visibly that a character stood here; every typeface of ours must show it (a system check asks).
MISSING = "\N{WHITE SQUARE}"

# They turn the direction of the text around them, and so can make an amount or a name read as another.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def cleaned(value: Any) -> Any:
    """The same JSON value, its strings without control characters, direction marks and half characters."""
    return _mapped(value, _clean)


def shown(value: Any) -> Any:
    """The same JSON value, with □ for every character that no typeface of ours can show."""
    able = coverage() | {ord(_MAY_BREAK)}
    return _mapped(value, lambda text: "".join(one if ord(one) in able else MISSING for one in text))


def _mapped(value: Any, change: Any) -> Any:
    match value:
        case str():
            return change(value)
        case dict():
            return {key: _mapped(inner, change) for key, inner in value.items()}
        case list():
            return [_mapped(inner, change) for inner in value]
        case _:
            return value


def _clean(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(_kept(one) for one in normal if one not in _DIRECTION)
    return _ENDLESS.sub(lambda run: run[0] + _MAY_BREAK, _HELD_TOGETHER.sub(NO_BREAK, kept))


def _kept(one: str) -> str:
    match unicodedata.category(one):
        case "Cc" | "Zl" | "Zp":
            return " " if one.isspace() else ""
        case "Cs" | "Cn" | "Co":
            return MISSING
        case _:
            return one


@cache
def coverage() -> frozenset[int]:
    """The code points that at least one typeface of every style shows."""
    per_font = {path.stem: frozenset(_characters(path.read_bytes())) for path in sorted(FONTS.glob("*.otf"))}
    styles: dict[str, frozenset[int]] = {}
    for name, characters in per_font.items():
        style = name.partition("-")[2]
        styles[style] = styles.get(style, frozenset()) | characters
    return frozenset.intersection(*styles.values()) if styles else frozenset()


def _characters(font: bytes) -> Iterator[int]:
    """The code points of a font's character map (OpenType `cmap`, formats 4 and 12)."""
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, begin, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == b"cmap":
            yield from _character_map(font, begin)


def _character_map(font: bytes, begin: int) -> Iterator[int]:
    for index in range(struct.unpack_from(">H", font, begin + 2)[0]):
        offset = begin + struct.unpack_from(">HHI", font, begin + 4 + 8 * index)[2]
        match struct.unpack_from(">H", font, offset)[0]:
            case 4:
                count = struct.unpack_from(">H", font, offset + 6)[0] // 2
                ends = struct.unpack_from(f">{count}H", font, offset + 14)
                starts = struct.unpack_from(f">{count}H", font, offset + 16 + 2 * count)
                for start, end in zip(starts, ends, strict=True):
                    yield from range(start, end + 1 if end < 0xFFFF else end)
            case 12:
                for group in range(struct.unpack_from(">I", font, offset + 12)[0]):
                    start, end, _ = struct.unpack_from(">III", font, offset + 16 + 12 * group)
                    yield from range(start, end + 1)
            case _:
                continue
