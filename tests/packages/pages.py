"""A package that has one thing wrong with it, and exactly what is said, in one file that can be read.

A page shows what is removed from a file of the good package (```remove package.toml) and what stands there instead, or is added
at its end (```add package.toml), and then the findings (```text).

When a message is changed on purpose: `python -m tests.packages.pages` writes every page anew. Read the difference like prose.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from allmanning.packages import Package, PackageError
from allmanning.packages.checks import check
from allmanning.packages.package import build

HERE = Path(__file__).parent
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def good_files() -> dict[str, bytes]:
    """The files of the good package."""
    text = (HERE / "good.md").read_text()
    return {name: body.encode() for _, name, body in BLOCK.findall(text) if name}


def good_package() -> Package:
    return build(good_files())


@dataclass(frozen=True)
class Page:
    path: Path
    text: str

    def files(self) -> dict[str, bytes]:
        """The good package's files, changed."""
        files = {name: body.decode() for name, body in good_files().items()}
        changes = [(kind, name, body) for kind, name, body in BLOCK.findall(self.text) if name]
        while changes:
            kind, name, body = changes.pop(0)
            if kind == "add":
                files[name] = files.get(name, "") + body
                continue
            old = body.removesuffix("\n")
            assert files[name].count(old) == 1, f"{self.path.name}: {old!r} must stand once in {name}"
            instead = changes.pop(0)[2] if changes and changes[0][:2] == ("add", name) else ""
            files[name] = files[name].replace(old, instead.removesuffix("\n"))
            if not files[name].strip():
                del files[name]
        return {name: body.encode() for name, body in files.items()}

    def told(self) -> str:
        """All findings, also those of publishing."""
        try:
            findings = check(build(self.files()))
        except PackageError as error:
            findings = error.findings
        return "\n\n".join(map(str, findings)) or "nothing to mend"

    def rewritten(self) -> str:
        """The page with its text as it is now."""

        def fill(found: re.Match[str]) -> str:
            return f"```text\n{self.told()}\n```\n" if found[1] == "text" else found[0]

        return BLOCK.sub(fill, self.text)


def pages() -> list[Page]:
    return [Page(path, path.read_text()) for path in sorted((HERE / "bad").glob("*.md"))]


if __name__ == "__main__":
    for page in pages():
        new = page.rewritten()
        if new != page.text:
            page.path.write_text(new)
            print(page.path.name)  # noqa: T201
