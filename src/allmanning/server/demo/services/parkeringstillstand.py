"""Parking permits: new, renewed, replaced, refused and sent elsewhere; three municipalities that judge differently."""

from collections.abc import Mapping
from typing import Any

from allmanning.server.demo.services import Told

BOARD = {
    "mittkoping": "Tekniska nämnden",
    "norrhamn": "Samhällsbyggnadsnämnden",
    "soderslatt": "Trafiknämnden",
}
# Mittköping gives a year at a time, Norrhamn lets a driver walk further, Söderslätt wants a new certificate every time.
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "mittkoping": {"giltighetstid": 12},
    "norrhamn": {"gångsträcka_förare": 500, "giltighetstid": 36},
    "soderslatt": {"giltighetstid": 12, "förnyelse_utan_intyg": False},
}
DELEGATED = {"mittkoping": "Tekniska nämnden 2025-06-12 § 58", "soderslatt": "Trafiknämnden 2025-06-10 § 33"}
PLAN = {
    "mittkoping": ("TN 2025-06-12 § 60", 7),
    "norrhamn": ("SBN 2025-06-17 § 49", 7),
    "soderslatt": ("TrN 2025-06-10 § 35", 7),
}

HERE = {"ärende": "nytt tillstånd", "folkbokförd": "i kommunen"}
DRIVER = {**HERE, "roll": "förare", "svårigheterna_är_bestående": True}
PASSENGER = {**HERE, "roll": "passagerare", "svårigheterna_är_bestående": True}
RENEWAL = {**HERE, "ärende": "förnyelse", "allt_är_som_förut": True}
LOST = {**HERE, "ärende": "förlorat kort", "polisanmäld_förlust": True}

CERTIFICATE = "Läkarintyget säger inte hur långt du kan gå. Be läkaren mäta det, till exempel med ett gångtest, och skicka det nya intyget."
PHOTO = "Fotot är för mörkt för att tryckas på kortet. Skicka ett nytt i passformat."

# The newest are last.
STORIES = (
    Told("otto", 345, facts={**DRIVER, "gångsträcka": 50}, ending="judged", by="lina",
         words="Intyget visar 50 meter med rullator. Slitna höfter som inte går att operera: svårigheterna är bestående.",
         judgements={"gångsträcka_enligt_intyget": 50, "bestående_enligt_intyget": True}),
    Told("rut", 340, facts={**DRIVER, "gångsträcka": 80}, ending="judged", by="sten",
         words="Intyget visar 80 meter och en sjukdom som inte går över.",
         judgements={"gångsträcka_enligt_intyget": 80, "bestående_enligt_intyget": True}),
    Told("gun", 160, facts={**PASSENGER, "gångsträcka": 20}, ending="judged", by="eva",
         words="Intyget visar att Gun inte kan lämnas ensam. Efter operationen väntas hon gå bättre inom nio månader.",
         judgements={"gångsträcka_enligt_intyget": 20, "behöver_förarens_hjälp": True, "månader_enligt_intyget": 9}),
    Told("karin", 90, facts={**DRIVER, "gångsträcka": 400}, ending="judged", by="cilla",
         words="Intyget visar 400 meter. Nämndens riktlinje är 500 meter för den som kör själv.",
         judgements={"gångsträcka_enligt_intyget": 400, "bestående_enligt_intyget": True}),
    Told("mats", 60, facts={**DRIVER, "gångsträcka": 800}, ending="refused", by="lina",
         words="Mats går 800 meter utan paus och har inte berättat om något annat som gör det svårt."),
    Told("lars", 44, facts={**HERE, "roll": "förare", "gångsträcka": 30, "månader_kvar": 4}, ending="accepted", by="cilla",
         words="Benet väntas ha läkt om fyra månader. Svårigheterna är inte varaktiga."),
    Told("said", 38, facts={**DRIVER, "folkbokförd": "i en annan kommun"}, ending="accepted", by="sten"),
    Told("petra", 25, facts={**PASSENGER, "gångsträcka": 90}, ending="withdrawn"),
    Told("nora", 16, facts={**PASSENGER, "gångsträcka": 60}, ending="answered", by="cilla", words=PHOTO,
         answer="Här är ett nytt foto, taget i dagsljus."),
    Told("kerstin", 9, facts={**DRIVER, "gångsträcka": 100}, ending="completion", by="lina", words=CERTIFICATE),
    Told("gun", 7, facts={**LOST, "roll": "passagerare"}, ending="taken", by="eva"),
    Told("hanna", 6, facts={**DRIVER, "gångsträcka": 300, "åberopar_andra_svårigheter": True}, ending="taken", by="lina"),
    Told("rut", 5, facts={**RENEWAL, **DRIVER, "ärende": "förnyelse", "gångsträcka": 80}, ending="sent"),
    Told("mona", 3, facts={**DRIVER, "gångsträcka": 200}, ending="sent"),
    Told("otto", 2, facts={**RENEWAL, "roll": "förare"}, ending="sent"),
    Told("oskar", 1, facts={**PASSENGER, "gångsträcka": 0}, ending="draft"),
)  # fmt: skip
