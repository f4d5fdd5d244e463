"""A published text in words: where it stands, how many support it, how long is left, and the way it has gone. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from allmanning.cases.models import Publication
from allmanning.cases.public import reading
from allmanning.lib import text
from allmanning.packages.wording import Text
from allmanning.portals.design.parts import Step

State = Publication.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page draws of it. `until` says how long is left, or when the answer comes; `outcome` is that of the answer."""

    title: str
    url: str
    text: str
    author: str
    state: str
    status: str
    support: str
    supports: int
    threshold: int
    until: str
    is_open: bool
    answer: str
    outcome: str
    steps: tuple[Step, ...]


def shown(found: Publication, today: date, language: str, outcome: Text | None = None) -> Shown:
    """A published text, as it stands on a day."""
    state = reading.standing(found, today)
    address = [found.organisation.slug, found.package_id, found.pk]
    return Shown(
        title=found.title,
        url=reverse("open:publication", args=address) if found.published_on else "",
        text=found.text,
        author=found.author_name,
        state=state,
        status=status(state),
        support=_support(found),
        supports=found.supports,
        threshold=max(found.threshold or 1, 1),
        until=_until(found, state, today, language),
        is_open=reading.is_open(found, today),
        answer=found.answer if state in (State.ANSWERED, State.WITHDRAWN) else "",
        outcome=(outcome.in_(language) if outcome else found.outcome) if state == State.ANSWERED else "",
        steps=tuple(_steps(found, state, language)),
    )


def status(state: str) -> str:
    """Where something stands, in a few words."""
    return {
        State.WRITTEN: gettext("Granskas innan det publiceras"),
        State.REFUSED: gettext("Publiceras inte"),
        State.COLLECTING: gettext("Samlar stöd"),
        State.REACHED: gettext("Har fått tillräckligt stöd och väntar på svar"),
        State.ANSWERED: gettext("Besvarat"),
        State.CLOSED: gettext("Avslutat utan tillräckligt stöd"),
        State.WITHDRAWN: gettext("Visas inte längre"),
    }[State(state)]


def _support(found: Publication) -> str:
    told = {"n": text.number(found.supports), "of": text.number(found.threshold or 1)}
    return ngettext("%(n)s stödjer, %(of)s behövs", "%(n)s stödjer, %(of)s behövs", found.supports) % told


def _until(found: Publication, state: State, today: date, language: str) -> str:
    if state == State.REACHED and found.answer_by:
        return gettext("Svar senast %(day)s") % {"day": text.day(found.answer_by, language)}
    if state != State.COLLECTING or found.until is None:
        return ""
    left = (found.until - today).days
    if left == 0:
        return gettext("Sista dagen")
    return ngettext("%(n)s dag kvar", "%(n)s dagar kvar", left) % {"n": left}


def _steps(found: Publication, state: State, language: str) -> Iterator[Step]:
    def when(day: date | None) -> str:
        return text.day(day, language) if day else ""

    if found.published_on is None:
        yield Step(title=status(state), state="now" if state == State.WRITTEN else "done")
        return
    yield Step(title=gettext("Publicerades"), state="done", when=when(found.published_on))
    last = gettext("Senast %(day)s") % {"day": when(found.until)}
    match state:
        case State.COLLECTING:
            yield Step(title=gettext("Samlar stöd"), state="now", when=last)
            yield Step(title=gettext("Räcker stödet kommer ett svar"))
        case State.CLOSED:
            ended = when(found.closed_on or found.until)
            yield Step(title=gettext("Tiden gick ut utan tillräckligt stöd"), state="done", when=ended)
        case _:
            yield Step(title=gettext("Fick tillräckligt stöd"), state="done", when=when(found.reached_on))
            if state == State.ANSWERED:
                yield Step(title=gettext("Besvarades"), state="done", when=when(found.closed_on))
            else:
                by = gettext("Senast %(day)s") % {"day": when(found.answer_by)} if found.answer_by else ""
                yield Step(title=gettext("Svaret bereds"), state="now", when=by)
