"""Templates obey the strict content security policy and speak every language."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.repository import SOURCE, place, text_of, under

INLINE = {
    "style attribute": r"<[^>]*\sstyle\s*=",
    "style element": r"<style\b",
    "script without a file": r"<script\b(?![^>]*\bsrc=)",
    "event attribute": r"<[^>]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*=",
    "javascript address": r"javascript:",
}
NOT_TEXT = (
    r"\{#.*?#\}",
    r"\{% comment\b.*?\{% endcomment %\}",
    r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}",
    r"\{% block \w+_(?:class|attributes) %\}.*?\{% endblock\b.*?%\}",
    r"\{%.*?%\}|\{\{.*?\}\}",
    r"<!--.*?-->|<script\b.*?</script>|<svg\b.*?</svg>",
)
SPOKEN = re.compile(r"\s(?:alt|title|aria-label|placeholder)=\"([^\"]*)\"")
# Names of things and of languages are the same in every language.
NAMES = re.compile(r"\b(?:Allmänning|Svenska|English|PDF|pdf)\b|&\w+;|&#\d+;")


def blank(match: re.Match[str]) -> str:
    """Keeps the lines, so that what is found afterwards still has its line number."""
    return " " + "\n" * match.group().count("\n")


def untranslated(path: Path) -> Iterator[str]:
    text = text_of(path) or ""
    for pattern in NOT_TEXT:
        text = re.sub(pattern, blank, text, flags=re.DOTALL)
    spoken = [word for word in SPOKEN.findall(text) if re.search(r"[^\W\d_]{2}", word)]
    yield from (f"{place(path)} {word!r}" for word in spoken)
    bare = NAMES.sub("", re.sub(r"<[^>]*>", blank, text, flags=re.DOTALL))
    for number, line in enumerate(bare.splitlines(), 1):
        if re.search(r"[^\W\d_]{2}", line):
            yield f"{place(path, number)} {line.strip()!r}"


def test_no_template_carries_inline_style_or_script() -> None:
    found = [
        f"{place(path)}: {what}"
        for path in under(SOURCE, ".html")
        for what, pattern in INLINE.items()
        if re.search(pattern, text_of(path) or "", re.IGNORECASE)
    ]
    assert found == []


def test_every_text_in_a_template_can_be_translated() -> None:
    assert [text for path in under(SOURCE, ".html") for text in untranslated(path)] == []
