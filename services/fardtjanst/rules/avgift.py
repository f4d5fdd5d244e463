"""Avgiften för en resa: kommunens taxa, aldrig mer än vad resan kostar kommunen."""

from allmanning.language import Money, Table, andel, avrundat, bråk, kr, rule


@rule(law="lag (1997:736) 10–11 §§", valid_from="2025-07-01")
def zoner(område: Område) -> int:
    """Zoner: en zon inom kommunen, två till en grannkommun. Avgiften räknas för den längsta resa som
    tillståndet medger."""
    if område == "inom kommunen och till grannkommunerna":
        return 2
    return 1


@rule(law="lag (1997:736) 10–11 §§", valid_from="2025-07-01")
def taxa(
    zoner: int,
    avgift_som_andel: bool,
    avgift_per_zon: Table[int, Money],
    avgift_i_procent: int,
    självkostnad: Table[int, Money],
) -> Money:
    """Taxa: kommunens avgift för en resa, som ett belopp efter antalet zoner eller som en andel av vad resan
    kostar kommunen, i hela kronor nedåt."""
    if avgift_som_andel:
        del_av_kostnaden = andel(självkostnad[zoner], bråk(avgift_i_procent, 100), avrunda="ned")
        return avrundat(del_av_kostnaden, till=kr(1), avrunda="ned")
    return avgift_per_zon[zoner]


@rule(law="lag (1997:736) 10–11 §§", valid_from="2025-07-01")
def avgift_efter_ålder(taxa: Money, prövas_som_vuxen: bool, barns_procent: int) -> Money:
    """Avgift efter ålder: den som är under 18 år betalar en andel av taxan, i hela kronor nedåt."""
    if prövas_som_vuxen:
        return taxa
    return avrundat(andel(taxa, bråk(barns_procent, 100), avrunda="ned"), till=kr(1), avrunda="ned")


@rule(law="lag (1997:736) 10–11 §§", valid_from="2025-07-01")
def egenavgift(
    tillstånd: bool, zoner: int, avgift_efter_ålder: Money, självkostnad: Table[int, Money]
) -> Money:
    """Egenavgift: det som du betalar för en resa. Avgiften ska vara skälig och är aldrig högre än kommunens
    egen kostnad för resan."""
    if not tillstånd:
        return 0
    return min(avgift_efter_ålder, självkostnad[zoner])
