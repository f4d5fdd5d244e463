"""Det som den sökande berättar, det som står i ett tidigare beslut, och det som bara en handläggare får bedöma."""

from allmanning.language import Literal, between, facts

Svårigheter = Literal["inga väsentliga", "väsentliga för en tid", "väsentliga och bestående"]
SöktFärdsätt = Literal["personbil", "specialfordon"]
Färdsätt = Literal["inget", "personbil", "specialfordon"]
Område = Literal["inget", "inom kommunen", "inom kommunen och till grannkommunerna"]
Sällskap = Literal["inget tillstånd", "utan ledsagare", "med ledsagare"]
Tillståndstid = Literal["inte alls", "för viss tid", "tills vidare"]
Beslut = Literal["beviljas", "förnyas", "beviljas delvis", "avslag"]


@facts
class Sökande:
    """Den som ska resa med färdtjänst."""

    folkbokförd_här: bool
    ålder: int = between(0, 120)
    vill_förnya_oförändrat: bool


@facts
class TidigareTillstånd:
    """Det som beslutades senast. Ingen frågas: det hämtas ur beslutet."""

    tidigare_beslut: Beslut
    tidigare_giltigt_till: date
    tidigare_svårigheter: Svårigheter
    tidigare_prövad_som_vuxen: bool
    tidigare_förnyelser: int = between(0, 100)
    tidigare_färdsätt: Färdsätt
    tidigare_område: Område
    tidigare_sällskap: Sällskap
    tidigare_antal_resor: int = between(0, 1_000)


@facts
class Funktionsnedsättning:
    """Funktionsnedsättningen och hur länge svårigheterna väntas vara."""

    har_funktionsnedsättning: bool
    går_inte_över: bool
    månader_som_väntas: int = between(1, 600)


@facts
class Resor:
    """De resor som tillståndet söks för."""

    sökta_resor: int = between(1, 300)
    resor_som_det_allmänna_betalar: int = between(0, 300)
    söker_ledsagare: bool
    sökt_färdsätt: SöktFärdsätt
    söker_grannkommuner: bool


@facts
class Bedömningar:
    """Handläggarens bedömningar. De frågas bara efter när svaren öppnar dem."""

    godtas_som_inte_tillfällig: bool
    svårigheter_som_vuxen: Svårigheter
    svårigheter_som_barn: Svårigheter
    behöver_ledsagare: bool
    behöver_specialfordon: bool
    särskilda_skäl_för_grannkommuner: bool
    väsentliga_resor: int = between(0, 300)
    synnerliga_skäl: bool
