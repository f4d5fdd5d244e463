"""Varje åtgärd för sig: är den nödvändig, är den en fast funktion, och beror den på något som lagen
undantar?"""

from allmanning.language import Money, rule


@rule(law="lag (2018:222) 5 § första stycket", valid_from="2025-07-01")
def fast_funktion(åtgärd: Åtgärd) -> bool:
    """Fast funktion: åtgärden anpassar eller kompletterar något som hör till bostaden och inte tas med vid en
    flytt."""
    if åtgärd.slag == "annat":
        return åtgärd.är_fast_funktion
    return True


@rule(law="lag (2018:222) 5 § andra stycket", valid_from="2025-07-01")
def intyget_räcker(åtgärd: Åtgärd, intyget_räcker_till: Money) -> bool:
    """Intyget räcker: trösklar, stödhandtag och spisvakt som står i intyget och inte kostar mer än kommunens
    gräns godtas som nödvändiga utan en egen bedömning."""
    if åtgärd.slag not in ("trösklar", "stödhandtag", "spisvakt"):
        return False
    return åtgärd.kostnad <= intyget_räcker_till and åtgärd.står_i_intyget


@rule(law="lag (2018:222) 5 § andra stycket", valid_from="2025-07-01")
def nödvändig(åtgärd: Åtgärd, intyget_räcker: bool) -> bool:
    """Nödvändig: åtgärden behövs för att bostaden ska vara ändamålsenlig för dig. Det visar intyget, eller så
    har en handläggare bedömt det."""
    if intyget_räcker:
        return True
    return åtgärd.är_nödvändig


@rule(law="lag (2018:222) 5 § andra stycket", valid_from="2025-07-01")
def tillgodoses_med_hjälpmedel(åtgärd: Åtgärd) -> bool:
    """Tillgodoses med hjälpmedel: ett hjälpmedel som regionen eller kommunen erbjuder räcker för behovet. Då
    lämnas inget bidrag."""
    if åtgärd.hjälpmedel_har_föreslagits:
        return åtgärd.hjälpmedel_räcker
    return False


@rule(law="lag (2018:222) 7 §", valid_from="2025-07-01")
def behovet_beaktas(åtgärd: Åtgärd) -> bool:
    """Behovet beaktas: vanliga bostadsfunktioner alltid, träning och vård när behovet inte skäligen bör
    tillgodoses på annat sätt, och hobby när du inte kan delta i aktiviteter utanför bostaden."""
    match åtgärd.slag:
        case "träning eller vård":
            return åtgärd.behöver_göras_hemma
        case "hobby":
            return åtgärd.kan_inte_delta_utanför_bostaden
        case _:
            return True


@rule(law="lag (2018:222) 8 § första stycket 1–3", valid_from="2025-07-01")
def brister_i_bostaden(åtgärd: Åtgärd) -> bool:
    """Brister i bostaden: åtgärden behövs för att något är fel byggt, dåligt underhållet eller saknas, fast
    en bostad ska ha det. Då lämnas inget bidrag."""
    if åtgärd.fel_eller_slitage_i_bostaden:
        return åtgärd.beror_på_brister
    return False


@rule(law="lag (2018:222) 8 § första stycket 4 och andra stycket", valid_from="2025-07-01")
def byggkrav_som_inte_följts(åtgärd: Åtgärd, upplåtelse: Upplåtelse, har_byggt_eller_ändrat: bool) -> bool:
    """Byggkrav som inte följts: den som själv har låtit bygga sitt hus, eller bygga om sin bostad, får inte
    bidrag för det som avviker från lagens krav på tillgänglighet. Den som hyr berörs inte."""
    if upplåtelse in ("hyresrätt", "andrahand"):
        return False
    if har_byggt_eller_ändrat:
        return åtgärd.avviker_från_byggkraven
    return False


@rule(law="lag (2018:222) 9 §", valid_from="2025-07-01")
def hindras_av_bytet(åtgärd: Åtgärd, byte_av_bostad: Byte) -> bool:
    """Hindras av bytet: behövdes åtgärden redan när du bytte bostad lämnas inget bidrag för det som beror på
    att bostaden är uppenbart olämplig. I ett hus som du har låtit bygga lämnas bidrag bara för sådant som
    annars inte finns i hus, och aldrig för hiss."""
    if byte_av_bostad == "nej":
        return False
    if not åtgärd.behövdes_vid_bytet:
        return False
    if byte_av_bostad == "ja":
        return åtgärd.beror_på_olämplig_bostad
    if åtgärd.slag == "hiss":
        return True
    return not åtgärd.bara_för_funktionsnedsättning


@rule(law="lag (2018:222) 3 § första stycket", valid_from="2025-07-01")
def skälig_för_upplåtelsen(åtgärd: Åtgärd, upplåtelse: Upplåtelse) -> bool:
    """Skälig för upplåtelsen: hyr du i andra hand lämnas bidrag bara om åtgärden är skälig med tanke på hur
    länge du får bo kvar."""
    if upplåtelse == "andrahand":
        return åtgärd.skälig_i_andrahand
    return True


@rule(law="lag (2018:222) 7–9 §§", valid_from="2025-07-01")
def undantagen(
    åtgärd: Åtgärd,
    behovet_beaktas: bool,
    brister_i_bostaden: bool,
    byggkrav_som_inte_följts: bool,
    hindras_av_bytet: bool,
) -> bool:
    """Undantagen: behovet hör inte till dem som beaktas, eller åtgärden beror på brister i bostaden, på
    byggkrav som inte följts eller på bytet av bostad."""
    if not behovet_beaktas:
        return True
    return brister_i_bostaden or byggkrav_som_inte_följts or hindras_av_bytet


@rule(law="lag (2018:222) 3 och 5 §§", valid_from="2025-07-01")
def anpassningen_godtas(
    åtgärd: Åtgärd,
    villkoren_för_anpassning: bool,
    undantagen: bool,
    fast_funktion: bool,
    tillgodoses_med_hjälpmedel: bool,
    skälig_för_upplåtelsen: bool,
    nödvändig: bool,
) -> bool:
    """Anpassningen godtas: villkoren är uppfyllda, åtgärden är nödvändig och gäller en fast funktion, inget
    hjälpmedel räcker och inget undantag gäller."""
    if not villkoren_för_anpassning or undantagen or tillgodoses_med_hjälpmedel:
        return False
    return fast_funktion and skälig_för_upplåtelsen and nödvändig
