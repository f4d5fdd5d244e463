"""Vem som prövar ansökan, och om det redan finns ett tillstånd som gäller."""

from allmanning.language import date, plus_månader, rule


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def kommunen_prövar(folkbokförd: Folkbokföring, vistas_i_kommunen: bool) -> bool:
    """Kommunen prövar ansökan: du är folkbokförd här. Är du inte folkbokförd i Sverige prövar den kommun där du
    vistas."""
    match folkbokförd:
        case "i kommunen":
            return True
        case "i en annan kommun":
            return False
        case "inte i Sverige":
            return vistas_i_kommunen


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def har_giltigt_tillstånd(
    tidigare_tillstånd: Tillstånd, tidigare_giltigt_till: date, dag_för_beslut: date
) -> bool:
    """Har ett giltigt tillstånd: kommunen har gett dig ett, och det gäller till och med den dag som står i det
    senaste beslutet."""
    if tidigare_tillstånd == "inget":
        return False
    return dag_för_beslut <= tidigare_giltigt_till


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def tillståndet_går_snart_ut(
    har_giltigt_tillstånd: bool, tidigare_giltigt_till: date, dag_för_beslut: date, förnyelse_öppnar: int
) -> bool:
    """Tillståndet går snart ut: det gäller i dag, men inte längre än det antal månader som kommunen har bestämt
    att man kan förnya i förväg."""
    if not har_giltigt_tillstånd:
        return False
    return tidigare_giltigt_till <= plus_månader(dag_för_beslut, förnyelse_öppnar)


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def har_redan_tillståndet(
    har_giltigt_tillstånd: bool, tillståndet_går_snart_ut: bool, roll: Roll, tidigare_tillstånd: Tillstånd
) -> bool:
    """Har redan tillståndet: du har ett likadant tillstånd som gäller en längre tid än så. Den som har kört själv
    men nu blir passagerare, eller tvärtom, kan söka ett nytt."""
    if not har_giltigt_tillstånd or tillståndet_går_snart_ut:
        return False
    match roll:
        case "förare":
            return tidigare_tillstånd == "förare"
        case "passagerare":
            return tidigare_tillstånd == "passagerare"
