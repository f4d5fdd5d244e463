"""Programs too large, too deep or too strange to keep as pages: refused with a finding, and with little memory.

Each is read in a process of its own that may use 512 MB and 20 s of processor time; the limits stop what hangs or swells,
and measure nothing.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.repository import ROOT

HEAD = '@rule(law="SoL (2025:400) 12 kap. 1 §")\ndef stöd(hyra: Money) -> Money:\n    """Stöd."""\n'
FACTS = '@facts\nclass Hushåll:\n    """Den som söker."""\n\n    hyra: Money\n    barn: list[Barn]\n\n\n'
CHILD = '@facts\nclass Barn:\n    """Ett barn."""\n\n    ålder: int\n\n\n'


def program(body: str) -> str:
    return f"{CHILD}{FACTS}{HEAD}{body}\n"


def returning(expression: str) -> str:
    return program(f"    return {expression}")


def chain(length: int, *, per_element: bool = False) -> str:
    """Rules that each stand on the one before."""
    head = '@rule(law="SoL (2025:400) 12 kap. 1 §")\n'
    first = f'{head}def r0(barn: Barn) -> int:\n    """R."""\n    return barn.ålder\n'
    of = "barn: Barn, " if per_element else ""
    also = " + barn.ålder" if per_element else " + 1"
    start = (
        first
        if per_element
        else f'{head}def r0(hyra: Money) -> int:\n    """R."""\n    return 1 if hyra > 0 else 0\n'
    )
    rest = (
        f'{head}def r{i}({of}r{i - 1}: int) -> int:\n    """R."""\n    return r{i - 1}{also}\n'
        for i in range(1, length)
    )
    return CHILD + FACTS + start + "".join(rest)


def over_lists(lists: int, terms: int) -> str:
    """A rule of an element that says little, at length, for many lists of that element."""
    facts = FACTS.replace("    barn: list[Barn]", "\n".join(f"    l{i}: list[Barn]" for i in range(lists)))
    rule = HEAD.replace("hyra: Money", "barn: Barn")
    names = [f"    x{i} = " + " + ".join(["barn.ålder"] * 60) for i in range(terms // 60)]
    return f"{CHILD}{facts}{rule}" + "\n".join(names) + "\n    return kr(1)\n"


def repeated(number: int) -> str:
    """A rule that says the same ninety times."""
    return HEAD.replace("stöd", f"r{number}") + f"    return {' + '.join(['hyra'] * 90)}\n"


def versions(count: int, name: str = "stöd") -> str:
    """A rule that changes every month."""
    texts = []
    for i in range(count):
        year, month = divmod(i, 12)
        day = f"{2000 + year}-{month + 1:02}"
        law = f'@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="{day}-01", valid_to="{day}-28")\n'
        texts.append(f'{law}def {name}(hyra: Money) -> Money:\n    """Stöd."""\n    return hyra + kr({i})\n')
    return CHILD + FACTS + "".join(texts)


def many_rules(count: int) -> str:
    """Rules as short as they can be."""
    return "".join(
        f'@rule(law="L")\ndef r{i}(hyra: Money) -> Money:\n """R."""\n return hyra\n' for i in range(count)
    )


# By the code that each is refused with.
TOO_LARGE: dict[str, dict[str, Callable[[], str]]] = {
    "R001": {
        "five megabytes": lambda: program("    return hyra  # " + "x" * 5_000_000),
        "five megabytes of brackets": lambda: "(" * 5_000_000,
    },
    "R002": {
        "null bytes": lambda: program("    return hyra  # \0\0\0"),
        "nothing but null bytes": lambda: "\0" * 1000,
        "a text that reads otherwise than it is shown": lambda: program(
            "    # \u202eegdirvnäf\u202c\n    return hyra"
        ),
        "a space of no width": lambda: returning("hy\u200bra"),
        "half a letter": lambda: returning("'\ud800'"),
    },
    "R004": {
        "10,000 parentheses": lambda: returning("(" * 10_000 + "hyra" + ")" * 10_000),
        "10,000 parentheses never closed": lambda: returning("(" * 10_000),
        "10,000 minus signs": lambda: returning("-" * 10_000 + "hyra"),
        "10,000 nots": lambda: returning("not " * 10_000 + "hyra"),
        "10,000 terms": lambda: returning(" + ".join(["hyra"] * 10_000)),
        "10,000 powers": lambda: returning(" ** ".join(["hyra"] * 10_000)),
        "10,000 dots": lambda: returning("hyra" + ".a" * 10_000),
        "10,000 calls": lambda: returning("hyra" + "()" * 10_000),
        "10,000 look-ups": lambda: returning("hyra" + "[0]" * 10_000),
        "10,000 lists": lambda: returning("[" * 10_000 + "]" * 10_000),
        "10,000 dictionaries": lambda: returning("{1:" * 10_000 + "1" + "}" * 10_000),
        "10,000 lambdas": lambda: returning("lambda: " * 10_000 + "hyra"),
        "10,000 choices": lambda: returning("hyra if hyra > 0 else " * 5_000 + "hyra"),
        "150 ifs inside each other": lambda: program(
            "".join(f"{' ' * (i + 4)}if hyra > kr({i}):\n" for i in range(150)) + " " * 154 + "return hyra"
        ),
        "10,000 elifs": lambda: program(
            "    if hyra > 0:\n        return hyra\n" + "    elif hyra > 0:\n        return hyra\n" * 2_000
        ),
        "5,000 names on each other": lambda: program(
            "    a0 = hyra\n"
            + "".join(f"    a{i} = a{i - 1} + hyra\n" for i in range(1, 2_000))
            + "    return a1999"
        ),
        "1,000 ways out": lambda: program(
            "".join(f"    if hyra == kr({i}):\n        return kr({i})\n" for i in range(1_000))
            + "    return hyra"
        ),
        "200 rules of an element on each other": lambda: chain(200, per_element=True),
    },
    "R005": {"60,000 numbers": lambda: returning("hyra in (" + "1," * 60_000 + ")")},
    "R006": {
        "9,000 numbers to choose from": lambda: returning(
            f"hyra if len(barn) in ({', '.join(map(str, range(9_000)))}) else 0"
        ).replace("hyra: Money) ->", "hyra: Money, barn: list[Barn]) ->"),
        "the same said 200,000 times over, for 200 lists": lambda: over_lists(200, 600),
    },
    "R012": {
        "2,500 rules": lambda: program("    return hyra") + many_rules(2_500),
        "5,000 facts": lambda: program("    return hyra").replace(
            "hyra: Money\n    barn", "\n    ".join(f"f{i}: bool" for i in range(5_000)) + "\n    barn"
        ),
    },
    "R009": {"1,000 rules on each other": lambda: chain(1_000)},
    "R011": {
        "the same said 9,000 times, in 100 versions of something else": lambda: (
            returning(" + ".join(["hyra"] * 90) + "\n" + "".join(repeated(i) for i in range(100)))
            + versions(99, name="annat").removeprefix(CHILD + FACTS)
        ),
        "a rule that changes every month for ten years": lambda: versions(120),
    },
}
CASES = [(code, name) for code, made in TOO_LARGE.items() for name in made]

READ = """
import sys
from allmanning.rules.errors import LanguageError
from allmanning.rules.program import parse
text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
try:
    parse({"rules/program.py": text}, {})
