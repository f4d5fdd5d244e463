"""Other systems that are told what happens to cases, as the operator's pages show them; and the form of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from allmanning.connectors.webhooks.addresses import Fault
from allmanning.connectors.webhooks.events import ACTIONS, PING
from allmanning.connectors.webhooks.models import Message, Subscription
from allmanning.connectors.webhooks.subscriptions import LONGEST_NAME, Standing, Wish
from allmanning.lib import text
from allmanning.portals.caseworker import words
from allmanning.portals.caseworker.forms import read_text
from allmanning.portals.design.fields import Field, Option
from allmanning.portals.design.parts import Cell, Column, Table, TableRow, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A subscription in words."""

    id: int
    name: str
    address: str
    told_of: str
    state: str
    tone: Tone | None
    is_paused: bool
    delivered: str
    waiting: str
    dead: int
    added: str
    two_secrets_until: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A message that was tried, in words."""

    id: int
    what: str
    case: str
    happened: str
    tried: str
    came_of_it: str
    is_delivered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemForm:
    """The fields by name, which events are chosen, and the wish when everything could be read."""

    fields: Mapping[str, Field]
    actions: tuple[tuple[Option, bool], ...]
    actions_error: str = ""
    wish: Wish | None = None

    @property
    def errors(self) -> tuple[Field, ...]:
        """For the summary: every field, and the events as one."""
        return (*self.fields.values(), Field(name="actions", label=told(), error=self.actions_error))

    def refused(self, fault: Fault) -> "SystemForm":
        """The same with what is wrong with the address."""
        address = replace(self.fields["address"], error=fault_words(fault))
        return replace(self, fields={**self.fields, "address": address}, wish=None)


def table(standings: Sequence[Standing], *, with_organisation: bool) -> Table:
    """All of them; the organisation's name where somebody looks after several."""
    columns = (
        Column(title=gettext("System")),
        Column(title=gettext("Läge")),
        Column(title=gettext("Senast levererat")),
        Column(title=gettext("Väntar"), number=True),
        Column(title=gettext("Kom inte fram"), number=True),
    )
    rows = tuple(_row(one, with_organisation) for one in standings)
    return Table(caption=gettext("System som får veta vad som händer"), columns=columns, rows=rows)


def shown(standing: Standing, now: datetime) -> Shown:
    """One of them."""
    one = standing.subscription
    state, tone = _state(one, now)
    added = gettext("%(name)s, %(day)s") % {
        "name": one.created_by,
        "day": text.day(one.created_at.date(), words.language()),
    }
    two = one.previous_until is not None and now < one.previous_until
    return Shown(
        id=one.pk,
        name=one.name,
        address=one.address,
        told_of=text.joined([action(each) for each in one.actions], words.language()),
        state=state,
        tone=tone,
        is_paused=one.paused_at is not None,
        delivered=_when(one.last_delivered_at) or gettext("Inget än"),
        waiting=text.number(standing.waiting, words.language()),
        dead=standing.dead,
        added=added,
        two_secrets_until=_when(one.previous_until) if two else "",
    )


def tried(messages: Iterable[Message]) -> tuple[Tried, ...]:
    """What became of them."""
    return tuple(
        Tried(
            id=message.pk,
            what=words.capital(action(message.action)),
            case=message.number,
            happened=words.moment(message.happened_at),
            tried=_when(message.attempted_at),
            came_of_it=outcome(message),
            is_delivered=message.state == Message.State.DELIVERED,
        )
        for message in messages
    )


def system_form(
    subscription: Subscription | None, typed: Mapping[str, str] | None = None, chosen: Sequence[str] = ()
) -> SystemForm:
    """The form as it is first shown, of a new or an existing one; or with what was typed, read."""
    if typed is None:
        chosen = subscription.actions if subscription else ACTIONS
    boxes = tuple((Option(one, words.capital(action(one))), one in chosen) for one in ACTIONS)
    fields = {field.name: field for field in _blank(subscription)}
    if typed is None:
        return SystemForm(fields=fields, actions=boxes)
    fields["name"], name = read_text(fields["name"], typed, gettext("Skriv vad systemet heter."))
    fields["address"], address = read_text(
        fields["address"], typed, gettext("Skriv adressen som händelserna ska skickas till.")
    )
    if len(name) > LONGEST_NAME:
        fields["name"] = replace(fields["name"], error=gettext("Skriv namnet med högst hundra tecken."))
    known = [one for one in ACTIONS if one in chosen]
    missing = "" if known else gettext("Välj minst en händelse.")
    if missing or any(field.error for field in fields.values()):
        return SystemForm(fields=fields, actions=boxes, actions_error=missing)
    return SystemForm(fields=fields, actions=boxes, wish=Wish(name=name, address=address, actions=known))


