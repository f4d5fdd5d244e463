"""School transport: far away, dangerous roads, two homes and chosen schools; in Norrhamn no machine decides."""

from collections.abc import Mapping
from typing import Any

from allmanning.server.demo.services import Told

BOARD = {
    "mittkoping": "Barn- och utbildningsnämnden",
    "norrhamn": "Utbildningsnämnden",
    "soderslatt": "Barn- och skolnämnden",
}
# Mittköping has a list of dangerous roads, Norrhamn lets children walk further, Söderslätt accepts some extra cost.
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "mittkoping": {"utpekade_vägar_finns": True},
    "norrhamn": {"avståndsgräns": {"0-3": 3000, "4-10": 4000}, "lika_lång_väg_godtas": False},
    "soderslatt": {"högsta_merkostnad": 2000, "mätmarginal": 300},
}
DELEGATED = {
    "mittkoping": "Barn- och utbildningsnämnden 2025-06-17 § 52",
    "soderslatt": "Barn- och skolnämnden 2025-06-12 § 38",
}
PLAN = {
    "mittkoping": ("BUN 2025-06-17 § 54", 3),
    "norrhamn": ("UN 2025-06-18 § 40", 3),
    "soderslatt": ("BSN 2025-06-12 § 39", 3),
}

HERE = {"folkbokförd_i_kommunen": True, "skolform": "grundskola", "läsår": "det här läsåret"}
ASSIGNED = {**HERE, "skola": "anvisad skola"}
CHOSEN = {**HERE, "skola": "vald kommunal skola"}
INDEPENDENT = {**HERE, "skola": "fristående skola i kommunen"}


def home(metres: int, traffic: str = "inget särskilt", stop: int = 400) -> dict[str, Any]:
    return {"färdväg_i_meter": metres, "trafik": traffic, "väg_till_hållplats_i_meter": stop}


def instead_of(assigned: int, metres: int) -> dict[str, Any]:
    """A home so many metres from the chosen school, and from the assigned one."""
    return {**home(metres), "färdväg_till_anvisad_i_meter": assigned}


REGISTERED, OTHER = {"folkbokförd_här": True}, {"folkbokförd_här": False}
TWO_HOMES = [{**home(5200), **REGISTERED}, {**home(14000), **OTHER, "i_kommunen": False}]
EVERY_OTHER_WEEK = [
    {**home(3900), **REGISTERED},
    {**home(6100), **OTHER, "i_kommunen": True, "dagar_av_fjorton": 7},
]
STATEMENT = "Skicka ett intyg från er båda om hur barnet bor, eller avtalet om växelvis boende."
CERTIFICATE = (
    "Skicka ett läkarintyg eller ett annat underlag som visar vad som gör att barnet inte kan gå själv."
)

# The newest are last.
STORIES = (
    Told("kajsa", 120, facts={**ASSIGNED, "årskurs": 5, "hem": [home(4300)]}),
    Told("fatima", 105, facts={**ASSIGNED, "årskurs": 2, "hem": [home(1500, "utpekad väg")]}),
    Told("mona", 98, facts={**ASSIGNED, "årskurs": 9, "fast_schema": True, "hem": TWO_HOMES}, ending="accepted", by="cilla",
         words="Det andra hemmet ligger i en annan kommun. Därifrån gäller rätten inte."),
    Told("naima", 90, facts={**ASSIGNED, "årskurs": 6, "hem": [home(900)], "funktionsnedsättning": True}, ending="judged", by="eva",
         words="Intyget visar att barnet inte kan gå till skolan och inte kan resa ensamt med buss.",
         judgements={"funktionsnedsättning_kräver_skjuts": True}),
    Told("said", 82, facts={**ASSIGNED, "årskurs": 1, "hem": [home(2600, stop=1400)]}),
    Told("pia", 64, facts={**CHOSEN, "årskurs": 7, "hem": [instead_of(3100, 8800)]}, ending="judged", by="bo",
         words="Skolskjuts till den valda skolan skulle kosta 9 000 kronor mer för läsåret. Till den anvisade hade barnet gått.",
         judgements={"merkostnad": 9000, "organisatoriska_svårigheter": False}),
    Told("leila", 51, facts={**ASSIGNED, "skolform": "förskoleklass", "hem": [home(1300, "annan farlig väg")]}, ending="judged", by="bo",
         words="Vägen saknar gångbana och har hög hastighet. För ett barn på sex år är den för farlig.",
         judgements={"hem.trafiken_kräver_skjuts": True}),
    Told("rut", 40, facts={**INDEPENDENT, "årskurs": 4, "hem": [instead_of(4200, 6500)]}, ending="judged", by="sten",
         words="Det finns plats i en buss som redan går. Merkostnaden är 1 500 kronor, och nämnden godtar 2 000.",
         judgements={"merkostnad": 1500, "organisatoriska_svårigheter": False}),
    Told("karin", 22, facts={**ASSIGNED, "årskurs": 3, "hem": [home(3100)]}, ending="judged", by="cilla",
         words="Vägen är mätt i kommunens karta: 2 860 meter till den anvisade skolan. Gränsen i årskurs 3 är 3 000.",
         judgements={"hem.uppmätt_färdväg_i_meter": 2860}),
    Told("rasmus", 14, facts={**INDEPENDENT, "årskurs": 4, "fast_schema": True, "hem": EVERY_OTHER_WEEK}, ending="withdrawn"),
    Told("britta", 9, facts={**ASSIGNED, "årskurs": 3, "hem": [home(700)], "funktionsnedsättning": True}, ending="completion", by="bo",
         words=CERTIFICATE),
    Told("petra", 7, facts={**CHOSEN, "årskurs": 5, "hem": [instead_of(5400, 5000)]}, ending="taken", by="sten"),
    Told("lars", 6, facts={**ASSIGNED, "årskurs": 6, "fast_schema": True, "hem": EVERY_OTHER_WEEK}, ending="answered", by="cilla",
         words=STATEMENT, answer="Här är avtalet. Barnet bor hos oss varannan vecka, och så har det varit i två år."),
    Told("naima", 3, facts={**CHOSEN, "årskurs": 4, "hem": [instead_of(3000, 3600)]}),
    Told("fatima", 2, facts={**ASSIGNED, "årskurs": 3, "hem": [home(2100)]}),
    Told("kajsa", 0, facts={**ASSIGNED, "årskurs": 5, "hem": [home(4300)]}, ending="draft"),
)  # fmt: skip
