"""The file itself: a zip archive in which nothing is packed, the same bytes for the same case, each part with its checksum."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from allmanning.cases.bundles.collecting import head
from allmanning.cases.bundles.errors import (
    EditedError,
    NotABundleError,
    RepackedError,
    TooLargeBundleError,
    UnknownVersionError,
)
from allmanning.cases.bundles.schema import CASE, JOURNAL, MANIFEST, PACKAGE, REPORT, SCHEMA, VERSION

MOST_BYTES = 500_000_000
MOST_FILES = 2_000
MOST_JSON = 50_000_000
PIECE = 1_000_000
_NAME = re.compile(
    r"(?:manifest|case|journal)\.json|report\.pdf|package\.zip|(?:letters|files)/[a-z0-9-]{1,80}(?:\.[a-z0-9]{1,5})?"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)

type Parts = Iterable[tuple[str, bytes]]


def pack(values: dict[str, Any], package: bytes, report: bytes, others: Parts) -> IO[bytes]:
    """The file, at its beginning. `others` are letters and files by name, given one at a time."""
    target: IO[bytes] = SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115 - the caller's
    sums: list[dict[str, Any]] = []
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, content in _parts(values, package, report, others):
                _put(archive, name, content)
                sums.append(
                    {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
                )
            manifest = {"schema": SCHEMA, "version": VERSION, "case": head(values), "files": sums}
            _put(archive, MANIFEST, readable(manifest))
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def unpack(source: IO[bytes]) -> tuple[dict[str, Any], zipfile.ZipFile]:
    """The checked values of `case.json` with the journal among them, and the archive for the rest. Raises BundleError.

    Only what this program packed is opened: nothing compressed, so nothing can swell; no name that leads out of the archive;
    every byte as its checksum in the manifest says.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotABundleError(str(error)) from error
    _refuse_strange(archive)
    manifest = _json(archive, MANIFEST)
    if (manifest.get("schema"), manifest.get("version")) != (SCHEMA, VERSION):
        raise UnknownVersionError(f"{manifest.get('schema')} {manifest.get('version')}"[:80])
    _refuse_edited(archive, manifest)
    values = _json(archive, CASE) | {"journal": _json(archive, JOURNAL).get("events", [])}
    if manifest.get("case") != head(values):
        raise EditedError(MANIFEST)
    return values, archive


def readable(value: Any) -> bytes:
    """JSON for programs and people: keys in order, a line for each."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that the manifest has named and that was found right."""
    return archive.read(name)


def _parts(values: dict[str, Any], package: bytes, report: bytes, others: Parts) -> Parts:
    case = {name: value for name, value in values.items() if name != "journal"}
    yield CASE, readable(case)
    yield JOURNAL, readable({"events": values["journal"]})
    yield REPORT, report
    yield PACKAGE, package
    yield from others


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system, entry.external_attr = 3, 0o600 << 16
    archive.writestr(entry, content)


def _refuse_strange(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise TooLargeBundleError
    for entry in entries:
        packed = entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size
        if packed or entry.flag_bits & 1 or not _NAME.fullmatch(entry.filename):
            raise RepackedError(repr(entry.filename)[:80])
    if len(set(names)) != len(names):
        raise RepackedError("a name stands twice")
    if lacking := {MANIFEST, CASE, JOURNAL} - set(names):
        raise NotABundleError(f"{', '.join(sorted(lacking))} is missing")


def _refuse_edited(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    listed = manifest.get("files")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise EditedError(MANIFEST)
    told = {str(each.get("name")): each.get("sha256") for each in listed}
    if {*told, MANIFEST} != set(archive.namelist()):
        raise EditedError("a part was added or taken away")
    for name, wanted in told.items():
        if _sha256(archive, name) != wanted:
            raise EditedError(name)


def checksum(file: IO[bytes]) -> str:
    """sha256 of what is left to read, hexadecimal."""
    summed = hashlib.sha256()
    while piece := file.read(PIECE):
        summed.update(piece)
    return summed.hexdigest()


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as part:
            return checksum(part)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise EditedError(name) from error


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if archive.getinfo(name).file_size > MOST_JSON:
        raise TooLargeBundleError(name)
    try:
        value = json.loads(archive.read(name))
    except (ValueError, RecursionError, zipfile.BadZipFile, OSError) as error:
        raise EditedError(name) from error
    if not isinstance(value, dict):
        raise EditedError(name)
    return value
