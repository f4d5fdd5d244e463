"""What is tried: read as people write it, checked as at publishing, and told cell by cell."""

from datetime import date
from fractions import Fraction

import pytest

from allmanning.packages import Package, Ruleset, load
from allmanning.packages.package import build
from allmanning.rules.values import TableValue, Value
from allmanning.simulation.change import Change, Wish, read_wish, try_out
from allmanning.simulation.errors import ChangeError
from tests.house.repository import SERVICES
from tests.packages.pages import good_files

DAY = date(2025, 11, 1)


@pytest.fixture(scope="module")
def ekonomiskt() -> Package:
    return load(SERVICES / "ekonomiskt-bistand")


@pytest.fixture
def rules(ekonomiskt: Package) -> Ruleset:
    return ekonomiskt.as_of(DAY)


def tried(rules: Ruleset, *texts: str) -> tuple[Ruleset, tuple[Change, ...]]:
    return try_out(rules, [read_wish(text) for text in texts])


def values(rules: Ruleset, *texts: str) -> list[Value]:
    return [change.after for change in tried(rules, *texts)[1]]


def refusal(rules: Ruleset, *texts: str) -> str:
    with pytest.raises(ChangeError) as found:
        tried(rules, *texts)
    return str(found.value).replace("\xa0", " ")


def test_a_wish_is_read_in_its_parts() -> None:
    assert read_wish(" a_b = 3 200,50 ") == Wish(" a_b = 3 200,50 ", "a_b", None, "=", "3 200,50")
    wishes = [read_wish(text) for text in ("barn[4-6]+=-300", "x-=5")]
    assert [(wish.name, wish.key, wish.operator, wish.value) for wish in wishes] == [
        ("barn", "4-6", "+=", "-300"),
        ("x", None, "-=", "5"),
    ]


@pytest.mark.parametrize(
    "text", ["", "riksnorm_barn", "riksnorm_barn[4=3", "=5", "a=", "a b=5", "a[4]", "a*=2", "a[4]]=3"]
)
def test_what_is_no_wish_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ChangeError, match="cannot be read"):
        read_wish(text)


def test_amounts_are_in_kronor_and_shares_as_people_write_them(rules: Ruleset) -> None:
    assert values(rules, "riksnorm_ensamstående=4 000,50") == [400_050]
    assert (
        values(rules, "jobbstimulans_andel=30/100")
        == values(rules, "jobbstimulans_andel=30%")
        == [Fraction(3, 10)]
    )
    assert values(rules, "månader_före_jobbstimulans=3") == [3]


def test_one_cell_is_the_cell_that_the_key_falls_in(rules: Ruleset) -> None:
    (change,) = tried(rules, "riksnorm_barn[5]=3200")[1]
    assert (change.key, change.before, change.after, change.local) == ("4–6", 303_000, 320_000, False)
    assert tried(rules, "riksnorm_barn[4-6]=3200")[1] == (change,)
    table = tried(rules, "riksnorm_barn[5]=3200")[0].parameters["riksnorm_barn"]
    assert isinstance(table, TableValue)
    assert [table.at(age) for age in (3, 4, 6, 7)] == [270_000, 320_000, 320_000, 379_000]


def test_more_and_less_reach_every_cell_or_one(rules: Ruleset) -> None:
    assert values(rules, "riksnorm_gemensamma+=100")[:2] == [137_000, 150_000]
    assert values(rules, "riksnorm_gemensamma[7]-=10,50") == [279_950]
    assert values(rules, "prisbasbelopp+=200", "prisbasbelopp-=100") == [5_890_000]


def test_local_settings_are_set_within_their_bounds(rules: Ruleset) -> None:
    changed, (change,) = tried(rules, "högsta_hyra[7]=25000")
    assert (change.local, change.key, change.after) == (True, "7–", 2_500_000)
    assert changed.local.own == {"högsta_hyra"}
    assert "40 001 kr is outside the bounds. Choose between 0 kr and 40 000 kr" in refusal(
        rules, "högsta_hyra[1]=40001"
    )
    assert "is outside the bounds" in refusal(rules, "umgängesdagar_för_medlem=31")


def test_both_sets_of_rules_decide_by_their_own_values(rules: Ruleset) -> None:
    facts = dict.fromkeys(rules.package.vocabulary.facts, 0) | {"barn": []}
    changed, _ = tried(rules, "riksnorm_ensamstående+=100")
    assert [each.decide(facts)["bistånd"] for each in (rules, changed)] == [518_000, 528_000]


