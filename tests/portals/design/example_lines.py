"""Trees in the shape that `ruleset.reckoning()` gives, with a household of Mittköping in November 2025."""

from datetime import date
from typing import Any

from allmanning.lib.text import money
from allmanning.packages import Line, Text
from allmanning.packages.reckoning import FactUse, ParameterLine
from allmanning.portals.design.reckoning import FactSource
from allmanning.portals.design.terms import MONEY

SOL = "SoL (2025:400) 12 kap. 7 §"
SOF = "SoF (2025:468) 12 kap. 2 §"
NOTHING_MORE: dict[str, Any] = {
    "value": None,
    "raw": None,
    "kind": MONEY,
    "formula": None,
    "because": None,
    "law": SOL,
    "sign": "",
    "mark": "",
    "facts": (),
    "parameters": (),
    "parts": (),
    "derived": False,
    "open": False,
    "repeated": False,
}


def line(name: str, label: str, text: str = "", **rest: Any) -> Line:
    return Line(name=name, label=Text(label), text=Text(text), **{**NOTHING_MORE, **rest})


def amount(
    name: str, label: str, kronor: float | None, sign: str = "plus", text: str = "", **rest: Any
) -> Line:
    ore = None if kronor is None else round(kronor * 100)
    value = None if ore is None else money(ore)
    return line(name, label, text, value=value, raw=ore, sign=sign, open=ore is None, **rest)


def told(path: str, label: str, kronor: int) -> tuple[FactUse, ...]:
    return (FactUse(path, Text(label), money(kronor * 100)),)


def parameter(label: str, value: str, key: str | None = None, status: Any = "confirmed") -> ParameterLine:
    period = (date(2025, 1, 1), date(2025, 12, 31))
    return ParameterLine("p", Text(label), key, value, *period, SOF, "SFS 2025:468", status, local=False)


def local(label: str, value: str, key: str) -> ParameterLine:
    return ParameterLine(
        "p", Text(label), key, value, date.min, None, SOL, "socialnämnden", "confirmed", local=True
    )


SOURCES = {
    "hyra": FactSource("Du svarade", date(2025, 11, 3)),
    "hushållsel": FactSource("Du svarade", date(2025, 11, 3)),
    "hemförsäkring": FactSource("Du svarade", date(2025, 11, 3)),
    "arbetsresor": FactSource("Du svarade", date(2025, 11, 3)),
    "lön": FactSource("Lönebesked, läst av handläggare", date(2025, 11, 5)),
    "barnbidrag": FactSource("Försäkringskassan", date(2025, 10, 20)),
    "bostadsbidrag": FactSource("Försäkringskassan", date(2025, 10, 27)),
    "månader_med_försörjningsstöd": FactSource("Våra egna beslut", date(2025, 11, 1)),
}


def norm(*, derived: bool = False) -> Line:
    adult = parameter("Personliga kostnader, ensamstående", "3 910 kr")
    status = "derived" if derived else "confirmed"
    child = parameter("Personliga kostnader för barn, utan lunch", "2 700 kr", "4–6 år", status)
    return amount(
        "riksnorm",
        "Riksnorm",
        8010,
        text="Riksnormen är det belopp som ska räcka till mat, kläder, fritid, hygien, telefon och annat som alla behöver. Regeringen bestämmer den för hela landet.",
        derived=derived,
        parts=(
            amount(
                "vuxnas_kostnader",
                "Dina personliga kostnader",
                3910,
                law=SOF,
                parameters=(adult,),
                text="Personliga kostnader för en ensamstående vuxen.",
            ),
            amount(
                "barnets_kostnader",
                "Barnets personliga kostnader, 5 år",
                2700,
                law=SOF,
                derived=derived,
                parameters=(child,),
                text="Barnets personliga kostnader för sin ålder; lägre om barnet äter lunch i förskolan.",
            ),
            amount(
                "gemensamma_kostnader",
                "Gemensamma kostnader, två personer",
                1400,
                law=SOF,
                text="Hushållets gemensamma kostnader efter antalet personer.",
            ),
        ),
    )


def rent() -> Line:
    return amount(
        "godtagbar_hyra",
        "Boende",
        6900,
        formula="det lägsta av 7 200 kr och 6 900 kr",
        text="Vi godtar din hyra, dock högst vad som gäller för ett hushåll av din storlek i kommunen.",
        facts=told("hyra", "Din hyra", 7200),
        parameters=(local("Högsta hyra i Mittköping", "6 900 kr", "två personer"),),
    )


