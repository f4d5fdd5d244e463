"""Skälig kostnad för varje åtgärd. Lagen har inget tak för beloppet och ser inte till sökandens inkomst."""

from allmanning.language import Money, rule


@rule(law="lag (2018:222) 16 §", valid_from="2025-07-01")
def lägsta_offert(åtgärd: Åtgärd) -> Money:
    """Lägsta offert: den lägsta av de offerter som finns för samma arbete."""
    if åtgärd.antal_offerter == 1:
        return åtgärd.kostnad
    if åtgärd.antal_offerter == 2:
        return min(åtgärd.kostnad, åtgärd.andra_offerten)
    return min(åtgärd.kostnad, åtgärd.andra_offerten, åtgärd.tredje_offerten)


@rule(law="lag (2018:222) 16 §", valid_from="2025-07-01")
def kostnaden_bedöms(åtgärd: Åtgärd, lägsta_offert: Money, godtas_med_en_offert: Money) -> bool:
    """Kostnaden bedöms: den offert du vill använda är inte den lägsta, eller så är den ensam och högre än det
    som kommunen godtar utan en offert till att jämföra med."""
    if åtgärd.kostnad > lägsta_offert:
        return True
    return åtgärd.antal_offerter == 1 and åtgärd.kostnad > godtas_med_en_offert


@rule(law="lag (2018:222) 16 §", valid_from="2025-07-01")
def skälig_kostnad(åtgärd: Åtgärd, kostnaden_bedöms: bool) -> Money:
    """Skälig kostnad: den offert du vill använda, när den är lägst. Behöver kostnaden bedömas blir det vad en
    handläggare har funnit skäligt för arbetet, dock högst det du har sökt."""
    if kostnaden_bedöms:
        return min(åtgärd.kostnad, åtgärd.skälig_kostnad_för_arbetet)
    return åtgärd.kostnad
