"""Everything that is held about one person, for that person (the General Data Protection Regulation, article 15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Membership, Person
from allmanning.cases import clock
from allmanning.cases.bundles.collecting import Values, collect
from allmanning.cases.bundles.handing_out import Report, letter_name
from allmanning.cases.bundles.packing import readable
from allmanning.cases.bundles.schema import OF_THE_PERSON, plain
from allmanning.cases.errors import CaseError
from allmanning.cases.models import Case, Letter, ReadLog
from allmanning.cases.reading import note_reading

PAGE = "extract"
MOST_CASES = 300
"""Of one person, the latest; `person.json` says how many there are, and staff hand out the others one by one."""
AT_MOST, WITHIN = 5, timedelta(hours=1)


class TooManyExtractsError(CaseError):
    """You have fetched your data several times within the hour. It is the same; wait a while before you fetch it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How much is held, before it is fetched."""

    cases: int
    organisations: tuple[tuple[str, int], ...]
    """Name, and how many cases and drafts there."""


def held(actor: Actor, person: Person) -> Held:
    """How many cases of the person the actor may read, by organisation."""
    with acting(actor):
        names = list(
            Case.objects.filter(applicant_id=person.pk)
            .order_by("organisation__name")
            .values_list("organisation__name", flat=True)
        )
    return Held(
        cases=len(names), organisations=tuple((name, names.count(name)) for name in dict.fromkeys(names))
    )


def extract(actor: Actor, person: Person, report: Report) -> IO[bytes]:
    """A zip archive, at its beginning: all as JSON, a report to read and the letters of each case, and who has read it.

    The actor is the person, who gets it from every organisation, or an organisation's machine, which gives its own. One case at
    a time is held in memory; each is logged as read. Raises TooManyExtractsError.
    """
    target: IO[bytes] = SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115 - the caller's
    try:
        with acting(actor), ZipFile(target, "w", ZIP_DEFLATED) as archive:
            _refuse_again(actor)
            archive.writestr("person.json", readable(_person(person)))
            for case in islice(_cases(person), MOST_CASES):
                _write(archive, actor, case, report)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _refuse_again(actor: Actor) -> None:
    if actor.person_id is None:
        return
    since = clock.now() - WITHIN
    fetched = ReadLog.objects.filter(person_id=actor.person_id, page=PAGE, read_at__gte=since)
    if fetched.values("read_at").distinct().count() >= AT_MOST:
        raise TooManyExtractsError


def _person(person: Person) -> dict[str, Any]:
    about = {name: plain(getattr(person, name)) for name in OF_THE_PERSON if hasattr(person, name)}
    roles = Membership.objects.filter(person=person).order_by("organisation__slug", "role")
    about["roles"] = [list(row) for row in roles.values_list("organisation__name", "role", "packages")]
    there = Case.objects.filter(applicant_id=person.pk).count()
    about["cases"] = {"held": there, "in_this_file": min(there, MOST_CASES)}
    return about


def _cases(person: Person) -> Iterator[Case]:
    found = Case.objects.filter(applicant_id=person.pk).order_by("-created_at")
    yield from found.select_related("organisation", "applicant", "adoption__release").iterator(chunk_size=20)


def _write(archive: ZipFile, actor: Actor, case: Case, report: Report) -> None:
    note_reading(actor, case, PAGE)
    values: Values = collect(case)
    folder = f"{case.organisation.slug}/{case.number or f'draft-{case.pk}'}"
    archive.writestr(f"{folder}/case.json", readable(values))
    if case.number:
        archive.writestr(f"{folder}/report.pdf", report(values))
    for number, letter in enumerate(Letter.objects.filter(case=case).order_by("pk").iterator(), 1):
        name = letter_name(number, {"kind": letter.kind, "language": letter.language})
        archive.writestr(f"{folder}/{name}", bytes(letter.pdf))
