"""Beslutet: vilka åtgärder bidraget gäller och det högsta beloppet, eller hur mycket som betalas ut
efteråt."""

from allmanning.language import Literal, Money, rule

Beslut = Literal["bifall", "delvis bifall", "avslag", "utbetalning", "delvis utbetalning"]


@rule(law="lag (2018:222) 5, 11 och 12 §§", valid_from="2025-07-01")
def åtgärden_godtas(
    åtgärd: Åtgärd,
    ärende: Ärende,
    anpassningen_godtas: bool,
    reparationen_godtas: bool,
    återställningen_godtas: bool,
) -> bool:
    """Åtgärden godtas: som anpassning, som reparation eller som återställning, efter vad ansökan gäller. Vid
    utbetalning godtas det som är utfört."""
    match ärende:
        case "anpassning":
            return anpassningen_godtas
        case "reparation":
            return reparationen_godtas
        case "återställning":
            return återställningen_godtas
        case "utbetalning":
            return åtgärd.utförd


@rule(law="lag (2018:222) 16 §", valid_from="2025-07-01")
def godtagen_kostnad(åtgärd: Åtgärd, ärende: Ärende, åtgärden_godtas: bool, skälig_kostnad: Money) -> Money:
    """Godtagen kostnad: det skäliga för en åtgärd som godtas, och inget för en som inte är nödvändig, som
    lagen undantar eller där ett villkor saknas. Vid utbetalning är det vad ett utfört arbete kostade."""
    if not åtgärden_godtas:
        return 0
    if ärende == "utbetalning":
        return åtgärd.kostnad
    return skälig_kostnad


@rule(law="lag (2018:222) 18 §", valid_from="2025-07-01")
def godtagna_kostnader(ärende: Ärende, villkoren_för_anpassning: bool, åtgärder: list[Åtgärd]) -> Money:
    """Godtagna kostnader: summan för de åtgärder som bidraget avser. Saknas ett villkor för anpassning godtas
    ingen."""
    if ärende == "anpassning" and not villkoren_för_anpassning:
        return 0
    return sum(godtagen_kostnad(å) for å in åtgärder)


@rule(law="lag (2018:222) 18 och 20 §§", valid_from="2025-07-01")
def kvar_av_beviljat(senaste_ärende: Ärende, senaste_belopp: Money, kvar_före_senaste: Money) -> Money:
    """Kvar av det beviljade: de högsta belopp som står i dina tidigare beslut, minus det som redan är utbetalt."""
    if senaste_ärende == "utbetalning":
        return max(0, kvar_före_senaste - senaste_belopp)
    return kvar_före_senaste + senaste_belopp


@rule(law="lag (2018:222) 20 §", valid_from="2025-07-01")
def betalas_ut(godtagna_kostnader: Money, kvar_av_beviljat: Money) -> Money:
    """Betalas ut: det som de utförda åtgärderna har kostat, men aldrig mer än vad som är kvar av det högsta
    beloppet i ditt beslut."""
    return min(godtagna_kostnader, kvar_av_beviljat)


@rule(law="lag (2018:222) 18 och 20 §§", valid_from="2025-07-01")
def belopp(ärende: Ärende, godtagna_kostnader: Money, betalas_ut: Money) -> Money:
    """Belopp: det högsta som kan betalas ut för de åtgärder som godtas, när arbetet är klart. Gäller ansökan
    en utbetalning är det vad som betalas ut nu. Godtas ingen åtgärd blir det inget."""
    if ärende == "utbetalning":
        return betalas_ut
    return godtagna_kostnader


@rule(law="lag (2018:222) 18 §", valid_from="2025-07-01")
def allt_beviljas(åtgärder: list[Åtgärd], belopp: Money) -> bool:
    """Allt beviljas: varje åtgärd godtas med hela den kostnad som du har sökt eller redovisat."""
    return belopp == sum(å.kostnad for å in åtgärder)


@rule(law="lag (2018:222) 18 och 20 §§", valid_from="2025-07-01")
def beslut(ärende: Ärende, belopp: Money, allt_beviljas: bool) -> Beslut:
    """Beslut: bifall när allt beviljas, delvis bifall när något sänks eller nekas, avslag när inget godtas.
    Efter utfört arbete blir det en utbetalning, hel eller till en del."""
    if belopp == 0:
        return "avslag"
    if ärende == "utbetalning":
        return "utbetalning" if allt_beviljas else "delvis utbetalning"
    return "bifall" if allt_beviljas else "delvis bifall"
