"""Rätten: vilket stycke i lagen som ansökan prövas enligt. Det beror på skolformen och på vilken skola barnet går i.

Det avgör också hur beslutet överklagas, och om det får fattas automatiskt.
"""

from allmanning.language import Literal, rule

Stycke = Literal["första stycket", "andra stycket", "utanför lagens rätt"]
Prövas = Literal["första stycket", "andra stycket", "utanför lagens rätt", "inte vår elev"]


@rule(law="skollagen (2010:800) 9 kap. 15 b och 21 a §§", valid_from="2025-07-01", valid_to="2026-06-30")
def stycke_förskoleklass(skola: Skola) -> Stycke:
    """Rätten i förskoleklass: en elev i den skola där kommunen har placerat barnet har rätt till skolskjuts som
    behövs. Går barnet i en vald skola, i en annan kommun eller i en fristående skola i kommunen ordnas den bara
    om det går utan svårigheter."""
    match skola:
        case "anvisad skola":
            return "första stycket"
        case "vald kommunal skola" | "skola i annan kommun" | "fristående skola i kommunen":
            return "andra stycket"
        case "fristående skola i annan kommun":
            return "utanför lagens rätt"


@rule(
    law="skollagen (2010:800) 9 kap. 15 b och 21 a §§ i äldre lydelse, enligt övergångsbestämmelserna till SFS 2025:729",
    valid_from="2026-07-01",
)
def stycke_förskoleklass(skola: Skola) -> Stycke:
    """Rätten i förskoleklass: förskoleklassen är avskaffad i lagen från den 1 juli 2026, men de äldre reglerna gäller
    för utbildning före den 1 juli 2028. En elev i den skola där kommunen har placerat barnet har alltså
    fortfarande rätt till skolskjuts som behövs."""
    match skola:
        case "anvisad skola":
            return "första stycket"
        case "vald kommunal skola" | "skola i annan kommun" | "fristående skola i kommunen":
            return "andra stycket"
        case "fristående skola i annan kommun":
            return "utanför lagens rätt"


@rule(law="skollagen (2010:800) 10 kap. 32 och 40 §§", valid_from="2025-07-01")
def stycke_grundskola(skola: Skola) -> Stycke:
    """Rätten i grundskola: en elev i den skola där kommunen har placerat barnet har rätt till skolskjuts som behövs.
    Går barnet i en vald skola, i en annan kommun eller i en fristående skola i kommunen ordnas den bara om det
    går utan svårigheter."""
    match skola:
        case "anvisad skola":
            return "första stycket"
        case "vald kommunal skola" | "skola i annan kommun" | "fristående skola i kommunen":
            return "andra stycket"
        case "fristående skola i annan kommun":
            return "utanför lagens rätt"


@rule(law="skollagen (2010:800) 11 kap. 31 och 39 §§", valid_from="2025-07-01")
def stycke_anpassad_grundskola(skola: Skola) -> Stycke:
    """Rätten i anpassad grundskola: en elev i den skola där kommunen har placerat barnet har rätt till skolskjuts som
    behövs. Går barnet i en vald skola, i en annan kommun eller i en fristående skola i kommunen ordnas den bara
    om det går utan svårigheter."""
    match skola:
        case "anvisad skola":
            return "första stycket"
        case "vald kommunal skola" | "skola i annan kommun" | "fristående skola i kommunen":
            return "andra stycket"
        case "fristående skola i annan kommun":
            return "utanför lagens rätt"


@rule(law="skollagen (2010:800) 18 kap. 30 och 35 §§", valid_from="2025-07-01")
def stycke_anpassad_gymnasieskola(skola: Skola) -> Stycke:
    """Rätten i anpassad gymnasieskola: rätten gäller i varje skola inom hemkommunen som har en offentlig huvudman,
    också den som eleven själv har valt. I en annan kommun eller i en fristående skola i kommunen ordnas
    skolskjuts bara om det går utan svårigheter."""
    match skola:
        case "anvisad skola" | "vald kommunal skola":
            return "första stycket"
        case "skola i annan kommun" | "fristående skola i kommunen":
            return "andra stycket"
        case "fristående skola i annan kommun":
            return "utanför lagens rätt"


@rule(
    law="skollagen (2010:800) 10 kap. 33 § (även 9 kap. 15 c §, 11 kap. 32 § och 18 kap. 31 §)",
    valid_from="2025-07-01",
)
def har_tillfällig_bostad_här(tillfällig_bostad_för_skolgången: bool, mottagen_med_rätt: bool) -> bool:
    """Tillfällig bostad här för skolgången: en elev från en annan kommun som har rätt att gå i skola här, och
    som därför måste bo här under skolveckan eller bor i skyddat boende, har samma rätt som kommunens egna
    elever."""
    return tillfällig_bostad_för_skolgången and mottagen_med_rätt


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def prövas_enligt(
    folkbokförd_i_kommunen: bool,
    har_tillfällig_bostad_här: bool,
    skolform: Skolform,
    stycke_förskoleklass: Stycke,
    stycke_grundskola: Stycke,
    stycke_anpassad_grundskola: Stycke,
    stycke_anpassad_gymnasieskola: Stycke,
) -> Prövas:
    """Så prövas ansökan: hemkommunen ansvarar för skolskjutsen. Den som är folkbokförd i en annan kommun
    söker där, om barnet inte bor här tillfälligt för skolgången."""
    if not folkbokförd_i_kommunen:
        return "första stycket" if har_tillfällig_bostad_här else "inte vår elev"
    match skolform:
        case "förskoleklass":
            return stycke_förskoleklass
        case "grundskola":
            return stycke_grundskola
        case "anpassad grundskola":
            return stycke_anpassad_grundskola
        case "anpassad gymnasieskola":
            return stycke_anpassad_gymnasieskola