except LanguageError as error:
    sys.stdout.buffer.write("\\n".join(str(each) for each in error.findings).encode("utf-8", "replace"))
"""


def read_apart(text: str) -> str:
    """What is said of a program that is read in a small process; it must end well by itself."""
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=text.encode("utf-8", "surrogatepass"),
        capture_output=True,
        cwd=ROOT / "src",
        preexec_fn=_little,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    return done.stdout.decode()


def _little() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (512_000_000, 512_000_000))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


@pytest.mark.parametrize(("code", "name"), CASES, ids=[name for _, name in CASES])
def test_a_program_out_of_all_proportion_is_refused(code: str, name: str) -> None:
    said = read_apart(TOO_LARGE[code][name]())
    assert f"{code}: " in said
    assert len(said) < 5_000


CANARIES = (
    'import os\nos.system("touch CANARY")\n',
    '@rule(law=open("CANARY", "w"))\ndef stöd() -> Money:\n    """Stöd."""\n    return kr(1)\n',
    '@facts\nclass A:\n    """A."""\n\n    x: open("CANARY", "w")\n',
    'X = Literal[open("CANARY", "w")]\n',
    'class A(metaclass=open("CANARY", "w")):\n    pass\n',
    returning('[open("CANARY", "w") for b in barn]'),
    returning('(lambda: open("CANARY", "w"))()'),
    returning('__import__("os").system("touch CANARY")'),
    returning("f\"{open('CANARY', 'w')}\""),
    'def stöd(x=open("CANARY", "w")) -> Money:\n    return x\n',
    'from allmanning.language import *\nopen("CANARY", "w")\n',
)


@pytest.mark.parametrize("text", CANARIES)
def test_nothing_in_a_rule_file_is_ever_executed(text: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    assert read_apart(text.replace("CANARY", str(canary))) != ""
    assert not canary.exists()
