"""Fees for preschool and after-school care: many that wait to be signed together, and the year's income control."""

from collections.abc import Mapping
from typing import Any

from allmanning.server.demo.services import Days, Told

BOARD = {
    "mittkoping": "Barn- och utbildningsnämnden",
    "norrhamn": "Utbildningsnämnden",
    "soderslatt": "Barn- och skolnämnden",
}
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "norrhamn": {
        "andel_av_maxtaxan_förskola": "90/100",
        "andel_kvar_under_läsåret": "68/100",
        "andel_kvar_under_sommaren": "100/100",
        "efterdebitering_enligt_taxan": False,
    },
    "soderslatt": {
        "andel_av_maxtaxan_fritidshem": "80/100",
        "andel_kvar_vid_särskilt_stöd": "50/100",
        "lägsta_efterdebitering": 500,
    },
}
DELEGATED: Mapping[str, str] = {}  # the law lets no machine decide what is appealed by laglighetsprövning
PLAN = {
    "mittkoping": ("BUN 2025-06-17 § 52", 5),
    "norrhamn": ("UN 2025-05-21 § 38", 3),
    "soderslatt": ("BSN 2025-06-12 § 44", 5),
}


def preschool(years: float, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A child in preschool, so many years old on the day of the application."""
    return {"född": Days(-round(years * 365.25)), "plats": "förskola", **(facts or {})}


def after_school(years: float) -> dict[str, Any]:
    """A child in after-school care."""
    return {"född": Days(-round(years * 365.25)), "plats": "fritidshem"}


def fee(*children: dict[str, Any], wage: int, partner: int | None = None, **facts: Any) -> dict[str, Any]:
    """A household's answers, in kronor a month before tax; `partner` is the other adult's wage, if there is one."""
    both = {} if partner is None else {"sammanboende": True, "lön_partner": partner}
    return {"ärende": "avgift", "barn": list(children), "inkomst_lämnas": True, "lön": wage, **both, **facts}


def control(*children: dict[str, Any]) -> dict[str, Any]:
    """What a household answers in the year's income control."""
    return {"ärende": "inkomstkontroll", "barn": list(children)}


PAY_SLIP = "Skicka den senaste lönespecifikationen för den av er som har bytt arbete."

# The newest are last.
STORIES = (
    Told("dan", 96, months=1, facts=fee(preschool(4.8), after_school(7.9), wage=25_400, partner=19_800),
         ending="accepted", by="bo"),
    Told("fatima", 62, months=1, facts=fee(preschool(1.4), preschool(4.2), after_school(9.1), after_school(12.2),
                                           wage=31_200, partner=12_600), ending="accepted", by="eva"),
    Told("jonas", 26, months=-9, facts=control(preschool(2.7)), ending="judged", by="eva",
         judgements={"taxerad_inkomst": 412_000, "debiterad_avgift": 720, "kontrollerade_månader": 6},
         words="Inkomsten enligt Skatteverket är högre än den som lämnades i augusti."),
    Told("kerstin", 24, months=-9, facts=control(after_school(8.5)), ending="changed", by="bo",
         judgements={"taxerad_inkomst": 305_000, "debiterad_avgift": 440, "kontrollerade_månader": 6},
         outcome="ingen ändring",
         words="Löneökningen betalades ut i december. Den hör till månaderna efter kontrollen, och inget tas ut i efterhand."),
    Told("kajsa", 12, months=1, facts=fee(after_school(11.3), wage=33_800), ending="completion", by="bo",
         words=PAY_SLIP),
    Told("naima", 9, months=1, facts=fee(preschool(5.9), after_school(9.8), wage=22_300, partner=27_900),
         ending="taken", by="bo"),
    Told("pia", 8, months=1, facts=fee(after_school(12.1), wage=29_600), ending="answered", by="eva",
         words=PAY_SLIP, answer="Hej! Här är lönen från det nya arbetet, den är samma varje månad."),
    Told("leila", 6, months=1, facts=fee(preschool(2.2), preschool(4.4, {"bara_allmän_förskola": True}), wage=0,
                                         andra_skattepliktiga_inkomster=9_400)),
    Told("ivar", 4, months=1, facts=fee(preschool(2.6, {"nummer_bland_födda_samma_dag": 1}),
                                        preschool(2.6, {"nummer_bland_födda_samma_dag": 2}), wage=28_900, partner=30_100)),
    Told("britta", 3, months=1, facts={"ärende": "avgift", "barn": [preschool(3.1)], "inkomst_lämnas": False}),
    Told("dan", 2, months=1, facts=fee(preschool(5.1), after_school(8.2), wage=27_100, partner=19_800)),
    Told("hanna", 1, months=1, facts=fee(preschool(1.3, {"plats_för_särskilt_stöd": True, "timmar_i_veckan": 25}), wage=24_700),
         ending="draft"),
    Told("mona", 33, months=-9, facts=control(after_school(11.2)), ending="judged", by="cilla",
         judgements={"taxerad_inkomst": 246_000, "debiterad_avgift": 505, "kontrollerade_månader": 6},
         words="Den taxerade inkomsten är lägre än den lämnade. Skillnaden betalas tillbaka."),
    Told("karin", 14, months=1, facts=fee(preschool(1.9), wage=30_400), ending="withdrawn"),
    Told("nora", 5, months=1, facts=fee(preschool(4.5), wage=26_800, partner=23_500)),
    Told("said", 41, months=1, facts=fee(preschool(1.1), preschool(2.9), after_school(7.3), wage=29_700,
                                         partner=8_200), ending="accepted", by="sten"),
    Told("rut", 7, months=1, facts=fee(after_school(7.2), after_school(9.4), wage=23_900, partner=21_700)),
    Told("petra", 3, months=1, facts=fee(preschool(1.6), wage=34_900, partner=36_200)),
)  # fmt: skip
