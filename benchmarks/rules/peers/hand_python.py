"""The rules of ekonomiskt bistånd in November 2025, as somebody would write them in plain Python: one household at a time.

Written once by hand from the law and the default local settings; nothing is shared with the package. Amounts are öre.
"""

from typing import Any

ALONE, TOGETHER = 391_000, 705_000
SHARED = (0, 127_000, 140_000, 177_000, 201_000, 231_000, 262_000, 281_000)
EACH_MORE = SHARED[7] - SHARED[6]
CHILD = (
    272_000,
    *[303_000] * 2,
    270_000,
    *[303_000] * 3,
    *[379_000] * 4,
    *[435_000] * 4,
    *[492_000] * 4,
    *[496_000] * 2,
)
CHILD_WITH_LUNCH = (254_000, 278_000, 278_000, 248_000, 270_000, 270_000, 270_000)
RENT = (0, 900_000, 1_100_000, 1_300_000, 1_500_000, 1_700_000, 1_900_000, 2_100_000)
ELECTRICITY = (0, 80_000, 100_000, 120_000, 140_000, 160_000, 180_000, 200_000)
INSURANCE, TRAVEL = 40_000, 200_000
BASE_AMOUNT = 5_880_000
MONTHS_BEFORE, MONTHS_OF = 6, 24
DAYS_OF_A_MEMBER = 1


def decide(h: dict[str, Any]) -> tuple[str, int]:
    """Outcome and amount of one household."""
    together = h["sammanboende"]
    members = 2 if together else 1
    norm = TOGETHER if together else ALONE
    income = counted_wage(h["lön"], h["månader_med_försörjningsstöd"], h["månader_med_jobbstimulans"])
    if together:
        income += counted_wage(
            h["lön_medsökande"],
            h["månader_med_försörjningsstöd_medsökande"],
            h["månader_med_jobbstimulans_medsökande"],
        )
    for child in h["barn"]:
        days = child["dagar_i_hushållet"]
        members += days >= DAYS_OF_A_MEMBER
        if days:
            norm += childs_costs(child, days)
            income += childs_income(child)
    income += (
        h["barnbidrag"] + h["bostadsbidrag"] + h["underhållsstöd"] + h["övriga_inkomster"] + h["tillgångar"]
    )
    norm += shared_costs(members, h["övriga_i_hushållet"])
    return outcome(h, members, norm, income)


def outcome(h: dict[str, Any], members: int, norm: int, income: int) -> tuple[str, int]:
    """From norm and income to the decision."""
    higher, most = h["åberopar_högre_kostnader"], min(members, 7)
    costs = h["fackavgift"] + h["a_kassa"]
    all_costs = True
    for name, limit in (
        ("hyra", RENT[most]),
        ("hushållsel", ELECTRICITY[most]),
        ("hemförsäkring", INSURANCE),
        ("arbetsresor", TRAVEL * 2 if h["sammanboende"] else TRAVEL),
    ):
        asked = h[name]
        if asked > limit:
            given = min(asked, limit + h["godtaget_utöver_högsta_" + name]) if higher else limit
            all_costs = all_costs and given == asked
            costs += given
        else:
            costs += asked
    added = h["höjning_av_riksnormen"] if h["åberopar_särskilda_skäl"] else 0
    taken = min(h["sänkning_av_riksnormen"], norm) if h["kostnader_betalas_av_annan"] else 0
    lowered = h["nedsättning_arbetskrav"] if h["kan_inte_söka_arbete"] else 0
    amount = norm + added - taken + costs - income - lowered
    if amount <= 0:
        return "avslag", 0
    whole_norm = taken == 0 and lowered == 0 and not (h["åberopar_särskilda_skäl"] and added == 0)
    return ("bifall" if whole_norm and all_costs else "delvis bifall"), amount


def counted_wage(wage: int, months: int, months_of_incentive: int) -> int:
    """A wage without its jobbstimulans."""
    if wage and months >= MONTHS_BEFORE and months_of_incentive < MONTHS_OF:
        return wage - (wage + 2) // 4
    return wage


def childs_costs(child: dict[str, Any], days: int) -> int:
    """A child's personal costs for its days in the household."""
    age = child["ålder"]
    month = CHILD_WITH_LUNCH[age] if age <= 6 and child["äter_lunch_i_förskolan"] else CHILD[age]
    return month if days >= 30 else (month * days + 15) // 30


def childs_income(child: dict[str, Any]) -> int:
    """A child's own income, once the year's is above a base amount."""
    earned, before = child["egna_inkomster"], child["egna_inkomster_tidigare_i_år"]
    if earned == 0:
        return 0
    return earned if before >= BASE_AMOUNT else max(0, before + earned - BASE_AMOUNT)


def shared_costs(members: int, others: int) -> int:
    """The family's part of what the whole household shares."""
    everybody = members + others
    costs = SHARED[everybody] if everybody <= 7 else SHARED[7] + EACH_MORE * (everybody - 7)
    return costs if others == 0 else (2 * costs * members + everybody) // (2 * everybody)
