"""Skäliga kostnader utöver riksnormen: boende, el, arbetsresor, hemförsäkring, fackförening och a-kassa.

Kommunens högsta belopp är riktlinjer och binder inte. Den som har en högre kostnad får säga varför, och då
bedömer en handläggare hur mycket av det överskjutande som är skäligt.
"""

from allmanning.language import Money, Table, rule


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def högsta_belopp_hyra(antal_i_familjen: int, högsta_hyra: Table[int, Money]) -> Money:
    """Kommunens riktlinje för hyra: det högsta belopp som godtas utan särskild bedömning, efter hur många ni
    är."""
    return högsta_hyra[antal_i_familjen]


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def godtagbar_hyra(
    hyra: Money, högsta_belopp_hyra: Money, åberopar_högre_kostnader: bool, godtaget_utöver_högsta_hyra: Money
) -> Money:
    """Godtagbar hyra: er faktiska kostnad, upp till kommunens riktlinje och det som en handläggare har
    godtagit utöver den."""
    if hyra <= högsta_belopp_hyra:
        return hyra
    if åberopar_högre_kostnader:
        return min(hyra, högsta_belopp_hyra + godtaget_utöver_högsta_hyra)
    return högsta_belopp_hyra


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def högsta_belopp_hushållsel(antal_i_familjen: int, högsta_hushållsel: Table[int, Money]) -> Money:
    """Kommunens riktlinje för hushållsel: det högsta belopp som godtas utan särskild bedömning, efter hur
    många ni är."""
    return högsta_hushållsel[antal_i_familjen]


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def godtagbar_hushållsel(
    hushållsel: Money,
    högsta_belopp_hushållsel: Money,
    åberopar_högre_kostnader: bool,
    godtaget_utöver_högsta_hushållsel: Money,
) -> Money:
    """Godtagbar hushållsel: er faktiska kostnad, upp till kommunens riktlinje och det som en handläggare har
    godtagit utöver den."""
    if hushållsel <= högsta_belopp_hushållsel:
        return hushållsel
    if åberopar_högre_kostnader:
        return min(hushållsel, högsta_belopp_hushållsel + godtaget_utöver_högsta_hushållsel)
    return högsta_belopp_hushållsel


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def godtagbar_hemförsäkring(
    hemförsäkring: Money,
    högsta_hemförsäkring: Money,
    åberopar_högre_kostnader: bool,
    godtaget_utöver_högsta_hemförsäkring: Money,
) -> Money:
    """Godtagbar hemförsäkring: er faktiska kostnad, upp till kommunens riktlinje och det som en handläggare
    har godtagit utöver den."""
    if hemförsäkring <= högsta_hemförsäkring:
        return hemförsäkring
    if åberopar_högre_kostnader:
        return min(hemförsäkring, högsta_hemförsäkring + godtaget_utöver_högsta_hemförsäkring)
    return högsta_hemförsäkring


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def högsta_belopp_arbetsresor(sammanboende: bool, högsta_arbetsresor: Money) -> Money:
    """Kommunens riktlinje för arbetsresor: det högsta belopp som godtas utan särskild bedömning, för varje
    vuxen som söker."""
    if sammanboende:
        return högsta_arbetsresor * 2
    return högsta_arbetsresor


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def godtagbara_arbetsresor(
    arbetsresor: Money,
    högsta_belopp_arbetsresor: Money,
    åberopar_högre_kostnader: bool,
    godtaget_utöver_högsta_arbetsresor: Money,
) -> Money:
    """Godtagbara arbetsresor: er faktiska kostnad, upp till kommunens riktlinje och det som en handläggare
    har godtagit utöver den."""
    if arbetsresor <= högsta_belopp_arbetsresor:
        return arbetsresor
    if åberopar_högre_kostnader:
        return min(arbetsresor, högsta_belopp_arbetsresor + godtaget_utöver_högsta_arbetsresor)
    return högsta_belopp_arbetsresor


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def godtagbar_fackavgift(fackavgift: Money) -> Money:
    """Godtagbar fackavgift: den avgift ni faktiskt betalar till fackförening."""
    return fackavgift


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def godtagbar_a_kassa(a_kassa: Money) -> Money:
    """Godtagbar avgift till a-kassa: den avgift ni faktiskt betalar till arbetslöshetskassa."""
    return a_kassa


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def godtagbara_kostnader(
    godtagbar_hyra: Money,
    godtagbar_hushållsel: Money,
    godtagbar_hemförsäkring: Money,
    godtagbara_arbetsresor: Money,
    godtagbar_fackavgift: Money,
    godtagbar_a_kassa: Money,
) -> Money:
    """Godtagbara kostnader: summan av de kostnader utöver riksnormen som är skäliga."""
    bostad = godtagbar_hyra + godtagbar_hushållsel + godtagbar_hemförsäkring
    arbete = godtagbara_arbetsresor + godtagbar_fackavgift + godtagbar_a_kassa
    return bostad + arbete