def costs(hyra: Line | None = None) -> Line:
    return amount(
        "godtagbara_kostnader",
        "Skäliga kostnader",
        8689 if hyra is None else None,
        text="Skäliga kostnader för boende, hushållsel, hemförsäkring, arbetsresor, fackavgift och a-kassa.",
        parts=(
            hyra or rent(),
            amount("el", "Hushållsel", 450, facts=told("hushållsel", "Hushållsel", 450)),
            amount("försäkring", "Hemförsäkring", 119, facts=told("hemförsäkring", "Hemförsäkring", 119)),
            amount(
                "resor", "Resor till arbetet", 1060, facts=told("arbetsresor", "Resor till arbetet", 1060)
            ),
            amount("a_kassa", "A-kassa", 160),
        ),
    )


def incomes() -> Line:
    six_months = line(
        name="har_jobbstimulans",
        label="Du har haft försörjningsstöd i sex månader i rad",
        value="ja",
        raw=True,
        kind="bool",
        mark="yes",
        law="SoL (2025:400) 12 kap. 8 §",
        text="Den som har haft försörjningsstöd sex månader i rad får behålla en fjärdedel av sin lön i två år.",
        facts=(FactUse("månader_med_försörjningsstöd", Text("Månader med försörjningsstöd"), "7"),),
    )
    wage = amount(
        "räknad_lön",
        "Din lön efter skatt i oktober",
        6000,
        formula="8 000 kr − 25 % av 8 000 kr",
        law="SoL (2025:400) 12 kap. 8 §",
        text="Av din lön räknar vi tre fjärdedelar.",
        parts=(
            amount("lön", "Lönen", 8000, sign="", law=None, facts=told("lön", "Lön", 8000)),
            six_months,
            amount(
                "undantagen_lön",
                "Det du får behålla, 25 %",
                2000,
                sign="minus",
                law="SoL (2025:400) 12 kap. 8 §",
            ),
        ),
    )
    return amount(
        "räknade_inkomster",
        "Inkomster",
        8650,
        sign="minus",
        law="SoL (2025:400) 12 kap. 1 §",
        text="Inkomster som hushållet fick månaden före räknas av.",
        parts=(
            wage,
            amount(
                "barnbidrag",
                "Barnbidrag",
                1250,
                law="SoL (2025:400) 12 kap. 1 §",
                facts=told("barnbidrag", "Barnbidrag", 1250),
            ),
            amount(
                "bostadsbidrag",
                "Bostadsbidrag",
                1400,
                law="SoL (2025:400) 12 kap. 1 §",
                facts=told("bostadsbidrag", "Bostadsbidrag", 1400),
            ),
        ),
    )


def support(*, derived: bool = False) -> Line:
    """8 010 + 8 689 − 8 650 = 8 049 kr."""
    return amount(
        "bistånd",
        "Ditt bistånd för november",
        8049,
        sign="sum",
        law="SoL (2025:400) 12 kap. 1 §",
        text="Du får det som fattas när dina inkomster är dragna från riksnormen och de skäliga kostnaderna.",
        derived=derived,
        parts=(norm(derived=derived), costs(), incomes()),
    )


def support_while_answering() -> Line:
    """The rent is not known yet, so neither are the costs nor the support."""
    hyra = amount("godtagbar_hyra", "Boende", None)
    return amount(
        "bistånd", "Ditt bistånd för november", None, sign="sum", parts=(norm(), costs(hyra), incomes())
    )


def refusal() -> Line:
    """An outcome, whose reason is an amount that is not below what the household needs."""
    enough = line(
        name="täcker_behovet",
        label="Inkomsterna är lägre än det hushållet behöver",
        value="nej",
        raw=False,
        kind="bool",
        mark="no",
        text="Rätt till bistånd har den som inte själv kan tillgodose sina behov.",
        law="SoL (2025:400) 12 kap. 1 §",
    )
    over = amount(
        "underskott", "Behov minus inkomster", -1200.50, sign="", formula="16 699 kr − 17 899,50 kr"
    )
    return line(
        name="beslut", label="Beslut", value="avslag", raw="avslag", kind="choice", mark="no", parts=(enough, over),
        law="SoL (2025:400) 12 kap. 1 §", text="Vi avslår ansökan när inkomsterna täcker det hushållet behöver.",
    )  # fmt: skip
