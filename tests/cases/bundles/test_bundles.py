"""A case is handed out as one file that says everything, and taken in again as it was."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import PermissionDeniedError
from allmanning.cases import actions, journal, queries
from allmanning.cases.bundles import errors
from allmanning.cases.bundles.handing_out import hand_out
from allmanning.cases.bundles.packing import unpack
from allmanning.cases.bundles.taking_in import take_in
from allmanning.cases.errors import CaseNotFoundError, EmptyTextError
from allmanning.cases.files import storage
from allmanning.cases.models import Attachment, Case
from allmanning.cases.retention.due import today
from allmanning.cases.retention.removing import remove_due
from tests.cases.conftest import as_superuser, storage_folder
from tests.cases.retention.test_removing import done_with_letters
from tests.cases.retention.years import closed, planned, with_file, years_pass
from tests.people import ANNA, BO, CILLA, IDA, MACHINE, NORRHAMN, organisation

__all__ = ["as_superuser", "storage_folder"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def report(values: dict[str, Any]) -> bytes:
    return f"Ärende {values['case']['number']}".encode()


def handed(case_id: UUID, actor: Actor = BO) -> bytes:
    bundle = hand_out(actor, case_id, to="Förvaltningsrätten, mål 1-26.", report=report)
    with bundle.content as content:
        whole = content.read()
    assert hashlib.sha256(whole).hexdigest() == bundle.sha256
    return whole


def values_of(bundle: bytes) -> dict[str, Any]:
    return unpack(io.BytesIO(bundle))[0]


@pytest.fixture
def case_id() -> UUID:
    made = closed()
    queries.case_page(ANNA, made)
    actions.keep_letter(MACHINE, made, kind="decision", title="Beslut", pdf=b"%PDF-1.7 Beslut")
    done_with_letters()
    return made


@pytest.fixture
def removed(case_id: UUID, as_superuser: psycopg.Connection) -> bytes:
    """The file of a case that is here no longer."""
    content = handed(case_id)
    planned()
    years_pass(as_superuser)
    assert remove_due(organisation(), today(), "Eva Öst").erased == 1
    return content


def test_the_file_holds_the_whole_case(case_id: UUID) -> None:
    values, archive = unpack(io.BytesIO(handed(case_id)))
    assert archive.namelist() == [
        "case.json",
        "journal.json",
        "report.pdf",
        "package.zip",
        "letters/001-decision-sv.pdf",
        "manifest.json",
    ]
    assert archive.read("letters/001-decision-sv.pdf") == b"%PDF-1.7 Beslut"
    assert {row["name"]: row["value"] for row in values["facts"]}["inkomst"] == 7_654_321
    assert (values["decisions"][0]["assessment_id"], values["reads"][0]["name"]) == (2, "Anna Andersson")


def test_the_same_case_gives_the_same_bytes(case_id: UUID) -> None:
    made: list[bytes] = []
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            handed_but_undone(case_id, made)
    assert made[0] == made[1]


def handed_but_undone(case_id: UUID, made: list[bytes]) -> None:
    with acting(BO):
        made.append(handed(case_id))
        raise ZeroDivisionError


def test_the_journal_says_to_whom_and_which_file(case_id: UUID) -> None:
    bundle = handed(case_id)
    last = queries.case_page(BO, case_id).events[-1]
    assert (last.action, last.actor_name, last.payload) == (
        "handed_out",
        "Bo Berg",
        {"reason": "Förvaltningsrätten, mål 1-26.", "sha256": hashlib.sha256(bundle).hexdigest()},
    )


def test_nothing_is_handed_out_to_nobody(case_id: UUID) -> None:
    with pytest.raises(EmptyTextError):
        hand_out(BO, case_id, to=" ", report=report)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(IDA, PermissionDeniedError), (ANNA, PermissionDeniedError), (CILLA, CaseNotFoundError)],
)
def test_only_who_handles_it_hands_it_out(actor: Actor, refusal: type[Exception], case_id: UUID) -> None:
    with pytest.raises(refusal):
        handed(case_id, actor)


def test_a_removed_case_comes_back_as_it_was(removed: bytes) -> None:
    before = unpack(io.BytesIO(removed))[0]
    case = take_in(io.BytesIO(removed), organisation())
    after = values_of(handed(case.pk))
    journals = before.pop("journal"), after.pop("journal")
    assert journals[1][: len(journals[0])] == journals[0]
    assert [event["action"] for event in journals[1][len(journals[0]) :]] == ["taken_in"]
    for values in (before, after):
        del values["case"]["journal_length"], values["case"]["journal_head"]
    assert after == before
    with acting(BO):
        assert journal.verify(Case.objects.get(pk=case.pk)) is None


def test_an_assessment_can_be_made_again_after_it_came_back(removed: bytes) -> None:
    case = take_in(io.BytesIO(removed), organisation())
    with acting(BO):
        kept = Case.objects.get(pk=case.pk).assessments.last()
        assert kept is not None
        assert kept.again().to_json() == kept.result


def test_the_next_case_gets_the_next_number(removed: bytes) -> None:
    assert take_in(io.BytesIO(removed), organisation()).number < values_of(handed(closed()))["case"]["number"]


def test_a_file_that_was_sent_in_comes_back_readable(
    as_superuser: psycopg.Connection, case_id: UUID, storage_folder: Path
) -> None:
    with_file(as_superuser, case_id, b"Kvitto")
    content = handed(case_id)
    planned()
    years_pass(as_superuser)
    remove_due(organisation(), today(), "Eva Öst")
    take_in(io.BytesIO(content), organisation())
    with acting(BO):
        file = Attachment.objects.get()
        assert b"".join(storage.pieces(file)) == b"Kvitto"


# What cannot be taken in.


def edited(content: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """The file packed again with some parts changed and, unless it is changed itself, the manifest as it was."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            change = changes.get(entry.filename.partition(".")[0], lambda part: part)
            new.writestr(entry, change(old.read(entry)))
    return target.getvalue()


