"""Inkomster och tillgångar: det som hushållet själv kan leva på innan bistånd ges."""

from allmanning.language import Money, Share, andel, rule


@rule(law="SoL (2025:400) 12 kap. 8 §", valid_from="2025-07-01")
def jobbstimulans(
    lön: Money,
    månader_med_försörjningsstöd: int,
    månader_med_jobbstimulans: int,
    månader_före_jobbstimulans: int,
    månader_jobbstimulans_gäller: int,
    jobbstimulans_andel: Share,
) -> Money:
    """Jobbstimulans: har du haft försörjningsstöd sex månader i följd räknas inte en fjärdedel av din lön, i
    två år. Beloppet avrundas till närmaste öre."""
    if lön == 0:
        return 0
    if månader_med_försörjningsstöd < månader_före_jobbstimulans:
        return 0
    if månader_med_jobbstimulans >= månader_jobbstimulans_gäller:
        return 0
    return andel(lön, jobbstimulans_andel, avrunda="närmast")


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def räknad_lön(lön: Money, jobbstimulans: Money) -> Money:
    """Räknad lön: din lön efter skatt, utom den del som är jobbstimulans."""
    if jobbstimulans == 0:
        return lön
    return lön - jobbstimulans


@rule(law="SoL (2025:400) 12 kap. 8 §", valid_from="2025-07-01")
def jobbstimulans_medsökande(
    sammanboende: bool,
    lön_medsökande: Money,
    månader_med_försörjningsstöd_medsökande: int,
    månader_med_jobbstimulans_medsökande: int,
    månader_före_jobbstimulans: int,
    månader_jobbstimulans_gäller: int,
    jobbstimulans_andel: Share,
) -> Money:
    """Jobbstimulans för den du söker med: har han eller hon haft försörjningsstöd sex månader i följd räknas
    inte en fjärdedel av lönen, i två år. Beloppet avrundas till närmaste öre."""
    if not sammanboende:
        return 0
    if lön_medsökande == 0:
        return 0
    if månader_med_försörjningsstöd_medsökande < månader_före_jobbstimulans:
        return 0
    if månader_med_jobbstimulans_medsökande >= månader_jobbstimulans_gäller:
        return 0
    return andel(lön_medsökande, jobbstimulans_andel, avrunda="närmast")


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def räknad_lön_medsökande(
    sammanboende: bool, lön_medsökande: Money, jobbstimulans_medsökande: Money
) -> Money:
    """Räknad lön för den du söker med: lönen efter skatt, utom den del som är jobbstimulans."""
    if not sammanboende:
        return 0
    if jobbstimulans_medsökande == 0:
        return lön_medsökande
    return lön_medsökande - jobbstimulans_medsökande


@rule(law="SoL (2025:400) 12 kap. 9 §", valid_from="2025-07-01")
def räknad_inkomst_barn(barn: Barn, prisbasbelopp: Money) -> Money:
    """Barnets räknade inkomst: det barnet tjänar på eget arbete räknas inte förrän det under kalenderåret
    blir mer än ett prisbasbelopp, och då bara det som är över."""
    if barn.dagar_i_hushållet == 0:
        return 0
    if barn.egna_inkomster == 0:
        return 0
    if barn.egna_inkomster_tidigare_i_år >= prisbasbelopp:
        return barn.egna_inkomster
    return max(0, barn.egna_inkomster_tidigare_i_år + barn.egna_inkomster - prisbasbelopp)


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def räknade_inkomster(
    räknad_lön: Money,
    räknad_lön_medsökande: Money,
    barn: list[Barn],
    barnbidrag: Money,
    bostadsbidrag: Money,
    underhållsstöd: Money,
    övriga_inkomster: Money,
) -> Money:
    """Räknade inkomster: hela hushållets inkomster efter skatt, utom jobbstimulans och det av barnens
    arbetsinkomster som inte räknas."""
    löner = räknad_lön + räknad_lön_medsökande + sum(räknad_inkomst_barn(b) for b in barn)
    return löner + barnbidrag + bostadsbidrag + underhållsstöd + övriga_inkomster


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def räknade_tillgångar(tillgångar: Money) -> Money:
    """Räknade tillgångar: pengar och annat som ni har och kan använda till er försörjning."""
    return tillgångar


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def egna_medel(räknade_inkomster: Money, räknade_tillgångar: Money) -> Money:
    """Egna medel: de inkomster och tillgångar som ni själva kan leva på."""
    return räknade_inkomster + räknade_tillgångar
