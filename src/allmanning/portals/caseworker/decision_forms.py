"""The forms that lead to a decision or to a question: change, refuse, ask for completion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext, pgettext

from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.lib.working_days import is_free_day
from allmanning.packages.manifest import DecisionSpec
from allmanning.portals.caseworker import words
from allmanning.portals.caseworker.forms import Form, read_text, reason_field
from allmanning.portals.design.fields import Field, Option, read

DAYS_TO_ANSWER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a caseworker wants to decide. `amount` in öre; None lets it follow from the outcome."""

    outcome: str | None = None
    amount: int | None = None
    reason: str = ""


def change_form(page: CasePage, typed: Mapping[str, str] | None = None) -> tuple[Form, Wanted]:
    """Another outcome or amount than the proposed, with the reason."""
    spec, rules = page.package.manifest.decision, page.assessment
    outcome = _outcome_field((*spec.granted, *spec.partly, *spec.refused), spec, rules.outcome or "")
    proposed = text.amount(rules.amount) if rules.amount is not None else ""
    amount = Field(name="amount", label=gettext("Belopp"), kind="money", value=proposed)
    reason = reason_field(
        label=gettext("Varför ändrar du förslaget?"),
        help_text=gettext("Den sökande läser det i beslutet. Skriv vad som avgjorde."),
    )
    if typed is None:
        return Form(fields=_with_amount(spec, outcome, amount, reason), values={}), Wanted()
    outcome = _read_outcome(outcome, typed)
    amount, ore = _read_amount(spec, amount, typed, outcome.value)
    reason, written = read_text(reason, typed, gettext("Skriv varför du ändrar förslaget."))
    if not outcome.error and not amount.error and (outcome.value, ore) == (rules.outcome, rules.amount):
        outcome = replace(
            outcome, error=gettext("Det här är samma som förslaget. Ändra något, eller godta förslaget.")
        )
    wanted = Wanted(outcome=outcome.value, amount=ore, reason=written)
    return Form(fields=_with_amount(spec, outcome, amount, reason), values={}), wanted


def refuse_form(page: CasePage, typed: Mapping[str, str] | None = None) -> tuple[Form, Wanted]:
    """A refusal in the caseworker's own words."""
    spec = page.package.manifest.decision
    outcome = _outcome_field(spec.refused, spec, spec.refused[0] if spec.refused else "")
    reason = reason_field(
        label=gettext("Varför avslås ansökan?"),
        help_text=gettext("Den sökande läser det i beslutet."),
        rows=8,
    )
    several = len(spec.refused) > 1
    if typed is None:
        return Form(fields=(outcome, reason) if several else (reason,), values={}), Wanted()
    if several:
        outcome = _read_outcome(outcome, typed)
    reason, written = read_text(reason, typed, gettext("Skriv varför ansökan avslås."))
    amount = spec.follows(outcome.value, page.assessment.amount)
    wanted = Wanted(outcome=outcome.value, amount=amount, reason=written)
    return Form(fields=(outcome, reason) if several else (reason,), values={}), wanted


def ask_form(
    today: date, suggested: str, typed: Mapping[str, str] | None = None
) -> tuple[Form, str, date | None]:
    """What is asked for, and by when the applicant is to answer."""
    message = Field(
        name="text",
        label=gettext("Vad behöver du veta?"),
        kind="text",
        help=gettext(
            "Skriv till den sökande, med enkla ord. Texten kommer i brevet och på den sökandes sida."
        ),
        value=suggested,
        rows=9,
    )
    proposed = working_days_after(today, DAYS_TO_ANSWER)
    due = Field(name="due_on", label=gettext("Svar senast"), kind="date", value=proposed.isoformat())
    if typed is None:
        return Form(fields=(message, due), values={}), "", proposed
    message, written = read_text(message, typed, gettext("Skriv vad du behöver veta."))
    due, day = _read_due(due, typed, today)
    return Form(fields=(message, due), values={}), written, day


def working_days_after(day: date, count: int) -> date:
    """The day some working days later."""
    while count:
        day += timedelta(days=1)
        count -= not is_free_day(day)
    return day


def _read_due(field: Field, typed: Mapping[str, str], today: date) -> tuple[Field, date | None]:
    written = typed.get("due_on", "")
    reading = read("date", written, language=words.language())
    day = reading.value if isinstance(reading.value, date) else None
    error = reading.error
    if not error and (day is None or day <= today):
        error = gettext("Skriv en dag som kommer, så att den sökande hinner svara.")
    return replace(field, value=written, error=error), day


def _with_amount(spec: DecisionSpec, outcome: Field, amount: Field, reason: Field) -> tuple[Field, ...]:
    return (outcome, amount, reason) if spec.amount else (outcome, reason)


def _outcome_field(outcomes: Sequence[str], spec: DecisionSpec, value: str) -> Field:
    options = tuple(Option(word, words.outcome(word, spec)) for word in outcomes)
    return Field(
        name="outcome", label=pgettext("decision", "Utfall"), kind="choice", options=options, value=value
    )


def _read_outcome(field: Field, typed: Mapping[str, str]) -> Field:
    reading = read("choice", typed.get("outcome", ""), options=[option.value for option in field.options])
    if isinstance(reading.value, str):
        return replace(field, value=reading.value)
    return replace(field, value="", error=gettext("Välj ett utfall."))


def _read_amount(
    spec: DecisionSpec, field: Field, typed: Mapping[str, str], outcome: str
) -> tuple[Field, int | None]:
    """Öre. A refusal pays nothing; anything else must say how much, and only a fee may be nothing."""
    if spec.amount is None:
        return field, None
    written = typed.get("amount", "")
    is_fee = spec.amount_is == "fee"
    if outcome in spec.refused and not is_fee:
        return replace(field, value=written), 0
    reading = read("money", written, language=words.language())
    ore = reading.value if isinstance(reading.value, int) else None
    error = reading.error
    if not error and is_fee and ore is None:
        error = gettext("Skriv avgiften i kronor. Ska inget betalas skriver du 0.")
    elif not error and not is_fee and (ore is None or ore <= 0):
        error = gettext("Skriv beloppet i kronor. Ska inget betalas väljer du avslag.")
    return replace(field, value=written, error=error), ore
