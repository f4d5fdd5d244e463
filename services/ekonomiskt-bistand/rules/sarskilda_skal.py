"""Särskilda skäl: när riksnormen ska räknas högre, och när den får räknas lägre. Båda är bedömningar."""

from allmanning.language import Money, rule


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def tillägg_för_särskilda_skäl(åberopar_särskilda_skäl: bool, höjning_av_riksnormen: Money) -> Money:
    """Tillägg för särskilda skäl: finns det särskilda skäl ska normen räknas högre, med det belopp som
    handläggaren har bedömt att ni behöver."""
    if åberopar_särskilda_skäl:
        return höjning_av_riksnormen
    return 0


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01", valid_to="2025-09-07")
def avdrag_för_särskilda_skäl(
    kostnader_betalas_av_annan: bool, sänkning_av_riksnormen: Money, riksnorm: Money
) -> Money:
    """Avdrag för särskilda skäl: finns det särskilda skäl får normen räknas lägre, till exempel när någon
    annan betalar maten. Avdraget kan aldrig bli större än normen."""
    if kostnader_betalas_av_annan:
        return min(sänkning_av_riksnormen, riksnorm)
    return 0


@rule(law="SoL (2025:400) 12 kap. 7–7 a §§", valid_from="2025-09-08")
def avdrag_för_särskilda_skäl(
    kostnader_betalas_av_annan: bool, sänkning_av_riksnormen: Money, riksnorm: Money
) -> Money:
    """Avdrag för särskilda skäl: finns det särskilda skäl får normen räknas lägre, till exempel när någon
    annan betalar maten. Ett barns fritidskort får aldrig sänka normen."""
    if kostnader_betalas_av_annan:
        return min(sänkning_av_riksnormen, riksnorm)
    return 0


@rule(law="SoL (2025:400) 12 kap. 7 §", valid_from="2025-07-01")
def norm_efter_särskilda_skäl(
    riksnorm: Money, tillägg_för_särskilda_skäl: Money, avdrag_för_särskilda_skäl: Money
) -> Money:
    """Norm efter särskilda skäl: riksnormen med tillägg och avdrag i just ert fall."""
    return riksnorm + tillägg_för_särskilda_skäl - avdrag_för_särskilda_skäl
