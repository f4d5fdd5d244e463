"""The caret stands under what is meant, whatever stands before it on the line and however lines end."""

import unicodedata

import pytest

from allmanning.rules.errors import Finding, LanguageError
from allmanning.rules.program import parse

PROGRAM = '''@facts
class Hushåll:
    """H."""

    hyra: Money


@rule(law="SoL (2025:400) 12 kap. 1 §")
def stöd(hyra: Money) -> Money:
    """Stöd."""
    {line}
'''


def refused(line: str, ending: str = "\n") -> Finding:
    with pytest.raises(LanguageError) as caught:
        parse({"rules/r.py": PROGRAM.replace("{line}", line).replace("\n", ending)}, {})
    (finding,) = caught.value.findings
    return finding


def under_the_caret(finding: Finding) -> str:
    """What a reader sees above the carets, in the columns of a terminal."""
    shown, carets = str(finding).split("\n")[1:3]
    columns: list[str] = []
    for letter in shown:
        wide = unicodedata.east_asian_width(letter) in "WF"
        columns += [letter, ""] if wide else [letter]
    return "".join(columns[carets.index("^") : carets.rindex("^") + 1])


@pytest.mark.parametrize(
    "line",
    [
        "return hyra + okänd",
        "åäö = hyra; return okänd",
        'return okänd if "åäö" == "åäö" else hyra',
        'return hyra if "😀😀" == okänd else hyra',
        "return\thyra\t+\tokänd",
        'return hyra if "\u00a0" == okänd else hyra',
        unicodedata.normalize("NFD", "åäö = hyra; return okänd"),
        'return hyra if "漢字漢字" == okänd else hyra',
        "return " + "hyra + " * 40 + "okänd",
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_caret_stands_under_the_name_that_is_meant(line: str, ending: str) -> None:
    finding = refused(line, ending)
    assert (finding.code, finding.place.line) == ("R164", 11)
    assert under_the_caret(finding) == "okänd"


def test_the_columns_of_a_place_count_letters() -> None:
    finding = refused('return hyra if "😀😀" == okänd else hyra')
    assert finding.source[finding.place.column : finding.place.end] == "okänd"
