"""Förnyelse: ett nytt tillstånd för viss tid på samma villkor, när det tidigare beslutet bär det."""

from allmanning.language import date, plus_månader, rule


@rule(law="lag (1997:736) 6 §", valid_from="2025-07-01")
def har_tidigare_tillstånd(tidigare_beslut: Beslut) -> bool:
    """Har tidigare tillstånd: kommunen har gett dig tillstånd till färdtjänst förut."""
    return tidigare_beslut != "avslag"


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def i_tid_för_förnyelse(
    dag_för_beslut: date,
    tidigare_giltigt_till: date,
    förnyas_tidigast_före: int,
    förnyas_senast_efter: int,
) -> bool:
    """I tid för förnyelse: ditt tillstånd går snart ut, eller har nyss gått ut. Kommunen bestämmer hur många
    månader före och efter den sista dagen som räknas."""
    if tidigare_giltigt_till > plus_månader(dag_för_beslut, förnyas_tidigast_före):
        return False
    return dag_för_beslut <= plus_månader(tidigare_giltigt_till, förnyas_senast_efter)


@rule(law="lag (1997:736) 7 §", valid_from="2025-07-01")
def tidigare_bedömning_räcker(
    tidigare_svårigheter: Svårigheter,
    tidigare_prövad_som_vuxen: bool,
    tidigare_förnyelser: int,
    högsta_antal_förnyelser: int,
) -> bool:
    """Den tidigare bedömningen räcker: en handläggare har redan bedömt att du som vuxen har svårigheter som
    är väsentliga och bestående, och tillståndet har inte förnyats för många gånger sedan dess."""
    if tidigare_svårigheter != "väsentliga och bestående" or not tidigare_prövad_som_vuxen:
        return False
    return tidigare_förnyelser < högsta_antal_förnyelser


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def tidigare_villkor_är_kända(
    tidigare_antal_resor: int,
    tidigare_färdsätt: Färdsätt,
    tidigare_område: Område,
    tidigare_sällskap: Sällskap,
) -> bool:
    """De tidigare villkoren är kända: det förra beslutet säger hur många resor, vilket färdsätt och vilket
    område, och om en ledsagare får följa med."""
    if tidigare_antal_resor == 0 or tidigare_färdsätt == "inget":
        return False
    return tidigare_område != "inget" and tidigare_sällskap != "inget tillstånd"


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def förnyas_på_samma_villkor(
    prövas_här: bool,
    har_tidigare_tillstånd: bool,
    i_tid_för_förnyelse: bool,
    tidigare_bedömning_räcker: bool,
    tidigare_villkor_är_kända: bool,
    vill_förnya_oförändrat: bool,
) -> bool:
    """Förnyas på samma villkor: ditt tillstånd går ut, en handläggare har bedömt att svårigheterna är
    bestående, och du har sagt att inget har ändrats."""
    if not prövas_här or not har_tidigare_tillstånd:
        return False
    if not i_tid_för_förnyelse:
        return False
    return tidigare_bedömning_räcker and tidigare_villkor_är_kända and vill_förnya_oförändrat


@rule(law="lag (1997:736) 9 §", valid_from="2025-07-01")
def förnyelser_i_rad(förnyas_på_samma_villkor: bool, tidigare_förnyelser: int) -> int:
    """Förnyelser i rad: hur många gånger tillståndet har förnyats sedan en handläggare prövade det."""
    if not förnyas_på_samma_villkor:
        return 0
    return tidigare_förnyelser + 1
