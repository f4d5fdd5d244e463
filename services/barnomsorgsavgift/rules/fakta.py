"""Det som hushållet berättar, och det som kommunen själv vet när den gör årets inkomstkontroll."""

from allmanning.language import Literal, Money, between, facts

Ärende = Literal["avgift", "inkomstkontroll"]
Plats = Literal["förskola", "pedagogisk omsorg", "fritidshem"]


@facts
class Barn:
    """Ett barn i hushållet som har plats i förskola, pedagogisk omsorg eller fritidshem."""

    född: date = between("2011-01-01", "2026-12-31")
    nummer_bland_födda_samma_dag: int = between(1, 5)
    plats: Plats
    bara_allmän_förskola: bool
    plats_för_särskilt_stöd: bool
    timmar_i_veckan: int = between(0, 70)


@facts
class Hushåll:
    """De vuxna i hushållet, barnen som har plats, och vad ärendet gäller."""

    ärende: Ärende
    barn: list[Barn] = between(0, 6)
    sammanboende: bool


@facts
class Inkomster:
    """Hushållets inkomster före skatt i en vanlig månad."""

    inkomst_lämnas: bool
    lön: Money = between(0, 1_000_000)
    andra_skattepliktiga_inkomster: Money = between(0, 1_000_000)
    överskott_i_näringsverksamhet: Money = between(0, 1_000_000)
    lön_partner: Money = between(0, 1_000_000)
    andra_skattepliktiga_inkomster_partner: Money = between(0, 1_000_000)
    överskott_i_näringsverksamhet_partner: Money = between(0, 1_000_000)


@facts
class Inkomstkontroll:
    """Det som kommunen lägger bredvid vartannat vid inkomstkontrollen."""

    taxerad_inkomst: Money = between(0, 10_000_000)
    debiterad_avgift: Money = between(0, 20_000)
    kontrollerade_månader: int = between(0, 12)
