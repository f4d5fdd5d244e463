"""Amounts, dates and citations as people read them, and back again. Pure; for pages, letters and the terminal.

Money is always int öre. Languages are "sv" and "en"; any other is read as Swedish. No-break spaces hold together what
must not be parted at a line's end (5 180 kr, 1 november, 7 §); the minus is a true minus.
"""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

NO_BREAK = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"

MONTHS = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SHORT_MONTHS = {
    "sv": ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
AND = {"sv": "och", "en": "and"}

# Wide enough for any household, narrow enough that a slip of the hand cannot fill the page with digits.
LONGEST_AMOUNT = 12

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_AMOUNT = re.compile(r"(?P<sign>[-\u2212\u2013]?)(?P<kronor>[0-9]+)(?:[.,:](?P<ore>[0-9]{1,2}))?")
_GROUPED = re.compile(r"[-\u2212\u2013]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?")
_WHOLE = re.compile(r"[-\u2212\u2013]?[0-9]+")
_DAY = re.compile(r"(?P<year>[0-9]{4})[-/. ]?(?P<month>[0-9]{2})[-/. ]?(?P<day>[0-9]{2})")
_HELD_TOGETHER = re.compile(
    r" (?=\(|kap\.|§|st\.|p\.|[a-z] §)|(?<=kap\.) (?=\d)|(?<=st\.) (?=\d)|(?<= p\.) (?=\d)|(?<=§) (?=\d)"
)


class UnreadableTextError(ValueError):
    """The text could not be read as the kind of value asked for."""


def _known(language: str) -> str:
    return "en" if language.startswith("en") else "sv"


def number(value: int, language: str = "sv") -> str:
    """1234567 -> "1 234 567" (sv) or "1,234,567" (en)."""
    separator = "," if _known(language) == "en" else NO_BREAK
    digits = f"{abs(value):,}".replace(",", separator)
    return f"{MINUS}{digits}" if value < 0 else digits


def amount(ore: int, language: str = "sv", *, decimals: bool | None = None) -> str:
    """Öre as kronor without the unit: 518000 -> "5 180"; 1250 -> "12,50". `decimals` forces or forbids the öre."""
    kronor, rest = divmod(abs(ore), 100)
    text = number(kronor, language)
    if decimals or (decimals is None and rest):
        text += f"{'.' if _known(language) == 'en' else ','}{rest:02}"
    return f"{MINUS}{text}" if ore < 0 else text


def money(ore: int, language: str = "sv", *, decimals: bool | None = None) -> str:
    """Öre as kronor: 518000 -> "5 180 kr"; 1250 -> "12,50 kr"; -120000 -> "−1 200 kr"."""
    return f"{amount(ore, language, decimals=decimals)}{NO_BREAK}kr"


def percent(share: Fraction, language: str = "sv") -> str:
    """1/4 -> "25 %" (sv), "25%" (en); three decimals at most, never rounded to a whole."""
    text = f"{float(share * 100):.3f}".rstrip("0").rstrip(".").replace("-", MINUS)
    return f"{text}%" if _known(language) == "en" else f"{text.replace('.', ',')}{NO_BREAK}%"


def day(value: date, language: str = "sv") -> str:
    """1 november 2025 / 1 November 2025."""
    return f"{value.day}{NO_BREAK}{MONTHS[_known(language)][value.month - 1]} {value.year}"


def short_day(value: date, language: str = "sv") -> str:
    """12 nov 2025 / 12 Nov 2025, for lists; all in one piece."""
    return f"{value.day}{NO_BREAK}{SHORT_MONTHS[_known(language)][value.month - 1]}{NO_BREAK}{value.year}"


def month(value: date, language: str = "sv") -> str:
    """november 2025 / November 2025."""
    return f"{MONTHS[_known(language)][value.month - 1]}{NO_BREAK}{value.year}"


def span(first: date, last: date | None, language: str = "sv") -> str:
    """A period: "1 januari–31 december 2025", "från 1 januari 2026" when it has no end; the year once if shared."""
    if last is None:
        return f"{'from' if _known(language) == 'en' else 'från'} {day(first, language)}"
    if first.year == last.year:
        start = f"{first.day}{NO_BREAK}{MONTHS[_known(language)][first.month - 1]}"
        return f"{start}{EN_DASH}{day(last, language)}"
    return f"{day(first, language)} {EN_DASH} {day(last, language)}"


def joined(words: Sequence[str], language: str = "sv") -> str:
    """["a", "b", "c"] -> "a, b och c" / "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {AND[_known(language)]} {words[-1]}"


def citation(law: str) -> str:
    """A paragraph of law that breaks only between its act and its chapter: "SoL (2025:400) 12 kap. 7 §"."""
    return _HELD_TOGETHER.sub(NO_BREAK, law)


def read_money(text: str, language: str = "sv") -> int:
    """What a person writes as kronor -> öre: "6 500", "6500,50 kr"; "6.500" is refused as unclear, never guessed.

    In English "6,500" is six thousand five hundred; "6,50" is six kronor and fifty öre in both.
    """
    bare = _ungrouped(_SPACES.sub("", text).removesuffix(":-").lower().removesuffix("kr"), language)
    found = _AMOUNT.fullmatch(bare)
    if found is None or len(found["kronor"]) > LONGEST_AMOUNT:
        raise UnreadableTextError(text)
    ore = int(found["kronor"]) * 100 + int((found["ore"] or "0").ljust(2, "0"))
    return -ore if found["sign"] else ore


def read_number(text: str, language: str = "sv") -> int:
    """A whole number as a person writes it: "12", "1 200"; in English also "1,200"."""
    bare = _ungrouped(_SPACES.sub("", text), language)
    if _WHOLE.fullmatch(bare) is None or len(bare) > LONGEST_AMOUNT:
        raise UnreadableTextError(text)
    return int(bare.replace(MINUS, "-").replace(EN_DASH, "-"))


def _ungrouped(bare: str, language: str) -> str:
    """Without the commas that English puts between thousands."""
    grouped = _known(language) == "en" and _GROUPED.fullmatch(bare)
    return bare.replace(",", "") if grouped else bare


def read_day(text: str) -> date:
    """2025-11-01, also written 20251101, 2025/11/01, 2025 11 01."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise UnreadableTextError(text)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise UnreadableTextError(text) from error
