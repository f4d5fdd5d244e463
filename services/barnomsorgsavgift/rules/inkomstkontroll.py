"""Inkomstkontrollen: avgiften efter den taxerade inkomsten, jämförd med den som ni har betalat."""

from allmanning.language import Money, hela_månader, rule


@rule(law="maxtaxeförordningen (2001:160) 5 §", valid_from="2025-01-01")
def månader_i_kontrollen(kontrollerade_månader: int, dag_för_beslut: date, nästa_maxtaxa_från: date) -> int:
    """Månader i kontrollen: de månader i följd som barnen har haft samma platser, men inte längre än till den
    dag då nästa maxtaxa börjar. Månaderna därefter kontrolleras för sig."""
    return min(kontrollerade_månader, hela_månader(dag_för_beslut, nästa_maxtaxa_från))


@rule(law="maxtaxeförordningen (2001:160) 5 §", valid_from="2025-01-01")
def för_lite_betalt(avgift: Money, debiterad_avgift: Money, månader_i_kontrollen: int) -> Money:
    """För lite betalt: det som avgiften efter den taxerade inkomsten är högre än den ni har betalat, för alla
    månader i kontrollen."""
    return max(0, avgift - debiterad_avgift) * månader_i_kontrollen


@rule(law="maxtaxeförordningen (2001:160) 3 §", valid_from="2025-01-01")
def återbetalning(avgift: Money, debiterad_avgift: Money, månader_i_kontrollen: int) -> Money:
    """Att få tillbaka: det som ni har betalat över avgiften efter den taxerade inkomsten, för alla månader i
    kontrollen. Maxtaxan är en högsta avgift, så ni får tillbaka hela beloppet."""
    return max(0, debiterad_avgift - avgift) * månader_i_kontrollen


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def efterdebitering(
    för_lite_betalt: Money, efterdebitering_enligt_taxan: bool, lägsta_efterdebitering: Money
) -> Money:
    """Att betala i efterhand: det som ni har betalat för lite, om kommunens taxa säger att det ska betalas
    och beloppet är så stort som taxan kräver."""
    if not efterdebitering_enligt_taxan or för_lite_betalt < lägsta_efterdebitering:
        return 0
    return för_lite_betalt
