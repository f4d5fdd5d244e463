"""properties.toml becomes statements with amounts in öre, each of which makes sense in every period of law."""

from datetime import date
from fractions import Fraction

import pytest

from allmanning.packages import PackageError
from allmanning.packages.package import build
from allmanning.packages.properties import CONDITION, MOST_PROPERTIES, WHEN, Property
from tests.packages.pages import good_files, good_package

HEAD = '[[property]]\nid = "p"\ntext = "Något."\ntext_en = "Something."\n'


def read(text: str) -> Property:
    files = {**good_files(), "properties.toml": f"{HEAD}{text}\n".encode()}
    (found,) = build(files).properties
    return found


def test_a_package_without_the_file_has_no_properties() -> None:
    assert good_package().properties == ()


def test_amounts_are_kronor_in_the_file_and_ore_inside() -> None:
    found = read('kind = "bounds"\nvalue = "stöd"\nleast = 0\nmost = 12.50')
    assert (found.least, found.most, found.expected) == (0, 1_250, "proved")


def test_a_marginal_effect_is_all_of_the_rise_at_most_unless_another_share_is_said() -> None:
    rise = 'kind = "marginal"\nfact = "resor"\nvalue = "stöd"\n'
    assert (read(rise).most, read(rise).step) == (Fraction(1), 1)
    other = read(f'{rise}most = "75/100"\nstep = 10')
    assert (other.most, other.step) == (Fraction(3, 4), 1_000)


def test_a_marginal_effect_of_something_counted_is_an_amount_for_each() -> None:
    found = read('kind = "marginal"\nfact = "barn"\nvalue = "stöd"\nmost = 60')
    assert (found.most, found.step) == (Fraction(6_000), 1)


def test_conditions_are_claims_under_names_that_no_rule_can_have() -> None:
    found = read('kind = "outcome"\noutcome = "avslag"\nimplies = "stöd == 0"\nwhen = "resor > 0"')
    assert found.claims == {WHEN: "resor > 0", CONDITION: "stöd == 0"}
    assert not any(name.isidentifier() for name in found.claims)


def test_what_is_expected_to_fail_says_why() -> None:
    found = read(
        'kind = "bounds"\nvalue = "stöd"\nleast = 1\nexpected = "refuted"\nreason = "Lagen."\nreason_en = "The law."'
    )
    assert (found.expected, found.reason.sv, found.reason.en) == ("refuted", "Lagen.", "The law.")


def test_the_file_is_one_that_somebody_will_read() -> None:
    many = "".join(
        f'[[property]]\nid = "p{number}"\ntext = "."\nkind = "bounds"\nvalue = "stöd"\nleast = 0\n'
        for number in range(MOST_PROPERTIES + 1)
    )
    with pytest.raises(PackageError) as caught:
        build({**good_files(), "properties.toml": many.encode()})
    assert [finding.code for finding in caught.value.findings] == ["P079"]


def test_a_condition_must_make_sense_in_every_period_of_law() -> None:
    """A rule that is not yet in force in the first period is not known there."""
    rules = good_files()["rules/resor.py"].decode()
    later = (
        rules
        + '''

@rule(law="Resestödsordningen (2025:1) 5 §", valid_from="2025-10-01")
def tillägg(resor: Money) -> Money:
    """Tillägg: för lång väg."""
    return resor
'''
    )
    files = {**good_files(), "rules/resor.py": later.encode()}
    text = f'{HEAD}kind = "never"\ncondition = "tillägg > resor"\n'
    with pytest.raises(PackageError) as caught:
        build({**files, "properties.toml": text.encode()})
    assert [finding.code for finding in caught.value.findings] == ["P076"]
    assert build(files).program.on(date(2025, 10, 1)).values.keys() >= {"tillägg"}
