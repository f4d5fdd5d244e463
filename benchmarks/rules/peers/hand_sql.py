"""The same rules as an expert would write them for DuckDB: one layer for each step, look-ups in constant lists, the
children of a household in one list column. Amounts are öre; there are no negative dividends, so `//` is safe."""

from benchmarks.rules.peers import hand_python as law


def query(source: str) -> str:
    """Outcome and amount of every row of a table, in its order."""
    return f"""
SELECT
    CASE WHEN belopp = 0 THEN 'avslag'
         WHEN hela_normen AND godtagen_hyra = hyra AND godtagen_el = hushållsel
              AND godtagen_försäkring = hemförsäkring AND godtagna_resor = arbetsresor THEN 'bifall'
         ELSE 'delvis bifall' END AS beslut,
    belopp AS bistånd
FROM (
    SELECT *,
        greatest(0, norm + tillägg - avdrag + godtagen_hyra + godtagen_el + godtagen_försäkring + godtagna_resor
                 + fackavgift + a_kassa - inkomster - nedsättning) AS belopp,
        avdrag = 0 AND nedsättning = 0 AND NOT (åberopar_särskilda_skäl AND tillägg = 0) AS hela_normen
    FROM (
        SELECT *,
            CASE WHEN kostnader_betalas_av_annan THEN least(sänkning_av_riksnormen, norm) ELSE 0 END AS avdrag
        FROM (
            SELECT *,
                {accepted("hyra", "högsta_hyra", "hyra")} AS godtagen_hyra,
                {accepted("hushållsel", "högsta_el", "hushållsel")} AS godtagen_el,
                {accepted("hemförsäkring", str(law.INSURANCE), "hemförsäkring")} AS godtagen_försäkring,
                {accepted("arbetsresor", "högsta_resor", "arbetsresor")} AS godtagna_resor,
                vuxnas_norm + barnens_norm + CASE WHEN övriga_i_hushållet = 0 THEN gemensamma
                    ELSE (2 * gemensamma * familj + alla) // (2 * alla) END AS norm
            FROM (
                SELECT *,
                    {cell(law.RENT, "least(familj, 7)")} AS högsta_hyra,
                    {cell(law.ELECTRICITY, "least(familj, 7)")} AS högsta_el,
                    {cell(law.SHARED, "least(alla, 7)")} + {law.EACH_MORE} * greatest(0, alla - 7) AS gemensamma
                FROM (
                    SELECT *,
                        vuxna + barn_i_familjen AS familj,
                        vuxna + barn_i_familjen + övriga_i_hushållet AS alla
                    FROM ({households(source)})
                )
            )
        )
    )
)
"""  # noqa: S608


def households(source: str) -> str:
    """What is told straight from the facts, the children's totals among them."""
    return f"""
                        SELECT *,
                            CASE WHEN sammanboende THEN 2 ELSE 1 END AS vuxna,
                            CASE WHEN sammanboende THEN {law.TOGETHER} ELSE {law.ALONE} END AS vuxnas_norm,
                            CASE WHEN sammanboende THEN {2 * law.TRAVEL} ELSE {law.TRAVEL} END AS högsta_resor,
                            CASE WHEN åberopar_särskilda_skäl THEN höjning_av_riksnormen ELSE 0 END AS tillägg,
                            CASE WHEN kan_inte_söka_arbete THEN nedsättning_arbetskrav ELSE 0 END AS nedsättning,
                            len(list_filter(barn, lambda b: b.dagar_i_hushållet >= {law.DAYS_OF_A_MEMBER})) AS barn_i_familjen,
                            {total(CHILDS_COSTS)} AS barnens_norm,
                            {counted_wage("")} + CASE WHEN sammanboende THEN {counted_wage("_medsökande")} ELSE 0 END
                                + {total(CHILDS_INCOME)}
                                + barnbidrag + bostadsbidrag + underhållsstöd + övriga_inkomster + tillgångar AS inkomster
                        FROM {source}"""  # noqa: S608


def cell(table: tuple[int, ...], key: str) -> str:
    """A look-up in a constant list, whose first place is 1."""
    return f"([{', '.join(map(str, table))}]::BIGINT[])[{key} + 1]"


def total(each: str) -> str:
    """A sum over the children; nothing of nobody is 0."""
    return f"coalesce(list_sum(list_transform(barn, lambda b: {each})), 0)::BIGINT"


def counted_wage(whose: str) -> str:
    """A wage without its jobbstimulans."""
    return (
        f"CASE WHEN månader_med_försörjningsstöd{whose} >= {law.MONTHS_BEFORE}"
        f" AND månader_med_jobbstimulans{whose} < {law.MONTHS_OF}"
        f" THEN lön{whose} - (lön{whose} + 2) // 4 ELSE lön{whose} END"
    )


def accepted(asked: str, limit: str, what: str) -> str:
    """A cost, up to the limit and what is accepted beyond it."""
    return (
        f"CASE WHEN {asked} > {limit} AND åberopar_högre_kostnader"
        f" THEN least({asked}, {limit} + godtaget_utöver_högsta_{what}) ELSE least({asked}, {limit}) END"
    )


MONTH = (
    f"CASE WHEN b.ålder <= 6 AND b.äter_lunch_i_förskolan THEN {cell(law.CHILD_WITH_LUNCH, 'b.ålder')}"
    f" ELSE {cell(law.CHILD, 'b.ålder')} END"
)
CHILDS_COSTS = (
    f"CASE WHEN b.dagar_i_hushållet >= 30 THEN {MONTH} ELSE ({MONTH} * b.dagar_i_hushållet + 15) // 30 END"
)
CHILDS_INCOME = (
    "CASE WHEN b.dagar_i_hushållet = 0 THEN 0 ELSE least(b.egna_inkomster,"
    f" greatest(0, b.egna_inkomster_tidigare_i_år + b.egna_inkomster - {law.BASE_AMOUNT})) END"
)
