"""Beslutet: om skolskjuts beviljas, enligt vilket stycke, och hur länge det gäller."""

from allmanning.language import Literal, rule

Beslut = Literal[
    "beviljas",
    "beviljas delvis",
    "avslag",
    "beviljas enligt andra stycket",
    "beviljas delvis enligt andra stycket",
    "avslag enligt andra stycket",
]


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


@rule(law="skollagen (2010:800) 10 kap. 3 §", valid_from="2025-07-01")
def gäller_till(läsår_slutar: date) -> date:
    """Gäller till och med: den sista dag då läsåret kan sluta."""
    return läsår_slutar
