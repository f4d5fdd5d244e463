"""What the package commands print for programs. Money is öre, days are 2025-11-01, shares are "25/100"."""

from collections.abc import Sequence
from typing import Any

from allmanning.packages import Line, Package
from allmanning.packages.facts import to_json
from allmanning.packages.parameters import LocalSetting, Parameter
from allmanning.packages.questions import Question
from allmanning.packages.reckoning import ParameterLine
from allmanning.packages.testing import ExampleResult
from allmanning.packages.wording import Text
from allmanning.rules.errors import Finding
from allmanning.rules.values import TableValue


def finding(found: Finding) -> dict[str, Any]:
    """A finding; line and column from 1, 0 where there is none."""
    place = found.place
    return {
        "code": found.code,
        "message": found.message,
        "hint": found.hint,
        "file": place.file,
        "line": place.line,
        "column": place.column + 1 if place.line else 0,
    }


def result(failed: ExampleResult) -> dict[str, Any]:
    """A failing example."""
    return {
        "file": failed.example.file,
        "line": failed.example.line,
        "name": failed.example.name,
        "error": failed.error,
        "differences": [
            {"value": each.value, "expected": each.expected, "actual": each.actual}
            for each in failed.differences
        ],
    }


def description(package: Package) -> dict[str, Any]:
    """Everything that a package asks, uses and decides."""
    manifest = package.manifest
    appeal, decision = manifest.appeal, manifest.decision
    return {
        "id": manifest.id,
        "version": manifest.version,
        "digest": package.digest,
        "name": words(manifest.name),
        "appeal": {"route": appeal.route, "weeks": appeal.weeks, "law": appeal.law},
        "appeals_instead": [
            {
                "outcomes": list(each.outcomes),
                "route": each.appeal.route,
                "weeks": each.appeal.weeks,
                "law": each.appeal.law,
            }
            for each in manifest.appeals_instead
        ],
        "automation": {
            "allowed": manifest.automation.allowed,
            "outcomes": list(manifest.automation.outcomes),
        },
        "facts": [_fact(question) for question in package.questions],
        "parameters": [_parameter(parameter) for parameter in package.parameters.values()],
        "local": [_local(setting) for setting in package.local],
        "outcomes": {key: list(getattr(decision, key)) for key in ("granted", "partly", "refused")},
        "values": sorted({name for graph in package.program.graphs for name in graph.values}),
    }


def words(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"sv": text.sv, "en": text.en}


def _fact(question: Question) -> dict[str, Any]:
    return {
        "fact": question.fact,
        "kind": question.kind,
        "who": question.who,
        "minimum": to_json(question.minimum),
        "maximum": to_json(question.maximum),
        "options": [option for option, _ in question.options],
        "text": words(question.text),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    periods = [
        {
            "from": row.valid_from.isoformat(),
            "to": row.valid_to.isoformat() if row.valid_to else None,
            "law": row.law,
            "source": row.source,
            "cells": _cells(row.value, row.statuses),
        }
        for row in parameter.periods
    ]
    return {"name": parameter.name, "type": str(parameter.type), "periods": periods}


def _cells(value: Any, statuses: Sequence[str]) -> list[dict[str, Any]]:
    if not isinstance(value, TableValue):
        return [{"key": None, "value": to_json(value), "status": statuses[0]}]
    return [
        {"key": key, "value": to_json(cell), "status": status}
        for key, cell, status in zip(value.starts, value.values, statuses, strict=True)
    ]


def _local(setting: LocalSetting) -> dict[str, Any]:
    return {
        "name": setting.name,
        "type": str(setting.type),
        "minimum": to_json(setting.minimum),
        "maximum": to_json(setting.maximum),
        "default": _default(setting.default),
        "decided_by": setting.decided_by,
    }


def _default(value: Any) -> Any:
    if isinstance(value, TableValue):
        return {str(key): to_json(cell) for key, cell in zip(value.starts, value.values, strict=True)}
    return to_json(value)


def line(told: Line, language: str) -> dict[str, Any]:
    """A line of the reckoning and all below it; `value` is the value itself, `words` as it is written."""
    return {
        "name": told.name,
        "label": told.label.in_(language),
        "value": to_json(told.raw),
        "words": told.value,
        "text": told.text.in_(language),
        "formula": told.formula,
        "because": told.because,
        "law": told.law,
        "derived": told.derived,
        "open": told.open,
        "repeated": told.repeated,
        "facts": [
            {"path": fact.path, "value": to_json(fact.raw), "words": fact.value} for fact in told.facts
        ],
        "parameters": [_use(use) for use in told.parameters],
        "parts": [line(part, language) for part in told.parts],
    }


def _use(use: ParameterLine) -> dict[str, Any]:
    return {
        "name": use.name,
        "key": use.key,
        "value": use.value,
        "from": None if use.local else use.valid_from.isoformat(),
        "to": use.valid_to.isoformat() if use.valid_to else None,
        "law": use.law,
        "source": use.source,
        "status": use.status,
        "local": use.local,
    }
