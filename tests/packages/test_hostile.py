"""Packages that nobody means well with: each ends in a finding, after a number of steps that is known beforehand."""

import sys
from collections.abc import Callable

import pytest

from allmanning.packages import PackageError
from allmanning.packages.checks import check
from allmanning.packages.package import build
from allmanning.packages.testing import run_examples
from tests.packages.pages import good_files

type Files = dict[str, bytes]

LAST_LINE = "    return priser[0]\n"
MOST_CALLS = 20_000_000
HEAD = '\n\n@rule(law="Resestödsordningen (2025:1) 3 §", valid_from="2025-07-01")\n'


def with_body(lines: list[str]) -> Files:
    """The good package, with these lines at the end of its first rule."""
    body = "".join(f"    {line}\n" for line in lines)
    return replaced("rules/resor.py", LAST_LINE, body)


def replaced(file: str, old: str, new: str) -> Files:
    files = good_files()
    text = files[file].decode()
    assert text.count(old) == 1
    files[file] = text.replace(old, new).encode()
    return files


def with_rules(count: int, body: Callable[[int], str], needs: str = "resor: Money") -> Files:
    """The good package and this many rules more, each with a body of its own, ten to a file."""
    files = good_files()
    for number in range(count):
        name = f"rules/more_{number // 10}.py"
        rule = f'{HEAD}def r{number}({needs}) -> Money:\n    """R."""\n{body(number)}'
        files[name] = files.get(name, b"") + rule.encode()
    return files


def codes(files: Files) -> set[str]:
    try:
        return {finding.code for finding in check(build(files))}
    except PackageError as error:
        return {finding.code for finding in error.findings}


