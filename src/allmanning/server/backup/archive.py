"""The file: a tar with the database first, then the attached files, and the manifest last, without which it is nothing."""

import contextlib
import errno
import hashlib
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from allmanning.server.backup.errors import (
    BackupError,
    DamagedBackupError,
    NoRoomError,
    NotABackupError,
    TargetExistsError,
)

DATABASE, MANIFEST, FILES = "database.dump", "manifest.json", "files"
FORMAT = 1
BLOCK, CHUNK = 512, 1 << 20
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Member:
    """One file within: its size in bytes and the sha256 of its contents."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds, and what it must be found to hold again."""

    made_at: str
    release: str
    """The program's version."""
    postgres: int
    """The server's major version."""
    owner: str
    """The role that owned the tables, which policies name."""
    migrations: list[tuple[str, str]]
    tables: dict[str, int]
    """Rows by table."""
    journals: str
    """Of every case's journal its length and last hash, digested together."""
    has_files: bool
    """False when attached files are kept in a store of their own, with backups of its own."""
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Writes members of a size that nobody knows before they are written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.members: dict[str, Member] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """One file more; its header is put in when its size is known."""
        start, digest, size = self.file.tell(), hashlib.sha256(), 0
        self.file.write(bytes(BLOCK))
        for chunk in chunks:
            self.file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        self.file.write(bytes(-size % BLOCK))
        end = self.file.tell()
        header = tarfile.TarInfo(name)
        header.size, header.mode = size, 0o600
        told = header.tobuf(tarfile.GNU_FORMAT)
        if len(told) != BLOCK:
            raise BackupError(f"The name {name!r} is too long to keep.")
        self.file.seek(start)
        self.file.write(told)
        self.file.seek(end)
        self.members[name] = Member(size, digest.hexdigest())

    def end(self, manifest: dict[str, Any]) -> None:
        """The manifest, and the end."""
        manifest["members"] = {name: asdict(member) for name, member in self.members.items()}
        self.add(MANIFEST, [json.dumps(manifest, indent=1).encode()])
        self.file.write(bytes(2 * BLOCK))


@contextlib.contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """A new file for this user's eyes only, there whole when the block ends, or not at all."""
    if target.exists():
        raise TargetExistsError(target)
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield Writer(file)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, target)  # which refuses where another has been faster
    except OSError as error:
        raise (NoRoomError if error.errno in FULL else BackupError)(f"{target}: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def read_manifest(source: Path) -> Manifest:
    """The manifest, after every byte of the file was found to be as it says. Raises BackupError."""
    found: dict[str, Member | None] = {}
    manifest = None
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                contents = tar.extractfile(member)
                if contents is None:
                    raise NotABackupError(f"{source}: {member.name} is no file.")
                found[member.name] = None
                if member.name == MANIFEST:
                    manifest = json.load(contents)
                else:
                    found[member.name] = _member(contents)
    except (tarfile.ReadError, json.JSONDecodeError) as error:
        raise (DamagedBackupError if DATABASE in found else NotABackupError)(f"{source}: {error}.") from error
    except OSError as error:
        raise BackupError(f"{source}: {error.strerror}.") from error
    if manifest is None:
        raise (DamagedBackupError if DATABASE in found else NotABackupError)(f"{source} has no manifest.")
    if manifest.get("format") != FORMAT:
        raise NotABackupError(f"{source} is of form {manifest.get('format')!r}, not {FORMAT}.")
    del found[MANIFEST]
    manifest["members"] = {name: Member(**member) for name, member in manifest["members"].items()}
    manifest["migrations"] = [(app, name) for app, name in manifest["migrations"]]
    if wrong := sorted(
        name for name in found | manifest["members"] if found.get(name) != manifest["members"].get(name)
    ):
        raise DamagedBackupError(f"{source}: {wrong[0]} is not what the manifest says.")
    return Manifest(**manifest)


def _member(contents: IO[bytes]) -> Member:
    digest, size = hashlib.sha256(), 0
    while chunk := contents.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Member(size, digest.hexdigest())


def database_in(source: Path) -> Iterator[bytes]:
    """The database's part of the file."""
    with tarfile.open(source, "r:") as tar:
        contents = tar.extractfile(DATABASE)
        while contents and (chunk := contents.read(CHUNK)):
            yield chunk


def unpack_files(source: Path, folder: Path) -> int:
    """Put the attached files into a folder, and return how many there were. Raises NotABackupError for a name that leads out."""
    count = 0
    with tarfile.open(source, "r:") as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            contents = tar.extractfile(member)
            if path.parts[0] != FILES or contents is None:
                continue
            if ".." in path.parts:
                raise NotABackupError(f"{source}: {member.name} leads out of its folder.")
            target = folder / path.relative_to(FILES)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                while chunk := contents.read(CHUNK):
                    file.write(chunk)
            count += 1
    return count