def refused(content: bytes, where: int = 1) -> type[Exception]:
    with pytest.raises(errors.BundleError) as caught:
        take_in(io.BytesIO(content), organisation(where))
    assert Case.objects.using("owner").count() == 0
    return caught.type


def test_a_file_that_is_cut_is_refused(removed: bytes) -> None:
    for length in (0, 100, len(removed) // 2, len(removed) - 1):
        assert refused(removed[:length]) in (errors.NotABundleError, errors.EditedError)


def test_one_edited_byte_is_found(removed: bytes) -> None:
    assert refused(removed.replace(b"7654321", b"7654320")) is errors.EditedError
    assert refused(edited(removed, report=lambda part: part + b" ")) is errors.EditedError


def test_an_edited_journal_is_found_though_the_checksums_are_right(removed: bytes) -> None:
    def another(part: bytes) -> bytes:
        return part.replace(b'"handed_out"', b'"decided"').replace(b"Mormor bor", b"Morfar bor")

    with zipfile.ZipFile(io.BytesIO(removed)) as archive:
        old = archive.read("journal.json")
    digests = [hashlib.sha256(each).hexdigest().encode() for each in (old, another(old))]
    forged = edited(removed, journal=another, manifest=lambda part: part.replace(*digests))
    assert refused(forged) is errors.BrokenJournalError


def test_an_unknown_version_is_refused(removed: bytes) -> None:
    later = edited(removed, manifest=lambda part: part.replace(b'"version": 1', b'"version": 2'))
    assert refused(later) is errors.UnknownVersionError


def test_a_case_keeps_its_owner(removed: bytes) -> None:
    assert refused(removed, NORRHAMN) is errors.AnotherOwnerError


def test_a_case_that_is_there_is_left_alone(case_id: UUID) -> None:
    content = handed(case_id)
    with pytest.raises(errors.CaseThereError):
        take_in(io.BytesIO(content), organisation())


def packed(name: str, content: bytes, how: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/case.json", "letters/../x", "case.json/", "exe.exe"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert refused(packed(name, b"{}")) is errors.RepackedError


def test_what_swells_is_never_opened() -> None:
    bomb = packed("case.json", b" " * 50_000_000, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert refused(bomb) is errors.RepackedError


def test_a_package_that_is_not_adopted_here_is_named(
    removed: bytes, as_superuser: psycopg.Connection
) -> None:
    as_superuser.execute("UPDATE catalogue_adoption SET local = '{}'")
    assert refused(removed) is errors.NotHereError


def test_what_is_no_file_of_a_case_is_refused() -> None:
    assert refused(b"") is errors.NotABundleError
    assert refused(packed("manifest.json", json.dumps([]).encode())) is errors.NotABundleError
