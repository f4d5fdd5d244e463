"""The same rules for openfisca-core: one variable for each of the package's 36 rules, vectorised, in whole öre.

There are two styles of the same model, since what is fair can be argued about:

- *documented*: everybody is a person, tables are its scales, sums are its own. What its documentation teaches, and of two
  ways there the faster one: its fancy indexing of parameters loops over the rows in Python, its scales do not.
- *tuned*: only children are persons, tables are NumPy arrays made once for each date, and a sum over children leaves its
  checks out. Nobody is taught this; it is as fast as we could make it.

`value_type = int` is int32 in openfisca-core: half the memory of int64, and exact up to 21 million kronor. Rounding is
integer arithmetic, as everywhere here; float32, its other number, is not öre-exact.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, where
from openfisca_core.parameters import ParameterNode
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.rules.peers import hand_python as law
from benchmarks.rules.peers.columns import OUTCOMES
from benchmarks.rules.peers.population import CHILD, OLDEST

type Array = NDArray[Any]

SINCE = "2025-07-01"
TRUTHS = (
    "sammanboende", "äter_lunch_i_förskolan", "åberopar_högre_kostnader", "åberopar_särskilda_skäl",
    "kostnader_betalas_av_annan", "kan_inte_söka_arbete",
)  # fmt: skip
FACTS = (
    "sammanboende", "övriga_i_hushållet", "lön", "månader_med_försörjningsstöd", "månader_med_jobbstimulans",
    "lön_medsökande", "månader_med_försörjningsstöd_medsökande", "månader_med_jobbstimulans_medsökande", "barnbidrag",
    "bostadsbidrag", "underhållsstöd", "övriga_inkomster", "tillgångar", "hyra", "hushållsel", "hemförsäkring",
    "arbetsresor", "fackavgift", "a_kassa", "åberopar_högre_kostnader", "åberopar_särskilda_skäl",
    "kostnader_betalas_av_annan", "kan_inte_söka_arbete", "höjning_av_riksnormen", "sänkning_av_riksnormen",
    "godtaget_utöver_högsta_hyra", "godtaget_utöver_högsta_hushållsel", "godtaget_utöver_högsta_hemförsäkring",
    "godtaget_utöver_högsta_arbetsresor", "nedsättning_arbetskrav",
)  # fmt: skip

ROLES = [{"key": key, "plural": plural} for key, plural in (("adult", "adults"), ("child", "children"))]
ADULT, CHILDREN = 0, 1

child = build_entity(key="person", plural="persons", label="Barn", is_person=True)
household = build_entity(key="household", plural="households", label="Hushåll", roles=ROLES)

Outcome = Enum("Outcome", {name.replace(" ", "_"): name for name in OUTCOMES})

RULES: list[type[Variable]] = []


def rule(entity: Any, value_type: type = int) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    """A variable of an entity; its formula is the function."""

    def add(formula: Callable[..., Array]) -> Callable[..., Array]:
        RULES.append(variable(formula.__name__, entity, value_type, formula=formula))
        return formula

    return add


def variable(name: str, entity: Any, value_type: type, **more: Any) -> type[Variable]:
    """A variable of a month."""
    given = {"value_type": value_type, "entity": entity, "definition_period": MONTH, "label": name, **more}
    if value_type is Enum:
        given |= {"possible_values": Outcome, "default_value": next(iter(Outcome))}
    return type(name, (Variable,), given)


def is_tuned(population: Any) -> bool:
    """Whether the model that a population belongs to is the tuned one."""
    return bool(population.simulation.tax_benefit_system.tuned)


def look_up(population: Any, instant: Any, name: str, key: Array) -> Array:
    """The cell of a table for each key."""
    scale = getattr(instant, name)
    return as_array(scale)[key] if is_tuned(population) else scale.calc(key)


def as_array(scale: Any) -> Array:
    """A scale of one date as an array from key 0, made once."""
    if not hasattr(scale, "array"):
        scale.array = scale.calc(np.arange(OLDEST + 1)).astype(np.int32)
    array: Array = scale.array
    return array


def of_children(household: Any, values: Array) -> Array:
    """A sum over the children of each household; those of adults are 0."""
    if not is_tuned(household):
        return household.sum(values)
    return np.bincount(household.members_entity_id, weights=values, minlength=household.count).astype(
        np.int32
    )


@rule(child)
def räknad_inkomst_barn(person: Any, period: Any, parameters: Any) -> Array:
    base = parameters(period).prisbasbelopp
    earned, before = person("egna_inkomster", period), person("egna_inkomster_tidigare_i_år", period)
    counted = where(before >= base, earned, max_(0, before + earned - base))
    return where((person("dagar_i_hushållet", period) == 0) | (earned == 0), 0, counted)


@rule(child)
def personliga_kostnader_hel_månad(person: Any, period: Any, parameters: Any) -> Array:
    age, instant = person("ålder", period), parameters(period)
    lunch = (age <= 6) & person("äter_lunch_i_förskolan", period)
    with_lunch = look_up(person, instant, "riksnorm_barn_utan_lunch", min_(age, 6))
    return where(lunch, with_lunch, look_up(person, instant, "riksnorm_barn", age))


@rule(child)
def personliga_kostnader(person: Any, period: Any) -> Array:
    month, days = person("personliga_kostnader_hel_månad", period), person("dagar_i_hushållet", period)
    return where(days >= 30, month, (month * days + 15) // 30)


@rule(child, bool)
def barnet_räknas_som_medlem(person: Any, period: Any, parameters: Any) -> Array:
    return person("dagar_i_hushållet", period) >= parameters(period).umgängesdagar_för_medlem


@rule(household)
def vuxnas_personliga_kostnader(household: Any, period: Any, parameters: Any) -> Array:
    at = parameters(period)
    return where(household("sammanboende", period), at.riksnorm_sambor, at.riksnorm_ensamstående)


@rule(household)
def antal_i_familjen(household: Any, period: Any) -> Array:
    children = of_children(household, household.members("barnet_räknas_som_medlem", period))
    return children + 1 + household("sammanboende", period)


@rule(household)
def antal_i_hushållet(household: Any, period: Any) -> Array:
    return household("antal_i_familjen", period) + household("övriga_i_hushållet", period)


@rule(household)
def hushållets_gemensamma_kostnader(household: Any, period: Any, parameters: Any) -> Array:
    everybody, at = household("antal_i_hushållet", period), parameters(period)
    costs = look_up(household, at, "riksnorm_gemensamma", min_(everybody, 7))
    return costs + at.riksnorm_var_och_en_till * max_(0, everybody - 7)


@rule(household)
def familjens_gemensamma_kostnader(household: Any, period: Any) -> Array:
    costs = household("hushållets_gemensamma_kostnader", period)
    family, everybody = household("antal_i_familjen", period), household("antal_i_hushållet", period)
    part = (2 * costs * family + everybody) // (2 * everybody)
    return where(household("övriga_i_hushållet", period) == 0, costs, part)


@rule(household)
def riksnorm(household: Any, period: Any) -> Array:
    children = of_children(household, household.members("personliga_kostnader", period))
    adults = household("vuxnas_personliga_kostnader", period)
    return adults + children + household("familjens_gemensamma_kostnader", period)


def incentive(household: Any, period: Any, at: Any, whose: str) -> Array:
    """The part of a wage that is not counted."""
    wage = household("lön" + whose, period)
    holds = household("månader_med_försörjningsstöd" + whose, period) >= at.månader_före_jobbstimulans
    holds &= household("månader_med_jobbstimulans" + whose, period) < at.månader_jobbstimulans_gäller
    share = at.jobbstimulans
    part = (2 * wage * share.numerator + share.denominator) // (2 * share.denominator)
    return where(holds, part, 0)


@rule(household)
def jobbstimulans(household: Any, period: Any, parameters: Any) -> Array:
    return incentive(household, period, parameters(period), "")


@rule(household)
def räknad_lön(household: Any, period: Any) -> Array:
    return household("lön", period) - household("jobbstimulans", period)


@rule(household)
def jobbstimulans_medsökande(household: Any, period: Any, parameters: Any) -> Array:
    part = incentive(household, period, parameters(period), "_medsökande")
    return where(household("sammanboende", period), part, 0)


@rule(household)
def räknad_lön_medsökande(household: Any, period: Any) -> Array:
    counted = household("lön_medsökande", period) - household("jobbstimulans_medsökande", period)
    return where(household("sammanboende", period), counted, 0)


@rule(household)
def räknade_inkomster(household: Any, period: Any) -> Array:
    wages = household("räknad_lön", period) + household("räknad_lön_medsökande", period)
    wages = wages + of_children(household, household.members("räknad_inkomst_barn", period))
    benefits = household("barnbidrag", period) + household("bostadsbidrag", period)
    return wages + benefits + household("underhållsstöd", period) + household("övriga_inkomster", period)


@rule(household)
def räknade_tillgångar(household: Any, period: Any) -> Array:
    return household("tillgångar", period)


@rule(household)
def egna_medel(household: Any, period: Any) -> Array:
    return household("räknade_inkomster", period) + household("räknade_tillgångar", period)


@rule(household)
def högsta_belopp_hyra(household: Any, period: Any, parameters: Any) -> Array:
    members = min_(household("antal_i_familjen", period), 7)
    return look_up(household, parameters(period), "högsta_hyra", members)


@rule(household)
def högsta_belopp_hushållsel(household: Any, period: Any, parameters: Any) -> Array:
    members = min_(household("antal_i_familjen", period), 7)
    return look_up(household, parameters(period), "högsta_hushållsel", members)


@rule(household)
def högsta_belopp_arbetsresor(household: Any, period: Any, parameters: Any) -> Array:
    most = parameters(period).högsta_arbetsresor
    return where(household("sammanboende", period), 2 * most, most)


def accepted(household: Any, period: Any, what: str, limit: Any) -> Array:
    """A cost, up to the limit and what is accepted beyond it."""
    asked = household(what, period)
    beyond = limit + household("godtaget_utöver_högsta_" + what, period)
    return min_(asked, where(household("åberopar_högre_kostnader", period), beyond, limit))


@rule(household)
def godtagbar_hyra(household: Any, period: Any) -> Array:
    return accepted(household, period, "hyra", household("högsta_belopp_hyra", period))


@rule(household)
def godtagbar_hushållsel(household: Any, period: Any) -> Array:
    return accepted(household, period, "hushållsel", household("högsta_belopp_hushållsel", period))


@rule(household)
def godtagbar_hemförsäkring(household: Any, period: Any, parameters: Any) -> Array:
    return accepted(household, period, "hemförsäkring", parameters(period).högsta_hemförsäkring)


@rule(household)
def godtagbara_arbetsresor(household: Any, period: Any) -> Array:
    return accepted(household, period, "arbetsresor", household("högsta_belopp_arbetsresor", period))


@rule(household)
def godtagbar_fackavgift(household: Any, period: Any) -> Array:
    return household("fackavgift", period)


@rule(household)
def godtagbar_a_kassa(household: Any, period: Any) -> Array:
    return household("a_kassa", period)


@rule(household)
def godtagbara_kostnader(household: Any, period: Any) -> Array:
    home = household("godtagbar_hyra", period) + household("godtagbar_hushållsel", period)
    home = home + household("godtagbar_hemförsäkring", period)
    work = household("godtagbara_arbetsresor", period) + household("godtagbar_fackavgift", period)
    return home + work + household("godtagbar_a_kassa", period)


@rule(household)
def tillägg_för_särskilda_skäl(household: Any, period: Any) -> Array:
    return where(household("åberopar_särskilda_skäl", period), household("höjning_av_riksnormen", period), 0)


@rule(household)
def avdrag_för_särskilda_skäl(household: Any, period: Any) -> Array:
    most = min_(household("sänkning_av_riksnormen", period), household("riksnorm", period))
    return where(household("kostnader_betalas_av_annan", period), most, 0)


@rule(household)
def norm_efter_särskilda_skäl(household: Any, period: Any) -> Array:
    added = household("riksnorm", period) + household("tillägg_för_särskilda_skäl", period)
    return added - household("avdrag_för_särskilda_skäl", period)


@rule(household)
def behov(household: Any, period: Any) -> Array:
    return household("norm_efter_särskilda_skäl", period) + household("godtagbara_kostnader", period)


@rule(household)
def nedsättning(household: Any, period: Any) -> Array:
    return where(household("kan_inte_söka_arbete", period), household("nedsättning_arbetskrav", period), 0)


@rule(household)
def bistånd(household: Any, period: Any) -> Array:
    missing = household("behov", period) - household("egna_medel", period) - household("nedsättning", period)
    return max_(0, missing)


@rule(household, bool)
def hela_normen_beviljas(household: Any, period: Any) -> Array:
    denied = household("åberopar_särskilda_skäl", period) & (
        household("tillägg_för_särskilda_skäl", period) == 0
    )
    whole = (household("avdrag_för_särskilda_skäl", period) == 0) & (household("nedsättning", period) == 0)
    return whole & ~denied


@rule(household, bool)
def alla_kostnader_beviljas(household: Any, period: Any) -> Array:
    rent = household("godtagbar_hyra", period) >= household("hyra", period)
    electricity = household("godtagbar_hushållsel", period) >= household("hushållsel", period)
    insurance = household("godtagbar_hemförsäkring", period) == household("hemförsäkring", period)
    return (
        rent
        & electricity
        & insurance
        & (household("godtagbara_arbetsresor", period) == household("arbetsresor", period))
    )


@rule(household, Enum)
def beslut(household: Any, period: Any) -> Array:
    everything = household("hela_normen_beviljas", period) & household("alla_kostnader_beviljas", period)
    granted = np.where(everything, np.uint8(2), np.uint8(1))
    return np.where(household("bistånd", period) == 0, np.uint8(0), granted)


def system(*, tuned: bool) -> TaxBenefitSystem:
    """The whole model in one of its styles, with its parameters from July 2025."""
    made = TaxBenefitSystem([child, household])
    made.tuned = tuned
    for names, entity in ((CHILD, child), (FACTS, household)):
        made.add_variables(*(variable(name, entity, bool if name in TRUTHS else int) for name in names))
    made.add_variables(*RULES)
    made.parameters = ParameterNode("", data=dated(PARAMETERS))
    return made


PARAMETERS: dict[str, Any] = {
    "prisbasbelopp": law.BASE_AMOUNT,
    "riksnorm_ensamstående": law.ALONE,
    "riksnorm_sambor": law.TOGETHER,
    "riksnorm_barn": law.CHILD,
    "riksnorm_barn_utan_lunch": law.CHILD_WITH_LUNCH,
    "riksnorm_gemensamma": law.SHARED,
    "riksnorm_var_och_en_till": law.EACH_MORE,
    "umgängesdagar_för_medlem": law.DAYS_OF_A_MEMBER,
    "månader_före_jobbstimulans": law.MONTHS_BEFORE,
    "månader_jobbstimulans_gäller": law.MONTHS_OF,
    "jobbstimulans": {"numerator": 1, "denominator": 4},
    "högsta_hyra": law.RENT,
    "högsta_hushållsel": law.ELECTRICITY,
    "högsta_hemförsäkring": law.INSURANCE,
    "högsta_arbetsresor": law.TRAVEL,
}


def dated(parameters: dict[str, Any]) -> dict[str, Any]:
    """As openfisca-core wants them: every value with the day from which it holds, a table as a scale of its steps."""
    made: dict[str, Any] = {}
    for name, value in parameters.items():
        match value:
            case tuple():
                steps = [key for key, cell in enumerate(value) if not key or cell != value[key - 1]]
                brackets = [{"threshold": at(key), "amount": at(value[key])} for key in steps]
                made[name] = {"metadata": {"type": "single_amount"}, "brackets": brackets}
            case dict():
                made[name] = dated(value)
            case _:
                made[name] = {"values": at(value)}
    return made


def at(value: int) -> dict[str, Any]:
    """A value since the law's first day."""
    return {SINCE: {"value": value}}
