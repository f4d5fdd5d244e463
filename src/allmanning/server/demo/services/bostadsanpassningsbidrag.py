"""Housing adaptation: a home is adapted measure by measure, paid for when the work is done, and repaired years later."""

from collections.abc import Mapping
from typing import Any

from allmanning.server.demo.services import Told

BOARD = {"mittkoping": "Samhällsbyggnadsnämnden", "norrhamn": "Miljö- och byggnadsnämnden"}
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "norrhamn": {"intyget_räcker_till": 0, "godtas_med_en_offert": 15000},
    "soderslatt": {"intyget_räcker_till": 8000, "godtas_med_en_offert": 30000},
}
# A board may delegate only what the package lets the automatic function decide, and that is nothing.
DELEGATED: Mapping[str, str] = {}
# No law says how long these cases are kept.
PLAN = {
    "mittkoping": ("SBN 2025-06-17 § 52", 10),
    "norrhamn": ("MBN 2025-06-10 § 38", 10),
    "soderslatt": ("Vård- och omsorgsnämnden 2025-06-11 § 68", 10),
}

# A rented flat, and all owners have said yes.
RENTED = {
    "ärende": "anpassning",
    "långvarig_funktionsnedsättning": True,
    "boendeform": "vanlig bostad",
    "bostadens_användning": "permanentbostad",
    "upplåtelse": "hyresrätt",
    "byte_av_bostad": "nej",
    "alla_har_medgett": True,
    "ägarna_avstår_från_ersättning": True,
}
OWN_HOUSE = {**RENTED, "upplåtelse": "eget hus"}
NECESSARY = {"åtgärder.är_nödvändig": True}


def measure(kind: str, cost: int, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A measure that the certificate names, with one quote unless the facts say more; `cost` in kronor."""
    return {"slag": kind, "kostnad": cost, "antal_offerter": 1, "står_i_intyget": True, **(facts or {})}


# The newest of each person are last.
STORIES = (
    Told(
        "gun", 118, ending="judged", by="eva",
        facts={**RENTED, "åtgärder": [
            measure("trösklar", 3200), measure("dörröppnare", 18400), measure("badrum", 61000, {"antal_offerter": 2, "andra_offerten": 54000})]},
        judgements={**NECESSARY, "åtgärder.skälig_kostnad_för_arbetet": 54000},
        words="Intyget visar att badkar och tung dörr hindrar henne varje dag. Den lägre offerten gör hela arbetet."),
    Told(
        "gun", 9, ending="sent",
        facts={"ärende": "utbetalning", "åtgärder": [
            {"slag": "trösklar", "kostnad": 3200, "utförd": True}, {"slag": "dörröppnare", "kostnad": 17900, "utförd": True},
            {"slag": "badrum", "kostnad": 54000, "utförd": True}]}),
    Told(
        "mats", 47, ending="refused", by="bo",
        facts={**RENTED, "boendeform": "särskilt boende för äldre", "åtgärder": [measure("stödhandtag", 2400)]},
        words="Bostaden är ett särskilt boende för äldre. Där svarar kommunen för att den passar."),
    Told(
        "otto", 6, ending="taken", by="bo",
        facts={**OWN_HOUSE, "åtgärder": [measure("ramp", 41000, {"antal_offerter": 2, "andra_offerten": 38000}), measure("spisvakt", 4200)]}),
    Told(
        "pia", 21, ending="completion", by="eva",
        facts={**RENTED, "alla_har_medgett": False, "åtgärder": [measure("dörröppnare", 17500)]},
        words="Skicka hyresvärdens skriftliga ja, och löftet att inte kräva ersättning för att återställa."),
    Told("kajsa", 2, ending="draft", facts={**RENTED, "åtgärder": [measure("trösklar", 2900)]}),
    Told(
        "karin", 58, ending="judged", by="cilla",
        facts={"ärende": "reparation", "boendeform": "vanlig bostad", "åtgärder": [
            measure("hiss", 14000, {"installerad_med_bidrag": True, "teknisk_anordning": True, "arbete": "reparation"})]},
        judgements=NECESSARY,
        words="Plattformshissen är hennes enda väg ut."),
    Told(
        "mona", 33, ending="answered", by="cilla",
        facts={**RENTED, "åtgärder": [measure("kök", 46000, {"hjälpmedel_har_föreslagits": True})]},
        words="Skriv vilket hjälpmedel som har prövats, och varför det inte räcker.",
        answer="Arbetsstolen får inte plats vid bänken. Arbetsterapeuten har skrivit det i ett nytt intyg."),
    Told(
        "lars", 26, ending="judged", by="cilla",
        facts={**RENTED, "byte_av_bostad": "ja", "åtgärder": [
            measure("hiss", 480000, {"antal_offerter": 2, "andra_offerten": 520000, "behövdes_vid_bytet": True}), measure("stödhandtag", 1900)]},
        judgements={**NECESSARY, "åtgärder.beror_på_olämplig_bostad": True},
        words="Lägenheten ligger två trappor upp utan hiss, och behovet fanns när han flyttade. Stödhandtagen beror inte på det."),
    Told(
        "nils", 17, ending="changed", by="cilla", more=1100,
        facts={**OWN_HOUSE, "åtgärder": [measure("ramp", 12800)]},
        judgements=NECESSARY,
        words="Anmälan till byggnadsnämnden kostar 1 100 kronor och hör till rampen."),
    Told(
        "rut", 12, ending="sent",
        facts={**OWN_HOUSE, "någon_annan_äger_eller_innehar": True, "åtgärder": [measure("spisvakt", 4800), measure("trösklar", 2600)]}),
    Told(
        "petra", 40, ending="judged", by="sten",
        facts={"ärende": "återställning", "sökanden_äger_huset": True, "återställning_av": "uthyrt hus", "åtgärder": [
            measure("ramp", 16500, {"installerad_med_bidrag": True, "används_inte_längre": True})]},
        judgements={"åtgärder.till_nackdel_för_andra": True},
        words="Rampen tar den plats där familjen som nu hyr huset ska gå in."),
    Told("said", 64, ending="withdrawn", facts={**RENTED, "åtgärder": [measure("badrum", 39000)]}),
)  # fmt: skip