def told() -> str:
    """The question of the boxes."""
    return gettext("Vad ska systemet få veta?")


def action(code: str) -> str:
    """What happened, in small letters."""
    return {
        "submitted": gettext("ansökan har kommit in"),
        "left_to_a_person": gettext("ärendet väntar på en handläggare"),
        "completion_asked": gettext("den sökande har ombetts komplettera"),
        "completion_answered": gettext("den sökande har kompletterat"),
        "control_asked": gettext("ett förslag väntar på kontroll"),
        "control_returned": gettext("ett förslag har skickats tillbaka"),
        "decided": gettext("beslut har fattats"),
        "served": gettext("den sökande har öppnat beslutet"),
        "letter_written": gettext("ett brev har skrivits"),
        "withdrawn": gettext("ansökan har tagits tillbaka"),
        PING: gettext("prov"),
    }.get(code, code)


def outcome(message: Message) -> str:
    """What came of the last attempt, and of the message."""
    result = _result(message)
    match message.state:
        case Message.State.DROPPED if message.handled_by:
            return gettext("%(result)s Gavs upp av %(name)s.") % {
                "result": result,
                "name": message.handled_by,
            }
        case Message.State.WAITING if message.error:
            again = {"result": result, "when": words.moment(message.due_at)}
            return gettext("%(result)s Nytt försök tidigast %(when)s.") % again
        case _:
            return result


def fault_words(fault: Fault) -> str:
    """Why an address is refused."""
    return {
        "not_https": gettext("Adressen ska börja med https://."),
        "malformed": gettext(
            "Adressen går inte att läsa. Skriv den som https://system.exempel.se/mottagning."
        ),
        "unknown_host": gettext("Det finns ingen dator med det namnet. Kontrollera stavningen."),
        "internal": gettext(
            "Adressen leder in i ett internt nät. Den som driver Allmänning kan tillåta nätet i inställningarna."
        ),
    }[fault]


def _result(message: Message) -> str:
    code = {"code": message.answer}
    return {
        "": gettext("Togs emot (%(code)s).") % code if message.answer else "",
        "answer": gettext("Mottagaren svarade %(code)s.") % code,
        "redirect": gettext("Mottagaren hänvisade till en annan adress (%(code)s). Det följer vi inte.")
        % code,
        "gone": gettext("Mottagaren svarade att adressen är borttagen (410)."),
        "timeout": gettext("Mottagaren svarade inte inom tio sekunder."),
        "certificate": gettext("Mottagarens certifikat gäller inte."),
        "unreachable": gettext("Ingen svarade på adressen."),
        "refused": gettext("Adressen finns inte, eller leder in i ett internt nät."),
        "secret": gettext("Hemligheten kan inte läsas. Skapa en ny."),
    }.get(message.error, message.error)


def _row(standing: Standing, with_organisation: bool) -> TableRow:
    one = standing.subscription
    state, tone = _state(one, None)
    place = f"{one.organisation.name}, " if with_organisation else ""
    return TableRow(
        url=reverse("caseworker:webhook", args=[one.pk]),
        cells=(
            Cell(text=one.name, detail=place + one.address),
            Cell(text=state, tone=tone),
            Cell(text=_when(one.last_delivered_at) or gettext("Inget än")),
            Cell(text=text.number(standing.waiting, words.language())),
            Cell(text=text.number(standing.dead, words.language()), tone="danger" if standing.dead else None),
        ),
    )


def _state(one: Subscription, now: datetime | None) -> tuple[str, Tone | None]:
    """In words; with `now` also when an unreachable receiver is tried again."""
    if one.paused_because == Subscription.Pause.GONE:
        return gettext("Pausat: mottagaren svarade att adressen är borttagen"), "danger"
    if one.paused_at is not None:
        return gettext("Pausat"), "warning"
    if one.failures and now and one.rest_until and one.rest_until > now:
        again = {"when": words.moment(one.rest_until)}
        return gettext("Svarar inte. Nytt försök tidigast %(when)s.") % again, "warning"
    return (gettext("Svarar inte"), "warning") if one.failures else (gettext("Skickas"), None)


def _when(moment: datetime | None) -> str:
    return words.moment(moment) if moment else ""


def _blank(subscription: Subscription | None) -> tuple[Field, ...]:
    return (
        Field(
            name="name",
            label=gettext("Vad heter systemet?"),
            value=subscription.name if subscription else "",
            rows=1,
        ),
        Field(
            name="address",
            label=gettext("Adress"),
            help=gettext("Dit skickas händelserna. Den börjar med https://."),
            value=subscription.address if subscription else "",
            rows=2,
        ),
    )
