"""From what was typed to a fact, and from what could not be read to a sentence that says what to do. Pure."""

from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext

from allmanning.lib import text
from allmanning.packages import FactError
from allmanning.packages.questions import Question
from allmanning.portals.design.fields import UNREADABLE, Reading, read


def read_answer(question: Question, typed: str, language: str) -> Reading:
    """The value, or what to do about it; nothing typed is something to do as well."""
    reading = read(question.kind, typed, options=[value for value, _ in question.options], language=language)
    if reading.value is None and not reading.error:
        return Reading(error=missing(question))
    return reading


def missing(question: Question) -> str:
    """What to do when nothing is answered."""
    match question.kind:
        case "money":
            return gettext("Skriv ett belopp. Finns det inget skriver du 0.")
        case "int":
            return gettext("Skriv ett antal. Är det inget skriver du 0.")
        case kind:
            return gettext(UNREADABLE[kind])


def in_words(error: FactError, question: Question, language: str) -> str:
    """What the rules refused, and what to write instead."""
    match error.code:
        case "range":
            return _within(question) % {
                "low": bound(question, question.minimum, language),
                "high": bound(question, question.maximum, language),
            }
        case "few":
            lowest = int(str(question.minimum))
            return ngettext("Lägg till minst en.", "Lägg till minst %(n)s.", lowest) % {
                "n": text.number(lowest, language)
            }
        case "length":
            highest = int(str(question.maximum))
            return ngettext("Det går att ange högst %(n)s.", "Det går att ange högst %(n)s.", highest) % {
                "n": text.number(highest, language)
            }
        case _:
            unknown = gettext_noop("Det går inte att läsa svaret. Skriv det på nytt.")
            return gettext(UNREADABLE.get(question.kind, unknown))


def _within(question: Question) -> str:
    match question.kind:
        case "money":
            return gettext("Skriv ett belopp från %(low)s till %(high)s.")
        case "date":
            return gettext("Skriv en dag från %(low)s till %(high)s.")
        case _:
            return gettext("Skriv ett tal från %(low)s till %(high)s.")


def bound(question: Question, value: int | date, language: str) -> str:
    """A lowest or highest value as people write it."""
    if isinstance(value, date):
        return text.day(value, language)
    if question.kind == "money":
        return text.money(value, language)
    unit = question.unit.in_(language)
    return f"{text.number(value, language)} {unit}".strip()


def shown(question: Question, value: Any, language: str) -> str:
    """An answer as it is read back: 650000 -> 6 500 kr, True -> Ja, 30 -> 30 dagar."""
    match value:
        case bool():
            return gettext("Ja") if value else gettext("Nej")
        case list():
            return bound(question, len(value), language) if value else gettext("Inga")
        case int() | date():
            return bound(question, value, language)
        case _:
            words = dict(question.options).get(str(value))
            return words.in_(language) if words else str(value)
