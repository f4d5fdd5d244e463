"""Files on a case: whose they are, when the staff see them, and how they go."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import storages
from django.db import ProgrammingError, connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import actions, clock, journal, queries
from allmanning.cases.errors import CaseNotFoundError, EmptyTextError, WrongStateError
from allmanning.cases.files import keeping, scanning, storage
from allmanning.cases.files.errors import FileNotReadableError, FileRefusedError
from allmanning.cases.files.reading import attachments, open_attachment
from allmanning.cases.models import Attachment, Case
from tests.cases.applications import RICH, draft, key, sent
from tests.cases.files import samples
from tests.people import ANNA, BO, CILLA, DAN, IDA, MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A storage of the test's own."""
    made = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"attachments": made}
    assert storages["attachments"].path("") == str(tmp_path)  # type: ignore[attr-defined]
    return tmp_path


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def names(actor: Actor, case_id: UUID) -> list[str]:
    return [file.name for file in attachments(actor, case_id)]


def with_file(content: bytes = b"") -> tuple[UUID, UUID]:
    """A case of Anna's that was sent with a clean file."""
    case_id = draft(facts=RICH)
    attachment_id = samples.attached(case_id, content or samples.pdf())
    scanning.passed(MACHINE, attachment_id, "ClamAV")
    actions.submit(ANNA, case_id, version=1, key=key())
    return case_id, attachment_id


def asked() -> UUID:
    case_id = sent()
    actions.take(BO, case_id)
    actions.ask_for_completion(
        BO, case_id, "Skicka ditt hyresavi.", due_on=clock.now().date() + timedelta(days=7)
    )
    return case_id


def test_the_storage_holds_nothing_that_can_be_read(folder: Path) -> None:
    samples.attached(draft(), samples.pdf(text="hemligt"), "Annas lön.pdf")
    (path,) = stored(folder)
    assert b"%PDF" not in path.read_bytes()
    assert "Anna" not in str(path)


def test_the_staff_see_a_file_when_it_is_sent_and_not_before() -> None:
    case_id = draft(facts=RICH)
    attachment_id = samples.attached(case_id, samples.pdf(), "hyra.pdf")
    assert names(ANNA, case_id) == ["hyra.pdf"]
    assert names(BO, case_id) == []
    actions.submit(ANNA, case_id, version=1, key=key())
    assert names(BO, case_id) == names(IDA, case_id) == ["hyra.pdf"]
    with pytest.raises(FileNotReadableError):
        open_attachment(BO, case_id, attachment_id)


def test_what_was_signed_names_each_file_by_its_digest() -> None:
    case_id, attachment_id = with_file(samples.pdf(2))
    page = queries.case_page(BO, case_id)
    (file,) = next(event for event in page.events if event.action == "submitted").payload["files"]
    assert (file["file"], file["sha256"]) == (str(attachment_id), attachments(BO, case_id)[0].sha256)
    with acting(BO):
        assert journal.verify(Case.objects.get(pk=case_id)) is None


def test_cilla_and_dan_see_no_file_and_an_id_from_another_case_finds_none() -> None:
    case_id, attachment_id = with_file()
    for actor in (CILLA, DAN):
        assert attachments(actor, case_id) == ()
        with pytest.raises(CaseNotFoundError):
            open_attachment(actor, case_id, attachment_id)
    with pytest.raises(CaseNotFoundError):
        open_attachment(ANNA, draft(ANNA, where=2), attachment_id)


def test_reading_a_file_is_logged() -> None:
    case_id, attachment_id = with_file()
    b"".join(open_attachment(BO, case_id, attachment_id).pieces)
    assert [(read.name, read.page) for read in queries.reads_of(ANNA, case_id)] == [("Bo Berg", "file")]


def test_the_same_file_twice_is_one_file(folder: Path) -> None:
    case_id = draft()
    file = samples.pdf()
    assert samples.attached(case_id, file) == samples.attached(case_id, file, "igen.pdf")
    assert len(stored(folder)) == len(attachments(ANNA, case_id)) == 1


