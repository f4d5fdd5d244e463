"""Beslutet: vilken avgift ni ska betala varje månad, eller vad inkomstkontrollen leder till."""

from allmanning.language import Literal, Money, rule

Beslut = Literal[
    "avgift fastställd", "ingen avgift", "högsta avgift", "efterdebitering", "återbetalning", "ingen ändring"
]


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def avgift(barn: list[Barn]) -> Money:
    """Avgift i månaden: summan av alla barns avgifter."""
    return sum(barnets_avgift(b) for b in barn)


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def beslut(
    ärende: Ärende, inkomst_lämnas: bool, avgift: Money, efterdebitering: Money, återbetalning: Money
) -> Beslut:
    """Beslut: avgiften för er, den högsta avgiften när ni inte har lämnat någon inkomst, ingen avgift när
    inget ska betalas, eller det som inkomstkontrollen leder till."""
    if ärende == "inkomstkontroll":
        if efterdebitering > 0:
            return "efterdebitering"
        return "återbetalning" if återbetalning > 0 else "ingen ändring"
    if avgift == 0:
        return "ingen avgift"
    return "avgift fastställd" if inkomst_lämnas else "högsta avgift"
