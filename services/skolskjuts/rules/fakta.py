"""Det som vårdnadshavaren berättar om barnet, vägen och skolan, och det som bara en handläggare får bedöma."""

from allmanning.language import Literal, Money, between, facts

Skolform = Literal["förskoleklass", "grundskola", "anpassad grundskola", "anpassad gymnasieskola"]
Skola = Literal[
    "anvisad skola",
    "vald kommunal skola",
    "fristående skola i kommunen",
    "skola i annan kommun",
    "fristående skola i annan kommun",
]
Trafik = Literal["inget särskilt", "utpekad väg", "annan farlig väg"]
Läsår = Literal["det här läsåret", "nästa läsår"]


@facts
class Hem:
    """Ett hem som barnet bor i, och vägen därifrån till skolan i meter."""

    folkbokförd_här: bool
    i_kommunen: bool
    dagar_av_fjorton: int = between(0, 14)
    färdväg_i_meter: int = between(0, 150_000)
    färdväg_till_anvisad_i_meter: int = between(0, 150_000)
    trafik: Trafik
    väg_till_hållplats_i_meter: int = between(0, 50_000)
    uppmätt_färdväg_i_meter: int = between(0, 150_000)
    trafiken_kräver_skjuts: bool


@facts
class Eleven:
    """Barnet som ansökan gäller, eller du själv om du är elev och har fyllt 16 år."""

    folkbokförd_i_kommunen: bool
    tillfällig_bostad_för_skolgången: bool
    läsår: Läsår
    skolform: Skolform
    årskurs: int = between(1, 9)
    skola: Skola
    hem: list[Hem] = between(1, 2)
    fast_schema: bool
    funktionsnedsättning: bool
    annan_omständighet: bool


@facts
class Bedömningar:
    """Handläggarens bedömningar. De frågas bara efter när svaren ovan öppnar dem."""

    mottagen_med_rätt: bool
    funktionsnedsättning_kräver_skjuts: bool
    annan_omständighet_kräver_skjuts: bool
    merkostnad: Money = between(0, 1_000_000)
    organisatoriska_svårigheter: bool
