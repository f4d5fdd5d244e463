"""Det som den sökande berättar, det som står i ett tidigare beslut, och det som bara en handläggare får bedöma."""

from allmanning.language import Literal, between, date, facts

Ärende = Literal["nytt tillstånd", "förnyelse", "förlorat kort"]
Folkbokföring = Literal["i kommunen", "i en annan kommun", "inte i Sverige"]
Roll = Literal["förare", "passagerare"]
Tillstånd = Literal["inget", "förare", "passagerare"]


@facts
class Ansökan:
    """Vad ansökan gäller, och vem som ska pröva den."""

    ärende: Ärende
    folkbokförd: Folkbokföring
    vistas_i_kommunen: bool


@facts
class Svårigheter:
    """Den sökandes svårigheter att förflytta sig, med de hjälpmedel som brukar användas."""

    roll: Roll
    gångsträcka: int = between(0, 5_000)
    åberopar_andra_svårigheter: bool
    kan_vänta_ensam: bool
    svårigheterna_är_bestående: bool
    månader_kvar: int = between(0, 240)


@facts
class Tillståndet:
    """Det som den som redan har ett tillstånd berättar."""

    allt_är_som_förut: bool
    polisanmäld_förlust: bool


@facts
class TidigareBeslut:
    """Det som står i kommunens senaste beslut om tillstånd för personen. Ingen frågas, och ingen kan påstå något annat."""

    tidigare_tillstånd: Tillstånd
    tidigare_giltigt_till: date
    tidigare_bestående: bool
    tidigare_förluster: int = between(0, 50)


@facts
class Bedömningar:
    """Handläggarens bedömningar av läkarintyget. De frågas bara efter när den sökandes egna svar öppnar dem."""

    gångsträcka_enligt_intyget: int = between(0, 5_000)
    andra_väsentliga_svårigheter: bool
    behöver_förarens_hjälp: bool
    bestående_enligt_intyget: bool
    månader_enligt_intyget: int = between(0, 240)
    förlusten_godtas: bool
