"""The same rules for zen-engine: one expression for each of the package's rules of the household, in one graph.

An expression node is its fast way to compute; a decision table for each look-up takes longer. Its numbers are exact
decimals, so that whole öre are safe. Its names are plain letters, so å and ä become a, and ö becomes o.
"""

from typing import Any

from benchmarks.rules.peers import hand_python as law

PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


def plain(name: str) -> str:
    """A name without å, ä, ö."""
    return name.translate(PLAIN)


def context(household: dict[str, Any]) -> dict[str, Any]:
    """A household under plain names."""
    return {
        plain(name): [context(child) for child in value] if isinstance(value, list) else value
        for name, value in household.items()
    }


def graph() -> dict[str, Any]:
    """The decision as JDM: request, expressions, response."""
    expressions = [
        {"id": name, "key": plain(name), "value": plain(value)} for name, value in EXPRESSIONS.items()
    ]
    kinds = (
        ("request", "inputNode", {}),
        ("rules", "expressionNode", {"expressions": expressions}),
        ("response", "outputNode", {}),
    )
    nodes = [
        {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}
        for name, kind, content in kinds
    ]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in (("request", "rules"), ("rules", "response"))
    ]
    return {"nodes": nodes, "edges": edges}


def share(amount: str, numerator: str, denominator: str) -> str:
    """A share of an amount that is not negative, to the nearest öre."""
    return f"floor({amount} * {numerator} / {denominator} + 0.5)"


def cell(table: tuple[int, ...], key: str) -> str:
    """A look-up as a chain of conditions; a list of constants is as fast, and would need its key kept within it."""
    steps = [place for place, value in enumerate(table[:-1]) if value != table[place + 1]]
    return "(" + "".join(f"{key} <= {place} ? {table[place]} : " for place in steps) + f"{table[-1]})"


def total(each: str) -> str:
    """A sum over the children."""
    return f"sum(map(barn, {each}))"


def incentive(whose: str) -> str:
    """The part of a wage that is not counted."""
    holds = (
        f"månader_med_försörjningsstöd{whose} >= {law.MONTHS_BEFORE}"
        f" and månader_med_jobbstimulans{whose} < {law.MONTHS_OF}"
    )
    return f"({holds} ? {share('lön' + whose, '1', '4')} : 0)"


def accepted(what: str, limit: str) -> str:
    """A cost, up to the limit and what is accepted beyond it."""
    return (
        f"{what} <= {limit} ? {what} : åberopar_högre_kostnader"
        f" ? min([{what}, {limit} + godtaget_utöver_högsta_{what}]) : {limit}"
    )


