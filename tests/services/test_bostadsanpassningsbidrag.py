"""What the Act on housing adaptation grants says, by hand: no amount and no limit is read from the package."""

from datetime import date
from typing import Any

import pytest

from allmanning import packages
from allmanning.packages.ruleset import Assessment
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "bostadsanpassningsbidrag")
NOVEMBER = date(2025, 11, 1)
THRESHOLDS = {"slag": "trösklar", "kostnad": 320_000, "antal_offerter": 1, "står_i_intyget": True}
PLAIN = {"hjälpmedel_har_föreslagits": False, "fel_eller_slitage_i_bostaden": False}
ANNAS_FLAT = {
    "ärende": "anpassning",
    "långvarig_funktionsnedsättning": True,
    "boendeform": "vanlig bostad",
    "bostadens_användning": "permanentbostad",
    "upplåtelse": "hyresrätt",
    "byte_av_bostad": "nej",
    "alla_har_medgett": True,
    "ägarna_avstår_från_ersättning": True,
}


def measure(kind: str, kronor: int, **facts: Any) -> dict[str, Any]:
    return {
        **PLAIN,
        "slag": kind,
        "kostnad": kronor * 100,
        "antal_offerter": 1,
        "är_nödvändig": True,
        **facts,
    }


def assessed(*measures: dict[str, Any], **facts: Any) -> Assessment:
    """Anna's application for her rented flat with these measures, and what differs."""
    ruleset = PACKAGE.as_of(NOVEMBER)
    return ruleset.assess(ruleset.check_facts({**ANNAS_FLAT, "åtgärder": list(measures), **facts}))


def granted(*measures: dict[str, Any], **facts: Any) -> tuple[object, float]:
    """The outcome, and the amount in kronor."""
    found = assessed(*measures, **facts)
    assert found.amount is not None
    return found.outcome, found.amount / 100


def test_the_certificate_and_the_landlord_are_enough_for_annas_thresholds() -> None:
    assert granted({**PLAIN, **THRESHOLDS}) == ("bifall", 3_200)


@pytest.mark.parametrize("lacking", ["alla_har_medgett", "ägarna_avstår_från_ersättning"])
def test_consent_without_the_waiver_is_not_enough_and_nor_is_the_waiver_without_consent(lacking: str) -> None:
    assert granted({**PLAIN, **THRESHOLDS}, **{lacking: False}) == ("avslag", 0)


def test_sheltered_housing_is_not_excluded_though_special_housing_for_older_people_is() -> None:
    assert granted({**PLAIN, **THRESHOLDS}, boendeform="trygghetsboende") == ("bifall", 3_200)
    assert granted({**PLAIN, **THRESHOLDS}, boendeform="särskilt boende för äldre") == ("avslag", 0)


def test_there_is_no_highest_amount_in_the_law() -> None:
    lift = measure("hiss", 2_900_000, antal_offerter=2, andra_offerten=3_000_000_00)
    assert granted(lift) == ("bifall", 2_900_000)


def test_nobody_is_asked_what_they_earn_or_own() -> None:
    words = " ".join(question.text.sv.lower() for question in PACKAGE.questions)
    assert not [word for word in ("inkomst", "lön", "tillgång", "sparpengar") if word in words]


def test_of_two_quotes_the_cheaper_counts_when_it_does_the_work_and_the_dearer_when_it_does_not() -> None:
    ramp = measure("ramp", 41_000, antal_offerter=2, andra_offerten=38_000_00)
    assert assessed(ramp).judgements == ("åtgärder[0].skälig_kostnad_för_arbetet",)
    assert granted({**ramp, "skälig_kostnad_för_arbetet": 38_000_00}) == ("delvis bifall", 38_000)
    assert granted({**ramp, "skälig_kostnad_för_arbetet": 41_000_00}) == ("bifall", 41_000)


def test_each_measure_is_decided_by_itself() -> None:
    bathroom, kitchen = measure("badrum", 24_000), measure("kök", 20_000)
    refused = {"är_nödvändig": False}
    assert granted(bathroom, kitchen) == ("bifall", 24_000 + 20_000)
    assert granted(bathroom, {**kitchen, **refused}) == ("delvis bifall", 24_000)
    items = assessed(bathroom, {**kitchen, **refused}).items
    assert [(item.name.in_("en"), item.granted) for item in items] == [
        ("Bathroom and toilet", 2_400_000),
        ("Kitchen", 0),
    ]
    assert granted({**bathroom, **refused}, {**kitchen, **refused}) == ("avslag", 0)


def test_a_tenant_does_not_answer_for_how_the_landlord_built() -> None:
    door = measure("dörröppnare", 16_000, avviker_från_byggkraven=True)
    own = {"upplåtelse": "eget hus", "någon_annan_äger_eller_innehar": False}
    assert granted(door, har_byggt_eller_ändrat=True) == ("bifall", 16_000)
    assert granted(door, har_byggt_eller_ändrat=True, **own) == ("avslag", 0)


def test_a_repair_needs_no_consent() -> None:
    lift = measure(
        "hiss", 14_000, installerad_med_bidrag=True, övertagen_av_ägaren=False, teknisk_anordning=True
    )
    facts = {"ärende": "reparation", "alla_har_medgett": False, "ägarna_avstår_från_ersättning": False}
    assert granted({**lift, "arbete": "reparation"}, **facts) == ("bifall", 14_000)


def test_payment_comes_after_the_work_and_never_above_what_was_granted() -> None:
    done = measure("badrum", 32_101, utförd=True)
    earlier = {"senaste_ärende": "anpassning", "senaste_belopp": 32_100_00, "kvar_före_senaste": 0}
    facts = {"ärende": "utbetalning", **earlier}
    assert granted(done, **facts) == ("delvis utbetalning", 32_100)
    assert granted({**done, "utförd": False}, **facts) == ("avslag", 0)


def test_what_is_paid_once_is_not_paid_again() -> None:
    done = measure("badrum", 24_000, utförd=True)
    paid = {"senaste_ärende": "utbetalning", "senaste_belopp": 20_100_00, "kvar_före_senaste": 32_100_00}
    assert granted(done, ärende="utbetalning", **paid) == ("delvis utbetalning", 32_100 - 20_100)


def test_a_resident_can_never_state_what_an_earlier_decision_says() -> None:
    earlier = {question.fact: question.earlier for question in PACKAGE.questions if question.who == "earlier"}
    names = {"senaste_ärende": "ärende", "senaste_belopp": "belopp", "kvar_före_senaste": "kvar_av_beviljat"}
    assert earlier == names


def test_no_decision_is_automatic_though_the_law_would_allow_it() -> None:
    found = assessed({**PLAIN, **THRESHOLDS})
    assert (found.automatic, found.open) == (False, ())
    assert PACKAGE.manifest.appeal.route == "förvaltningsrätten"


def test_what_is_necessary_is_never_decided_by_a_program_above_the_simplest_measures() -> None:
    found = assessed(
        {key: value for key, value in measure("badrum", 24_000).items() if key != "är_nödvändig"}
    )
    assert found.judgements == ("åtgärder[0].är_nödvändig",)
    assert found.outcome is None
