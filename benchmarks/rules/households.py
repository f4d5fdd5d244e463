"""Random households for ekonomiskt bistånd: seeded, invented, and only as plausible as this page says.

No statistics stand behind the shares; they are chosen to look like those who apply, and stated so that they can be judged:
three of ten live with a partner; four of ten have children, one to four, of any age up to 20, one in seven of them part of
the month; a third have a wage; one in eight has assets; one in ten says yes to each of the questions that open a
caseworker's judgement. Amounts are even kronor within plausible limits.
"""

import random
from typing import Any

type Household = dict[str, Any]


def household(chance: random.Random) -> Household:
    """Every fact that the package can ask for; money in öre."""
    kronor = lambda low, high: chance.randint(low, high) * 100  # noqa: E731 - the shape of a column, not a function
    some = lambda share, low, high: kronor(low, high) if chance.random() < share else 0  # noqa: E731
    together = chance.random() < 0.3
    children = chance.choices((0, 1, 2, 3, 4), (60, 16, 14, 7, 3))[0]
    return {
        "sammanboende": together,
        "övriga_i_hushållet": chance.choices((0, 1, 2, 4), (85, 7, 5, 3))[0],
        "barn": [child(chance) for _ in range(children)],
        "lön": some(0.33, 800, 24_000),
        "månader_med_försörjningsstöd": chance.randint(0, 30),
        "månader_med_jobbstimulans": chance.randint(0, 30),
        "lön_medsökande": some(0.33, 800, 24_000),
        "månader_med_försörjningsstöd_medsökande": chance.randint(0, 30),
        "månader_med_jobbstimulans_medsökande": chance.randint(0, 30),
        "barnbidrag": 125_000 * children,
        "bostadsbidrag": some(0.3, 300, 5_000),
        "underhållsstöd": some(0.15, 500, 5_000) if children else 0,
        "övriga_inkomster": some(0.25, 100, 16_000),
        "tillgångar": some(0.12, 500, 200_000),
        "hyra": some(0.95, 2_500, 14_000),
        "hushållsel": some(0.7, 150, 1_600),
        "hemförsäkring": some(0.6, 80, 350),
        "arbetsresor": some(0.25, 300, 2_500),
        "fackavgift": some(0.2, 100, 600),
        "a_kassa": some(0.3, 110, 180),
        "åberopar_högre_kostnader": chance.random() < 0.1,
        "åberopar_särskilda_skäl": chance.random() < 0.1,
        "kostnader_betalas_av_annan": chance.random() < 0.1,
        "kan_inte_söka_arbete": chance.random() < 0.1,
        "höjning_av_riksnormen": some(0.5, 100, 2_000),
        "sänkning_av_riksnormen": some(0.5, 100, 1_000),
        "godtaget_utöver_högsta_hyra": some(0.5, 100, 3_000),
        "godtaget_utöver_högsta_hushållsel": some(0.5, 50, 300),
        "godtaget_utöver_högsta_hemförsäkring": some(0.5, 20, 100),
        "godtaget_utöver_högsta_arbetsresor": some(0.5, 50, 500),
        "nedsättning_arbetskrav": some(0.5, 500, 4_000),
    }


def child(chance: random.Random) -> Household:
    """One child."""
    age = chance.randint(0, 20)
    return {
        "ålder": age,
        "dagar_i_hushållet": 30 if chance.random() < 6 / 7 else chance.randint(1, 16),
        "äter_lunch_i_förskolan": age in range(1, 6) and chance.random() < 0.7,
        "egna_inkomster": chance.randint(500, 9_000) * 100 if age > 14 and chance.random() < 0.2 else 0,
        "egna_inkomster_tidigare_i_år": chance.randint(0, 70_000) * 100,
    }


# A couple with two children, rent, a wage with jobbstimulans: the case whose times are quoted.
FAMILY: Household = household(random.Random(0)) | {
    "sammanboende": True,
    "övriga_i_hushållet": 0,
    "barn": [
        {"ålder": 5, "dagar_i_hushållet": 30, "äter_lunch_i_förskolan": True, "egna_inkomster": 0,
         "egna_inkomster_tidigare_i_år": 0},
        {"ålder": 8, "dagar_i_hushållet": 30, "äter_lunch_i_förskolan": False, "egna_inkomster": 0,
         "egna_inkomster_tidigare_i_år": 0},
    ],
    "hyra": 1_040_000, "lön": 800_000, "månader_med_försörjningsstöd": 8, "månader_med_jobbstimulans": 2, "lön_medsökande": 0,
    "tillgångar": 0, "åberopar_särskilda_skäl": False, "kostnader_betalas_av_annan": False, "kan_inte_söka_arbete": False,
}  # fmt: skip
