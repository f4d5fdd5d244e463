"""Packages that nobody means well with: each ends in a finding, after a number of steps that is known beforehand."""

from allmanning.packages.checks import check
from allmanning.packages.package import build
from tests.packages.pages import good_files

LAST_LINE = "    return priser[0]\n"


def with_body(lines: list[str]) -> dict[str, bytes]:
    """The good package, with these lines at the end of its first rule."""
    files = good_files()
    body = "".join(f"    {line}\n" for line in lines)
    files["rules/resor.py"] = files["rules/resor.py"].decode().replace(LAST_LINE, body, 1).encode()
    return files


def codes(files: dict[str, bytes]) -> set[str]:
    return {finding.code for finding in check(build(files))}


def test_a_hundred_conditions_that_each_stand_on_a_thousand_values_are_too_tangled() -> None:
    parts = [f"x{i} = " + " + ".join(f"max(stora, {i * 40 + j})" for j in range(40)) for i in range(25)]
    whole = "x = " + " + ".join(f"x{i}" for i in range(25))
    tests = [f"y{i} = " + " + ".join(f"(1 if x > {i * 40 + j} else 0)" for j in range(40)) for i in range(25)]
    end = "return priser[0] if " + " + ".join(f"y{i}" for i in range(25)) + " > 0 else kr(1)"
    assert "C021" in codes(with_body([*parts, whole, "if stora > 1:", "    return kr(2)", *tests, end]))
