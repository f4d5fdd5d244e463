"""Residents' proposals in every state: under review, collecting, enough, answered, closed, refused, and one of the young."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from allmanning.accounts import actors
from allmanning.accounts.models import Organisation, Person
from allmanning.accounts.staff import staff
from allmanning.cases import actions, clock
from allmanning.cases.models import Publication
from allmanning.cases.public import following, publishing, settling, supporting, writing
from allmanning.cases.public.writing import Written
from allmanning.server.demo.people import RESIDENTS
from allmanning.server.demo.services import Told

PACKAGE_ID = "e-forslag"
BOARD: Mapping[str, str] = dict.fromkeys(("mittkoping", "norrhamn", "soderslatt"), "Kommunstyrelsen")
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "mittkoping": {
        "lägsta_ålder": 10,
        "lägsta_ålder_för_stöd": 10,
        "gräns_i_antal": 20,
        "högsta_ålder_för_unga": 25,
        "gräns_för_unga": 12,
    },
    "norrhamn": {"räknar_i_promille": True, "gräns_i_promille": 1, "invånare": 3960, "dagar_för_stöd": 60},
    "soderslatt": {"gräns_i_antal": 6, "dagar_för_stöd": 30, "dagar_till_svar": 60},
}
DELEGATED: Mapping[str, str] = {}
STORIES: tuple[Told, ...] = ()  # what a person applies for and gets is not the whole of it; see PROPOSALS

FREE = {"folkbokförd": True}
RIGHT = {"kommunens_fråga": True, "otillåtet_innehåll": False, "samma_förslag_pågår": False}
STAFF = {"mittkoping": "bo", "norrhamn": "cilla", "soderslatt": "sten"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody sent a proposal so many days ago. `judged` is the review, two days later; None while it waits.

    `supporters` support it on the days after; `answer` is what the board then says, and `words` what is published with it.
    """

    resident: str
    days_ago: int
    title: str
    text: str
    judged: Mapping[str, bool] | None = None
    supporters: int = 0
    answer: str = ""
    words: str = ""
    shows_name: bool = False


PROPOSALS = (
    Proposed(
        resident="anna", days_ago=72, title="En cykelväg längs ån, från skolan till badplatsen", shows_name=True,
        text="I dag cyklar barnen på landsvägen. Längs ån finns redan en stig som går att bredda. Då kan hela Mittköping cykla "
        "till badet utan att möta en enda lastbil.",
        judged=RIGHT, supporters=23, answer="bifall",
        words="Kommunstyrelsen har sagt ja. Stigen breddas till tre meter och får belysning. Arbetet börjar i april och ska vara "
        "klart till midsommar.\n\nTack till alla som stödde förslaget.",
    ),
    Proposed(
        resident="dan", days_ago=31, title="Öppna simhallen en timme tidigare på vardagar",
        text="Många börjar arbeta klockan åtta. Öppnar simhallen klockan sex i stället för klockan sju hinner vi simma före jobbet.",
        judged=RIGHT, supporters=21,
    ),
    Proposed(
        resident="fatima", days_ago=24, title="Fler bänkar på vägen till vårdcentralen",
        text="Det är åttahundra meter från torget till vårdcentralen och ingenstans att sätta sig. Tre bänkar räcker.",
        judged=RIGHT, supporters=14, shows_name=True,
    ),
    Proposed(
        resident="elias", days_ago=15, title="En replokal för unga i gamla brandstationen",
        text="Brandstationen har stått tom i två år. Där finns plats för två replokaler, och ingen granne störs.",
        judged=RIGHT, supporters=9,
    ),
    Proposed(
        resident="gun", days_ago=130, title="Julbelysning också på Södra vägen",
        text="Torget är så fint i december. Södra vägen är mörk. Flytta hälften av belysningen dit.",
        judged=RIGHT, supporters=5,
    ),
    Proposed(
        resident="mats", days_ago=9, title="Sänk skatten på bensin",
        text="Den som bor på landet måste ta bilen. Kommunen borde sänka bensinskatten.",
        judged=RIGHT | {"kommunens_fråga": False},
    ),
    Proposed(
        resident="leila", days_ago=2, title="En cykelpump vid stationen",
        text="En pump och några verktyg vid stationen, så att man kan laga en punktering innan tåget går.",
    ),
    Proposed(
        resident="nora", days_ago=20, title="En bastu vid hamnen som alla kan boka",
        text="Bygg en enkel vedeldad bastu vid småbåtshamnen och låt alla boka den för en liten slant.",
        judged=RIGHT, supporters=3, shows_name=True,
    ),
    Proposed(
        resident="olle", days_ago=12, title="Koloniträdgårdar på ängen bakom biblioteket",
        text="Ängen klipps varje vecka och används aldrig. Där ryms trettio odlingslotter.",
        judged=RIGHT, supporters=4,
    ),
)  # fmt: skip


