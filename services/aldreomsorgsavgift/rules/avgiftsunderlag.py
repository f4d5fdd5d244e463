"""Avgiftsunderlaget: den inkomst som du väntas få, fördelad lika på årets månader."""

from allmanning.language import Money, andel, bråk, rule


@rule(law="SoL (2025:400) 32 kap. 5 §", valid_from="2025-07-01")
def egen_inkomst(inkomst_efter_skatt: Money, kapitalinkomst: Money, bostadsbidrag: Money) -> Money:
    """Egen inkomst: pension, lön, ränta och annat efter skatt i månaden. Bostadsbidrag, särskilt
    bostadstillägg och boendetillägg räknas som inkomst."""
    return inkomst_efter_skatt + kapitalinkomst + bostadsbidrag


@rule(law="SoL (2025:400) 32 kap. 5 §", valid_from="2025-07-01")
def avgiftsunderlag(
    civilstånd: Civilstånd, egen_inkomst: Money, makens_inkomst: Money, makar_isär_lägsta_inkomst: bool
) -> Money:
    """Avgiftsunderlag: din inkomst i månaden. För den som är gift är det hälften av makarnas inkomster
    tillsammans. Sambor räknas var för sig."""
    if civilstånd in ("ensamstående", "sambo"):
        return egen_inkomst
    hälften = andel(egen_inkomst + makens_inkomst, bråk(1, 2), avrunda="ned")
    if civilstånd == "gift och bor isär" and makar_isär_lägsta_inkomst:
        return min(hälften, egen_inkomst)
    return hälften
