"""Why a decision is as it is: the provisions applied and the circumstances that decided it (FL (2017:900) 32 §)."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from allmanning import packages
from allmanning.cases.assessing import Run
from allmanning.cases.facts import top_level_name


def provisions(result: Run) -> list[str]:
    """The paragraphs of the reckoning, each once, the outcome's own first."""
    return list(dict.fromkeys(line.law for line in _lines(result) if line.law))


def circumstances(result: Run) -> list[dict[str, Any]]:
    """The stated facts that the reckoning stands on, with who stated them and when."""
    rows = {row.name: row for row in result.rows}
    english = {fact.path: fact.value for line in _lines(result, "en") for fact in line.facts}
    used = {fact.path: fact for line in _lines(result) for fact in line.facts}
    return [
        {
            "path": path,
            "label": both(fact.label),
            "value": {"sv": fact.value, "en": english[path]},
            "source": row.source if (row := rows.get(top_level_name(path))) else "",
            "stated_on": timezone.localdate(row.stated_at).isoformat() if row else "",
        }
        for path, fact in used.items()
        if fact.raw is not None
    ]


def items(result: Run) -> list[dict[str, Any]]:
    """What was applied for, one by one: granted, partly granted, refused or open. Amounts in öre."""
    return [
        {
            "id": item.id,
            "name": both(item.name),
            "requested": item.requested,
            "granted": item.granted,
            "status": item.status,
            "reason": both(item.reason),
            "law": item.law or "",
        }
        for item in result.assessment.items
        if item.status != "not_requested"
    ]


def both(text: packages.Text | None) -> dict[str, str]:
    """A text in both languages, as JSON."""
    return {"sv": text.sv, "en": text.en} if text else {"sv": "", "en": ""}


def _lines(result: Run, language: str = "sv") -> Iterator[packages.Line]:
    """Every line that explains the outcome, and then those that explain the amount."""
    for target in result.ruleset.targets:
        yield from _with_parts(result.ruleset.reckoning(result.facts, target, language))


def _with_parts(line: packages.Line) -> Iterator[packages.Line]:
    yield line
    for part in line.parts:
        yield from _with_parts(part)
