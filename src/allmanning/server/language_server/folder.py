"""The package that a file belongs to, and its files as they are on disk and in the editor."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from allmanning.packages.archive import is_part, read_folder

MANIFEST = "package.toml"


def package_of(file: Path) -> Path | None:
    """The nearest folder above a file that holds a package.toml; None when the file is no part of a package."""
    for folder in file.parents:
        if (folder / MANIFEST).is_file():
            return folder if is_part(file.relative_to(folder).as_posix()) else None
    return None


def files_of(folder: Path, unsaved: Mapping[str, str]) -> dict[str, bytes]:
    """A package's files by their path inside it, those of the editor instead of those on disk. Raises PackageError.

    Letters are composed, so that columns count as in `FileText`; a file that is no UTF-8 stays as it is.
    """
    files = {name: _composed(data) for name, data in read_folder(folder).items()}
    files.update((name, _encoded(text)) for name, text in unsaved.items() if is_part(name))
    return files


def _composed(data: bytes) -> bytes:
    try:
        return data if data.isascii() else _encoded(data.decode())
    except UnicodeDecodeError:
        return data


def _encoded(text: str) -> bytes:
    return unicodedata.normalize("NFC", text).encode("utf-8", "replace")


def texts_of(files: Mapping[str, bytes], unsaved: Mapping[str, str]) -> dict[str, str]:
    """The files as texts, those of the editor as they stand there; what is no UTF-8 is read as far as it goes."""
    texts = {name: data.decode("utf-8-sig", "replace") for name, data in files.items()}
    return texts | {name: text for name, text in unsaved.items() if is_part(name)}
