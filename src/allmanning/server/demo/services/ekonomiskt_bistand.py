"""Economic support, month after month: about seventy cases in every state. The households are people.py's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from allmanning.server.demo.people import RESIDENTS
from allmanning.server.demo.services import Told

BOARD: Mapping[str, str] = {}  # each municipality's own
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "norrhamn": {
        "högsta_hyra": {"1": 7200, "2": 8600, "3": 10200, "4": 11800, "5": 13200, "6": 14600, "7-": 16000},
        "högsta_hemförsäkring": 300,
        "umgängesdagar_för_medlem": 7,
    },
    "soderslatt": {
        "högsta_hyra": {"1": 8100, "2": 9900, "3": 11700, "4": 13500, "5": 15300, "6": 17100, "7-": 18900},
        "högsta_hushållsel": {"1": 700, "2": 850, "3": 1000, "4": 1150, "5": 1300, "6": 1450, "7-": 1600},
    },
}
DELEGATED = {
    "mittkoping": "Socialnämnden 2025-06-18 § 41",
    "soderslatt": "Vård- och omsorgsnämnden 2025-06-11 § 67",
}
# The board that decides about the one decides about the other.
PLAN = {slug: ("SN 2025-06-18 § 45", None) for slug in DELEGATED}

REQUESTS = (
    "Skicka din senaste hyresavi. Vi behöver se vad hyran är efter den senaste höjningen.",
    "Skicka kontoutdrag för den senaste månaden, för alla konton.",
    "Skicka lönespecifikationen för den lön som betalades ut förra månaden.",
)
SAME_RENT = "Hej! Hyran är densamma som förut, jag har lagt in rätt belopp nu."

# The newest are last.
_ROWS = (
    Told("amir", 124, ending="sent"),
    Told("amir", 93, ending="sent"),
    Told("amir", 63, ending="sent"),
    Told("amir", 32, ending="sent"),
    Told("amir", 1, ending="sent"),
    Told("britta", 95, ending="accepted", by="bo"),
    Told("britta", 64, ending="accepted", by="bo"),
    Told("britta", 34, ending="changed", by="eva", words="Underhållsstödet betalades ut två gånger i samma månad. Det dubbla räknas bara en gång.", more=850),
    Told("britta", 3, ending="taken", by="bo"),
    Told("carl", 61, ending="accepted", by="bo"),
    Told("carl", 30, ending="accepted", by="eva"),
    Told("carl", 2, ending="sent"),
    Told("disa", 62, ending="accepted", by="bo"),
    Told("disa", 31, ending="accepted", by="bo"),
    Told("disa", 6, ending="sent"),
    Told("elias", 92, ending="accepted", by="eva"),
    Told("elias", 33, ending="accepted", by="bo"),
    Told("elias", 4, ending="completion", by="bo", words=REQUESTS[2]),
    Told("fatima", 96, ending="accepted", by="bo"),
    Told("fatima", 65, ending="accepted", by="bo"),
    Told("fatima", 35, ending="accepted", by="eva"),
    Told("fatima", 5, ending="sent"),
    Told("gun", 40, ending="refused", by="bo", words="Hushållet har pengar på banken som räcker till månadens behov."),
    Told("gun", 8, ending="sent"),
    Told("hanna", 66, ending="judged", by="eva", words="Läkarintyget visar att kosten kostar mer än det som ingår i normen.",
         judgements={"höjning_av_riksnormen": 600}),
    Told("hanna", 9, ending="taken", by="bo"),
    Told("ivar", 123, ending="sent"),
    Told("ivar", 94, ending="sent"),
    Told("ivar", 60, ending="sent"),
    Told("ivar", 29, ending="sent"),
    Told("ivar", 0, ending="draft"),
    Told("fia", 67, ending="accepted", by="eva"),
    Told("fia", 18, ending="sent"),
    Told("anna", 64, ending="sent"),
    Told("dan", 70, ending="accepted", by="bo"),
    Told("dan", 37, ending="accepted", by="bo"),
    Told("jonas", 33, ending="accepted", by="bo"),
    Told("jonas", 2, ending="sent"),
    Told("kerstin", 32, ending="sent"),
    Told("kerstin", 1, ending="sent"),
    Told("leila", 62, ending="accepted", by="eva"),
    Told("leila", 15, ending="taken", by="bo"),
    Told("mats", 11, ending="sent"),
    Told("naima", 34, ending="accepted", by="bo"),
    Told("naima", 3, ending="proposed", by="bo", words="Hushållet fick en ersättning som räcker månaden ut. Jag vill att en kollega tittar på det."),
    Told("oskar", 10, ending="answered", by="bo", words=REQUESTS[1], answer=SAME_RENT),
    Told("pia", 5, ending="sent"),
    Told("rasmus", 36, ending="changed", by="bo", words="Hyran gäller bara från den 15 i månaden. Halva hyran räknas.", more=850),
    Told("rasmus", 4, ending="sent"),
    Told("karin", 91, ending="accepted", by="cilla"),
    Told("karin", 60, ending="accepted", by="cilla"),
    Told("karin", 31, ending="accepted", by="sten"),
    Told("karin", 2, ending="sent"),
    Told("lars", 36, ending="changed", by="cilla", words="Lönen för extrapass kom först efter månadens slut och räknas nästa månad.", more=850),
    Told("lars", 17, ending="sent"),
    Told("mona", 65, ending="accepted", by="cilla"),
    Told("mona", 33, ending="answered", by="cilla", words=REQUESTS[0], answer=SAME_RENT),
    Told("nils", 38, ending="judged", by="cilla", words="Frånvaron är godkänd av läkare. Biståndet sätts inte ner."),
    Told("nils", 7, ending="taken", by="cilla"),
    Told("nora", 45, ending="withdrawn"),
    Told("petra", 93, ending="accepted", by="sten"),
    Told("petra", 62, ending="accepted", by="sten"),
    Told("petra", 31, ending="accepted", by="sten"),
    Told("petra", 4, ending="taken", by="sten"),
    Told("rut", 122, ending="sent"),
    Told("rut", 92, ending="sent"),
    Told("rut", 61, ending="sent"),
    Told("rut", 30, ending="sent"),
    Told("said", 68, ending="accepted", by="sten"),
    Told("said", 39, ending="completion", by="sten", words=REQUESTS[1]),
    Told("said", 12, ending="sent"),
    Told("olle", 60, ending="refused", by="sten", words="Lönen räcker till familjens behov den här månaden."),
    Told("olle", 28, ending="draft"),
)  # fmt: skip

_HOUSEHOLDS = {resident.key: resident.household for resident in RESIDENTS}
STORIES = tuple(replace(row, facts=_HOUSEHOLDS[row.resident]) for row in _ROWS)
