"""Återställningsbidrag: för den som äger huset och vill ta bort en anpassning som ingen längre behöver."""

from allmanning.language import rule


@rule(law="lag (2018:222) 12 §", valid_from="2025-07-01")
def bostaden_omfattas(åtgärd: Åtgärd, återställning_av: Upplåten) -> bool:
    """Bostaden omfattas: i och vid en lägenhet med hyresrätt eller ett uthyrt hus. Vid bostadsrätt och
    ägarlägenhet bara det som är utfört i anslutning till lägenheten, inte inne i den."""
    if återställning_av in ("hyresrätt", "uthyrt hus"):
        return True
    return not åtgärd.inne_i_lägenheten


@rule(law="lag (2018:222) 13 §", valid_from="2025-07-01")
def anpassningen_ska_bort(åtgärd: Åtgärd) -> bool:
    """Anpassningen ska bort: den är gjord med bidrag, används inte längre för sitt ändamål och är till
    nackdel för andra boende. Har husets ägare tagit över rätten till bidraget lämnas inget."""
    if not åtgärd.installerad_med_bidrag or åtgärd.övertagen_av_ägaren:
        return False
    return åtgärd.används_inte_längre and åtgärd.till_nackdel_för_andra


@rule(law="lag (2018:222) 14 §", valid_from="2025-07-01")
def anvisning_har_prövats(
    återställning_av: Upplåten, kommunen_har_anvisningsrätt: bool, kommunen_kunde_anvisa: bool
) -> bool:
    """Anvisning har prövats: ägaren av en hyreslägenhet har låtit kommunen anvisa den, och när den blev ledig
    fanns ingen annan med funktionsnedsättning som kunde få den."""
    if återställning_av != "hyresrätt":
        return True
    return kommunen_har_anvisningsrätt and not kommunen_kunde_anvisa


@rule(law="lag (2018:222) 12–14 §§", valid_from="2025-07-01")
def återställningen_godtas(
    åtgärd: Åtgärd,
    sökanden_äger_huset: bool,
    bostaden_omfattas: bool,
    anvisning_har_prövats: bool,
    anpassningen_ska_bort: bool,
) -> bool:
    """Återställningen godtas: den som söker äger huset, bostaden omfattas, anpassningen ska bort och en
    hyreslägenhet kunde inte anvisas till någon som behöver den."""
    if not sökanden_äger_huset:
        return False
    return bostaden_omfattas and anvisning_har_prövats and anpassningen_ska_bort
