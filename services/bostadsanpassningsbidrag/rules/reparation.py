"""Bidrag till reparation, besiktning och underhåll av det som redan är installerat med bidrag."""

from allmanning.language import rule


@rule(law="lag (2018:222) 11 § första stycket 1", valid_from="2025-07-01")
def teknisk(åtgärd: Åtgärd) -> bool:
    """Teknisk: anordningen är av tekniskt slag. En hiss, en dörröppnare och en spisvakt är det alltid."""
    if åtgärd.slag in ("hiss", "dörröppnare", "spisvakt"):
        return True
    return åtgärd.teknisk_anordning


@rule(law="lag (2018:222) 11 §", valid_from="2025-07-01")
def anordningen_omfattas(åtgärd: Åtgärd, teknisk: bool) -> bool:
    """Anordningen omfattas: den är installerad med bidrag och är teknisk, eller har slitits onormalt på grund
    av funktionsnedsättningen. Besiktning och annat underhåll gäller bara det som är tekniskt."""
    if not åtgärd.installerad_med_bidrag:
        return False
    if teknisk:
        return True
    if åtgärd.arbete != "reparation":
        return False
    return åtgärd.slitage_av_funktionsnedsättningen and åtgärd.slitaget_är_onormalt


@rule(law="lag (2018:222) 11 §", valid_from="2025-07-01")
def anordningen_är_undantagen(åtgärd: Åtgärd, boendeformen_är_undantagen: bool) -> bool:
    """Anordningen är undantagen: husets ägare har tagit över rätten till bidraget, eller så är den
    installerad med äldre regler i ett boende där bidrag inte längre lämnas."""
    if åtgärd.övertagen_av_ägaren:
        return True
    return boendeformen_är_undantagen and åtgärd.enligt_äldre_bestämmelser


@rule(law="lag (2018:222) 11 §", valid_from="2025-07-01")
def reparationen_godtas(
    åtgärd: Åtgärd, anordningen_omfattas: bool, anordningen_är_undantagen: bool, nödvändig_reparation: bool
) -> bool:
    """Reparationen godtas: anordningen omfattas, inget undantag gäller och arbetet är nödvändigt."""
    if anordningen_är_undantagen:
        return False
    return anordningen_omfattas and nödvändig_reparation


@rule(law="lag (2018:222) 11 §", valid_from="2025-07-01")
def nödvändig_reparation(åtgärd: Åtgärd) -> bool:
    """Nödvändig reparation: arbetet behövs för att bostaden ska vara ändamålsenlig för dig. Det bedömer en
    handläggare."""
    return åtgärd.är_nödvändig
