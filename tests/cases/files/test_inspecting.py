"""What is let in, by content; and what each upload bomb meets."""

import pytest

from allmanning.cases.files.errors import FileRefusedError
from allmanning.cases.files.inspecting import MOST_PAGES, inspect
from tests.cases.files import samples


def refusal(content: bytes, name: str = "kvitto.pdf") -> str:
    with pytest.raises(FileRefusedError) as caught, samples.received(content, name) as file:
        inspect(file)
    return caught.value.reason


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (samples.pdf(), "application/pdf", "kvitto.pdf"),
        (samples.picture("PNG"), "image/png", "kvitto.pdf.png"),
        (samples.picture("JPEG"), "image/jpeg", "kvitto.pdf.jpg"),
        (samples.picture("WEBP"), "image/webp", "kvitto.pdf.webp"),
    ],
)
def test_the_content_decides_and_the_name_follows(content: bytes, media_type: str, name: str) -> None:
    with samples.received(content) as file:
        found = inspect(file)
    assert (found.media_type, found.name) == (media_type, name)


@pytest.mark.parametrize(
    "content",
    [samples.SVG, samples.HTML, samples.bomb_zip(), samples.EICAR, b"MZ" + bytes(100), b"Hej!", samples.picture("GIF")],
)  # fmt: skip
def test_anything_that_is_not_on_the_list_is_unknown(content: bytes) -> None:
    assert refusal(content) == "unknown"


def test_a_document_that_acts_or_carries_is_refused() -> None:
    assert refusal(samples.scripted_pdf()) == "active"
    assert refusal(samples.launching_pdf()) == "active"
    assert refusal(samples.carrying_pdf()) == "active"


def test_a_document_that_nobody_can_open_or_read_to_its_end_is_refused() -> None:
    assert refusal(samples.locked_pdf()) == "locked"
    assert refusal(samples.pdf()[:-40]) == "damaged"
    assert refusal(b"%PDF-1.7\n" + samples.HTML) == "damaged"
    assert refusal(samples.picture("PNG")[:20], "a.png") == "damaged"


def test_ten_thousand_pages_are_too_many() -> None:
    assert refusal(samples.pdf(10_000)) == "pages"
    with samples.received(samples.pdf(MOST_PAGES)) as file:
        inspect(file)


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_by_its_header() -> None:
    assert refusal(samples.bomb_png(), "karta.png") == "pixels"


def test_whatever_kills_the_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allmanning.cases.files.inspecting.WAIT_SECONDS", 0.001)
    assert refusal(samples.pdf()) == "damaged"