def settle(people: Mapping[str, Person], today: date) -> None:
    """Tell of all of them, day by day as it happened."""
    for proposed in PROPOSALS:
        settle_proposal(proposed, people, today)
    settling.settle_due(today)


def settle_proposal(proposed: Proposed, people: Mapping[str, Person], today: date) -> None:
    """One proposal from its first day."""
    homes = {resident.key: resident.home for resident in RESIDENTS}
    slug = homes[proposed.resident]
    sent_on = today - timedelta(days=proposed.days_ago)
    with clock.at(moment(sent_on, 18)):
        case_id = _sent(proposed, people[proposed.resident], slug)
    if proposed.judged is None:
        return
    worker = people[STAFF[slug]]
    with clock.at(moment(sent_on + timedelta(days=2), 10)):
        _decided(worker, case_id, proposed.judged)
    found = Publication.objects.filter(case=case_id).first()
    if found is None:
        return
    neighbours = [people[key] for key, home in homes.items() if home == slug and key != proposed.resident]
    for day, neighbour in zip(_days(sent_on, today), neighbours[: proposed.supporters], strict=False):
        with clock.at(moment(day, 20)):
            _support(neighbour, found.pk)
    if proposed.answer:
        with clock.at(moment(today - timedelta(days=6), 14)):
            _decided(worker, case_id, {"nämndens_svar": proposed.answer})
            publishing.answer(staff(worker, None), case_id, proposed.words, key="")


def moment(day: date, hour: int) -> datetime:
    """An hour of a day, here."""
    return timezone.make_aware(datetime.combine(day, time(hour, 12)))


def _sent(proposed: Proposed, person: Person, slug: str) -> UUID:
    actor = actors.resident(person)
    organisation = Organisation.objects.get(slug=slug)
    case_id = actions.start_application(actor, organisation, PACKAGE_ID, clock.today(), key=str(uuid4()))
    written = Written(title=proposed.title, text=proposed.text, shows_name=proposed.shows_name)
    writing.write(actor, case_id, written)
    saved = actions.save_facts(actor, case_id, FREE)
    actions.submit(actor, case_id, version=saved.version, key=str(uuid4()))
    return case_id


def _decided(worker: Person, case_id: UUID, judged: Mapping[str, Any]) -> None:
    """The caseworker judges and signs what the rules then propose."""
    actor = staff(worker, None)
    saved = actions.state_facts(actor, case_id, judged, reason="Läst och bedömt.")
    actions.decide(actor, case_id, key=str(uuid4()), version=saved.version)


def _support(person: Person, publication: UUID) -> None:
    actor = actors.resident(person)
    supporting.support(actor, publication, FREE)
    if person.given_name in ("Anna", "Dan", "Nora"):
        following.follow(actor, publication)


def _days(sent_on: date, today: date) -> Iterator[date]:
    """From the third day on, two days at a time, never after today."""
    for step in range(200):
        yield min(sent_on + timedelta(days=3 + step // 2), today)
