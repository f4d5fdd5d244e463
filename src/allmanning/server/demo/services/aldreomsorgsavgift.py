"""Fees for elderly care: a tariff by hours, one by level, and who may keep more of the income."""

from collections.abc import Mapping
from typing import Any

from allmanning.server.demo.services import Days, Told

BOARD = {"mittkoping": "Äldrenämnden", "norrhamn": "Omsorgsnämnden"}
LOCAL: Mapping[str, Mapping[str, Any]] = {
    "mittkoping": {"timavgift": 435, "larmavgift": 260},
    "norrhamn": {
        "avgift_efter_nivå": True,
        "nivåavgift": {"0": 0, "1-2": 400, "3-8": 900, "9-20": 1650, "21-30": 2100, "31-": 2660},
        "tilläggsandel_yngre": "10/100",
        "mattillägg_särskilt_boende": 850,
    },
    "soderslatt": {
        "timavgift": 390,
        "larmavgift": 195,
        "avdrag_hushållsel": 250,
        "kommunens_högsta_avgift": 2400,
    },
}
DELEGATED = {
    "mittkoping": "Äldrenämnden 2025-09-24 § 58",
    "soderslatt": "Vård- och omsorgsnämnden 2025-06-11 § 68",
}
PLAN = {
    "mittkoping": ("ÄN 2025-09-24 § 59", None),
    "soderslatt": ("VON 2025-06-11 § 69", None),
}

AT_HOME = {"boendeform": "eget boende", "lämnar_inkomst": True, "civilstånd": "ensamstående"}
IN_A_HOME = {**AT_HOME, "boendeform": "särskilt boende med hyreskontrakt"}
OTTO = {
    **AT_HOME,
    "timmar_hemtjänst": 8,
    "trygghetslarm": True,
    "ålder": 80,
    "inkomst_efter_skatt": 13_900,
    "boendekostnad": 5_900,
}

# The newest are last.
STORIES = (
    Told("otto", 96, months=1, facts=OTTO),
    Told("otto", 33, months=1, facts={
        **OTTO, "gäller_ändring": True, "ändringsdag": Days(-2), "boendekostnad": 6_150}),
    Told("otto", 1, facts={**OTTO, "gäller_ändring": True, "ändringsdag": Days(0), "inkomst_efter_skatt": 14_350, "avgift_i_dag": 454}),
    Told("mats", 47, months=1, facts={"boendeform": "eget boende", "timmar_hemtjänst": 3}, ending="accepted", by="bo"),
    Told("gun", 38, months=1, facts={
        **AT_HOME, "civilstånd": "gift och bor tillsammans", "timmar_hemtjänst": 14, "ålder": 63,
        "inkomst_efter_skatt": 14_200, "makens_inkomst": 15_400, "boendekostnad": 9_300, "begärt_tillägg": 1_900},
        ending="judged", by="eva", judgements={"höjning_av_minimibeloppet": 1_200},
        words="Kosten som läkaren har bestämt och resorna till behandlingen godtas. Telefonen ryms i minimibeloppet."),
    Told("kerstin", 9, months=1, facts={
        **AT_HOME, "civilstånd": "sambo", "dagar_dagverksamhet": 12, "ålder": 55, "inkomst_efter_skatt": 15_100,
        "boendekostnad": 7_200, "makes_ekonomi_försämras": True}, ending="taken", by="bo"),
    Told("jonas", 6, months=1, facts={
        **AT_HOME, "timmar_hemtjänst": 5, "hemsjukvård": True, "ålder": 40, "inkomst_efter_skatt": 16_800,
        "boendekostnad": 7_100, "begärt_tillägg": 2_400}, ending="completion", by="bo",
        words="Skicka kvitton eller ett intyg som visar vad de högre kostnaderna är, och hur länge du räknar med att ha dem."),
    Told("mona", 52, months=1, facts={
        **AT_HOME, "timmar_hemtjänst": 12, "ålder": 50, "inkomst_efter_skatt": 15_900, "boendekostnad": 6_400},
        ending="accepted", by="cilla"),
    Told("nils", 11, months=1, facts={
        **AT_HOME, "timmar_hemtjänst": 22, "ålder": 42, "inkomst_efter_skatt": 16_300, "boendekostnad": 5_500,
        "begärt_tillägg": 1_100}, ending="answered", by="cilla",
        words="Skicka beslutet om arvode till din gode man, så att vi ser vad det kostar i månaden.",
        answer="Hej! Här är beslutet. Arvodet är det samma i år som förra året."),
    Told("karin", 25, months=1, facts={**AT_HOME, "timmar_hemtjänst": 2, "ålder": 37, "inkomst_efter_skatt": 17_500},
         ending="withdrawn"),
    Told("lars", 2, months=1, facts={**AT_HOME, "timmar_hemtjänst": 4}, ending="draft"),
    Told("olle", 40, months=1, facts={**IN_A_HOME, "hushållsel_ingår": True, "inkomst_efter_skatt": 14_800,
                                      "boendekostnad": 6_200}),
    Told("petra", 19, months=1, facts={
        **AT_HOME, "timmar_hemtjänst": 6, "trygghetslarm": True, "inkomst_efter_skatt": 17_200, "boendekostnad": 8_700,
        "begärt_tillägg": 700}, ending="judged", by="sten", judgements={"höjning_av_minimibeloppet": 700},
        words="Den fördyrade kosten är styrkt med intyg och väntas vara hela året."),
    Told("rut", 4, months=1, facts={
        **AT_HOME, "civilstånd": "sambo", "trygghetslarm": True, "dagar_dagverksamhet": 8, "inkomst_efter_skatt": 12_900,
        "boendekostnad": 8_800}),
)  # fmt: skip
