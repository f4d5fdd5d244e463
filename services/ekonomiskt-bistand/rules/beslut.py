"""Beslutet: det som ni behöver, minus det som ni själva har, och om allt som ni har sökt beviljas."""

from allmanning.language import Literal, Money, rule

Beslut = Literal["bifall", "delvis bifall", "avslag"]


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def behov(norm_efter_särskilda_skäl: Money, godtagbara_kostnader: Money) -> Money:
    """Behov: det som ni behöver för en skälig levnadsnivå, alltså normen och de godtagbara kostnaderna."""
    return norm_efter_särskilda_skäl + godtagbara_kostnader


@rule(law="SoL (2025:400) 12 kap. 5 §", valid_from="2025-07-01", valid_to="2026-06-30")
def nedsättning(kan_inte_söka_arbete: bool, nedsättning_arbetskrav: Money) -> Money:
    """Nedsättning: den som kan arbeta ska söka arbete eller delta i det som planerats, om det inte finns
    godtagbara skäl. Annars kan biståndet sänkas med det belopp som handläggaren har bedömt."""
    if kan_inte_söka_arbete:
        return nedsättning_arbetskrav
    return 0


@rule(law="SoL (2025:400) 12 kap. 4 a–6 a §§", valid_from="2026-07-01")
def nedsättning(kan_inte_söka_arbete: bool, nedsättning_arbetskrav: Money) -> Money:
    """Nedsättning: den som kan arbeta ska söka arbete och delta i anvisade aktiviteter, om det inte finns
    godtagbara skäl. Annars kan biståndet sänkas med det belopp som handläggaren har bedömt."""
    if kan_inte_söka_arbete:
        return nedsättning_arbetskrav
    return 0


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def bistånd(behov: Money, egna_medel: Money, nedsättning: Money) -> Money:
    """Bistånd: det som fattas när era egna medel inte räcker till behovet. Räcker de blir det inget
    bistånd."""
    return max(0, behov - egna_medel - nedsättning)


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def hela_normen_beviljas(
    åberopar_särskilda_skäl: bool,
    tillägg_för_särskilda_skäl: Money,
    avdrag_för_särskilda_skäl: Money,
    nedsättning: Money,
) -> bool:
    """Hela normen beviljas: normen är inte sänkt, och det tillägg som ni har bett om har inte nekats."""
    if åberopar_särskilda_skäl and tillägg_för_särskilda_skäl == 0:
        return False
    return avdrag_för_särskilda_skäl == 0 and nedsättning == 0


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def alla_kostnader_beviljas(
    hyra: Money,
    godtagbar_hyra: Money,
    hushållsel: Money,
    godtagbar_hushållsel: Money,
    hemförsäkring: Money,
    godtagbar_hemförsäkring: Money,
    arbetsresor: Money,
    godtagbara_arbetsresor: Money,
) -> bool:
    """Alla kostnader beviljas: varje kostnad som ni har sökt för godtas med hela beloppet."""
    if godtagbar_hyra < hyra or godtagbar_hushållsel < hushållsel:
        return False
    return godtagbar_hemförsäkring == hemförsäkring and godtagbara_arbetsresor == arbetsresor


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def beslut(bistånd: Money, hela_normen_beviljas: bool, alla_kostnader_beviljas: bool) -> Beslut:
    """Beslut: bifall när ni får allt som ni har sökt, delvis bifall när något är sänkt eller nekat, avslag
    när egna medel räcker."""
    if bistånd == 0:
        return "avslag"
    if hela_normen_beviljas and alla_kostnader_beviljas:
        return "bifall"
    return "delvis bifall"
