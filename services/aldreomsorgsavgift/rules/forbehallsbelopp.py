"""Förbehållsbeloppet: det som du har rätt att behålla av din inkomst innan någon avgift tas ut."""

from allmanning.language import Money, Share, andel, avrundat, bråk, kr, rule


@rule(law="SoL (2025:400) 32 kap. 8 §", valid_from="2025-07-01")
def sammanlevande(civilstånd: Civilstånd) -> bool:
    """Sammanlevande: du bor tillsammans med din make, maka, registrerade partner eller sambo."""
    return civilstånd in ("gift och bor tillsammans", "sambo")


@rule(law="SoL (2025:400) 32 kap. 8 §", valid_from="2025-07-01")
def lagens_minimibelopp(
    sammanlevande: bool,
    prisbasbelopp: Money,
    minimiandel_ensamstående: Share,
    minimiandel_sammanlevande: Share,
) -> Money:
    """Lagens minimibelopp: en tolftedel av 1,4789 prisbasbelopp för ensamstående och 1,2066 för var och en
    av dem som lever ihop, uppåt till hela kronor eftersom lagen säger lägst."""
    if sammanlevande:
        för_ett_par = andel(prisbasbelopp, minimiandel_sammanlevande, avrunda="upp")
        return avrundat(andel(för_ett_par, bråk(1, 12), avrunda="upp"), till=kr(1), avrunda="upp")
    för_en = andel(prisbasbelopp, minimiandel_ensamstående, avrunda="upp")
    return avrundat(andel(för_en, bråk(1, 12), avrunda="upp"), till=kr(1), avrunda="upp")


@rule(law="SoL (2025:400) 32 kap. 9 §", valid_from="2025-07-01")
def tillägg_för_yngre(
    ålder: int, åldersgräns_för_tillägg: int, tilläggsandel_yngre: Share, lagens_minimibelopp: Money
) -> Money:
    """Tillägg för yngre: den som är under kommunens åldersgräns kan få ett högre minimibelopp, uppåt till
    hela kronor. Kommunen bestämmer om och hur mycket."""
    if ålder < åldersgräns_för_tillägg:
        tillägg = andel(lagens_minimibelopp, tilläggsandel_yngre, avrunda="upp")
        return avrundat(tillägg, till=kr(1), avrunda="upp")
    return 0


@rule(law="SoL (2025:400) 32 kap. 9 §", valid_from="2025-07-01")
def tillägg_för_mat(boendeform: Boendeform, mattillägg_särskilt_boende: Money) -> Money:
    """Tillägg för mat: i särskilt boende kostar maten mer än råvarorna. Kommunen kan höja minimibeloppet för
    alla som bor där med ett bestämt belopp."""
    if boendeform == "eget boende":
        return 0
    return mattillägg_särskilt_boende


@rule(law="SoL (2025:400) 32 kap. 9 §", valid_from="2025-07-01")
def avdrag_för_det_som_ingår(
    boendeform: Boendeform,
    hushållsel_ingår: bool,
    förbrukningsvaror_ingår: bool,
    möbler_ingår: bool,
    avdrag_hushållsel: Money,
    avdrag_förbrukningsvaror: Money,
    avdrag_möbler: Money,
) -> Money:
    """Avdrag för det som ingår: när hushållsel, förbrukningsvaror eller möbler ingår i hyran eller avgiften
    för särskilt boende behöver minimibeloppet inte räcka till dem. Kommunen bestämmer hur mycket."""
    if boendeform == "eget boende":
        return 0
    el = avdrag_hushållsel if hushållsel_ingår else 0
    varor = avdrag_förbrukningsvaror if förbrukningsvaror_ingår else 0
    möbler = avdrag_möbler if möbler_ingår else 0
    return el + varor + möbler


@rule(law="SoL (2025:400) 32 kap. 8 §", valid_from="2025-07-01")
def minimibelopp_före_begäran(
    lagens_minimibelopp: Money,
    tillägg_för_yngre: Money,
    tillägg_för_mat: Money,
    avdrag_för_det_som_ingår: Money,
) -> Money:
    """Minimibelopp före begäran: lagens belopp med kommunens tillägg och avdrag, innan det som du själv har
    begärt."""
    tillägg = tillägg_för_yngre + tillägg_för_mat
    return max(0, lagens_minimibelopp + tillägg - avdrag_för_det_som_ingår)


@rule(law="SoL (2025:400) 32 kap. 9 §", valid_from="2025-07-01")
def godtaget_tillägg(begärt_tillägg: Money, höjning_av_minimibeloppet: Money) -> Money:
    """Godtaget tillägg: har du varaktigt ett inte oväsentligt högre behov ska minimibeloppet höjas, med det
    av din begäran som handläggaren har bedömt som skäligt."""
    if begärt_tillägg == 0:
        return 0
    return min(höjning_av_minimibeloppet, begärt_tillägg)


@rule(law="SoL (2025:400) 32 kap. 8 §", valid_from="2025-07-01")
def minimibelopp(minimibelopp_före_begäran: Money, godtaget_tillägg: Money) -> Money:
    """Minimibelopp: det som du ska ha kvar till mat, kläder, el, telefon, tandvård, läkemedel och annat som
    hör till en vanlig månad."""
    return minimibelopp_före_begäran + godtaget_tillägg


@rule(law="SoL (2025:400) 32 kap. 8 §", valid_from="2025-07-01")
def egen_boendekostnad(
    boendeform: Boendeform, sammanlevande: bool, boendekostnad: Money, bostadstillägg: Money
) -> Money:
    """Boendekostnad: det som bostaden kostar sedan bostadstillägget är draget, och hälften för den som lever
    ihop med någon. För ett särskilt boende utan hyreskontrakt görs inget förbehåll."""
    if boendeform == "särskilt boende utan hyreskontrakt":
        return 0
    kvar_att_betala = max(0, boendekostnad - bostadstillägg)
    if sammanlevande:
        return andel(kvar_att_betala, bråk(1, 2), avrunda="upp")
    return kvar_att_betala


@rule(law="SoL (2025:400) 32 kap. 8 §", valid_from="2025-07-01")
def förbehållsbelopp(minimibelopp: Money, egen_boendekostnad: Money) -> Money:
    """Förbehållsbelopp: minimibeloppet och boendekostnaden. Det har du rätt att behålla."""
    return minimibelopp + egen_boendekostnad


@rule(law="SoL (2025:400) 32 kap. 7 §", valid_from="2025-07-01")
def avgiftsutrymme(avgiftsunderlag: Money, förbehållsbelopp: Money) -> Money:
    """Avgiftsutrymme: det av din inkomst som är kvar när du har fått behålla förbehållsbeloppet. Är inget
    kvar tas ingen avgift ut."""
    return max(0, avgiftsunderlag - förbehållsbelopp)
