"""Whatever stands where something else was meant, the answer is findings: never a crash, never a package half read."""

import json
from contextlib import suppress
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning import packages
from allmanning.packages.checks import check
from allmanning.packages.package import build
from allmanning.packages.toml_text import parse
from allmanning.rules.errors import Finding
from tests.packages.pages import good_files

FILES = [name for name in good_files() if name.endswith(".toml")]
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        [True, 0, -1, 10**30, Decimal("0.5"), Decimal("nan"), Decimal("inf"), "", "x", "buss", "resor"]
    )
    | st.just(date(2025, 7, 1))
    | st.text(alphabet="aåä0.-/ \"'[]=", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["0", "from", "a"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def written(value: Any) -> str:
    """A value as TOML on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return str(value).lower().replace("infinity", "inf")
        case dict():
            return (
                "{ " + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + " }"
            )
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in a tree."""
    found: list[tuple[Any, Any]] = []
    keys: Any = (
        value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        found += [(value, key), *places(value[key])]
    return found


def found_in(files: dict[str, bytes]) -> tuple[Finding, ...]:
    try:
        return check(build(files))
    except packages.PackageError as error:
        return error.findings


@settings(max_examples=300)
@given(st.sampled_from(FILES), st.integers(0, 10_000), JUNK, st.booleans())
def test_any_value_may_be_replaced_by_any_other(file: str, where: int, junk: Any, remove: bool) -> None:
    files = good_files()
    data = deepcopy(parse(file, files[file].decode()))
    everywhere = places(data)
    container, key = everywhere[where % len(everywhere)]
    if remove:
        del container[key]
    else:
        container[key] = junk
    files[file] = "\n".join(f"{json.dumps(name)} = {written(value)}" for name, value in data.items()).encode()
    findings = found_in(files)
    assert all(finding.hint and finding.message for finding in findings)
    assert all(len(str(finding)) < 1_000 for finding in findings)


@settings(max_examples=200)
@given(st.sampled_from(FILES), st.binary(max_size=60), st.integers(0, 10_000))
def test_any_bytes_may_stand_anywhere(file: str, junk: bytes, where: int) -> None:
    files = good_files()
    at = where % len(files[file])
    files[file] = files[file][:at] + junk + files[file][at:]
    with suppress(packages.PackageError):
        assert build(files).questions


def test_signs_that_python_ends_a_line_at_do_not_move_a_finding() -> None:
    files = good_files()
    text = files["parameters.toml"].decode().replace("antal stora barn", "antal\u2028stora\x85barn", 1)
    text = text.replace('confirmed = "25/100"', "confirmed = 3")
    files["parameters.toml"] = text.encode()
    unseen, finding = found_in(files)
    assert unseen.code == "P006"
    assert finding.source == "confirmed = 3"
    assert text.split("\n")[finding.place.line - 1] == "confirmed = 3"
