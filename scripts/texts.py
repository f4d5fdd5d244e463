"""Brings the translations in step with the sources: `make texts`, then fill in what is empty, then `make texts` again.

The Swedish texts stand in the templates and the code; `locale/en/LC_MESSAGES/django.po` holds their English.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "allmanning"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"

STRING = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALLS = (
    (re.compile(rf"(?<!\w)npgettext\({STRING}, *{STRING}, *{STRING}"), ("context", "text", "plural")),
    (re.compile(rf"(?<!\w)pgettext\({STRING}, *{STRING}"), ("context", "text")),
    (re.compile(rf"(?<!\w)ngettext\({STRING}, *{STRING}"), ("text", "plural")),
    (re.compile(rf"(?<!\w)(?:gettext|_)\({STRING}"), ("text",)),
)
PYTHON_CALLS = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}


class Message(NamedTuple):
    text: str
    plural: str = ""
    context: str | None = None


def in_template(path: Path) -> Iterator[Message]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for pattern, names in TEMPLATE_CALLS:
        for found in pattern.findall(source):
            parts = [found] if isinstance(found, str) else found
            # Django doubles the per cent signs of a template's texts again when it looks them up.
            yield Message(**dict(zip(names, map(ast.literal_eval, parts), strict=True)))


def in_python(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2].removesuffix("_lazy").replace("_noop", "")
        names = PYTHON_CALLS.get("gettext" if name == "_" else name, ())
        values = [arg.value for arg in node.args[: len(names)] if isinstance(arg, ast.Constant)]
        if names and len(values) == len(names):
            yield Message(**dict(zip(names, map(str, values), strict=True)))


def messages() -> dict[Message, set[str]]:
    """Every text that can be translated, with the files it stands in."""
    found: dict[Message, set[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        reader = {".html": in_template, ".txt": in_template, ".py": in_python}.get(path.suffix)
        if reader is None or "vendor" in path.parts:
            continue
        for message in reader(path):
            found.setdefault(message, set()).add(path.relative_to(ROOT).as_posix())
    return found


def key(entry: polib.POEntry) -> tuple[str, str | None]:
    return (entry.msgid, entry.msgctxt)


def refreshed(old: polib.POFile, found: dict[Message, set[str]]) -> polib.POFile:
    """The same translations, for exactly the texts that the sources hold now, in the order of their files."""
    known = {key(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Language": "en",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message, places in sorted(found.items(), key=lambda item: (min(item[1]), item[0].text)):
        entry = known.get((message.text, message.context)) or polib.POEntry(msgid=message.text)
        entry.msgctxt, entry.msgid_plural = message.context, message.plural
        if message.plural and not entry.msgstr_plural:
            entry.msgstr_plural, entry.msgstr = {0: "", 1: ""}, ""
        entry.occurrences = [(place, "") for place in sorted(places)]
        entry.flags = ["python-format"] if "%(" in message.text else []
        new.append(entry)
    return new


def main() -> int:
    settings.configure(USE_I18N=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    new = refreshed(old, messages())
    new.save(str(CATALOGUE))
    new.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    empty = new.untranslated_entries()
    sys.stdout.write(f"{len(new)} texts, {len(empty)} without English, in {CATALOGUE.relative_to(ROOT)}\n")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
