"""Förutsättningarna för ett tillstånd: varaktigt, väsentliga svårigheter, och för passagerare förarens hjälp.

Meter och månader är kommunens riktlinjer. Den som kan gå längre får säga varför det ändå är svårt, och då bedömer en
handläggare det.
"""

from allmanning.language import rule


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def kommunens_gångsträcka(roll: Roll, gångsträcka_förare: int, gångsträcka_passagerare: int) -> int:
    """Kommunens gångsträcka: den som inte kan gå längre än så, i meter och med hjälpmedel, har väsentliga
    svårigheter. Kommunen har en sträcka för förare och en för passagerare."""
    match roll:
        case "förare":
            return gångsträcka_förare
        case "passagerare":
            return gångsträcka_passagerare


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def kort_gångsträcka(gångsträcka: int, gångsträcka_enligt_intyget: int, kommunens_gångsträcka: int) -> bool:
    """Kort gångsträcka: du kan inte gå längre än kommunens gångsträcka, och läkarintyget visar det."""
    if gångsträcka > kommunens_gångsträcka:
        return False
    return gångsträcka_enligt_intyget <= kommunens_gångsträcka


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def väsentliga_svårigheter(
    kort_gångsträcka: bool, åberopar_andra_svårigheter: bool, andra_väsentliga_svårigheter: bool
) -> bool:
    """Väsentliga svårigheter att förflytta sig på egen hand: du kan bara gå en kort sträcka, eller det finns annat
    i intyget som gör det lika svårt för dig."""
    if kort_gångsträcka:
        return True
    return åberopar_andra_svårigheter and andra_väsentliga_svårigheter


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def varaktiga_svårigheter(
    svårigheterna_är_bestående: bool,
    månader_kvar: int,
    kortaste_varaktighet: int,
    bestående_enligt_intyget: bool,
    månader_enligt_intyget: int,
) -> bool:
    """Varaktiga svårigheter: de är bestående, eller väntas finnas kvar minst så många månader som kommunen räknar
    som varaktigt. Ett brutet ben som läker är inte varaktigt."""
    if not svårigheterna_är_bestående and månader_kvar < kortaste_varaktighet:
        return False
    return bestående_enligt_intyget or månader_enligt_intyget >= kortaste_varaktighet


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def kör_själv_eller_behöver_hjälp(roll: Roll, kan_vänta_ensam: bool, behöver_förarens_hjälp: bool) -> bool:
    """Kör själv eller behöver hjälp: den som kör själv kan få tillstånd. En passagerare kan få det bara om han eller
    hon regelbundet behöver hjälp av föraren utanför bilen, och inte kan vänta ensam medan föraren parkerar."""
    match roll:
        case "förare":
            return True
        case "passagerare":
            return not kan_vänta_ensam and behöver_förarens_hjälp


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def uppfyller_förutsättningarna(
    väsentliga_svårigheter: bool, varaktiga_svårigheter: bool, kör_själv_eller_behöver_hjälp: bool
) -> bool:
    """Uppfyller förutsättningarna: svårigheterna är väsentliga och varaktiga, och du kör själv eller behöver
    förarens hjälp."""
    return kör_själv_eller_behöver_hjälp and väsentliga_svårigheter and varaktiga_svårigheter
