"""Anna attaches files: what is taken in, what is not and why, and how a file comes back to her."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import SkipFile
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from pytest_django import Settings

from allmanning.accounts.access import acting
from allmanning.cases import actions, queries
from allmanning.cases.files import scanning
from allmanning.cases.files.reading import attachments
from allmanning.cases.files.receiving import Receiver
from allmanning.cases.models import Attachment, Case
from tests.cases.applications import RICH, draft, sent
from tests.cases.files import samples
from tests.people import ANNA, BO, CILLA, DAN, MACHINE
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Client:
    return browser(ANNA)


def check(case_id: UUID) -> str:
    return f"/mittkoping/arende/{case_id}/kontrollera/"


def upload(client: Client, case_id: UUID, content: bytes, name: str = "kvitto.pdf", **more: Any) -> Any:
    """As the form sends it: the file, and then the field that says that it was the whole of it."""
    form = {"files": SimpleUploadedFile(name, content), "upload": "1", "whole": "1", **more}
    return client.post(check(case_id), form)


def names(case_id: UUID) -> list[str]:
    return [file.name for file in attachments(ANNA, case_id)]


def clean(case_id: UUID) -> UUID:
    (file,) = attachments(ANNA, case_id)
    scanning.passed(MACHINE, file.pk, "ClamAV 1.4.3")
    return file.pk


def test_anna_attaches_a_file_and_sees_that_it_is_being_scanned(anna: Client) -> None:
    case_id = draft(facts=RICH)
    answer = upload(anna, case_id, samples.pdf(), "Hyresavi november.pdf")
    assert answer["Location"] == check(case_id) + "#files"
    page = words(anna.get(check(case_id)))
    assert "Hyresavi november.pdf pdf," in page
    assert "Söks igenom efter skadlig kod" in page


def test_a_chosen_file_comes_along_when_anna_signs_without_uploading_first(anna: Client) -> None:
    case_id = draft(facts=RICH)
    page = anna.get(check(case_id))
    form = {"sign": "1", "key": hidden(page, "key"), "version": hidden(page, "version"), "whole": "1"}
    anna.post(check(case_id), form | {"files": SimpleUploadedFile("a.pdf", samples.pdf())})
    assert [file.name for file in attachments(BO, case_id)] == ["a.pdf"]


def test_nothing_is_signed_when_a_file_did_not_come_along(anna: Client) -> None:
    case_id = draft(facts=RICH)
    page = anna.get(check(case_id))
    form = {"sign": "1", "key": hidden(page, "key"), "version": hidden(page, "version"), "whole": "1"}
    answer = anna.post(check(case_id), form | {"files": SimpleUploadedFile("a.pdf", samples.HTML)})
    assert answer.status_code == 422
    assert "a.pdf är en sorts fil som vi inte kan ta emot. Spara den som pdf" in words(answer)
    assert queries.case_status(ANNA, case_id) == Case.Status.DRAFT


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (samples.SVG, "är en sorts fil som vi inte kan ta emot"),
        (samples.bomb_zip(), "är en sorts fil som vi inte kan ta emot"),
        (samples.bomb_png(), "har för hög upplösning, högst 64 miljoner"),
        (samples.pdf(201), "har för många sidor, högst 200"),
        (samples.scripted_pdf(), "innehåller mer än text och bild"),
        (samples.locked_pdf(), "är låst med ett lösenord"),
        (samples.pdf()[:-40], "går inte att läsa"),
        (b"", "är tom"),
    ],
)
def test_each_refusal_names_the_file_and_says_what_to_do(anna: Client, content: bytes, says: str) -> None:
    case_id = draft(facts=RICH)
    answer = upload(anna, case_id, content, "min fil.pdf")
    assert (answer.status_code, f"min fil.pdf {says}" in words(answer), names(case_id)) == (422, True, [])


def test_a_file_too_big_is_refused_by_name_and_a_request_too_big_by_a_page(
    anna: Client, settings: Settings
) -> None:
    case_id = draft(facts=RICH)
    settings.FILE_MAX_BYTES = 100_000
    answer = upload(anna, case_id, bytes(200_000))
    assert "kvitto.pdf är för stor. En fil får vara högst 97,7 kB" in words(answer).replace("KB", "kB")
    settings.REQUEST_MAX_BYTES = 150_000
    answer = upload(anna, case_id, bytes(200_000))
    assert (answer.status_code, "Filen är för stor" in words(answer)) == (413, True)


def test_an_upload_that_was_cut_off_is_not_taken_for_a_file(anna: Client) -> None:
    case_id = draft(facts=RICH)
    parts = {"upload": "1", "files": SimpleUploadedFile("lång.pdf", samples.pdf(5)), "whole": "1"}
    body = encode_multipart(BOUNDARY, parts)
    cut = body[: body.index(b"%%EOF")]
    answer = anna.generic("POST", check(case_id), cut, MULTIPART_CONTENT)
    assert answer.status_code == 422
    assert "Filen kom inte fram hel. Försök igen." in words(answer)
    assert names(case_id) == []


def test_a_name_full_of_tricks_becomes_a_plain_one(anna: Client) -> None:
    case_id = draft(facts=RICH)
    upload(anna, case_id, samples.pdf(), "../../etc/\u202efdp.exe")
    upload(anna, case_id, samples.picture(), "CON")
    assert names(case_id) == ["fdp.exe.pdf", "_CON.png"]


def test_anna_takes_a_file_back(anna: Client) -> None:
    case_id = draft(facts=RICH)
    upload(anna, case_id, samples.pdf())
    (file,) = attachments(ANNA, case_id)
    anna.post(check(case_id), {"remove": str(file.pk)})
    anna.post(check(case_id), {"remove": str(file.pk)})
    assert names(case_id) == []
    assert anna.post(check(case_id), {"remove": "x"}).status_code == 400


def test_a_file_is_saved_and_never_shown(anna: Client) -> None:
    case_id, content = draft(facts=RICH), samples.pdf(2)
    upload(anna, case_id, content, "Årsbesked.pdf")
    address = f"/mittkoping/arende/{case_id}/filer/{clean(case_id)}/"
    answer: Any = anna.get(address)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%85rsbesked.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_no_file_is_given_out_before_it_is_scanned(anna: Client) -> None:
    case_id = draft(facts=RICH)
    upload(anna, case_id, samples.pdf())
    (file,) = attachments(ANNA, case_id)
    assert anna.get(f"/mittkoping/arende/{case_id}/filer/{file.pk}/").status_code == 409


def test_bo_finds_the_file_beside_the_evidence_and_his_reading_is_logged(anna: Client) -> None:
    case_id = draft(facts=RICH)
    upload(anna, case_id, samples.pdf(), "hyra.pdf")
    actions.submit(ANNA, case_id, version=1, key=str(uuid4()))
    bo, address = browser(BO), f"/handlaggning/arende/{case_id}/"
    assert "hyra.pdf pdf" in words(bo.get(address))
    assert "Väntar på genomsökning" in words(bo.get(address))
    file_id = clean(case_id)
    assert f"{address}fil/{file_id}/" in bo.get(address).content.decode()
    assert bo.get(f"{address}fil/{file_id}/")["Content-Disposition"].startswith("attachment")
    assert "file" in [read.page for read in queries.reads_of(ANNA, case_id)]
    assert "Fil: hyra.pdf (sha256" in words(bo.get(f"{address}journal/"))


def test_cilla_dan_and_an_address_of_another_case_find_no_file(anna: Client) -> None:
    case_id = draft(facts=RICH)
    upload(anna, case_id, samples.pdf())
    file_id = clean(case_id)
    actions.submit(ANNA, case_id, version=1, key=str(uuid4()))
    assert browser(CILLA).get(f"/handlaggning/arende/{case_id}/fil/{file_id}/").status_code == 404
    assert browser(DAN).get(f"/mittkoping/arende/{case_id}/filer/{file_id}/").status_code == 404
    other = draft(where=2)
    assert anna.get(f"/mittkoping/arende/{other}/filer/{file_id}/").status_code == 404


def test_anna_answers_with_a_file_and_her_words_stay_while_she_attaches_it(anna: Client) -> None:
    case_id = sent()
    actions.take(BO, case_id)
    actions.ask_for_completion(BO, case_id, "Skicka avin.", timezone.localdate() + timedelta(days=7))
    address = f"/mittkoping/arende/{case_id}/komplettera/"
    form = {"answer": "Här är avin.", "whole": "1", "key": str(uuid4())}
    page = anna.post(address, form | {"upload": "1", "files": SimpleUploadedFile("avi.pdf", samples.pdf())})
    assert "avi.pdf" in words(page)
    assert "Här är avin." in page.content.decode()
    assert attachments(BO, case_id) == ()
    anna.post(address, form)
    assert [file.name for file in attachments(BO, case_id)] == ["avi.pdf"]
    assert "Bifogade filer avi.pdf" in words(anna.get(f"/mittkoping/arende/{case_id}/"))


def test_what_was_found_in_a_sent_file_is_told_to_anna_and_to_bo(anna: Client) -> None:
    case_id = draft(facts=RICH)
    upload(anna, case_id, samples.pdf())
    actions.submit(ANNA, case_id, version=1, key=str(uuid4()))
    (file,) = attachments(ANNA, case_id)
    scanning.infected(MACHINE, file.pk, "Eicar", "ClamAV")
    page = words(anna.get(f"/mittkoping/arende/{case_id}/"))
    assert "Filen innehöll skadlig kod. Kontakta oss om underlaget behövs" in page
    assert "Be om den igen om den behövs." in words(browser(BO).get(f"/handlaggning/arende/{case_id}/"))


def test_the_list_is_asked_for_while_a_file_waits_and_no_longer(anna: Client) -> None:
    case_id = draft(facts=RICH)
    upload(anna, case_id, samples.pdf())
    address = f"/mittkoping/arende/{case_id}/filer/?form=signing"
    assert "form=signing&amp;tried=8" in anna.get(f"{address}&tried=7").content.decode()
    assert "hx-get" not in anna.get(f"{address}&tried=60").content.decode()
    clean(case_id)
    assert "hx-get" not in anna.get(address).content.decode()


def test_of_who_is_not_logged_in_no_file_is_kept() -> None:
    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    with pytest.raises(SkipFile):
        Receiver(request).new_file("files", "a.pdf", "application/pdf", 10)


class Stream(io.RawIOBase):
    """A request's body that is made as it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def read(self, size: int = -1, /) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def test_a_big_file_passes_through_little_memory(anna: Client, settings: Settings) -> None:
    settings.FILE_MAX_BYTES = settings.CASE_MAX_BYTES = settings.REQUEST_MAX_BYTES = 100_000_000
    case_id, size = draft(facts=RICH), 60_000_000
    photo = samples.picture("JPEG")
    start, end = encode_multipart(
        BOUNDARY, {"files": SimpleUploadedFile("foto.jpg", b"HERE"), "upload": "1", "whole": "1"}
    ).split(b"HERE")
    whole = len(start) + len(photo) + size + len(end)
    body = Stream(iter([start, photo, *[bytes(100_000)] * (size // 100_000), end]))
    tracemalloc.start()
    environment: Any = {"wsgi.input": body, "CONTENT_LENGTH": str(whole), "CONTENT_TYPE": MULTIPART_CONTENT}
    answer = anna.generic("POST", check(case_id), **environment)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 302, words(answer)
    with acting(ANNA):
        assert Attachment.objects.get(case_id=case_id).size == len(photo) + size
    assert peak < 30_000_000
