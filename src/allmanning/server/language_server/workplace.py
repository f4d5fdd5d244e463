"""A package that an editor has open: laid out once after each change, and looked over beside everything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from allmanning.packages.errors import PackageError
from allmanning.rules.errors import Finding
from allmanning.server.language_server.desk import Desk, lay_out
from allmanning.server.language_server.diagnostics import findings
from allmanning.server.language_server.folder import files_of, texts_of


@dataclass(slots=True)
class OpenPackage:
    """One package. `changes` counts, so that what was found of an older text is known to be old.

    `marked` are the files that the editor shows findings in.
    """

    folder: Path
    changes: int = 0
    marked: frozenset[str] = frozenset()
    _desk: Desk | None = None
    _seen: int = -1

    def desk(self, unsaved: Mapping[str, str]) -> Desk:
        """The package as it stands now; nothing is read again until something has changed."""
        if self._desk is None or self._seen != self.changes:
            self._desk = lay_out(self._texts(unsaved), self._desk)
            self._seen = self.changes
        return self._desk

    def _texts(self, unsaved: Mapping[str, str]) -> dict[str, str]:
        """What disk does not give is left out; the findings say why."""
        try:
            return texts_of(files_of(self.folder, {}), unsaved)
        except PackageError:
            return texts_of({}, unsaved)


def look_over(folder: Path, unsaved: Mapping[str, str]) -> tuple[Finding, ...]:
    """What is wrong with a package as it stands. May take a second."""
    try:
        return findings(files_of(folder, unsaved))
    except PackageError as error:
        return error.findings
