"""Riksnormen: personliga kostnader för var och en, och de kostnader som hushållet delar."""

from allmanning.language import Money, Table, andel, bråk, rule


@rule(law="SoF (2025:468) 12 kap. 2 §", valid_from="2025-07-01")
def vuxnas_personliga_kostnader(
    sammanboende: bool, riksnorm_sambor: Money, riksnorm_ensamstående: Money
) -> Money:
    """Vuxnas personliga kostnader: mat, kläder, fritid och hygien, med ett belopp för ensamstående och ett
    för sambor."""
    if sammanboende:
        return riksnorm_sambor
    return riksnorm_ensamstående


@rule(law="SoF (2025:468) 12 kap. 2 §", valid_from="2025-07-01")
def personliga_kostnader_hel_månad(
    barn: Barn, riksnorm_barn: Table[int, Money], riksnorm_barn_utan_lunch: Table[int, Money]
) -> Money:
    """Barnets personliga kostnader för en hel månad: beloppet beror på åldern och är lägre när ett barn till
    och med 6 år äter lunch i förskolan fem dagar i veckan."""
    if barn.ålder <= 6 and barn.äter_lunch_i_förskolan:
        return riksnorm_barn_utan_lunch[barn.ålder]
    return riksnorm_barn[barn.ålder]


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def personliga_kostnader(barn: Barn, personliga_kostnader_hel_månad: Money) -> Money:
    """Barnets personliga kostnader: hela beloppet för 30 dagar eller mer i hushållet, annars en trettiondel
    för varje dag, avrundat till närmaste öre."""
    if barn.dagar_i_hushållet == 0:
        return 0
    if barn.dagar_i_hushållet >= 30:
        return personliga_kostnader_hel_månad
    return andel(personliga_kostnader_hel_månad, bråk(barn.dagar_i_hushållet, 30), avrunda="närmast")


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def barnet_räknas_som_medlem(barn: Barn, umgängesdagar_för_medlem: int) -> bool:
    """Barnet räknas som medlem i hushållet: det bor här minst så många dagar i månaden som kommunen har
    bestämt."""
    return barn.dagar_i_hushållet >= umgängesdagar_för_medlem


@rule(law="SoF (2025:468) 12 kap. 2 §", valid_from="2025-07-01")
def antal_i_familjen(sammanboende: bool, barn: list[Barn]) -> int:
    """Antal i familjen: de vuxna som söker och barnen som räknas som medlemmar."""
    barn_i_familjen = len([b for b in barn if barnet_räknas_som_medlem(b)])
    if sammanboende:
        return 2 + barn_i_familjen
    return 1 + barn_i_familjen


@rule(law="SoF (2025:468) 12 kap. 2 §", valid_from="2025-07-01")
def antal_i_hushållet(antal_i_familjen: int, övriga_i_hushållet: int) -> int:
    """Antal i hushållet: familjen och andra vuxna som delar hushållet."""
    return antal_i_familjen + övriga_i_hushållet


@rule(law="SoF (2025:468) 12 kap. 3 §", valid_from="2025-07-01")
def hushållets_gemensamma_kostnader(antal_i_hushållet: int, riksnorm_gemensamma: Table[int, Money]) -> Money:
    """Hushållets gemensamma kostnader: förbrukningsvaror, dagstidning och telefon, efter hur många ni är. För
    var och en utöver sju läggs skillnaden mellan sex och sju personer till."""
    if antal_i_hushållet <= 7:
        return riksnorm_gemensamma[antal_i_hushållet]
    för_varje_ytterligare = riksnorm_gemensamma[7] - riksnorm_gemensamma[6]
    return riksnorm_gemensamma[7] + för_varje_ytterligare * (antal_i_hushållet - 7)


@rule(law="SoF (2025:468) 12 kap. 3 §", valid_from="2025-07-01")
def familjens_gemensamma_kostnader(
    övriga_i_hushållet: int,
    hushållets_gemensamma_kostnader: Money,
    antal_i_familjen: int,
    antal_i_hushållet: int,
) -> Money:
    """Familjens del av de gemensamma kostnaderna: hela beloppet, eller om ni delar hushåll med andra vuxna er
    andel av antalet medlemmar, avrundat till närmaste öre."""
    if övriga_i_hushållet == 0:
        return hushållets_gemensamma_kostnader
    familjens_del = bråk(antal_i_familjen, antal_i_hushållet)
    return andel(hushållets_gemensamma_kostnader, familjens_del, avrunda="närmast")


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def riksnorm(
    vuxnas_personliga_kostnader: Money, barn: list[Barn], familjens_gemensamma_kostnader: Money
) -> Money:
    """Riksnorm: de personliga kostnaderna för alla i familjen och er del av de gemensamma kostnaderna."""
    barnens_personliga_kostnader = sum(personliga_kostnader(b) for b in barn)
    return vuxnas_personliga_kostnader + barnens_personliga_kostnader + familjens_gemensamma_kostnader
