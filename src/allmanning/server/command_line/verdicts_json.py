"""What `allmanning prove` and `allmanning why-not` print for programs. Money is öre, days are 2025-11-01."""

from collections.abc import Sequence
from typing import Any

from allmanning.packages import Ruleset
from allmanning.packages.facts import to_json
from allmanning.proofs.counterexample import settings_of
from allmanning.proofs.meaning import Instance
from allmanning.proofs.prove import Finding, Result
from allmanning.proofs.questions import Statement
from allmanning.proofs.why_not import Other, WhyNot
from allmanning.rules.values import TableValue
from allmanning.server.command_line.as_json import line, words


def results(found: Sequence[Result], language: str) -> dict[str, Any]:
    """Every property; `ok` when all came out as the package expects."""
    return {
        "ok": all(each.as_expected for each in found),
        "properties": [_result(each, language) for each in found],
    }


def _result(found: Result, language: str) -> dict[str, Any]:
    about, shown = found.about, found.shown
    other = next((each for each in found.findings if each.with_settings), None)
    return {
        "id": about.id,
        "kind": about.kind,
        "text": words(about.text),
        "status": found.status,
        "expected": about.expected,
        "as_expected": found.as_expected,
        "reason": words(about.reason),
        "periods": [_period(each) for each in found.findings],
        "household": _household(shown.statement, shown.instance, language) if shown else None,
        "with_settings": _household(other.statement, other.with_settings, language) if other else None,
    }


def _period(found: Finding) -> dict[str, Any]:
    section = found.statement.section
    return {
        "from": section.first.isoformat(),
        "to": section.last.isoformat(),
        "status": found.status,
        "settings": found.reach,
        "reason": found.reason,
    }


def _household(statement: Statement, instance: Instance | None, language: str) -> dict[str, Any] | None:
    if instance is None:
        return None
    ruleset = instance.ruleset(statement)
    name = statement.about.value or ruleset.targets[-1]
    lines = [ruleset.reckoning(facts, name, language) for facts in instance.households]
    return {
        "on": instance.day.isoformat(),
        "local": {key: _setting(value) for key, value in settings_of(instance).items()},
        "before": to_json(instance.before),
        "after": None if instance.after is None else to_json(instance.after),
        "value": name,
        "reckoning": [line(each, language) for each in lines],
    }


def _setting(value: Any) -> Any:
    if isinstance(value, TableValue):
        return {str(key): to_json(cell) for key, cell in zip(value.starts, value.values, strict=True)}
    return to_json(value)


def answers(ruleset: Ruleset, found: WhyNot) -> dict[str, Any]:
    """What gives the outcome, nearest first."""
    told = []
    for way in found.ways:
        then = ruleset.assess(way.facts)
        told.append(
            {
                "changes": [_other(other) for other in way.changes],
                "chosen": [_other(other) for other in way.chosen],
                "judgements": list(way.judged),
                "nearest": way.nearest,
                "facts": to_json(way.facts),
                "outcome": then.outcome,
                "amount": then.amount,
            }
        )
    return {"status": found.status, "ways": told}


def _other(other: Other) -> dict[str, Any]:
    return {
        "path": other.path,
        "kind": other.kind,
        "before": to_json(other.before),
        "after": to_json(other.after),
    }
