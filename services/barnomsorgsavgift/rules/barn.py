"""Varje barns avgift: platsen bland syskonen, procenten, kommunens egen nivå och de avgiftsfria timmarna."""

from allmanning.language import Money, Share, Table, andel, avrundat, kr, rule


@rule(law="maxtaxeförordningen (2001:160) 3 §", valid_from="2025-01-01")
def yngre_syskon(barnet: Barn, barn: list[Barn]) -> int:
    """Yngre syskon med plats: det yngsta barnet är det första. Alla barn i hushållet som har en plats räknas,
    oavsett om platsen är i förskola, pedagogisk omsorg eller fritidshem."""
    return len([b for b in barn if b.född > barnet.född])


@rule(law="maxtaxeförordningen (2001:160) 3 §", valid_from="2025-01-01")
def ensam_om_sin_födelsedag(barnet: Barn, barn: list[Barn]) -> bool:
    """Ensam om sin födelsedag: inget syskon med plats är fött samma dag."""
    return len([b for b in barn if b.född == barnet.född]) == 1


@rule(law="maxtaxeförordningen (2001:160) 3 §", valid_from="2025-01-01")
def plats_bland_syskonen(
    barnet: Barn, barn: list[Barn], yngre_syskon: int, ensam_om_sin_födelsedag: bool
) -> int:
    """Plats bland syskonen: närmast efter de yngre. Är flera födda samma dag går ni efter det nummer som ni har
    gett dem, och får två samma nummer räknas båda som det senare."""
    if ensam_om_sin_födelsedag:
        return yngre_syskon + 1
    nummer = barnet.nummer_bland_födda_samma_dag
    till_och_med_barnet = len(
        [b for b in barn if b.född == barnet.född and b.nummer_bland_födda_samma_dag <= nummer]
    )
    return max(1, yngre_syskon + till_och_med_barnet)


@rule(law="maxtaxeförordningen (2001:160) 3 §", valid_from="2025-01-01")
def maxtaxa(
    barnet: Barn,
    plats_bland_syskonen: int,
    avgiftsgrundande_inkomst: Money,
    procent_förskola: Table[int, Share],
    procent_fritidshem: Table[int, Share],
) -> Money:
    """Avgift enligt maxtaxan: i förskola och pedagogisk omsorg högst 3, 2 och 1 procent av
    inkomsten för det första, andra och tredje barnet, i fritidshem högst 2, 1 och 1 procent. Från och med
    det fjärde barnet betalar ni ingenting. Avrundat till hela kronor, som Skolverket gör."""
    match barnet.plats:
        case "förskola" | "pedagogisk omsorg":
            procent = procent_förskola[plats_bland_syskonen]
        case "fritidshem":
            procent = procent_fritidshem[plats_bland_syskonen]
    i_ören = andel(avgiftsgrundande_inkomst, procent, avrunda="ned")
    return avrundat(i_ören, till=kr(1), avrunda="närmast")


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def kommunens_sänkning(
    barnet: Barn, maxtaxa: Money, andel_av_maxtaxan_förskola: Share, andel_av_maxtaxan_fritidshem: Share
) -> Money:
    """Kommunens sänkning: maxtaxan är det högsta, och kommunen får ta ut mindre. Avgiften avrundas då nedåt
    till hela kronor. För fritidshem står det i 14 kap. 12 §, för pedagogisk omsorg i 25 kap. 9 §."""
    match barnet.plats:
        case "förskola" | "pedagogisk omsorg":
            kommunens_andel = andel_av_maxtaxan_förskola
        case "fritidshem":
            kommunens_andel = andel_av_maxtaxan_fritidshem
    kvar = avrundat(andel(maxtaxa, kommunens_andel, avrunda="ned"), till=kr(1), avrunda="ned")
    return maxtaxa - kvar


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def kommunens_avgift(barnet: Barn, maxtaxa: Money, kommunens_sänkning: Money) -> Money:
    """Kommunens avgift: maxtaxan för barnet, minus kommunens sänkning."""
    return maxtaxa - kommunens_sänkning


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def har_525_avgiftsfria_timmar(barnet: Barn, allmän_förskola_för_födda_till: date) -> bool:
    """Har 525 avgiftsfria timmar om året: barnet går i förskola, och höstterminen det år då barnet fyller tre
    år har börjat. Pedagogisk omsorg och fritidshem har inga sådana timmar."""
    return barnet.plats == "förskola" and barnet.född <= allmän_förskola_för_födda_till


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def avdrag_för_525_timmar(
    barnet: Barn,
    kommunens_avgift: Money,
    har_525_avgiftsfria_timmar: bool,
    läsåret_pågår: bool,
    andel_kvar_under_läsåret: Share,
    andel_kvar_under_sommaren: Share,
) -> Money:
    """Avdrag för 525 timmar om året: den som bara går i allmän förskola betalar ingenting. För den som går mer
    sänks avgiften, så som kommunen har fördelat timmarna på året. Det som är kvar avrundas nedåt till hela
    kronor."""
    if not har_525_avgiftsfria_timmar:
        return 0
    if barnet.bara_allmän_förskola:
        return kommunens_avgift
    if läsåret_pågår:
        kvar = andel_kvar_under_läsåret
    else:
        kvar = andel_kvar_under_sommaren
    return kommunens_avgift - avrundat(
        andel(kommunens_avgift, kvar, avrunda="ned"), till=kr(1), avrunda="ned"
    )


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def avdrag_för_15_timmar(
    barnet: Barn,
    kommunens_avgift: Money,
    avgiftsfria_timmar_i_veckan: int,
    andel_kvar_vid_särskilt_stöd: Share,
) -> Money:
    """Avdrag för 15 timmar i veckan: har barnet fått platsen i förskola för att det behöver särskilt stöd
    (8 kap. 7 §) får avgiften bara avse tiden därutöver, hur gammalt barnet än är. Det som är kvar avrundas
    nedåt till hela kronor."""
    if barnet.plats != "förskola" or not barnet.plats_för_särskilt_stöd:
        return 0
    if barnet.timmar_i_veckan <= avgiftsfria_timmar_i_veckan:
        return kommunens_avgift
    kvar = andel(kommunens_avgift, andel_kvar_vid_särskilt_stöd, avrunda="ned")
    return kommunens_avgift - avrundat(kvar, till=kr(1), avrunda="ned")


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def avdrag_för_avgiftsfria_timmar(
    barnet: Barn, avdrag_för_525_timmar: Money, avdrag_för_15_timmar: Money
) -> Money:
    """Avdrag för avgiftsfria timmar: det högsta av avdraget för 525 timmar om året och avdraget för 15 timmar
    i veckan."""
    return max(avdrag_för_525_timmar, avdrag_för_15_timmar)


@rule(law="skollagen (2010:800) 8 kap. 16 §", valid_from="2025-01-01")
def barnets_avgift(barnet: Barn, kommunens_avgift: Money, avdrag_för_avgiftsfria_timmar: Money) -> Money:
    """Avgift för barnet: kommunens avgift, minus avdraget för avgiftsfria timmar."""
    return kommunens_avgift - avdrag_för_avgiftsfria_timmar
