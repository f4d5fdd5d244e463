"""What is typed on these pages, read by small pure functions: values and whole sentences about what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.packages.questions import Question
from allmanning.portals.caseworker import words
from allmanning.portals.design.fields import Field, Reading, question_field, read

LONGEST_TEXT = 10_000
LONGEST_REFERENCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields as they are shown, and what they were read as. `values` holds only what could be read."""

    fields: tuple[Field, ...]
    values: Mapping[str, Any]

    @property
    def is_right(self) -> bool:
        """Nothing is wrong with what was typed."""
        return not any(question.error for question in self.fields)


def blank(*fields: Field) -> Form:
    """A form as it is first shown."""
    return Form(fields=fields, values={})


def reason_field(value: str = "", *, label: str, help_text: str = "", rows: int = 5) -> Field:
    """Words that somebody else will read."""
    return Field(name="reason", label=label, kind="text", help=help_text, value=value, rows=rows)


def read_text(field: Field, typed: Mapping[str, str], lacking: str) -> tuple[Field, str]:
    """A text that must say something; the text is kept whatever is wrong with it."""
    written = typed.get(field.name, "").replace("\r\n", "\n").strip()
    error = "" if written else lacking
    if len(written) > LONGEST_TEXT:
        error = gettext("Texten är för lång. Korta den till högst %(n)s tecken.") % {
            "n": text.number(LONGEST_TEXT)
        }
    return replace(field, value=written, error=error), written


def read_reference(field: Field, typed: Mapping[str, str], lacking: str) -> tuple[Field, str]:
    """The decision of a board or council that something rests on."""
    read_field, reference = read_text(field, typed, lacking)
    if len(reference) > LONGEST_REFERENCE:
        read_field = replace(read_field, error=gettext("Skriv beslutet med högst hundra tecken."))
    return read_field, reference


def read_choice(field: Field, typed: Mapping[str, str], lacking: str) -> Field:
    """One of the field's options."""
    reading = read("choice", typed.get(field.name, ""), options=[option.value for option in field.options])
    if isinstance(reading.value, str):
        return replace(field, value=reading.value)
    return replace(field, value="", error=lacking)


def read_day(field: Field, typed: Mapping[str, str]) -> tuple[Field, date | None]:
    """A day, which only a field that is not required may lack."""
    written = typed.get(field.name, "")
    reading = read("date", written, language=words.language())
    day = reading.value if isinstance(reading.value, date) else None
    error = reading.error or (gettext("Skriv en dag.") if field.required and day is None else "")
    return replace(field, value=written, error=error), day


def facts_form(page: CasePage, paths: Sequence[str], typed: Mapping[str, str] | None = None) -> Form:
    """Questions of the package; what is typed is read by their kinds and held against their bounds."""
    package, shown, values = page.package, [], {}
    for path in paths:
        question = package.question(path)
        if typed is None:
            shown.append(_asked(question, path, stated(page, path)))
            continue
        written = typed.get(path, "")
        reading = read_fact(question, written)
        error = reading.error or (gettext("Frågan måste ha ett svar.") if reading.value is None else "")
        shown.append(_asked(question, path, written, error))
        if not error:
            values[path] = reading.value
    return Form(fields=tuple(shown), values=values)


def _asked(question: Question, path: str, value: Any, error: str = "") -> Field:
    """The question as a caseworker reads it: why it is theirs to answer stands open; the applicant's why is left out."""
    field = question_field(question, words.language(), path=path, value=value, error=error)
    told = f"{text.citation(field.why)} {field.help}" if question.who == "caseworker" else field.help
    return replace(field, help=told.strip(), why="", evidence="")


def read_fact(question: Question, written: str) -> Reading:
    """A value of the question's kind and within its bounds, or what to do."""
    options = [option for option, _ in question.options]
    kind = "text" if question.kind == "list" else question.kind
    reading = read(kind, written, options=options, language=words.language())
    return (
        Reading(error=_out_of_bounds(question, reading.value))
        if _is_out(question, reading.value)
        else reading
    )


def _is_out(question: Question, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | date):
        return False
    return not question.minimum <= value <= question.maximum  # type: ignore[operator]


def _out_of_bounds(question: Question, value: object) -> str:
    low, high = (_bound(question, bound) for bound in (question.minimum, question.maximum))
    return gettext("Svaret ska vara mellan %(low)s och %(high)s.") % {"low": low, "high": high}


def _bound(question: Question, bound: int | date) -> str:
    if isinstance(bound, date):
        return text.day(bound, words.language())
    return words.money(bound) if question.kind == "money" else text.number(bound, words.language())


def stated(page: CasePage, path: str) -> Any:
    """The value at a path of the facts, None when nobody has stated it."""
    name, _, rest = path.partition("[")
    value = page.facts.get(name)
    if not rest:
        return value
    index, _, field = rest.partition("].")
    elements = value or []
    return elements[int(index)].get(field) if index.isdecimal() and int(index) < len(elements) else None
