"""Beslutet: vad ansökan leder till, och till och med vilken dag tillståndet gäller."""

from allmanning.language import Literal, date, plus_dagar, plus_månader, rule


Beslut = Literal["beviljas", "beviljas för kortare tid", "förnyas", "nytt kort", "avslag", "avvisas"]


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def längsta_tid(giltighetstid: int, längsta_giltighetstid: int) -> int:
    """Längsta tid: så många månader som kommunen har bestämt, och aldrig mer än fem år."""
    return min(giltighetstid, längsta_giltighetstid)


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def sökt_tid(svårigheterna_är_bestående: bool, månader_kvar: int, längsta_tid: int) -> int:
    """Sökt tid: den längsta tiden, eller de månader som du själv räknar med att svårigheterna finns kvar."""
    if svårigheterna_är_bestående:
        return längsta_tid
    return min(längsta_tid, månader_kvar)


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def tid_enligt_intyget(bestående_enligt_intyget: bool, månader_enligt_intyget: int, längsta_tid: int) -> int:
    """Tid enligt intyget: den längsta tiden när svårigheterna är bestående, annars de månader som intyget visar att
    de finns kvar."""
    if bestående_enligt_intyget:
        return längsta_tid
    return min(längsta_tid, månader_enligt_intyget)


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def beslut(
    kommunen_prövar: bool,
    ärende: Ärende,
    får_nytt_kort: bool,
    förnyas_utan_ny_prövning: bool,
    har_redan_tillståndet: bool,
    uppfyller_förutsättningarna: bool,
    sökt_tid: int,
    tid_enligt_intyget: int,
) -> Beslut:
    """Beslut: tillståndet beviljas, beviljas för kortare tid eller förnyas, du får ett nytt kort, eller så blir det
    avslag. Är du folkbokförd i en annan kommun avvisas ansökan, för då prövar den kommunen."""
    if not kommunen_prövar:
        return "avvisas"
    if ärende == "förlorat kort":
        return "nytt kort" if får_nytt_kort else "avslag"
    if förnyas_utan_ny_prövning:
        return "förnyas"
    if har_redan_tillståndet or not uppfyller_förutsättningarna:
        return "avslag"
    return "beviljas" if tid_enligt_intyget >= sökt_tid else "beviljas för kortare tid"


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def tillståndets_tid(förnyas_utan_ny_prövning: bool, längsta_tid: int, tid_enligt_intyget: int) -> int:
    """Tillståndets tid: de månader som ett tillstånd gäller om det beviljas. En förnyelse ger den längsta tiden."""
    if förnyas_utan_ny_prövning:
        return längsta_tid
    return tid_enligt_intyget


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def giltigt_till(
    ärende: Ärende, tillståndets_tid: int, dag_för_beslut: date, tidigare_giltigt_till: date
) -> date:
    """Giltigt till och med: dagen före den dag då tiden har gått, räknat från den dag som ansökan
    prövas för. Ett nytt kort gäller lika länge som det förlorade."""
    if ärende == "förlorat kort":
        return tidigare_giltigt_till
    return plus_dagar(plus_månader(dag_för_beslut, tillståndets_tid), -1)


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def tillståndets_roll(
    ärende: Ärende, förnyas_utan_ny_prövning: bool, roll: Roll, tidigare_tillstånd: Tillstånd
) -> Tillstånd:
    """Tillståndet gäller för: den som kör själv, eller den som åker med. Vid förnyelse utan ny prövning och nytt kort
    som förut."""
    if ärende == "förlorat kort" or förnyas_utan_ny_prövning:
        return tidigare_tillstånd
    match roll:
        case "förare":
            return "förare"
        case "passagerare":
            return "passagerare"


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def bestående_svårigheter(
    ärende: Ärende, förnyas_utan_ny_prövning: bool, bestående_enligt_intyget: bool, tidigare_bestående: bool
) -> bool:
    """Bestående svårigheter: läkarintyget visar att svårigheterna inte går över. Vid förnyelse utan ny prövning och
    nytt kort gäller det som stod i det tidigare beslutet."""
    if ärende == "förlorat kort" or förnyas_utan_ny_prövning:
        return tidigare_bestående
    return bestående_enligt_intyget
