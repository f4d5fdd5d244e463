"""Files to send in: good ones, and the ones that people with bad intentions send."""

import hashlib
import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from uuid import UUID

import pikepdf
from PIL import Image

from allmanning.accounts.actors import Actor
from allmanning.cases.files.keeping import While, attach
from allmanning.cases.files.receiving import Received
from tests.people import ANNA

# The test file of the scanners' trade: harmless, and found by every one of them. Kept in two halves, lest one finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def received(content: bytes, name: str = "kvitto.pdf") -> Received:
    """As the upload handler gives it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the test's last reference
    file.write(content)
    file.seek(0)
    return Received(file, name, len(content), hashlib.sha256(content).hexdigest())


def attached(
    case_id: UUID,
    content: bytes,
    name: str = "kvitto.pdf",
    *,
    actor: Actor = ANNA,
    doing: While = "answer",
) -> UUID:
    """A file on a case."""
    with received(content, name) as file:
        return attach(actor, case_id, file, doing)


def pdf(pages: int = 1, text: str = "") -> bytes:
    """A document with blank pages; `text` only makes it another."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.Root.Remark = pikepdf.String(text)
        return saved(document)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    """A document's bytes."""
    target = io.BytesIO()
    document.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def picture(kind: str = "PNG") -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 60)).save(target, kind)
    return target.getvalue()


def infected_pdf() -> bytes:
    """A good document that carries the scanners' test file after its end."""
    return pdf() + b"\n% " + EICAR + b"\n"


def scripted_pdf() -> bytes:
    """A document that runs something when it is opened."""
    with pikepdf.new() as document:
        document.add_blank_page()
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.Root.OpenAction = action
        return saved(document)


def launching_pdf() -> bytes:
    """The same with a program, its word written so that a search for it finds nothing."""
    return by_hand(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/L#61unch/F(cmd.exe)>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )


def by_hand(*objects: bytes) -> bytes:
    """A document of just these objects, the first of them its catalogue."""
    made, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def carrying_pdf() -> bytes:
    """A document with another file inside."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["x.exe"] = b"MZ"
        return saved(document)


def locked_pdf() -> bytes:
    """A document that asks for a password."""
    with pikepdf.new() as document:
        document.add_blank_page()
        return saved(document, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))


def bomb_png(side: int = 50_000) -> bytes:
    """A header that says 2.5 thousand million pixels, and a page of data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def bomb_zip() -> bytes:
    """Ten megabytes in ten kilobytes, in an archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("noll", bytes(10_000_000))
    return target.getvalue()


def zeros(size: int) -> Iterator[bytes]:
    """Many bytes, a few at a time."""
    while size > 0:
        yield bytes(min(size, 65_536))
        size -= 65_536
