"""Den avgiftsgrundande inkomsten: vad som räknas, vems som räknas, taket, och avdraget från den 1 juli 2026."""

from allmanning.language import Money, andel, bråk, rule


@rule(law="maxtaxeförordningen (2001:160) 5 §", valid_from="2025-01-01")
def din_inkomst(
    lön: Money, andra_skattepliktiga_inkomster: Money, överskott_i_näringsverksamhet: Money
) -> Money:
    """Din inkomst: lön före skatt, andra skattepliktiga inkomster av tjänst och överskott i
    näringsverksamhet, för en månad."""
    return lön + andra_skattepliktiga_inkomster + överskott_i_näringsverksamhet


@rule(law="maxtaxeförordningen (2001:160) 4 §", valid_from="2025-01-01")
def partnerns_inkomst(
    sammanboende: bool,
    lön_partner: Money,
    andra_skattepliktiga_inkomster_partner: Money,
    överskott_i_näringsverksamhet_partner: Money,
) -> Money:
    """Den andra vuxnas inkomst: räknas med när ni är gifta, eller lever tillsammans och har barn ihop eller
    är folkbokförda på samma adress. Det gäller också den som inte är barnets förälder."""
    if not sammanboende:
        return 0
    tjänst = lön_partner + andra_skattepliktiga_inkomster_partner
    return tjänst + överskott_i_näringsverksamhet_partner


@rule(law="maxtaxeförordningen (2001:160) 5 §", valid_from="2025-01-01")
def hushållets_inkomst(din_inkomst: Money, partnerns_inkomst: Money) -> Money:
    """Hushållets inkomst: de vuxnas inkomster tillsammans, för en månad."""
    return din_inkomst + partnerns_inkomst


@rule(law="maxtaxeförordningen (2001:160) 5 §", valid_from="2025-01-01")
def taxerad_inkomst_per_månad(taxerad_inkomst: Money) -> Money:
    """Taxerad inkomst per månad: en tolftedel av det som hushållet har taxerats för under året, avrundat
    nedåt till hela ören."""
    return andel(taxerad_inkomst, bråk(1, 12), avrunda="ned")


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def inkomst_som_räknas(
    ärende: Ärende,
    inkomst_lämnas: bool,
    hushållets_inkomst: Money,
    taxerad_inkomst_per_månad: Money,
    inkomsttak: Money,
) -> Money:
    """Inkomst som räknas: den inkomst som ni har lämnat. Lämnar ni ingen räknas avgiften på inkomsttaket. Vid
    inkomstkontrollen räknas den taxerade inkomsten."""
    if ärende == "inkomstkontroll":
        return taxerad_inkomst_per_månad
    if not inkomst_lämnas:
        return inkomsttak
    return hushållets_inkomst


@rule(law="maxtaxeförordningen (2001:160) 5 §", valid_from="2025-01-01", valid_to="2026-06-30")
def avgiftsgrundande_inkomst(inkomst_som_räknas: Money, inkomsttak: Money) -> Money:
    """Avgiftsgrundande inkomst: inkomsten för en månad. Det som är över inkomsttaket räknas inte."""
    return min(inkomst_som_räknas, inkomsttak)


@rule(law="maxtaxeförordningen (2001:160) 5 §", valid_from="2026-07-01")
def avgiftsgrundande_inkomst(
    inkomst_som_räknas: Money, inkomsttak: Money, inkomst_utan_avgift: Money
) -> Money:
    """Avgiftsgrundande inkomst: inkomsten för en månad. Det som är över inkomsttaket räknas inte, och från
    den 1 juli 2026 inte heller de första 10 000 kronorna."""
    return max(0, min(inkomst_som_räknas, inkomsttak) - inkomst_utan_avgift)