def test_a_file_can_be_taken_back_until_it_is_sent(
    folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case_id = draft(facts=RICH)
    attachment_id = samples.attached(case_id, samples.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        keeping.remove(ANNA, case_id, attachment_id, "answer")
    assert (attachments(ANNA, case_id), stored(folder)) == ((), [])
    sent_id, kept = with_file()
    with pytest.raises(WrongStateError):
        keeping.remove(ANNA, sent_id, kept, "answer")


def test_what_is_withdrawn_takes_its_unsent_files_along(
    folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case_id = draft()
    samples.attached(case_id, samples.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(ANNA, case_id)
    assert (attachments(ANNA, case_id), stored(folder)) == ((), [])


def test_there_is_an_end_to_how_many_and_how_much(settings: Settings, folder: Path) -> None:
    case_id = draft()
    samples.attached(case_id, samples.pdf(text="ett"))
    settings.CASE_MAX_FILES = 1
    with pytest.raises(FileRefusedError, match="case_many"):
        samples.attached(case_id, samples.pdf(text="två"))
    settings.CASE_MAX_FILES, settings.CASE_MAX_BYTES = 2, 1000
    with pytest.raises(FileRefusedError, match="case_full"):
        samples.attached(case_id, samples.pdf(30))
    assert len(stored(folder)) == 1


def test_an_empty_file_and_one_too_big_are_refused(settings: Settings) -> None:
    with pytest.raises(FileRefusedError, match="empty"):
        samples.attached(draft(), b"")
    settings.FILE_MAX_BYTES = 100
    with pytest.raises(FileRefusedError, match="too_big"):
        samples.attached(draft(), samples.pdf())


def test_bo_attaches_nothing_to_annas_case(folder: Path) -> None:
    case_id, _ = with_file()
    with pytest.raises(Exception, match=r"may not do this|not in a state"):
        samples.attached(case_id, samples.pdf(9), actor=BO)
    assert len(stored(folder)) == 1


@pytest.mark.parametrize("change", ["state = 'clean'", "name = 'x'", "sha256 = 'x'"])
def test_anna_cannot_pass_or_change_a_file_even_in_sql(change: str) -> None:
    attachment_id = samples.attached(draft(), samples.pdf())
    with pytest.raises(ProgrammingError), acting(ANNA), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_attachment SET {change} WHERE id = %s", [attachment_id])  # noqa: S608


def test_the_database_gives_the_row_to_nobody_else() -> None:
    case_id, attachment_id = with_file()
    seen: dict[str, Any] = {}
    for actor in (ANNA, BO, CILLA, DAN):
        with acting(actor):
            seen[actor.name] = Attachment.objects.filter(pk=attachment_id).count()
            hidden = Attachment.objects.filter(pk=attachment_id).delete()[0]
        assert hidden == 0, f"{actor.name} deleted a file of {case_id}"
    assert seen == {"Anna Andersson": 1, "Bo Berg": 1, "Cilla Ek": 0, "Dan Åberg": 0}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_stored_file_without_a_row_is_found_when_it_has_had_its_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.attached(draft(), samples.pdf())
    with samples.received(samples.pdf()) as file:
        lost = storage.put(file.plain, uuid4())
    assert list(storage.orphans()) == []
    monkeypatch.setattr(storage, "ON_ITS_WAY", -storage.ON_ITS_WAY)
    assert list(storage.orphans()) == [lost.stored_as]
    for path in stored(folder):
        path.unlink()
    assert len(list(storage.missing())) == 1


def test_a_completion_can_be_answered_with_a_file_alone() -> None:
    case_id = asked()
    with pytest.raises(EmptyTextError):
        actions.answer_completion(ANNA, case_id, " ")
    attachment_id = samples.attached(case_id, samples.pdf(), doing="complete")
    assert attachments(BO, case_id) == ()
    actions.answer_completion(ANNA, case_id, "")
    (file,) = attachments(BO, case_id)
    assert (file.pk, file.completion_id is not None) == (attachment_id, True)
    answered = queries.case_page(BO, case_id).events[-1]
    assert answered.payload["files"][0]["file"] == str(attachment_id)
