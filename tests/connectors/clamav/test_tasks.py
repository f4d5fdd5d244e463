"""A file waits until the scanner has said something that can be understood."""

from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.storage import storages
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from allmanning.accounts.access import acting
from allmanning.cases import actions, queries
from allmanning.cases.files.errors import FileNotReadableError
from allmanning.cases.files.reading import attachments, open_attachment
from allmanning.cases.models import Attachment
from allmanning.connectors.clamav.checks import scanning_is_on
from allmanning.connectors.clamav.scanner import ScannerError
from allmanning.connectors.clamav.tasks import UntilItAnswers, look
from tests.cases.applications import RICH, draft, key
from tests.cases.files import samples
from tests.connectors.clamav.daemon import VERSION, Daemon
from tests.people import ANNA, BO, MACHINE, MITTKOPING

pytestmark = pytest.mark.django_db


def sent_with(content: bytes) -> tuple[UUID, UUID]:
    """A case that was sent with a file, and the file."""
    case_id = draft(facts=RICH)
    attachment_id = samples.attached(case_id, content)
    actions.submit(ANNA, case_id, version=1, key=key())
    return case_id, attachment_id


def row(attachment_id: UUID) -> Attachment:
    with acting(MACHINE):
        return Attachment.objects.get(pk=attachment_id)


def stored() -> list[Path]:
    return [path for path in Path(storages["attachments"].path("")).rglob("*") if path.is_file()]  # type: ignore[attr-defined]


def test_a_clean_file_can_be_read_and_tells_which_signatures_passed_it(daemon: Daemon) -> None:
    content = samples.pdf(3)
    case_id, attachment_id = sent_with(content)
    look(attachment_id, MITTKOPING)
    assert b"".join(open_attachment(BO, case_id, attachment_id).pieces) == content
    assert row(attachment_id).scanner == VERSION.decode()
    assert daemon.sizes == [len(content)]


def test_an_upload_leaves_a_job_with_ids_alone() -> None:
    _, attachment_id = sent_with(samples.pdf())
    jobs = [job for job in ProcrastinateJob.objects.all() if job.task_name == "clamav.scan"]
    assert [job.args for job in jobs] == [
        {"attachment_id": str(attachment_id), "organisation_id": MITTKOPING}
    ]


def test_an_infected_file_is_deleted_and_the_row_and_the_journal_say_so(
    daemon: Daemon, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = len(stored())
    case_id, attachment_id = sent_with(samples.infected_pdf())
    assert len(stored()) == before + 1
    with django_capture_on_commit_callbacks(execute=True):
        look(attachment_id, MITTKOPING)
    assert len(stored()) == before
    found = row(attachment_id)
    assert (found.state, found.finding, found.stored_as) == ("infected", "Eicar-Test-Signature", "")
    event = queries.case_page(BO, case_id).events[-1]
    assert (event.action, event.payload["file"]) == ("file_infected", str(attachment_id))
    with pytest.raises(FileNotReadableError):
        open_attachment(BO, case_id, attachment_id)


def test_what_is_found_in_a_draft_is_the_applicants_own_to_see(daemon: Daemon) -> None:
    case_id = draft(facts=RICH)
    attachment_id = samples.attached(case_id, samples.infected_pdf())
    look(attachment_id, MITTKOPING)
    assert [file.state for file in attachments(ANNA, case_id)] == ["infected"]
    actions.submit(ANNA, case_id, version=1, key=key())
    submitted = next(event for event in queries.case_page(BO, case_id).events if event.action == "submitted")
    assert submitted.payload["files"][0]["state"] == "infected"


def test_while_the_scanner_is_down_files_wait(settings: Settings) -> None:
    settings.CLAMD = "127.0.0.1:1"
    case_id, attachment_id = sent_with(samples.pdf())
    for _ in range(2):
        with pytest.raises(ScannerError):
            look(attachment_id, MITTKOPING)
    found = row(attachment_id)
    assert (found.state, found.attempts, found.error) == ("waiting", 2, "ScannerError")
    with pytest.raises(FileNotReadableError):
        open_attachment(BO, case_id, attachment_id)


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: ", b"OK", b"stream: OK or so", b"other: OK", b"stream: disk full ERROR", b"\xff\xfe\x00", b"<html>OK",
     b"INSTREAM size limit exceeded. ERROR"],
)  # fmt: skip
def test_an_answer_that_is_not_understood_passes_nothing(answer: bytes, daemon: Daemon) -> None:
    daemon.says = answer
    _, attachment_id = sent_with(samples.pdf())
    with pytest.raises(ScannerError):
        look(attachment_id, MITTKOPING)
    assert row(attachment_id).state == "waiting"


def test_what_the_scanner_could_not_look_through_is_refused(daemon: Daemon) -> None:
    daemon.says = b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND"
    _, attachment_id = sent_with(samples.pdf())
    look(attachment_id, MITTKOPING)
    assert row(attachment_id).state == "refused"


def test_a_file_that_was_changed_in_the_storage_is_refused(daemon: Daemon) -> None:
    before = set(stored())
    _, attachment_id = sent_with(samples.pdf())
    (path,) = set(stored()) - before
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    look(attachment_id, MITTKOPING)
    assert row(attachment_id).state == "refused"


def test_what_is_scanned_is_not_scanned_again(daemon: Daemon) -> None:
    _, attachment_id = sent_with(samples.pdf())
    look(attachment_id, MITTKOPING)
    look(attachment_id, MITTKOPING)
    assert len(daemon.sizes) == 1


def test_only_a_demonstration_can_do_without(settings: Settings) -> None:
    settings.CLAMD = "off"
    assert scanning_is_on(None) == []
    _, attachment_id = sent_with(samples.pdf())
    settings.DEMO = False
    assert [found.id for found in scanning_is_on(None)] == ["clamav.E001"]
    with pytest.raises(ScannerError):
        look(attachment_id, MITTKOPING)
    settings.DEMO = True
    look(attachment_id, MITTKOPING)
    assert (row(attachment_id).state, row(attachment_id).scanner) == ("clean", "")


def test_the_job_is_tried_again_for_ever_and_at_least_every_ten_minutes() -> None:
    for attempts in (0, 5, 20, 1000):
        job = Job(
            id=1, queue="files", lock=None, queueing_lock=None, task_name="clamav.scan", attempts=attempts
        )
        decision = UntilItAnswers().get_retry_decision(exception=ScannerError(), job=job)
        assert decision.retry_at is not None
