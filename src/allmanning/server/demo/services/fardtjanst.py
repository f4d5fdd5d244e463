"""Special transport: first permits that people judge, and renewals of what they have judged before."""

from collections.abc import Mapping
from typing import Any

from allmanning.server.demo.services import Told

BOARD = {
    "mittkoping": "Tekniska nämnden",
    "norrhamn": "Samhällsbyggnadsnämnden",
    "soderslatt": "Trafiknämnden",
}
# Mittköping gives a year at a time, Norrhamn fewer trips and a share of the cost as the fare, Söderslätt its neighbours too.
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "mittkoping": {"längsta_tillståndstid": 12},
    "norrhamn": {"högsta_antal_övriga_resor": 12, "avgift_som_andel": True},
    "soderslatt": {"grannkommuner_ingår": True, "avgift_per_zon": {"1": 38, "2": 76}},
}
DELEGATED = {"mittkoping": "Tekniska nämnden 2025-06-12 § 59"}
PLAN = {
    "mittkoping": ("TN 2025-06-12 § 60", 5),
    "norrhamn": ("SBN 2025-06-17 § 49", 5),
    "soderslatt": ("TrN 2025-06-10 § 35", 5),
}

HERE = {
    "folkbokförd_här": True,
    "vill_förnya_oförändrat": False,
    "har_funktionsnedsättning": True,
    "går_inte_över": True,
    "sökta_resor": 16,
    "sökt_färdsätt": "personbil",
}
# A renewal asks two questions; the rest is there for an application that is not one after all.
RENEWAL = {**HERE, "vill_förnya_oförändrat": True}
LASTING = {"svårigheter_som_vuxen": "väsentliga och bestående"}

CERTIFICATE = "Intyget beskriver sjukdomen men inte hur du reser. Be läkaren skriva hur du klarar att gå till hållplatsen, stiga på och sitta under färden."

# The newest are last.
STORIES = (
    Told("otto", 340, facts={**HERE, "ålder": 79, "sökta_resor": 12, "söker_ledsagare": True}, ending="judged", by="lina",
         words="Intyget visar att Otto går några meter med rollator och behöver stöd under hela resan. Det går inte över.",
         judgements={**LASTING, "behöver_ledsagare": True}),
    Told("mats", 335, facts={**HERE, "ålder": 66}, ending="judged", by="eva",
         words="Synen är nedsatt på båda ögonen. Mats kan inte byta buss på egen hand, och synen blir inte bättre.",
         judgements=LASTING),
    Told("gun", 150, facts={**HERE, "ålder": 63, "sökta_resor": 40, "söker_ledsagare": True}, ending="judged", by="lina",
         words="Resorna till arbetet är väsentliga, sexton i månaden. Gun får hjälp av föraren och behöver ingen ledsagare i bilen.",
         judgements={**LASTING, "väsentliga_resor": 16}),
    Told("karin", 120, facts={**HERE, "ålder": 37, "sökta_resor": 12, "sökt_färdsätt": "specialfordon"}, ending="judged", by="cilla",
         words="Karin sitter kvar i rullstolen under resan.", judgements={**LASTING, "behöver_specialfordon": True}),
    Told("kerstin", 75, facts={**HERE, "ålder": 55}, ending="judged", by="lina",
         words="Kerstin går obehindrat och reser med buss i dag. Att turerna är få är ingen funktionsnedsättning.",
         judgements={"svårigheter_som_vuxen": "inga väsentliga"}),
    Told("rut", 66, facts={**HERE, "ålder": 34, "går_inte_över": False, "månader_som_väntas": 8, "söker_grannkommuner": True},
         ending="judged", by="sten", words="Efter olyckan väntas Rut gå utan stöd om åtta månader.",
         judgements={"svårigheter_som_vuxen": "väsentliga för en tid"}),
    Told("said", 52, facts={**HERE, "ålder": 29, "går_inte_över": False, "månader_som_väntas": 2}, ending="judged", by="sten",
         words="Benbrottet har läkt om två månader. Svårigheterna är tillfälliga.",
         judgements={"svårigheter_som_vuxen": "inga väsentliga"}),
    Told("nils", 31, facts={**HERE, "ålder": 42, "söker_grannkommuner": True}, ending="answered", by="cilla", words=CERTIFICATE,
         answer="Här är ett nytt intyg, där läkaren beskriver resan."),
    Told("olle", 24, facts={**HERE, "ålder": 52}, ending="withdrawn"),
    Told("otto", 15, facts={**RENEWAL, "ålder": 80}),
    Told("hanna", 12, facts={**HERE, "ålder": 27, "sökta_resor": 24}, ending="completion", by="lina", words=CERTIFICATE),
    Told("mona", 9, facts={**HERE, "ålder": 50, "sökta_resor": 30, "sökt_färdsätt": "specialfordon"}, ending="taken", by="cilla"),
    Told("petra", 4, facts={**HERE, "ålder": 25, "söker_ledsagare": True}),
    Told("mats", 3, facts={**RENEWAL, "ålder": 67}),
    Told("amir", 0, facts={**HERE, "ålder": 48}, ending="draft"),
)  # fmt: skip
