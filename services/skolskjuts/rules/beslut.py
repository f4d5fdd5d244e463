"""Beslutet: om skolskjuts beviljas, enligt vilket stycke, hur barnet åker och hur länge det gäller."""

from allmanning.language import Literal, Table, rule

Beslut = Literal[
    "beviljas",
    "beviljas delvis",
    "avslag",
    "beviljas enligt andra stycket",
    "beviljas delvis enligt andra stycket",
    "avslag enligt andra stycket",
]
Färdsätt = Literal["ingen skolskjuts", "vid hållplatsen", "med anslutning till hållplatsen"]


@rule(law="skollagen (2010:800) 28 kap. 5 §", valid_from="2025-07-01")
def beslut_enligt_första_stycket(antal_hem: int, hem_med_behov: int) -> Beslut:
    """Beslut enligt första stycket: beviljas när skolskjuts behövs från varje hem, delvis när den behövs från ett av
    två, avslag när den inte behövs."""
    if hem_med_behov == 0:
        return "avslag"
    if antal_hem == 1 or hem_med_behov == antal_hem:
        return "beviljas"
    return "beviljas delvis"


@rule(law="skollagen (2010:800) 28 kap. 18 §", valid_from="2025-07-01")
def beslut_enligt_andra_stycket(
    antal_hem: int, hem_med_behov: int, kan_ordnas_utan_svårigheter: bool
) -> Beslut:
    """Beslut enligt andra stycket: skolskjutsen ska behövas, precis som annars, och den ska dessutom kunna ordnas utan
    svårigheter för kommunen."""
    if hem_med_behov == 0:
        return "avslag enligt andra stycket"
    if not kan_ordnas_utan_svårigheter:
        return "avslag enligt andra stycket"
    if antal_hem == 1 or hem_med_behov == antal_hem:
        return "beviljas enligt andra stycket"
    return "beviljas delvis enligt andra stycket"


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def beslut(
    prövas_enligt: Prövas, beslut_enligt_första_stycket: Beslut, beslut_enligt_andra_stycket: Beslut
) -> Beslut:
    """Beslut: det stycke som ansökan prövas enligt avgör vad som krävs, och hur beslutet överklagas."""
    match prövas_enligt:
        case "första stycket":
            return beslut_enligt_första_stycket
        case "andra stycket":
            return beslut_enligt_andra_stycket
        case "utanför lagens rätt":
            return "avslag enligt andra stycket"
        case "inte vår elev":
            return "avslag"


@rule(law="skollagen (2010:800) 10 kap. 32 §", valid_from="2025-07-01")
def beviljas_något(beslut: Beslut) -> bool:
    """Något beviljas: skolskjuts från minst ett hem."""
    return beslut not in ("avslag", "avslag enligt andra stycket")


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def hållplatsen_är_nära(hem: Hem, rad_i_tabellerna: int, gångavstånd_till_hållplats: Table[int, int]) -> bool:
    """Hållplatsen ligger i anslutning till hemmet: vägen dit är högst så lång som kommunen har bestämt för
    årskursen."""
    return hem.väg_till_hållplats_i_meter <= gångavstånd_till_hållplats[rad_i_tabellerna]


@rule(
    law="skollagen (2010:800) 10 kap. 32 § (även 9 kap. 15 b §, 11 kap. 31 § och 18 kap. 30 §)",
    valid_from="2025-07-01",
)
def färdsätt(beviljas_något: bool, hem: list[Hem]) -> Färdsätt:
    """Färdsätt: barnet hämtas vid hållplatsen när den ligger i anslutning till hemmet, annars ordnar kommunen
    en anslutning dit."""
    if not beviljas_något:
        return "ingen skolskjuts"
    if all(hållplatsen_är_nära(h) for h in hem if skolskjuts_behövs(h)):
        return "vid hållplatsen"
    return "med anslutning till hållplatsen"


@rule(law="skollagen (2010:800) 10 kap. 3 §", valid_from="2025-07-01")
def gäller_till(läsår: Läsår, läsår_slutar: date, nästa_läsår_slutar: date) -> date:
    """Gäller till och med: den sista dagen i det läsår som ni söker för."""
    match läsår:
        case "det här läsåret":
            return läsår_slutar
        case "nästa läsår":
            return nästa_läsår_slutar
