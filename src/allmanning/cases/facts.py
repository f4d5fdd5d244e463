"""Facts of a case as a plain dict, and the paths that name places in it: hyra, barn, barn[0].ålder."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from allmanning.cases.errors import WrongPathError

type Facts = dict[str, Any]

_PATH = re.compile(r"^(?P<name>[^\W\d]\w*)(?:\[(?P<index>\d{1,3})\](?:\.(?P<field>[^\W\d]\w*))?)?$")


def top_level_name(path: str) -> str:
    """The fact a path belongs to: barn for barn[0].ålder."""
    return _parse(path)["name"] or ""


def question_name(path: str) -> str:
    """The path without its index, as a package's questions name it: barn.ålder for barn[0].ålder."""
    parts = _parse(path)
    return f"{parts['name']}.{parts['field']}" if parts["field"] else parts["name"] or ""


def with_stated(facts: Mapping[str, Any], stated: Mapping[str, Any]) -> Facts:
    """The facts with some of them stated anew. None takes an answer back; a new last element may be begun by its field."""
    result = deepcopy(dict(facts))
    for path, value in stated.items():
        parts = _parse(path)
        if parts["index"] is None:
            _put(result, path, value)
        else:
            _put_element(result, path, parts, value)
    return result


def changed_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Top-level names whose value differs, in order of appearance."""
    missing = object()
    return [name for name in {**before, **after} if before.get(name, missing) != after.get(name, missing)]


def _parse(path: str) -> dict[str, str | None]:
    match = _PATH.match(path)
    if match is None:
        raise WrongPathError(path)
    return match.groupdict()


def _put(target: Facts, name: str, value: Any) -> None:
    if value is None:
        target.pop(name, None)
    else:
        target[name] = value


def _put_element(facts: Facts, path: str, parts: Mapping[str, str | None], value: Any) -> None:
    elements = facts.setdefault(str(parts["name"]), [])
    index = int(parts["index"] or 0)
    if not isinstance(elements, list) or index > len(elements):
        raise WrongPathError(path)
    field = parts["field"]
    if field is None and value is None:
        del elements[index : index + 1]
    elif field is None:
        elements[index : index + 1] = [value]
    else:
        if index == len(elements):
            elements.append({})
        if not isinstance(elements[index], dict):
            raise WrongPathError(path)
        _put(elements[index], field, value)
