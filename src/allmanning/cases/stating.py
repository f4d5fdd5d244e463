"""Stating facts: checked by the rules, written with who and when, never over somebody else's newer answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from allmanning import packages
from allmanning.cases.assessing import Run, run, run_over
from allmanning.cases.desk import Desk
from allmanning.cases.errors import NotForYouToStateError, StaleCaseError
from allmanning.cases.facts import Facts, changed_names, with_stated
from allmanning.cases.models import Fact


def state(
    desk: Desk,
    stated: Mapping[str, Any],
    source: Fact.Source,
    expected_version: int | None = None,
    *,
    stated_by: str | None = None,
) -> tuple[Run, list[dict[str, Any]]]:
    """Write facts by path and run the rules; gives the run and the changes `[{"what", "from", "to"}]`.

    `expected_version` is the case's version when the page was shown: an answer that was changed later is not overwritten
    (StaleCaseError), while answers to other questions do not disturb each other. `stated_by`: whose word it is, unless the actor's.
    """
    case = desk.case
    ruleset = case.adoption.ruleset(case.as_of)
    rows = {row.name: row for row in case.facts.order_by("pk")}
    values: Facts = {name: row.value for name, row in rows.items()}
    before, after = ruleset.check_facts(values), ruleset.check_facts(with_stated(values, stated))
    names = changed_names(before, after)
    if source in (Fact.Source.RESIDENT, Fact.Source.CASEWORKER):
        _refuse(case.adoption.release.package, source, before, after)
    if expected_version is not None and (newer := _stated_after(expected_version, names, rows)):
        raise StaleCaseError(newer)
    if not names:
        return run_over(case, tuple(rows.values())), []
    _write(desk, names, after, source, desk.actor.name if stated_by is None else stated_by)
    result = run(case)
    now_stated = {row.name: row.value for row in result.rows}
    return result, [{"what": name, "from": values.get(name), "to": now_stated.get(name)} for name in names]


def _stated_after(version: int, names: list[str], rows: Mapping[str, Fact]) -> tuple[str, ...]:
    return tuple(name for name in names if name in rows and rows[name].version > version)


def _write(desk: Desk, names: list[str], after: Facts, source: Fact.Source, stated_by: str) -> None:
    case = desk.case
    case.version += 1
    Fact.objects.bulk_create(
        [
            Fact(
                case=case,
                name=name,
                value=after[name],
                source=source,
                stated_by=stated_by,
                stated_at=desk.now,
                version=case.version,
            )
            for name in names
            if name in after
        ],
        update_conflicts=True,
        unique_fields=["case", "name"],
        update_fields=["value", "source", "stated_by", "stated_at", "version"],
    )
    if taken_back := [name for name in names if name not in after]:
        Fact.objects.filter(case=case, name__in=taken_back).delete()


def _refuse(package: packages.Package, source: Fact.Source, before: Facts, after: Facts) -> None:
    """What is not the resident's to state, or not even the caseworker's; also inside a list and also to take back."""
    theirs = ("resident",) if source == Fact.Source.RESIDENT else ("resident", "caseworker", "earlier")
    others = {question.fact for question in package.questions if question.who not in theirs}
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in [*new, *old]:
        name = path[1]
        if name in others and old.get(path) != new.get(path):
            raise NotForYouToStateError(name)


def _leaves(facts: Facts) -> Iterator[tuple[tuple[int, str], Any]]:
    """Every single value under its place in the list and its question's name."""
    for name, value in facts.items():
        if isinstance(value, list):
            for index, element in enumerate(value):
                for field, inner in dict(element).items():
                    yield (index, f"{name}.{field}"), inner
        else:
            yield (0, name), value
