"""Tillståndets innehåll: ledsagare, färdsätt, område, antal resor och tid."""

from allmanning.language import date, plus_dagar, plus_månader, rule


@rule(law="lag (1997:736) 8 §", valid_from="2025-07-01")
def sällskap(
    tillstånd: bool,
    förnyas_på_samma_villkor: bool,
    tidigare_sällskap: Sällskap,
    söker_ledsagare: bool,
    behöver_ledsagare: bool,
) -> Sällskap:
    """Ledsagare: behöver du någon med dig under själva resan gäller tillståndet också ledsagaren."""
    if not tillstånd:
        return "inget tillstånd"
    if förnyas_på_samma_villkor:
        return tidigare_sällskap
    if söker_ledsagare and behöver_ledsagare:
        return "med ledsagare"
    return "utan ledsagare"


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def färdsätt(
    tillstånd: bool,
    förnyas_på_samma_villkor: bool,
    tidigare_färdsätt: Färdsätt,
    sökt_färdsätt: SöktFärdsätt,
    behöver_specialfordon: bool,
) -> Färdsätt:
    """Färdsätt: tillståndet får säga vilket färdsätt du får använda. Specialfordon ges den som inte kan resa i
    en vanlig personbil."""
    if not tillstånd:
        return "inget"
    if förnyas_på_samma_villkor:
        return tidigare_färdsätt
    if sökt_färdsätt == "specialfordon" and behöver_specialfordon:
        return "specialfordon"
    return "personbil"


@rule(law="lag (1997:736) 3 §", valid_from="2025-07-01")
def grannkommuner_godtas(
    söker_grannkommuner: bool, grannkommuner_ingår: bool, särskilda_skäl_för_grannkommuner: bool
) -> bool:
    """Grannkommuner godtas: kommunen har bestämt att sådana resor ingår för alla, eller så har du särskilda
    skäl att resa mellan kommunerna."""
    if not söker_grannkommuner:
        return False
    return grannkommuner_ingår or särskilda_skäl_för_grannkommuner


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def område(
    tillstånd: bool, förnyas_på_samma_villkor: bool, tidigare_område: Område, grannkommuner_godtas: bool
) -> Område:
    """Område: tillståndet får säga inom vilket område du får resa."""
    if not tillstånd:
        return "inget"
    if förnyas_på_samma_villkor:
        return tidigare_område
    if grannkommuner_godtas:
        return "inom kommunen och till grannkommunerna"
    return "inom kommunen"


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def väsentliga_resor_utan_gräns(väsentliga_resor: int, synnerliga_skäl: bool) -> int:
    """Väsentliga resor utan gräns: resor som är väsentliga för dig får begränsas till antalet bara om det
    finns synnerliga skäl."""
    if väsentliga_resor > 0 and synnerliga_skäl:
        return 0
    return väsentliga_resor


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def prövat_antal_resor(
    resor_att_pröva: int, högsta_antal_övriga_resor: int, väsentliga_resor_utan_gräns: int
) -> int:
    """Prövat antal resor: så många som du söker för, upp till kommunens antal i månaden och de väsentliga
    resorna därtill."""
    if resor_att_pröva <= högsta_antal_övriga_resor:
        return resor_att_pröva
    return min(resor_att_pröva, högsta_antal_övriga_resor + väsentliga_resor_utan_gräns)


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def antal_resor(
    tillstånd: bool, förnyas_på_samma_villkor: bool, tidigare_antal_resor: int, prövat_antal_resor: int
) -> int:
    """Antal resor: hur många enkelresor i månaden tillståndet omfattar."""
    if not tillstånd:
        return 0
    if förnyas_på_samma_villkor:
        return tidigare_antal_resor
    return prövat_antal_resor


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def tillståndstid(
    tillstånd: bool,
    förnyas_på_samma_villkor: bool,
    svårigheter: Svårigheter,
    tills_vidare_vid_bestående: bool,
) -> Tillståndstid:
    """Tillståndstid: tillståndet gäller för viss tid eller tills vidare. Tills vidare ges bara när
    svårigheterna är bestående och kommunen har bestämt det."""
    if not tillstånd:
        return "inte alls"
    if förnyas_på_samma_villkor:
        return "för viss tid"
    if svårigheter == "väsentliga och bestående" and tills_vidare_vid_bestående:
        return "tills vidare"
    return "för viss tid"


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def antal_månader(
    svårigheter: Svårigheter,
    går_inte_över: bool,
    månader_som_väntas: int,
    längsta_tillståndstid: int,
    kortare_tillståndstid: int,
) -> int:
    """Antal månader: den längsta tiden när svårigheterna är bestående. Annars den tid som de väntas vara,
    eller kommunens kortare tid om det inte är sagt."""
    if svårigheter == "väsentliga och bestående":
        return längsta_tillståndstid
    if går_inte_över:
        return min(kortare_tillståndstid, längsta_tillståndstid)
    return min(månader_som_väntas, längsta_tillståndstid)


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def gäller_från(dag_för_beslut: date, förnyas_på_samma_villkor: bool, tidigare_giltigt_till: date) -> date:
    """Gäller från: dagen du ansökte eller, när ett tillstånd förnyas innan det har gått ut, dagen efter dess
    sista dag."""
    if förnyas_på_samma_villkor and tidigare_giltigt_till >= dag_för_beslut:
        return plus_dagar(tidigare_giltigt_till, 1)
    return dag_för_beslut


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def giltigt_till(
    tillståndstid: Tillståndstid, gäller_från: date, antal_månader: int, utan_slutdag: date
) -> date:
    """Giltigt till: tillståndets sista dag. Gäller det tills vidare finns ingen, och då står här ett datum
    långt fram."""
    match tillståndstid:
        case "inte alls":
            return plus_dagar(gäller_från, -1)
        case "för viss tid":
            return plus_dagar(plus_månader(gäller_från, antal_månader), -1)
        case "tills vidare":
            return utan_slutdag
