"""Beslutet: tillstånd som det är sökt, tillstånd till en del, förnyat tillstånd eller avslag."""

from allmanning.language import rule


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def alla_resor_beviljas(antal_resor: int, sökta_resor: int) -> bool:
    """Alla resor beviljas: tillståndet omfattar så många resor som du har sökt för."""
    return antal_resor >= sökta_resor


@rule(law="lag (1997:736) 8 §", valid_from="2025-07-01")
def ledsagare_som_sökt(sällskap: Sällskap, söker_ledsagare: bool) -> bool:
    """Ledsagare som sökt: har du sökt ledsagare är det beviljat."""
    return sällskap == "med ledsagare" or not söker_ledsagare


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def färdsätt_som_sökt(färdsätt: Färdsätt, sökt_färdsätt: SöktFärdsätt) -> bool:
    """Färdsätt som sökt: har du sökt specialfordon är det beviljat."""
    return färdsätt == "specialfordon" or sökt_färdsätt == "personbil"


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def område_som_sökt(område: Område, söker_grannkommuner: bool) -> bool:
    """Område som sökt: har du sökt resor till grannkommunerna är de beviljade."""
    return område == "inom kommunen och till grannkommunerna" or not söker_grannkommuner


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def beslut(
    förnyas_på_samma_villkor: bool,
    tillstånd: bool,
    alla_resor_beviljas: bool,
    ledsagare_som_sökt: bool,
    färdsätt_som_sökt: bool,
    område_som_sökt: bool,
) -> Beslut:
    """Beslut: tillståndet förnyas på samma villkor, beviljas som du har sökt det, beviljas till en del eller
    avslås."""
    if förnyas_på_samma_villkor:
        return "förnyas"
    if not tillstånd:
        return "avslag"
    if alla_resor_beviljas and ledsagare_som_sökt and färdsätt_som_sökt and område_som_sökt:
        return "beviljas"
    return "beviljas delvis"