MONTH = f"(#.ålder <= 6 and #.äter_lunch_i_förskolan ? {cell(law.CHILD_WITH_LUNCH, '#.ålder')} : {cell(law.CHILD, '#.ålder')})"
DAYS = "#.dagar_i_hushållet"
CHILDS_COSTS = f"{DAYS} >= 30 ? {MONTH} : {share(MONTH, DAYS, '30')}"
EARNED, BEFORE = "#.egna_inkomster", "#.egna_inkomster_tidigare_i_år"
CHILDS_INCOME = (
    f"{DAYS} == 0 or {EARNED} == 0 ? 0 : {BEFORE} >= {law.BASE_AMOUNT} ? {EARNED}"
    f" : max([0, {BEFORE} + {EARNED} - {law.BASE_AMOUNT}])"
)
# A key sees those above it as $.key.
EXPRESSIONS = {
    "vuxnas_personliga_kostnader": f"sammanboende ? {law.TOGETHER} : {law.ALONE}",
    "antal_i_familjen": (f"(sammanboende ? 2 : 1) + len(filter(barn, {DAYS} >= {law.DAYS_OF_A_MEMBER}))"),
    "antal_i_hushållet": "$.antal_i_familjen + övriga_i_hushållet",
    "hushållets_gemensamma_kostnader": (
        f"$.antal_i_hushållet <= 7 ? {cell(law.SHARED, '$.antal_i_hushållet')}"
        f" : {law.SHARED[7]} + {law.EACH_MORE} * ($.antal_i_hushållet - 7)"
    ),
    "familjens_gemensamma_kostnader": (
        "övriga_i_hushållet == 0 ? $.hushållets_gemensamma_kostnader : "
        + share("$.hushållets_gemensamma_kostnader", "$.antal_i_familjen", "$.antal_i_hushållet")
    ),
    "riksnorm": f"$.vuxnas_personliga_kostnader + {total(CHILDS_COSTS)} + $.familjens_gemensamma_kostnader",
    "jobbstimulans": incentive(""),
    "räknad_lön": "lön - $.jobbstimulans",
    "jobbstimulans_medsökande": f"sammanboende ? {incentive('_medsökande')} : 0",
    "räknad_lön_medsökande": "sammanboende ? lön_medsökande - $.jobbstimulans_medsökande : 0",
    "räknade_inkomster": (
        f"$.räknad_lön + $.räknad_lön_medsökande + {total(CHILDS_INCOME)}"
        " + barnbidrag + bostadsbidrag + underhållsstöd + övriga_inkomster"
    ),
    "räknade_tillgångar": "tillgångar",
    "egna_medel": "$.räknade_inkomster + $.räknade_tillgångar",
    "högsta_belopp_hyra": cell(law.RENT, "$.antal_i_familjen"),
    "godtagbar_hyra": accepted("hyra", "$.högsta_belopp_hyra"),
    "högsta_belopp_hushållsel": cell(law.ELECTRICITY, "$.antal_i_familjen"),
    "godtagbar_hushållsel": accepted("hushållsel", "$.högsta_belopp_hushållsel"),
    "godtagbar_hemförsäkring": accepted("hemförsäkring", str(law.INSURANCE)),
    "högsta_belopp_arbetsresor": f"sammanboende ? {2 * law.TRAVEL} : {law.TRAVEL}",
    "godtagbara_arbetsresor": accepted("arbetsresor", "$.högsta_belopp_arbetsresor"),
    "godtagbar_fackavgift": "fackavgift",
    "godtagbar_a_kassa": "a_kassa",
    "godtagbara_kostnader": (
        "$.godtagbar_hyra + $.godtagbar_hushållsel + $.godtagbar_hemförsäkring"
        " + $.godtagbara_arbetsresor + $.godtagbar_fackavgift + $.godtagbar_a_kassa"
    ),
    "tillägg_för_särskilda_skäl": "åberopar_särskilda_skäl ? höjning_av_riksnormen : 0",
    "avdrag_för_särskilda_skäl": "kostnader_betalas_av_annan ? min([sänkning_av_riksnormen, $.riksnorm]) : 0",
    "norm_efter_särskilda_skäl": "$.riksnorm + $.tillägg_för_särskilda_skäl - $.avdrag_för_särskilda_skäl",
    "behov": "$.norm_efter_särskilda_skäl + $.godtagbara_kostnader",
    "nedsättning": "kan_inte_söka_arbete ? nedsättning_arbetskrav : 0",
    "bistånd": "max([0, $.behov - $.egna_medel - $.nedsättning])",
    "hela_normen_beviljas": (
        "(åberopar_särskilda_skäl and $.tillägg_för_särskilda_skäl == 0)"
        " ? false : $.avdrag_för_särskilda_skäl == 0 and $.nedsättning == 0"
    ),
    "alla_kostnader_beviljas": (
        "$.godtagbar_hyra >= hyra and $.godtagbar_hushållsel >= hushållsel"
        " and $.godtagbar_hemförsäkring == hemförsäkring and $.godtagbara_arbetsresor == arbetsresor"
    ),
    "beslut": (
        "$.bistånd == 0 ? 'avslag' : $.hela_normen_beviljas and $.alla_kostnader_beviljas ? 'bifall' : 'delvis bifall'"
    ),
}
