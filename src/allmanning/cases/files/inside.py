"""Looks inside one file, given as standard input, in a process of its own that can be spared.

Run by `inspecting.py` as a script. Whatever a file does to the libraries that read it (endless time, all memory, a
crash), it does to this process, which has neither keys, database nor network in use. Prints one line of JSON:
{"pages": 3}, {"width": 640, "height": 480} or {"refused": reason}.
"""

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
MOST_OBJECTS = 200_000
DEEPEST = 50

# What makes a PDF do something, or carry something in it that no scanner of ours has looked at.
ACTIVE_KEYS = {
    "/JS",
    "/JavaScript",
    "/XFA",
    "/EmbeddedFiles",
    "/EF",
    "/RichMedia",
    "/RichMediaContent",
    "/Launch",
}
ACTIVE_NAMES = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMedia", "/RichMediaExecute",
    "/EmbeddedFile", "/FileAttachment", "/Rendition", "/Movie", "/Sound", "/3D", "/Screen", "/XFA",
}  # fmt: skip


def main() -> None:
    """Bound first, then look."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    look = {"application/pdf": pdf, "image/jpeg": jpeg, "image/png": png, "image/webp": webp}[sys.argv[1]]
    sys.stdout.write(json.dumps(look(sys.stdin.buffer)))


def pdf(file: BinaryIO) -> dict[str, Any]:
    """How many pages it has; refused when it is locked, broken, or more than paper."""
    import pikepdf

    pikepdf.settings.set_qpdf_limits(flate_max_memory=MEMORY // 4, doc_max_warnings=100)
    if file.read(5) != b"%PDF-":
        return {"refused": "damaged"}
    try:
        with pikepdf.open(file, attempt_recovery=False) as document:
            pages = len(document.pages)
            # The pages are counted quickly; everything else is looked at only where there are few enough.
            acts = pages <= int(sys.argv[2]) and any(map(is_active, parts(document)))
            return {"refused": "active"} if acts else {"pages": pages}
    except pikepdf.PasswordError:
        return {"refused": "locked"}
    except pikepdf.PdfError:
        return {"refused": "damaged"}


def parts(document: Any) -> Iterator[Any]:
    """Every dictionary and stream there is, also those that no page leads to."""
    if len(document.objects) > MOST_OBJECTS:
        raise MemoryError
    for each in document.objects:
        yield from _within(each, 0)
    yield from _within(document.trailer, 0)


def _within(part: Any, depth: int) -> Iterator[Any]:
    """A part and what lies in it, itself part of no other."""
    import pikepdf

    if depth > DEEPEST:
        raise MemoryError
    match part:
        case pikepdf.Array():
            inner: list[Any] = list(part)
        case pikepdf.Dictionary() | pikepdf.Stream():
            yield part
            inner = list(part.values())
        case _:
            return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:  # an indirect one has its own turn
            yield from _within(value, depth + 1)


def is_active(part: Any) -> bool:
    """Whether it acts, or holds another file."""
    if not ACTIVE_KEYS.isdisjoint(part.keys()):
        return True
    named = {str(part.get(key)) for key in ("/S", "/Type", "/Subtype") if key in part}
    return not ACTIVE_NAMES.isdisjoint(named)


def jpeg(file: BinaryIO) -> dict[str, Any]:
    """Its measures, from the header."""
    from PIL.JpegImagePlugin import JpegImageFile

    return _measures(JpegImageFile(file))


def png(file: BinaryIO) -> dict[str, Any]:
    """Its measures, from the header."""
    from PIL.PngImagePlugin import PngImageFile

    return _measures(PngImageFile(file))


def webp(file: BinaryIO) -> dict[str, Any]:
    """Its measures, from the header."""
    from PIL.WebPImagePlugin import WebPImageFile

    return _measures(WebPImageFile(file))


def _measures(image: Any) -> dict[str, Any]:
    """Of the picture as it stands in the header; no pixel is unpacked."""
    width, height = image.size
    return {"width": width, "height": height}


if __name__ == "__main__":
    main()
