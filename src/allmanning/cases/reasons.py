"""Why a decision is as it is: the provisions applied and the circumstances that decided it (FL (2017:900) 32 §)."""

from typing import Any

from django.utils import timezone

from allmanning import packages
from allmanning.cases.assessing import Run
from allmanning.cases.facts import top_level_name
from allmanning.cases.models import Fact
from allmanning.packages.ruleset import Grounds


def told(result: Run) -> dict[str, Any]:
    """What a decision keeps of its reasons: provisions, each once, the outcome's own first; circumstances; items."""
    grounds = result.ruleset.grounds(result.facts)
    return {
        "provisions": list(grounds.laws),
        "circumstances": circumstances(result, grounds),
        "items": items(result),
    }


def circumstances(result: Run, grounds: Grounds) -> list[dict[str, Any]]:
    """The stated facts that the reckoning stands on, with who stated them and when."""
    rows = {row.name: row for row in result.rows}
    return [
        {
            "path": fact.path,
            "label": both(fact.label),
            "value": {"sv": fact.value, "en": english},
            "source": row.source if (row := rows.get(top_level_name(fact.path))) else "",
            "stated_on": timezone.localdate(row.stated_at).isoformat() if row else "",
        }
        for fact, english in grounds.facts
        if fact.raw is not None and not _stands_in(rows.get(top_level_name(fact.path)))
    ]


def _stands_in(row: Fact | None) -> bool:
    return row is not None and row.stands_in


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
