"""What one editor has open: each package laid out after a change, read anew after a pause, and marked with its findings."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument

from allmanning.rules.errors import Finding
from allmanning.server.language_server import in_protocol as told
from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.diagnostics import marks
from allmanning.server.language_server.folder import package_of
from allmanning.server.language_server.lines import Encoding, FileText
from allmanning.server.language_server.places import occurrence_at
from allmanning.server.language_server.symbols import Occurrence
from allmanning.server.language_server.workplace import OpenPackage, look_over

logger = logging.getLogger(__name__)

# Long enough that a word is typed without a reading for every letter, short enough to be felt as at once.
PAUSE = 0.25


@dataclass(frozen=True, slots=True)
class Asked:
    """A file of a package that the editor asks about, laid out."""

    session: "Session"
    package: OpenPackage
    name: str
    desk: Desk

    @property
    def text(self) -> FileText:
        """The file's text."""
        return self.desk.texts[self.name]

    def offset(self, position: types.Position) -> int:
        """The offset of the editor's position."""
        return self.text.from_editor(position.line, position.character, self.session.encoding)

    def found(self, position: types.Position) -> Occurrence | None:
        """What stands at the editor's position."""
        return occurrence_at(self.desk, self.name, self.offset(position))

    def location(self, found: Occurrence) -> types.Location:
        """A place in any file of the package."""
        at = told.range_of(self.desk.texts[found.file], found.at, self.session.encoding)
        return types.Location(self.session.address(self.package, found.file), at)


@dataclass(slots=True)
class Session:
    """One editor: the packages it has open, and the readings that are on their way."""

    server: LanguageServer
    packages: dict[Path, OpenPackage] = field(default_factory=dict)
    readings: dict[Path, asyncio.Task[None]] = field(default_factory=dict)

    @property
    def encoding(self) -> Encoding:
        """How the editor counts columns."""
        match self.server.server_capabilities.position_encoding:
            case "utf-8":
                return "utf-8"
            case "utf-32":
                return "utf-32"
        return "utf-16"

    def unsaved(self, package: OpenPackage) -> dict[str, str]:
        """The texts of a package that the editor has open."""
        return {name: document.source for name, document in self._open_in(package).items()}

    def address(self, package: OpenPackage, name: str) -> str:
        """A file's address, as the editor itself writes it if it has it open."""
        document = self._open_in(package).get(name)
        return document.uri if document else from_fs_path(str(package.folder / name)) or ""

    def _open_in(self, package: OpenPackage) -> dict[str, TextDocument]:
        opened = [(to_fs_path(each.uri), each) for each in self.server.workspace.text_documents.values()]
        return {
            Path(path).relative_to(package.folder).as_posix(): each
            for path, each in opened
            if path and Path(path).is_relative_to(package.folder)
        }

    def asked(self, uri: str) -> Asked | None:
        """A file laid out; None for one of no package."""
        path = to_fs_path(uri)
        folder = package_of(Path(path)) if path else None
        if path is None or folder is None:
            return None
        package = self.packages.setdefault(folder, OpenPackage(folder))
        name, desk = Path(path).relative_to(folder).as_posix(), package.desk(self.unsaved(package))
        return Asked(self, package, name, desk) if name in desk.texts else None

    def changed(self, uri: str) -> None:
        """The editor has opened, changed or closed a file: its package is read anew after a pause."""
        path = to_fs_path(uri)
        folder = package_of(Path(path)) if path else None
        if folder is not None:
            self._read_soon(self.packages.setdefault(folder, OpenPackage(folder)))

    def changed_on_disk(self, uris: Iterable[str]) -> None:
        """Somebody has written files: those packages are read anew that the editor has had open."""
        paths = [Path(path) for uri in uris if (path := to_fs_path(uri))]
        for folder, package in self.packages.items():
            if any(path.is_relative_to(folder) for path in paths):
                self._read_soon(package)

    def _read_soon(self, package: OpenPackage) -> None:
        """A reading that is on its way takes the change in; else one begins."""
        package.changes += 1
        running = self.readings.get(package.folder)
        if running is None or running.done():
            self.readings[package.folder] = asyncio.create_task(self._read(package))

    async def _read(self, package: OpenPackage) -> None:
        """Read until nothing changes meanwhile, and mark what was found. What goes wrong is told, and ends nothing."""
        seen = -1
        while seen != package.changes:
            seen = package.changes
            await asyncio.sleep(PAUSE)
            if seen != package.changes:
                continue
            try:
                found = await asyncio.to_thread(look_over, package.folder, self.unsaved(package))
                if seen == package.changes:
                    self._mark(package, found)
            except Exception as error:
                logger.exception("A package could not be checked")
                message = f"{package.folder.name} could not be checked: {error!r}"
                self.server.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def _mark(self, package: OpenPackage, findings: Iterable[Finding]) -> None:
        """Mark every file that has findings, and clear those that had."""
        desk = package.desk(self.unsaved(package))
        found = told.diagnostics(desk, marks(desk, findings), self.encoding)
        for name in sorted(package.marked | found.keys()):
            params = types.PublishDiagnosticsParams(self.address(package, name), found.get(name, []))
            self.server.text_document_publish_diagnostics(params)
        package.marked = frozenset(found)
