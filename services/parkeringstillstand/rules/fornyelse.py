"""Förnyelse utan ny prövning, och nytt kort i stället för ett förlorat. Båda bygger på det tidigare beslutet."""

from allmanning.language import rule


@rule(law="FL (2017:900) 23 §", valid_from="2025-07-01")
def förnyas_utan_ny_prövning(
    ärende: Ärende,
    tillståndet_går_snart_ut: bool,
    tidigare_bestående: bool,
    allt_är_som_förut: bool,
    förnyelse_utan_intyg: bool,
) -> bool:
    """Förnyas utan ny prövning: tillståndet går snart ut, det tidigare beslutet säger att svårigheterna är
    bestående, allt är som förut, och kommunen har bestämt att det räcker. Då är ärendet redan utrett."""
    if ärende != "förnyelse" or not förnyelse_utan_intyg:
        return False
    return tillståndet_går_snart_ut and tidigare_bestående and allt_är_som_förut


@rule(law="FL (2017:900) 23 §", valid_from="2025-07-01")
def antal_förluster(ärende: Ärende, tidigare_förluster: int) -> int:
    """Antal förluster: hur många gånger kortet har förlorats under den tid som tillståndet gäller, med den som du
    anmäler nu."""
    if ärende == "förlorat kort":
        return min(50, tidigare_förluster + 1)
    return 0


@rule(law="FL (2017:900) 23 §", valid_from="2025-07-01")
def förlusten_är_utredd(
    antal_förluster: int, polisanmäld_förlust: bool, kräver_polisanmälan: bool, förlusten_godtas: bool
) -> bool:
    """Förlusten är utredd: det är första gången och förlusten är polisanmäld. Annars bedömer en handläggare vad som
    har hänt."""
    if antal_förluster == 1 and (polisanmäld_förlust or not kräver_polisanmälan):
        return True
    return förlusten_godtas


@rule(law="trafikförordningen (1998:1276) 13 kap. 8 §", valid_from="2025-07-01")
def får_nytt_kort(har_giltigt_tillstånd: bool, förlusten_är_utredd: bool) -> bool:
    """Får nytt kort: du har ett tillstånd som gäller, och förlusten är utredd. Har tiden gått ut söker du ett nytt
    tillstånd."""
    return har_giltigt_tillstånd and förlusten_är_utredd