def test_the_reckoning_says_what_was_tried(rules: Ruleset) -> None:
    changed, _ = tried(rules, "riksnorm_ensamstående=4000", "högsta_hemförsäkring=500")
    assert changed.rows["riksnorm_ensamstående"].source == "Tried in this simulation"
    assert rules.rows["riksnorm_ensamstående"].source.startswith("SFS")


def test_setting_what_stands_changes_nothing(rules: Ruleset) -> None:
    assert values(rules, "riksnorm_ensamstående=3910") == []


def test_an_unknown_name_is_refused_with_the_nearest(rules: Ruleset) -> None:
    assert "no such national parameter or local setting. Did you mean 'riksnorm_barn'?" in refusal(
        rules, "riksnorm_bran=5"
    )


def test_a_value_that_no_rule_in_force_reads_is_refused(ekonomiskt: Package) -> None:
    files = dict(ekonomiskt.files)
    files["parameters.toml"] += (
        b'\n[vilande]\ntext = "V"\ntype = "Money"\nlaw = "SoL (2025:400) 12 kap. 7 \xc2\xa7"\n'
        b'[[vilande.period]]\nfrom = 2025-07-01\nsource = "S"\nconfirmed = 1\n'
    )
    assert "no rule in force on 2025-11-01 reads vilande" in refusal(build(files).as_of(DAY), "vilande=5")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("riksnorm_ensamstående=tretusen", "'tretusen' is not an amount (Money). Write kronor, as 3200 or 3200,50"),
        ("riksnorm_ensamstående=10,005", "is not an amount"),
        ("månader_före_jobbstimulans=6.5", "is not a whole number (int). Write a whole number, as 12"),
        ("jobbstimulans_andel=0.3", "is not a share (Share). Write 30/100, or 30%"),
        ("jobbstimulans_andel+=5/100", "a share (Share) cannot be added to. Write jobbstimulans_andel=…"),
        ("riksnorm_ensamstående[1]=5", "has one value and no cells"),
        ("riksnorm_barn=3000", "is a table with the cells 0, 1–2, 3, 4–6, 7–10, 11–14, 15–18, 19–20. Write riksnorm_barn[…]=…"),
        ("riksnorm_barn[21]=3000", "There is no cell '21'. The cells are 0, 1–2"),
        ("riksnorm_barn[4-5]=3000", "'4-5' is not one cell. The cells are 0, 1–2"),
        ("riksnorm_barn[små]=3000", "There is no cell 'små'"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_what_could(rules: Ruleset, text: str, said: str) -> None:
    assert said in refusal(rules, text)
    assert repr(text) in refusal(rules, text)


def test_the_same_value_twice_is_refused(rules: Ruleset) -> None:
    assert "the same value is set twice" in refusal(rules, "prisbasbelopp=1", "prisbasbelopp=2")
    assert len(values(rules, "riksnorm_barn[0]=1", "riksnorm_barn[3]=2")) == 2


def test_a_value_that_leads_households_outside_a_table_is_refused_at_its_place() -> None:
    files = good_files()
    rules = files["rules/resor.py"].decode()
    files["rules/resor.py"] = rules.replace("priser: Table[int, Money])", "priser: Table[int, Money], gräns: int)").replace(
        "stora <= 3", "stora <= gräns"
    ).encode()  # fmt: skip
    files["local.toml"] += (
        '\n["gräns"]\ntext = "G"\ntype = "int"\nminimum = 0\nmaximum = 9\ndefault = 3\ndecided_by = "nämnden"\n'.encode()
    )
    ruleset = build(files).as_of(DAY)
    said = refusal(ruleset, "gräns=4")
    assert "With these values some household could not be computed" in said
    assert "can be 0 to 4; priser has 0 to 3 (rules/resor.py:29)" in said
    assert values(ruleset, "gräns=2") == [2]


def test_numbers_beyond_64_bits_are_refused() -> None:
    files = good_files()
    rules = files["rules/resor.py"].decode()
    rules = rules.replace("min(resor, högsta_belopp)", "min(resor, högsta_belopp) * faktor * faktor")
    rules = rules.replace("högsta_belopp: Money) -> Money", "högsta_belopp: Money, faktor: int) -> Money")
    files["rules/resor.py"] = rules.encode()
    files["parameters.toml"] += (
        '\n[faktor]\ntext = "F"\ntype = "int"\nlaw = "Resestödsordningen (2025:1) 3 §"\n'
        '[[faktor.period]]\nfrom = 2025-07-01\nsource = "S"\nconfirmed = 1\n'
    ).encode()
    ruleset = build(files).as_of(DAY)
    said = refusal(ruleset, "faktor=99999999")
    assert "some household could not be computed" in said
    assert "can have 21 digits" in said
    assert values(ruleset, "faktor=99999") == [99_999]
