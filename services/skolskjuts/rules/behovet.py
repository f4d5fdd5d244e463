"""Behovet: färdvägens längd, trafikförhållanden, funktionsnedsättning eller någon annan särskild omständighet.

Varje hem prövas för sig, för den som bor växelvis har två hem. Lagen har inga gränser i meter: de är kommunens.
Orden är desamma i 9, 10, 11 och 18 kap., så reglerna står en gång.
"""

from allmanning.language import Table, rule


@rule(law="skollagen (2010:800) 10 kap. 3 §", valid_from="2025-07-01")
def rad_i_tabellerna(skolform: Skolform, årskurs: int) -> int:
    """Rad för årskursen: den rad i kommunens tabeller som gäller. Förskoleklass är rad 0, årskurserna 1–9 sina egna och
    anpassad gymnasieskola rad 10."""
    match skolform:
        case "förskoleklass":
            return 0
        case "grundskola" | "anpassad grundskola":
            return årskurs
        case "anpassad gymnasieskola":
            return 10


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def gräns_för_färdvägen(rad_i_tabellerna: int, avståndsgräns: Table[int, int]) -> int:
    """Kommunens gräns för färdvägen: så många meter till skolan som ger skolskjuts på grund av avståndet, efter
    årskurs."""
    return avståndsgräns[rad_i_tabellerna]


@rule(law="skollagen (2010:800) 10 kap. 32 §", valid_from="2025-07-01")
def antal_hem(hem: list[Hem]) -> int:
    """Antal hem: hur många hem barnet bor i."""
    return len(hem)


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def räknas_som_hem(hem: Hem, antal_hem: int, fast_schema: bool, växelvis_minsta_dagar: int) -> bool:
    """Räknas som barnets hem: det där barnet är folkbokfört, och vid växelvis boende också det andra hemmet om
    det ligger i kommunen och barnet bor där varaktigt och regelbundet, så många dagar som kommunen kräver."""
    if antal_hem == 1 or hem.folkbokförd_här:
        return True
    if not hem.i_kommunen:
        return False
    return fast_schema and hem.dagar_av_fjorton >= växelvis_minsta_dagar


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def färdvägens_längd(hem: Hem, gräns_för_färdvägen: int, mätmarginal: int) -> int:
    """Färdvägens längd: kortaste gångväg från hemmet till skolan i meter. Är den som ni har uppgett nära
    kommunens gräns mäter en handläggare, och då gäller mätningen."""
    if gräns_för_färdvägen - mätmarginal <= hem.färdväg_i_meter < gräns_för_färdvägen + mätmarginal:
        return hem.uppmätt_färdväg_i_meter
    return hem.färdväg_i_meter


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def behövs_för_längden(hem: Hem, färdvägens_längd: int, gräns_för_färdvägen: int) -> bool:
    """Behövs för färdvägens längd: vägen till skolan är minst så lång som kommunens gräns."""
    return färdvägens_längd >= gräns_för_färdvägen


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def behövs_för_trafiken(
    hem: Hem, rad_i_tabellerna: int, utpekade_vägar_finns: bool, utpekad_väg_till_årskurs: int
) -> bool:
    """Behövs för trafikförhållandena: vägen finns i kommunens förteckning över farliga vägar och barnet går i en
    årskurs som den gäller för, eller en handläggare har bedömt att vägen är för farlig."""
    match hem.trafik:
        case "inget särskilt":
            return False
        case "utpekad väg":
            if utpekade_vägar_finns and rad_i_tabellerna <= utpekad_väg_till_årskurs:
                return True
            return hem.trafiken_kräver_skjuts
        case "annan farlig väg":
            return hem.trafiken_kräver_skjuts


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def behövs_för_funktionsnedsättning(
    funktionsnedsättning: bool, funktionsnedsättning_kräver_skjuts: bool
) -> bool:
    """Behövs för funktionsnedsättningen: en handläggare har bedömt att barnet inte kan ta sig till skolan på
    annat sätt."""
    return funktionsnedsättning and funktionsnedsättning_kräver_skjuts


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def behövs_för_annan_omständighet(annan_omständighet: bool, annan_omständighet_kräver_skjuts: bool) -> bool:
    """Behövs för någon annan särskild omständighet: en handläggare har bedömt att det som ni berättar gör
    skolskjuts nödvändig."""
    return annan_omständighet and annan_omständighet_kräver_skjuts


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def skolskjuts_behövs(
    hem: Hem,
    räknas_som_hem: bool,
    behövs_för_längden: bool,
    behövs_för_trafiken: bool,
    behövs_för_funktionsnedsättning: bool,
    behövs_för_annan_omständighet: bool,
) -> bool:
    """Skolskjuts behövs från hemmet: ett av lagens fyra skäl räcker."""
    if not räknas_som_hem:
        return False
    if behövs_för_längden or behövs_för_trafiken:
        return True
    return behövs_för_funktionsnedsättning or behövs_för_annan_omständighet


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def hem_med_behov(hem: list[Hem]) -> int:
    """Hem som det behövs skolskjuts från: antalet."""
    return sum(1 if skolskjuts_behövs(h) else 0 for h in hem)
