"""Taxan: det som kommunen tar betalt för insatserna, och det högsta som lagen tillåter."""

from allmanning.language import Money, Share, Table, andel, avrundat, bråk, kr, rule


@rule(law="SoL (2025:400) 32 kap. 4 §", valid_from="2025-07-01")
def hemtjänstavgift(
    timmar_hemtjänst: int, avgift_efter_nivå: bool, timavgift: Money, nivåavgift: Table[int, Money]
) -> Money:
    """Avgift för hemtjänst: kommunens taxa för dina timmar, antingen ett pris för varje timme eller ett för
    den nivå som timmarna hamnar i."""
    if avgift_efter_nivå:
        return nivåavgift[timmar_hemtjänst]
    return timmar_hemtjänst * timavgift


@rule(law="SoL (2025:400) 32 kap. 4 §", valid_from="2025-07-01")
def dagverksamhetsavgift(dagar_dagverksamhet: int, dagavgift: Money) -> Money:
    """Avgift för dagverksamhet: kommunens taxa för varje dag. Maten betalas för sig och ingår inte."""
    return dagar_dagverksamhet * dagavgift


@rule(law="SoL (2025:400) 32 kap. 6 §", valid_from="2025-07-01")
def avgifter_i_hemmet(
    hemtjänstavgift: Money,
    dagverksamhetsavgift: Money,
    trygghetslarm: bool,
    larmavgift: Money,
    hemsjukvård: bool,
    hemsjukvårdsavgift: Money,
) -> Money:
    """Avgifter i hemmet: hemtjänst, dagverksamhet, trygghetslarm och kommunens hemsjukvård enligt taxan.
    De räknas ihop, för det är de tillsammans som har ett tak."""
    larm = larmavgift if trygghetslarm else 0
    sjukvård = hemsjukvårdsavgift if hemsjukvård else 0
    return hemtjänstavgift + dagverksamhetsavgift + larm + sjukvård


@rule(law="SoL (2025:400) 32 kap. 6 §", valid_from="2025-07-01")
def högsta_avgift_för_omsorg(
    prisbasbelopp: Money, högsta_andel_omsorg: Share, kommunens_högsta_avgift: Money
) -> Money:
    """Högsta avgift för omsorg: en tolftedel av 0,5392 prisbasbelopp, nedåt till hela kronor eftersom lagen
    säger högst. Kommunen kan ha bestämt ett lägre tak."""
    för_året = andel(prisbasbelopp, högsta_andel_omsorg, avrunda="ned")
    lagens_tak = andel(för_året, bråk(1, 12), avrunda="ned")
    return avrundat(min(lagens_tak, kommunens_högsta_avgift), till=kr(1), avrunda="ned")


@rule(law="SoL (2025:400) 32 kap. 6 §", valid_from="2025-07-01")
def omsorgsavgift_enligt_taxan(
    boendeform: Boendeform,
    avgifter_i_hemmet: Money,
    omvårdnadsavgift: Money,
    högsta_avgift_för_omsorg: Money,
) -> Money:
    """Omsorgsavgift enligt taxan: det som insatserna kostar hemma eller i särskilt boende, nedåt till hela
    kronor, men aldrig mer än högsta avgift för omsorg."""
    if boendeform == "eget boende":
        return min(avrundat(avgifter_i_hemmet, till=kr(1), avrunda="ned"), högsta_avgift_för_omsorg)
    return min(avrundat(omvårdnadsavgift, till=kr(1), avrunda="ned"), högsta_avgift_för_omsorg)


@rule(law="SoL (2025:400) 32 kap. 6 §", valid_from="2025-07-01")
def högsta_avgift_för_bostad(prisbasbelopp: Money, högsta_andel_bostad: Share) -> Money:
    """Högsta avgift för bostad: en tolftedel av 0,5539 prisbasbelopp, nedåt till hela kronor. Den gäller ett
    särskilt boende som du inte har hyreskontrakt för."""
    för_året = andel(prisbasbelopp, högsta_andel_bostad, avrunda="ned")
    return avrundat(andel(för_året, bråk(1, 12), avrunda="ned"), till=kr(1), avrunda="ned")


@rule(law="SoL (2025:400) 32 kap. 6 §", valid_from="2025-07-01")
def bostadsavgift_enligt_taxan(
    boendeform: Boendeform, bostadsavgift: Money, högsta_avgift_för_bostad: Money
) -> Money:
    """Bostadsavgift enligt taxan: det som bostaden kostar i ett särskilt boende utan hyreskontrakt, nedåt
    till hela kronor. Alla andra betalar hyra eller har sitt eget boende, och betalar ingen sådan avgift."""
    if boendeform == "särskilt boende utan hyreskontrakt":
        return min(avrundat(bostadsavgift, till=kr(1), avrunda="ned"), högsta_avgift_för_bostad)
    return 0


@rule(law="SoL (2025:400) 32 kap. 6 §", valid_from="2025-07-01")
def avgift_enligt_taxan(omsorgsavgift_enligt_taxan: Money, bostadsavgift_enligt_taxan: Money) -> Money:
    """Avgift enligt taxan: omsorgen och bostaden tillsammans. Det är den högsta avgift som du kan få."""
    return omsorgsavgift_enligt_taxan + bostadsavgift_enligt_taxan
