"""Rätten till färdtjänst: vem som prövar, funktionsnedsättningen och svårigheterna."""

from allmanning.language import rule


@rule(law="lag (1997:736) 6 §", valid_from="2025-07-01")
def prövas_här(folkbokförd_här: bool) -> bool:
    """Prövas här: frågan om tillstånd prövas av den kommun där du är folkbokförd."""
    return folkbokförd_här


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def inte_endast_tillfällig(
    har_funktionsnedsättning: bool,
    går_inte_över: bool,
    månader_som_väntas: int,
    minsta_varaktighet: int,
    godtas_som_inte_tillfällig: bool,
) -> bool:
    """Inte endast tillfällig: funktionsnedsättningen går inte över, eller väntas vara minst så många månader
    som kommunen har bestämt. Är det kortare tid bedömer en handläggare om den ändå är mer än tillfällig."""
    if not har_funktionsnedsättning:
        return False
    if går_inte_över:
        return True
    return månader_som_väntas >= minsta_varaktighet or godtas_som_inte_tillfällig


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def prövas_som_vuxen(tidigare_prövad_som_vuxen: bool, ålder: int, åldersgräns_för_barn: int) -> bool:
    """Prövas som vuxen: den som har fyllt 18 år prövas som vuxen. Den som är yngre jämförs med barn i samma
    ålder utan funktionsnedsättning."""
    if tidigare_prövad_som_vuxen:
        return True
    return ålder >= åldersgräns_för_barn


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def svårigheter(
    förnyas_på_samma_villkor: bool,
    inte_endast_tillfällig: bool,
    prövas_som_vuxen: bool,
    svårigheter_som_vuxen: Svårigheter,
    svårigheter_som_barn: Svårigheter,
) -> Svårigheter:
    """Svårigheter: om du på grund av funktionsnedsättningen har väsentliga svårigheter att förflytta dig på
    egen hand eller att resa med allmänna kommunikationsmedel, och om de är bestående. En handläggare bedömer
    det efter intyget."""
    if förnyas_på_samma_villkor:
        return "väsentliga och bestående"
    if not inte_endast_tillfällig:
        return "inga väsentliga"
    if prövas_som_vuxen:
        return svårigheter_som_vuxen
    return svårigheter_som_barn


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def rätt_till_färdtjänst(prövas_här: bool, svårigheter: Svårigheter) -> bool:
    """Rätt till färdtjänst: du är folkbokförd här och har väsentliga svårigheter som inte endast är
    tillfälliga."""
    return prövas_här and svårigheter != "inga väsentliga"


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def resor_att_pröva(sökta_resor: int, resor_som_det_allmänna_betalar: int) -> int:
    """Resor att pröva: de resor du söker för, utom dem som det allmänna betalar av någon annan anledning, som
    sjukresor och skolskjuts."""
    return max(0, sökta_resor - resor_som_det_allmänna_betalar)


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def tillstånd(förnyas_på_samma_villkor: bool, rätt_till_färdtjänst: bool, resor_att_pröva: int) -> bool:
    """Tillstånd: den som har rätt till färdtjänst får tillstånd, om det finns någon resa som det kan gälla."""
    if förnyas_på_samma_villkor:
        return True
    return rätt_till_färdtjänst and resor_att_pröva > 0