def steps_of(work: Callable[[], object]) -> int:
    """How many calls of functions something takes: what it costs, however busy the machine is."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def doubling(times: int) -> Files:
    """Each line says the one before twice."""
    lines = [f"a{i} = min(a{i - 1} + a{i - 1}, 3)" for i in range(1, times)]
    return with_body(["a0 = min(stora, 1)", *lines, f"return priser[a{times - 1}]"])


def tangled() -> Files:
    """A value of many parts that is held against many numbers, while the parameters change every month."""
    some = 'n = 2 if färdsätt == "buss" else 1'
    whole = "x = " + " + ".join(f"max(n, {i})" for i in range(20))
    tests = [f"y{i} = " + " + ".join(f"(1 if x > {i * 40 + j} else 0)" for j in range(40)) for i in range(12)]
    end = "return priser[0] if " + " + ".join(f"y{i}" for i in range(12)) + " > 0 else kr(1)"
    files = with_body([some, whole, "if n > 1:", "    return kr(2)", *tests, end])
    months = [f"{2025 + i // 12}-{i % 12 + 1:02}" for i in range(6, 126)]
    rows = (
        f'[[egen_andel.period]]\nfrom = {month}-01\nto = {month}-28\nsource = "x"\nconfirmed = "1/4"\n'
        for month in months
    )
    text = files["parameters.toml"].decode().replace("to = 2025-12-31", "")
    files["parameters.toml"] = (text[: text.index("[[egen_andel.period]]")] + "".join(rows)).encode()
    return files


def wordy(rules: int, letters: int) -> Files:
    """Values of their own, of a fact whose name is long."""
    name = "r" * letters
    terms = "\n".join(
        f"    x{k} = " + " + ".join(f"max({name}, kr(NUMBER, {k * 30 + j}))" for j in range(30))
        for k in range(3)
    )
    files = with_rules(
        rules,
        lambda i: f"{terms}\n    return x0 + x1 + x2\n".replace("NUMBER", str(i)),
        f"{name}: Money",
    )
    files["rules/facts.py"] = f'@facts\nclass Mer:\n    """Mer."""\n\n    {name}: Money\n'.encode()
    files["questions.toml"] += (
        f'\n[[question]]\nfact = "{name}"\npage = "resor"\ntext = "Hur mycket?"\nwhy = "Så är det."\n'.encode()
    )
    return files


def gathering(rules: int) -> Files:
    """Many totals of one list, each of its own."""

    def body(number: int) -> str:
        terms = (f"sum(b.ålder * {number * 20 + j} for b in barn if b.ålder > {j})" for j in range(20))
        return f"    return kr(1) * min(1, {' + '.join(terms)})\n"

    return with_rules(rules, body, "barn: list[Barn]")


def examples(count: int) -> Files:
    """Many examples of rules that go over two lists for each other."""
    sums = (
        "sum(sum(sum(priser[min(a.ålder + b.ålder + c.ålder, 3)] for a in barn) for b in barn) for c in barn)"
    )
    files = with_body([f"return priser[0] + {sums}"])
    text = files["examples/resor.toml"].decode()
    start = text.index("[[example]]")
    files["examples/resor.toml"] = (text[:start] + text[start:].replace("avslag", "bifall") * count).encode()
    return files


def alike() -> Files:
    """Questions about facts that there are not, whose names are as long as those of others, and all but the same."""
    files, long = good_files(), "x" * 60
    facts = "".join(f"    {long}{i}: Money\n" for i in range(1_900))
    files["rules/more.py"] = f'@facts\nclass Mer:\n    """Mer."""\n\n{facts}'.encode()
    questions = (
        f'\n[[question]]\nfact = "{long}y{i}"\npage = "resor"\ntext = "x"\nwhy = "y"\n' for i in range(1_990)
    )
    files["questions.toml"] += "".join(questions).encode()
    return files


def half_doubled(number: int) -> str:
    """Fifteen lines that each say the one before twice."""
    lines = [f"a{i} = a{i - 1} - a{i - 1} + kr(1)" for i in range(1, 15)]
    return "".join(f"    {line}\n" for line in [f"a0 = resor + kr({number})", *lines, "return a14"])


def cells(count: int) -> str:
    return '"3" = 60, ' + ", ".join(f'"{i}" = 1' for i in range(4, count)) + " }"


HOSTILE: dict[str, tuple[str, Callable[[], Files]]] = {
    "forty lines that each say the one before twice": ("C062", lambda: doubling(40)),
    "rules that each say a little too much": ("C062", lambda: with_rules(40, half_doubled)),
    "3,000 totals of a list": ("C060", lambda: gathering(150)),
    "values of a fact with a long name": ("C060", lambda: wordy(40, 75)),
    "conditions of many parts, proved for many months": ("C021", tangled),
    "examples that each take their time": ("C061", lambda: examples(900)),
    "a table of 6,000 cells": ("P034", lambda: replaced("parameters.toml", '"3" = 60 }', cells(6_000))),
    "a list of 201": (
        "R118",
        lambda: replaced("rules/resor.py", "list[Barn] = between(0, 15)", "list[Barn] = between(0, 201)"),
    ),
    "2,500 rules": ("R012", lambda: with_rules(2_500, lambda number: "    return resor\n")),
    "3,000 examples": (
        "P038",
        lambda: {**good_files(), "examples/more.toml": b'[[example]]\nname = "x"\n' * 3_000},
    ),
    "3,000 parameters": (
        "P038",
        lambda: {
            **good_files(),
            "parameters.toml": "".join(f'[p{i}]\ntext = "x"\n' for i in range(3_000)).encode(),
        },
    ),
    "2,000 questions about what is called almost as 1,900 facts": ("P040", alike),
    "20,000 nodes": ("R006", lambda: wordy(100, 6)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_package_out_of_all_proportion_is_told_so_before_the_time_is_spent(name: str) -> None:
    code, made = HOSTILE[name]
    files, found = made(), set[str]()
    assert steps_of(lambda: found.update(codes(files))) < MOST_CALLS
    assert code in found


@pytest.mark.parametrize(
    ("language", "made"),
    [
        ("Python", lambda: wordy(40, 75)),
        ("SQL", lambda: wordy(60, 75)),
        ("machine code", lambda: gathering(150)),
    ],
)
def test_too_much_text_is_told_for_each_language(language: str, made: Callable[[], Files]) -> None:
    told = [finding.message for finding in check(build(made())) if finding.code == "C060"]
    assert any(f"bytes of {language}" in message for message in told)


def test_an_example_of_rules_too_long_to_walk_through_is_not_begun() -> None:
    package = build(doubling(40))
    (result, *_) = run_examples(package)
    assert result.error.startswith("A rule is too long to write out")


def test_what_is_repeated_costs_what_it_costs_once() -> None:
    """Twice the rules take twice the steps, and not four times."""
    one, two = (
        with_rules(count, lambda number: f"    return resor + kr({number})\n") for count in (200, 400)
    )
    assert steps_of(lambda: codes(two)) < 2.2 * steps_of(lambda: codes(one))
