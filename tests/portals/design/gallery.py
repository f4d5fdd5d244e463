"""What the gallery's pages show: every part of the design with content from ekonomiskt bistånd."""

from datetime import date
from typing import Any

from allmanning.portals.design.fields import Entry, Field, Option
from allmanning.portals.design.parts import (
    Account,
    Answer,
    Cell,
    Column,
    Deadline,
    Filter,
    Link,
    Pages,
    Shortcut,
    Step,
    Table,
    TableRow,
)
from tests.portals.design import example_lines as lines

TODAY = date(2025, 11, 21)

RENT = Field(
    name="hyra",
    label="Hur mycket betalar du i hyra?",
    kind="money",
    help="Skriv månadshyran för december. Räkna inte med el eller parkering.",
    why="Din hyra är ofta din största kostnad. Vi räknar med den upp till det som gäller för ditt hushåll i kommunen.",
    evidence="Bifoga hyresavin om hyran har ändrats sedan förra månaden.",
    unit="kr",
    value="7 200",
    page_heading=True,
)
COHABITING = Field(
    name="sammanboende",
    label="Bor du tillsammans med en sambo, make eller maka?",
    kind="bool",
    why="Den som bor med någon delar på många kostnader, och ni ansöker tillsammans.",
    page_heading=True,
)
HOUSING = Field(
    name="boende",
    label="Hur bor du?",
    kind="choice",
    options=(
        Option("hyresrätt", "Hyresrätt"),
        Option("bostadsrätt", "Bostadsrätt", "Vi räknar med avgift och ränta, men inte med amortering."),
        Option("andrahand", "I andra hand eller inneboende"),
    ),
    value="bostadsrätt",
)
CHILDREN = Field(
    name="barn",
    label="Vilka barn bor hos dig?",
    kind="list",
    help="Ta med barn som bor hos dig en del av tiden.",
    why="Barnens ålder avgör hur mycket riksnormen är för dem.",
    entries=(
        Entry(title="Barn 1", detail="5 år, äter lunch i förskolan", change_url="#", remove_value="0"),
        Entry(title="Barn 2", detail="8 år, bor här 15 dagar i månaden", change_url="#", remove_value="1"),
    ),
    item_name="Barn",
)
BORN = Field(
    name="barn[0].född",
    label="När är barnet fött?",
    kind="date",
    value="2020-13-01",
    error="Skriv datumet med år, månad och dag, till exempel 2025-11-01.",
)
DAYS = Field(
    name="barn[0].dagar_i_hushållet",
    label="Hur många dagar i månaden bor barnet hos dig?",
    kind="int",
    unit="dagar",
    value="15",
    required=False,
)
RENT_WRONG = Field(
    name="hyra",
    label="Hyra per månad",
    kind="money",
    help="Utan el och parkering.",
    value="sju tusen",
    error="Skriv beloppet med siffror, till exempel 6 500 eller 249,50.",
    why=RENT.why,
)
CHOICE_WRONG = Field(
    name="lunch", label="Äter barnet lunch i förskolan?", kind="bool", error="Välj ja eller nej."
)
REASON = Field(
    name="skäl",
    label="Skriv varför du ändrar",
    kind="text",
    help="Den sökande läser din motivering i beslutet.",
    rows=4,
)

ANSWERS = (
    Answer(question="Bor du tillsammans med någon?", answer="Nej", change_url="#"),
    Answer(
        question="Vilka barn bor hos dig?", answer="Ett barn, 5 år, äter lunch i förskolan", change_url="#"
    ),
    Answer(question="Hyra", answer="7 200 kr i månaden", source="Du svarade 3 november 2025", change_url="#"),
    Answer(
        question="Lön efter skatt i oktober",
        answer="8 000 kr",
        source="Lönebesked, läst av handläggare 5 november 2025",
        change_url="#",
    ),
    Answer(question="Barnbidrag", answer="1 250 kr", source="Försäkringskassan 20 oktober 2025"),
    Answer(question="Pengar på banken", answer="Inte besvarat än", change_url="#", missing=True),
)
STEPS = (
    Step(title="Du skickade din ansökan", state="done", when="3 november 2025 klockan 14.02"),
    Step(
        title="Bo Lindqvist läser och räknar",
        state="now",
        when="Klart senast 17 november 2025",
        text="Du behöver inte göra något nu. Vi hör av oss om något saknas.",
    ),
    Step(title="Du får ett beslut", when="Senast 17 november 2025"),
    Step(title="Pengarna betalas ut", when="26 november 2025"),
)


