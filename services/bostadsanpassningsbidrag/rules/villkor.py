"""Villkoren för ett bostadsanpassningsbidrag som gäller hela ansökan: vem, vilken bostad och vilka
medgivanden."""

from allmanning.language import rule


@rule(law="lag (2018:222) 3 §", valid_from="2025-07-01")
def bostaden_får_anpassas(bostadens_användning: Användning, omvårdnad_en_längre_tid: bool) -> bool:
    """Bostaden får anpassas: den är din permanentbostad, eller ett hem där någon regelbundet och för en
    längre tid vårdar dig vissa perioder. En fritidsbostad anpassas inte med bidrag."""
    match bostadens_användning:
        case "permanentbostad":
            return True
        case "omvårdnad vissa perioder":
            return omvårdnad_en_längre_tid
        case "fritidsbostad":
            return False


@rule(law="lag (2018:222) 6 §", valid_from="2025-07-01")
def boendeformen_är_undantagen(boendeform: Boendeform) -> bool:
    """Boendeformen är undantagen: i särskilt boende för äldre, bostad med särskilt stöd och bostäder enligt
    LSS lämnas inget bidrag. Ett trygghetsboende är inte undantaget."""
    return boendeform in ("särskilt boende för äldre", "bostad med särskilt stöd", "boende enligt LSS")


@rule(law="lag (2018:222) 10 §", valid_from="2025-07-01")
def medgivande_behövs(upplåtelse: Upplåtelse, någon_annan_äger_eller_innehar: bool) -> bool:
    """Medgivande behövs: någon annan än du äger eller innehar bostaden, huset eller tomten, helt eller till
    en del. Så är det alltid för den som hyr eller har bostadsrätt."""
    if upplåtelse in ("bostadsrätt", "hyresrätt", "andrahand"):
        return True
    return någon_annan_äger_eller_innehar


@rule(law="lag (2018:222) 10 §", valid_from="2025-07-01")
def medgivandena_finns(
    medgivande_behövs: bool, alla_har_medgett: bool, ägarna_avstår_från_ersättning: bool
) -> bool:
    """Medgivandena finns: alla ägare och innehavare har sagt ja till åtgärderna, och alla ägare har lovat att
    inte kräva ersättning för att återställa bostaden."""
    if medgivande_behövs:
        return alla_har_medgett and ägarna_avstår_från_ersättning
    return True


@rule(law="lag (2018:222) 3, 6 och 10 §§", valid_from="2025-07-01")
def villkoren_för_anpassning(
    långvarig_funktionsnedsättning: bool,
    bostaden_får_anpassas: bool,
    boendeformen_är_undantagen: bool,
    medgivandena_finns: bool,
) -> bool:
    """Villkoren för anpassning: du har en funktionsnedsättning som varar, bostaden är en sådan som får
    anpassas och alla medgivanden finns."""
    if not långvarig_funktionsnedsättning:
        return False
    return bostaden_får_anpassas and not boendeformen_är_undantagen and medgivandena_finns
