"""E-förslag: vem som får föreslå och stödja, vad som publiceras, hur mycket stöd som krävs och när svaret ska komma."""

from allmanning.language import Literal, andel, between, bråk, date, facts, fyllda_år, plus_dagar, rule

Svar = Literal["bifall", "delvis bifall", "avslag", "besvarat"]
Beslut = Literal["publiceras", "publiceras inte", "bifall", "delvis bifall", "avslag", "besvarat"]


@facts
class Förslagsställare:
    """Den som lämnar ett förslag, eller som stödjer ett."""

    född: date = between("1900-01-01", "2030-12-31")
    folkbokförd: bool
    kommunens_fråga: bool
    otillåtet_innehåll: bool
    samma_förslag_pågår: bool
    antal_stöd: int = between(0, 1_000_000)
    publicerat: date = between("2025-01-01", "2099-12-31")
    gränsen_nådd: date = between("2025-01-01", "2099-12-31")
    nämndens_svar: Svar


@rule(law="Förslagsreglerna (2025:1) 2 §")
def ålder(född: date, dag_för_beslut: date) -> int:
    """Ålder i hela år."""
    return fyllda_år(född, dag_för_beslut)


@rule(law="Förslagsreglerna (2025:1) 2 §")
def bor_här(folkbokförd: bool, kräver_folkbokföring: bool) -> bool:
    """Folkbokförd i kommunen, eller så kräver kommunen inte det."""
    return folkbokförd or not kräver_folkbokföring


@rule(law="Förslagsreglerna (2025:1) 2 §")
def får_lämna_förslag(ålder: int, lägsta_ålder: int, bor_här: bool) -> bool:
    """Får lämna förslag: den som har fyllt den lägsta åldern och bor i kommunen."""
    return ålder >= lägsta_ålder and bor_här


@rule(law="Förslagsreglerna (2025:1) 3 §")
def får_stödja(ålder: int, lägsta_ålder_för_stöd: int, bor_här: bool) -> bool:
    """Får stödja: den som har fyllt den lägsta åldern för stöd och bor i kommunen."""
    return ålder >= lägsta_ålder_för_stöd and bor_här


@rule(law="Förslagsreglerna (2025:1) 8 §")
def ungdomsspår(ålder: int, högsta_ålder_för_unga: int) -> bool:
    """Ungdomsspåret: ett förslag från den som inte har fyllt mer än åldern för unga."""
    return ålder <= högsta_ålder_för_unga


@rule(law="Förslagsreglerna (2025:1) 4 §")
def kan_publiceras(kommunens_fråga: bool, otillåtet_innehåll: bool, samma_förslag_pågår: bool) -> bool:
    """Kan publiceras: det rör kommunen, håller sig inom lagen och finns inte redan."""
    return kommunens_fråga and not otillåtet_innehåll and not samma_förslag_pågår


@rule(law="Förslagsreglerna (2025:1) 6 §")
def stöd_efter_invånare(invånare: int, gräns_i_promille: int) -> int:
    """Stöd efter antalet invånare: kommunens promille av invånarna, uppåt till hela personer."""
    return andel(invånare, bråk(gräns_i_promille, 1000), avrunda="upp")


@rule(law="Förslagsreglerna (2025:1) 6 §")
def vanlig_gräns(gräns_i_antal: int, stöd_efter_invånare: int, räknar_i_promille: bool) -> int:
    """Vanlig gräns: ett fast antal, eller en promille av invånarna där kommunen har valt det."""
    if räknar_i_promille:
        return max(1, stöd_efter_invånare)
    return gräns_i_antal


@rule(law="Förslagsreglerna (2025:1) 6 och 8 §§")
def stöd_som_krävs(vanlig_gräns: int, ungdomsspår: bool, gräns_för_unga: int) -> int:
    """Stöd som krävs: den vanliga gränsen, eller den lägre för unga."""
    if ungdomsspår:
        return min(vanlig_gräns, gräns_för_unga)
    return vanlig_gräns


@rule(law="Förslagsreglerna (2025:1) 6 §")
def stödet_räcker(antal_stöd: int, stöd_som_krävs: int) -> bool:
    """Stödet räcker: så många som krävs stödjer förslaget."""
    return antal_stöd >= stöd_som_krävs


@rule(law="Förslagsreglerna (2025:1) 6 §")
def sista_dag_för_stöd(publicerat: date, dagar_för_stöd: int) -> date:
    """Sista dagen för stöd: så många dagar som kommunen har bestämt, räknat från publiceringen."""
    return plus_dagar(publicerat, dagar_för_stöd)


@rule(law="Förslagsreglerna (2025:1) 7 §")
def svar_senast(gränsen_nådd: date, dagar_till_svar: int) -> date:
    """Svar senast: så många dagar som kommunen har bestämt, räknat från den dag stödet räckte."""
    return plus_dagar(gränsen_nådd, dagar_till_svar)


@rule(law="Förslagsreglerna (2025:1) 4 och 7 §§")
def beslut(
    får_lämna_förslag: bool,
    kan_publiceras: bool,
    stödet_räcker: bool,
    nämndens_svar: Svar,
) -> Beslut:
    """Beslut: först om förslaget publiceras, och när stödet räcker nämndens svar."""
    if not får_lämna_förslag or not kan_publiceras:
        return "publiceras inte"
    if not stödet_räcker:
        return "publiceras"
    match nämndens_svar:
        case "bifall":
            return "bifall"
        case "delvis bifall":
            return "delvis bifall"
        case "avslag":
            return "avslag"
        case "besvarat":
            return "besvarat"