def _row(number: str, name: str, what: str, due: date, state: str, ore: str) -> TableRow:
    return TableRow(
        url="#",
        cells=(
            Cell(text=name, detail=number),
            Cell(text=what),
            Cell(deadline=Deadline(day=due, today=TODAY)),
            Cell(text=state),
            Cell(text=ore),
        ),
    )


WORKLIST = Table(
    caption="Ärenden att handlägga",
    columns=(
        Column(title="Sökande", sort="name"),
        Column(title="Ärende"),
        Column(title="Klart senast", sort="due"),
        Column(title="Läge", sort="status"),
        Column(title="Förslag", number=True),
    ),
    rows=(
        _row(
            "2025-1184",
            "Anna Testsson",
            "Ekonomiskt bistånd, november",
            date(2025, 11, 19),
            "Väntar på dig",
            "8 049 kr",
        ),
        _row(
            "2025-1190",
            "Dalia Prövare",
            "Ekonomiskt bistånd, november",
            date(2025, 11, 21),
            "Väntar på dig",
            "12 310 kr",
        ),
        _row(
            "2025-1191",
            "Eskil Exempel",
            "Ekonomiskt bistånd, november",
            date(2025, 11, 22),
            "Komplettering",
            "inte klart än",
        ),
        _row(
            "2025-1204",
            "Fatima Provsson",
            "Ekonomiskt bistånd, december",
            date(2025, 12, 4),
            "Väntar på dig",
            "0 kr",
        ),
        _row("2025-1207", "Göran Åkerö", "Ekonomiskt bistånd, december", date(2025, 12, 5), "Ny", "5 180 kr"),
    ),
    sorted_by="due",
    kept=(("status", "open"),),
)
FILTERS = (
    Filter(
        name="status",
        label="Läge",
        options=(("", "Alla"), ("open", "Väntar på dig"), ("completion", "Komplettering")),
        value="open",
    ),
    Filter(
        name="package", label="Tjänst", options=(("", "Alla"), ("ekonomiskt-bistand", "Ekonomiskt bistånd"))
    ),
)
MENU = (
    Link(title="Ärenden", url="#", current=True, count=17),
    Link(title="Beslutade", url="#"),
    Link(title="Tjänster", url="#"),
)
TABS = (
    Link(title="Utredning", url="#", current=True),
    Link(title="Journal", url="#", count=12, key="l"),
    Link(title="Brev", url="#", count=2),
)
KEYS = (Shortcut("g", "Godkänn förslaget"), Shortcut("a", "Ändra"), Shortcut("m", "Be om komplettering"))


def context() -> dict[str, Any]:
    return {
        "support": lines.support(),
        "derived": lines.support(derived=True),
        "answering": lines.support_while_answering(),
        "refusal": lines.refusal(),
        "sources": lines.SOURCES,
        "rent": RENT,
        "cohabiting": COHABITING,
        "fields": (RENT_WRONG, HOUSING, CHILDREN, BORN, DAYS, CHOICE_WRONG),
        "reason": REASON,
        "answers_given": ANSWERS,
        "steps": STEPS,
        "worklist": WORKLIST,
        "nothing": Table(
            caption="Ärenden", columns=WORKLIST.columns, rows=(), empty="Inga ärenden väntar på dig"
        ),
        "choices": FILTERS,
        "where": Pages(number=2, count=5, kept=(("status", "open"),)),
        "menu_links": MENU,
        "case_tabs": TABS,
        "keys": KEYS,
        "due": Deadline(day=date(2025, 11, 19), today=TODAY),
        "account": Account(name="Anna Testsson", logout_url="#"),
        "staff": Account(name="Bo Lindqvist", role="handläggare", logout_url="#"),
        "back_url": "#",
    }
