"""population.toml: where an invented population gets its facts from."""

from datetime import date
from fractions import Fraction

from allmanning.packages.document import Document
from allmanning.packages.package import build
from allmanning.packages.preset import Always, Base, Evenly, Preset, Words, Yes, evenly, read_preset
from allmanning.rules.errors import Finding
from allmanning.rules.program import parse
from tests.house.repository import LOOK_UP
from tests.house.test_pages import blocks
from tests.packages.pages import good_files, good_package

FACTS = """
@facts
class Barn:
    \"\"\"Ett barn.\"\"\"
    ålder: int = between(0, 20)

@facts
class Hushåll:
    \"\"\"De som söker.\"\"\"
    barn: list[Barn] = between(0, 9)
    kostnad_för_resor: Money = between(0, 5_000)
    egna_pengar: Money = between(50, 9_000)
    färdsätt: Literal["buss", "egen bil"]
    särskilda_skäl: bool
    tillägg: Money = between(0, 500)
    född: date = between("1900-01-01", "2020-12-31")

@rule(law="SoL (2025:400) 12 kap. 1 §")
def stöd(kostnad_för_resor: Money) -> Money:
    \"\"\"Stöd.\"\"\"
    return kostnad_för_resor
"""


def test_the_page_of_the_format_is_read_as_it_says() -> None:
    page = next(text for text in blocks(LOOK_UP / "package-format.md", "toml") if "[simulate]" in text)
    findings: list[Finding] = []
    found = read_preset(
        Document("population.toml", page, findings), parse({"rules/a.py": FACTS}, {}).vocabulary
    )
    assert findings == []
    assert (found.marginal, found.by) == ("kostnad_för_resor", ("barn", "färdsätt"))
    assert found.origins == {
        "barn": Base("children"),
        "barn.ålder": Base("child_age"),
        "kostnad_för_resor": Evenly(0, 90_000, 1_000, Fraction(1)),
        "egna_pengar": Evenly(10_000, 300_000, 10_000, Fraction(1, 5)),
        "färdsätt": Words({"buss": 3, "egen bil": 1}),
        "särskilda_skäl": Yes(Fraction(3, 100)),
        "tillägg": Always(0),
    }


def test_a_package_without_a_preset_says_nothing() -> None:
    assert good_package().preset == Preset()


def test_the_preset_is_a_part_of_the_release() -> None:
    files = {**good_files(), "population.toml": b'[simulate]\nmarginal = "resor"\n'}
    assert build(files).preset == Preset(marginal="resor")
    assert build(files).digest != good_package().digest


def test_a_fact_of_which_nothing_is_said_is_drawn_evenly_from_all_that_it_allows() -> None:
    facts = parse({"rules/a.py": FACTS}, {}).vocabulary.facts
    assert evenly(facts["egna_pengar"]) == Evenly(5_000, 900_000, 100, Fraction(1))
    assert evenly(facts["barn"]) == Evenly(0, 9, 1, Fraction(1))
    assert evenly(facts["född"]) == Evenly(date(1900, 1, 1), date(2020, 12, 31), 1, Fraction(1))
    assert evenly(facts["särskilda_skäl"]) == Yes(Fraction(1, 2))
    assert evenly(facts["färdsätt"]) == Words({"buss": 1, "egen bil": 1})
