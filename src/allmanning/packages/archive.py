"""A package as files in memory: read from a folder or an archive, packed the same way every time, and digested."""

import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from allmanning.packages.errors import PackageError
from allmanning.packages.unseen import UNSEEN_HINT, unseen
from allmanning.rules.errors import Finding, Place, quoted

type Files = Mapping[str, bytes]

MOST_FILES = 500
MOST_FILE_BYTES = 2_000_000
MOST_BYTES = 10_000_000
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
LONGEST_NAME = 200
REPACK_HINT = "Pack the folder anew"
_SUFFIXES = (".toml", ".py", ".md")


def read_folder(folder: Path) -> dict[str, bytes]:
    """The package's files by their path inside it. Raises PackageError for what is no package, or too large."""
    if not folder.is_dir():
        raise PackageError(
            [_finding("P002", f"{folder} is not a folder", "Name the folder of a package", str(folder))]
        )
    manifest = folder / "package.toml"
    if not manifest.is_file() or manifest.is_symlink():
        hint = "A package has a package.toml, a file and no link; see the package format"
        raise PackageError([_finding("P002", f"{folder} holds no package.toml", hint, str(folder))])
    files: dict[str, bytes] = {}
    total = 0
    for name in _names(folder):
        path = folder / name
        try:
            with path.open("rb") as file:
                data = file.read(MOST_FILE_BYTES + 1)
        except OSError as error:
            hint = "Let the one who checks the package read the file"
            raise PackageError([_finding("P002", f"Cannot be read: {error.strerror}", hint, name)]) from None
        total += len(data)
        _refuse_large(name, len(data), total, len(files) + 1)
        files[name] = data
    return files


def _names(folder: Path) -> list[str]:
    """The paths of all parts inside the folder; what is hidden, or a link, is not even looked into."""
    names: list[str] = []
    for inside, folders, files in folder.walk():
        folders[:] = [each for each in folders if not each.startswith((".", "__"))]
        for each in files:
            path = inside / each
            name = path.relative_to(folder).as_posix()
            if is_part(name) and not path.is_symlink() and path.is_file():
                names.append(name)
    return sorted(names)


def is_part(name: str) -> bool:
    """Whether a path inside the folder is a part of the package: rules, TOML and letters, nothing hidden."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts
    plain = inside and name.isprintable() and len(name) <= LONGEST_NAME
    hidden = any(part.startswith((".", "__")) for part in path.parts)
    return plain and not hidden and path.suffix in _SUFFIXES


def read_archive(data: bytes) -> dict[str, bytes]:
    """The files of a packed package. Raises PackageError for what is no package, or too large when unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files: dict[str, bytes] = {}
            total = 0
            for entry in archive.infolist():
                if not is_part(entry.filename) or entry.filename in files:
                    message = f"The archive holds {quoted(entry.filename)}, which is no part of a package"
                    raise PackageError([_finding("P003", message, REPACK_HINT, "")])
                total += entry.file_size
                _refuse_large(entry.filename, entry.file_size, total, len(files) + 1)
                files[entry.filename] = archive.read(entry)
            return files
    # Each kind of compression has errors of its own for a damaged stream.
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
    ) as error:
        message = f"The archive cannot be read: {error}"
        raise PackageError([_finding("P003", message, REPACK_HINT, "")]) from None


def pack_files(files: Files) -> bytes:
    """One archive, byte for byte the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def digest(files: Files) -> str:
    """sha256 over names and contents, in hexadecimal."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()


def text_of(files: Files, name: str, findings: list[Finding]) -> str:
    """A file as text; "" with a finding when it is not UTF-8. A letter with what cannot be seen is a finding too."""
    try:
        text = files.get(name, b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.append(_finding("P004", f"Not UTF-8 text: {error.reason}", "Save the file as UTF-8", name))
        return ""
    # A rule file and a TOML file are looked through when they are read.
    for number, line in enumerate(text.split("\n") if name.endswith(".md") else (), 1):
        if found := unseen(line.removesuffix("\r")):
            place = Place(name, number, found[0], found[0] + 1)
            findings.append(Finding("P006", found[1], UNSEEN_HINT, place, line))
    return text


def _refuse_large(name: str, size: int, total: int, count: int) -> None:
    if size > MOST_FILE_BYTES:
        message = f"The file is larger than {MOST_FILE_BYTES:,} bytes"
        raise PackageError([_finding("P005", message, "Split the file", name)])
    if total > MOST_BYTES or count > MOST_FILES:
        message = f"The package has more than {MOST_FILES} files or {MOST_BYTES:,} bytes"
        raise PackageError([_finding("P005", message, "Split the package", name)])


def _finding(code: str, message: str, hint: str, file: str) -> Finding:
    return Finding(code, message, hint, Place(file, 0, 0, 0))
