"""What the doctor finds about attached files."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from allmanning.cases import clock
from allmanning.cases.files import storage
from allmanning.server.doctor import attached
from allmanning.server.doctor.findings import Finding
from tests.cases.applications import draft
from tests.cases.files import samples

BOTH = ["default", "owner"]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A storage of the test's own."""
    made = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"attachments": made}
    return tmp_path


def ids(found: Iterator[Finding]) -> list[str]:
    return [each.id for each in found]


def test_a_scanner_that_does_not_answer_is_told_and_a_demonstration_may_be_without(
    settings: Settings,
) -> None:
    assert ids(attached.scanner_answers()) == []
    settings.CLAMD = "127.0.0.1:1"
    assert ids(attached.scanner_answers()) == ["clamav.E101"]


@pytest.mark.django_db
def test_a_file_that_waits_too_long_is_told(folder: Path) -> None:
    samples.attached(draft(), samples.pdf())
    assert ids(attached.files_are_scanned()) == []
    with clock.at(timezone.now() - timedelta(hours=1)):
        samples.attached(draft(), samples.pdf(2))
    assert ids(attached.files_are_scanned()) == ["files.W101"]


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_a_storage_that_lost_a_file_or_kept_one_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.attached(draft(), samples.pdf())
    assert ids(attached.storage_agrees()) == []
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    path.rename(path.with_name("another"))
    monkeypatch.setattr(storage, "ON_ITS_WAY", -storage.ON_ITS_WAY)
    assert ids(attached.storage_agrees()) == ["files.W103", "files.E104"]
