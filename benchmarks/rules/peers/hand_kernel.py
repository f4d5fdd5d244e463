"""The same rules as an expert would write them with numba: one loop over columns, children through list offsets.

Constants are compiled in; nothing is allocated in the loop; each household is computed once and nothing of it is kept.
"""

import numpy as np
from numba import njit

from benchmarks.rules.peers import hand_python as law

SHARED, RENT, ELECTRICITY = (np.array(each, np.int64) for each in (law.SHARED, law.RENT, law.ELECTRICITY))
CHILD, CHILD_WITH_LUNCH = np.array(law.CHILD, np.int64), np.array(law.CHILD_WITH_LUNCH, np.int64)
ALONE, TOGETHER, INSURANCE, TRAVEL = law.ALONE, law.TOGETHER, law.INSURANCE, law.TRAVEL
BASE_AMOUNT, EACH_MORE = law.BASE_AMOUNT, law.EACH_MORE
MONTHS_BEFORE, MONTHS_OF, DAYS_OF_A_MEMBER = law.MONTHS_BEFORE, law.MONTHS_OF, law.DAYS_OF_A_MEMBER

REFUSED, PARTLY, GRANTED = 0, 1, 2


@njit(inline="always")
def counted_wage(wage, months, months_of_incentive):
    """A wage without its jobbstimulans."""
    if months >= MONTHS_BEFORE and months_of_incentive < MONTHS_OF:
        return wage - (wage + 2) // 4
    return wage


@njit(inline="always")
def accepted(asked, limit, higher, beyond):
    """A cost, up to the limit and what is accepted beyond it."""
    if asked <= limit or not higher:
        return min(asked, limit)
    return min(asked, limit + beyond)


@njit(inline="always")
def shared_costs(members, others):
    """The family's part of what the whole household shares."""
    everybody = members + others
    costs = SHARED[min(everybody, 7)] + EACH_MORE * max(0, everybody - 7)
    return costs if others == 0 else (2 * costs * members + everybody) // (2 * everybody)


@njit(nogil=True, boundscheck=False, error_model="numpy")
def households(
    start, stop, outcomes, amounts, offsets, age, days, lunch, earned, earned_before,
    together, others, wage, months, incentive, wage_2, months_2, incentive_2,
    allowance, housing, maintenance, other_income, assets, rent, electricity, insurance, travel, union, fund,
    claims_higher, claims_reasons, paid_by_other, cannot_work, raised, lowered_norm,
    beyond_rent, beyond_electricity, beyond_insurance, beyond_travel, reduction,
):  # fmt: skip
    """Outcome (0 refused, 1 partly, 2 granted) and amount of the households from start up to stop."""
    for i in range(start, stop):
        couple = together[i]
        members = 2 if couple else 1
        norm = TOGETHER if couple else ALONE
        income = counted_wage(wage[i], months[i], incentive[i])
        if couple:
            income += counted_wage(wage_2[i], months_2[i], incentive_2[i])
        for j in range(offsets[i], offsets[i + 1]):
            stays = days[j]
            members += stays >= DAYS_OF_A_MEMBER
            if stays > 0:
                month = CHILD_WITH_LUNCH[age[j]] if age[j] <= 6 and lunch[j] else CHILD[age[j]]
                norm += month if stays >= 30 else (month * stays + 15) // 30
                if earned[j] > 0:
                    income += min(earned[j], max(0, earned_before[j] + earned[j] - BASE_AMOUNT))
        norm += shared_costs(members, others[i])
        income += allowance[i] + housing[i] + maintenance[i] + other_income[i] + assets[i]
        most, higher = min(members, 7), claims_higher[i]
        home = accepted(rent[i], RENT[most], higher, beyond_rent[i])
        power = accepted(electricity[i], ELECTRICITY[most], higher, beyond_electricity[i])
        insured = accepted(insurance[i], INSURANCE, higher, beyond_insurance[i])
        travelled = accepted(travel[i], TRAVEL * 2 if couple else TRAVEL, higher, beyond_travel[i])
        added = raised[i] if claims_reasons[i] else 0
        taken = min(lowered_norm[i], norm) if paid_by_other[i] else 0
        lowered = reduction[i] if cannot_work[i] else 0
        costs = home + power + insured + travelled + union[i] + fund[i]
        amount = norm + added - taken + costs - income - lowered
        if amount <= 0:
            outcomes[i], amounts[i] = REFUSED, 0
            continue
        whole = taken == 0 and lowered == 0 and not (claims_reasons[i] and added == 0)
        all_costs = (
            home == rent[i] and power == electricity[i] and insured == insurance[i] and travelled == travel[i]
        )
        outcomes[i], amounts[i] = GRANTED if whole and all_costs else PARTLY, amount
