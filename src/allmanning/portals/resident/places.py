"""Where in an application a question stands: "hyra", "barn", "barn[0].ålder"; and the same as part of an address.

Pure. In an address the place is hyra, barn, barn.0.ålder: brackets do not belong there.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from allmanning import packages
from allmanning.packages.questions import Question

_ADDRESS = re.compile(r"(?P<name>[^\W\d]\w*)(?:\.(?P<index>\d{1,3})\.(?P<field>[^\W\d]\w*))?")
_PATH = re.compile(r"(?P<name>[^\W\d]\w*)\[(?P<index>\d{1,3})\]\.(?P<field>[^\W\d]\w*)")


def path_of(address: str) -> str | None:
    """barn.0.ålder -> barn[0].ålder; None when it is no place at all."""
    found = _ADDRESS.fullmatch(unicodedata.normalize("NFKC", address))
    if found is None:
        return None
    return f"{found['name']}[{int(found['index'])}].{found['field']}" if found["field"] else found["name"]


def address_of(path: str) -> str:
    """barn[0].ålder -> barn.0.ålder."""
    return path.replace("[", ".").replace("]", "")


def list_of(path: str) -> str:
    """barn for barn[0].ålder; empty when the place is in no list."""
    found = _PATH.fullmatch(path)
    return found["name"] if found else ""


def number_of(path: str) -> int:
    """1 for barn[0].ålder: as people count."""
    found = _PATH.fullmatch(path)
    return int(found["index"]) + 1 if found else 0


def value_at(facts: Mapping[str, Any], path: str) -> Any:
    """What is answered there; None when nothing is."""
    found = _PATH.fullmatch(path)
    if found is None:
        return facts.get(path)
    elements = facts.get(found["name"]) or []
    index = int(found["index"])
    return elements[index].get(found["field"]) if index < len(elements) else None


def question_at(package: packages.Package, facts: Mapping[str, Any], path: str) -> Question | None:
    """The question a resident may answer there; None for what a caseworker states, and for elements that are not there."""
    bare = re.sub(r"\[\d+\]", "", path)
    question = next((one for one in package.questions if one.fact == bare), None)
    if question is None or question.who != "resident" or ("." in bare) != bool(list_of(path)):
        return None
    name = list_of(path)
    return question if not name or number_of(path) <= len(facts.get(name) or []) else None


def answered(ruleset: packages.Ruleset, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Every place with an answer, in the order it is asked."""
    return tuple(sorted(_places(facts), key=ruleset.order))


def before(ruleset: packages.Ruleset, facts: Mapping[str, Any], path: str) -> str | None:
    """The answered place one comes from when one goes back."""
    earlier = [place for place in answered(ruleset, facts) if ruleset.order(place) < ruleset.order(path)]
    return earlier[-1] if earlier else None


def after(assessment: packages.Assessment, path: str) -> str | None:
    """Where to go when `path` is answered; None when everything is.

    When an element is done one comes back to its list, to add another or to go on.
    """
    following, name = assessment.next, list_of(path)
    return name if name and (following is None or list_of(following) != name) else following


def inside(
    ruleset: packages.Ruleset, facts: Mapping[str, Any], assessment: packages.Assessment, path: str
) -> str | None:
    """The next place of the same element that is answered or open, for going through all of it once more."""
    element = path.rpartition(".")[0]
    both = {*answered(ruleset, facts), *open_to_residents(ruleset.package, assessment)}
    later = [
        place
        for place in both
        if place.startswith(f"{element}.") and ruleset.order(place) > ruleset.order(path)
    ]
    return min(later, key=ruleset.order, default=None)


def first_open(ruleset: packages.Ruleset, assessment: packages.Assessment, element: str) -> str | None:
    """The first open place of an element (barn[0])."""
    opened = [
        path for path in open_to_residents(ruleset.package, assessment) if path.startswith(f"{element}.")
    ]
    return min(opened, key=ruleset.order, default=None)


def open_to_residents(package: packages.Package, assessment: packages.Assessment) -> tuple[str, ...]:
    """What is open and for a resident to answer."""
    return tuple(path for path in assessment.open if package.question(path).who == "resident")


def _places(facts: Mapping[str, Any]) -> Iterator[str]:
    for name, value in facts.items():
        yield name
        if isinstance(value, list):
            for index, element in enumerate(value):
                yield from (f"{name}[{index}].{field}" for field in element)
