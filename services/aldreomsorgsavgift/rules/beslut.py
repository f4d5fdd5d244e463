"""Beslutet: avgiften för månaden, och från när en ändring gäller."""

from allmanning.language import Literal, Money, avrundat, date, kr, rule

Beslut = Literal[
    "ingen avgift",
    "nedsatt avgift",
    "avgift enligt taxan",
    "delvis bifall",
    "högsta avgift",
    "oförändrad avgift",
]


@rule(law="SoL (2025:400) 32 kap. 10 §", valid_from="2025-07-01")
def ändringen_gäller(gäller_ändring: bool, ändringsdag: date, dag_för_beslut: date) -> bool:
    """Ändringen gäller: en avgift ändras från och med månaden efter den då något ändrades, aldrig samma
    månad."""
    if not gäller_ändring:
        return True
    return ändringsdag < dag_för_beslut


@rule(law="SoL (2025:400) 32 kap. 10 §", valid_from="2025-07-01")
def nuvarande_avgift(avgift_enligt_senaste_beslut: Money, avgift_i_dag: Money) -> Money:
    """Nuvarande avgift: den i ditt senaste avgiftsbeslut här. Finns inget sådant gäller den som du har
    uppgett."""
    if avgift_enligt_senaste_beslut > 0:
        return avgift_enligt_senaste_beslut
    return avgift_i_dag


@rule(law="SoL (2025:400) 32 kap. 7 §", valid_from="2025-07-01")
def nedsättning_efter_inkomst(
    lämnar_inkomst: bool, avgift_enligt_taxan: Money, avgiftsutrymme: Money
) -> Money:
    """Nedsättning efter din inkomst: det av taxan som är mer än ditt avgiftsutrymme, uppåt till hela kronor.
    Den som inte lämnar sin inkomst får ingen nedsättning."""
    if not lämnar_inkomst:
        return 0
    över_utrymmet = max(0, avgift_enligt_taxan - avgiftsutrymme)
    hela_kronor = avrundat(över_utrymmet, till=kr(1), avrunda="upp")
    # Utan utrymme är nedsättningen hela taxan: en egen rad i räkningen, i stället för taxan en gång till.
    if hela_kronor > över_utrymmet or avgiftsutrymme == 0:
        return hela_kronor
    return över_utrymmet


@rule(law="SoL (2025:400) 32 kap. 7 §", valid_from="2025-07-01")
def avgift_efter_inkomst(avgift_enligt_taxan: Money, nedsättning_efter_inkomst: Money) -> Money:
    """Avgift efter inkomst: taxan, minus nedsättningen. Du har alltid kvar det som du har rätt att
    behålla."""
    return max(0, avgift_enligt_taxan - nedsättning_efter_inkomst)


@rule(law="SoL (2025:400) 32 kap. 9 §", valid_from="2025-07-01")
def avgift_om_hela_tillägget_godtas(
    avgift_enligt_taxan: Money,
    avgiftsunderlag: Money,
    minimibelopp_före_begäran: Money,
    begärt_tillägg: Money,
    egen_boendekostnad: Money,
) -> Money:
    """Avgift om hela tillägget godtas: det som avgiften blir om minimibeloppet höjs med allt som du har
    begärt, nedåt till hela kronor."""
    att_behålla = minimibelopp_före_begäran + begärt_tillägg + egen_boendekostnad
    utrymme = max(0, avgiftsunderlag - att_behålla)
    return avrundat(min(avgift_enligt_taxan, utrymme), till=kr(1), avrunda="ned")


@rule(law="SoL (2025:400) 32 kap. 7 §", valid_from="2025-07-01")
def jämkning_för_make(
    civilstånd: Civilstånd,
    lämnar_inkomst: bool,
    makes_ekonomi_försämras: bool,
    sänkning_för_make: Money,
    avgift_efter_inkomst: Money,
) -> Money:
    """Jämkning för make eller sambo: avgiften får inte göra att den som du lever med får en oskäligt
    försämrad ekonomi. Då sänks den med det som handläggaren har bedömt, uppåt till hela kronor, men aldrig
    under noll."""
    if civilstånd == "ensamstående" or not lämnar_inkomst:
        return 0
    if makes_ekonomi_försämras:
        return min(avrundat(sänkning_för_make, till=kr(1), avrunda="upp"), avgift_efter_inkomst)
    return 0


@rule(law="SoL (2025:400) 32 kap. 4–10 §§", valid_from="2025-07-01")
def avgift(
    ändringen_gäller: bool,
    nuvarande_avgift: Money,
    avgift_enligt_taxan: Money,
    nedsättning_efter_inkomst: Money,
    jämkning_för_make: Money,
) -> Money:
    """Avgift: det som du betalar i månaden, i hela kronor. Gäller en ändring inte än är det den avgift som du
    redan har."""
    if not ändringen_gäller:
        return nuvarande_avgift
    return max(0, avgift_enligt_taxan - nedsättning_efter_inkomst - jämkning_för_make)


@rule(law="SoL (2025:400) 32 kap. 9 §", valid_from="2025-07-01")
def begärt_tillägg_beviljas(avgift_efter_inkomst: Money, avgift_om_hela_tillägget_godtas: Money) -> bool:
    """Begärt tillägg beviljas: avgiften blir inte högre än om minimibeloppet hade höjts med allt som du har
    begärt."""
    return avgift_efter_inkomst <= avgift_om_hela_tillägget_godtas


@rule(law="SoL (2025:400) 32 kap. 7 §", valid_from="2025-07-01")
def jämkning_beviljas(
    civilstånd: Civilstånd, makes_ekonomi_försämras: bool, jämkning_för_make: Money
) -> bool:
    """Jämkning beviljas: den som har sagt att makens eller sambons ekonomi blir oskäligt sämre har fått
    avgiften sänkt."""
    if civilstånd == "ensamstående" or not makes_ekonomi_försämras:
        return True
    return jämkning_för_make > 0


@rule(law="SoL (2025:400) 32 kap. 4–10 §§", valid_from="2025-07-01")
def beslut(
    ändringen_gäller: bool,
    avgift: Money,
    lämnar_inkomst: bool,
    begärt_tillägg_beviljas: bool,
    jämkning_beviljas: bool,
    avgift_enligt_taxan: Money,
) -> Beslut:
    """Beslut: ingen avgift, en avgift som är nedsatt efter din inkomst, avgift enligt taxan, eller den högsta
    avgiften när du inte lämnar din inkomst. Delvis bifall när något som du har begärt nekas."""
    if not ändringen_gäller:
        return "oförändrad avgift"
    if avgift == 0:
        return "ingen avgift"
    if not lämnar_inkomst:
        return "högsta avgift"
    if not begärt_tillägg_beviljas or not jämkning_beviljas:
        return "delvis bifall"
    if avgift < avgift_enligt_taxan:
        return "nedsatt avgift"
    return "avgift enligt taxan"
