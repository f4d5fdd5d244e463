"""Anna in Mittköping, with Erik and two children: what the tests of letters write about."""

from dataclasses import replace
from datetime import date
from typing import Any

from allmanning.connectors.letters.letter import (
    Appeal,
    Circumstance,
    DecidedItem,
    LetterContent,
    Provision,
    Recipient,
    Sender,
    Signature,
)
from allmanning.connectors.letters.reckoning import laws_applied
from allmanning.lib.text import money
from allmanning.packages import Line, Text
from allmanning.packages.letters import parse_letter
from allmanning.packages.reckoning import FactUse

LETTER = """\
# Beslut om ekonomiskt bistånd för {month}

Hej {applicant}!

::: when bifall
Du har sökt ekonomiskt bistånd för {month}. Vi beviljar dig **{amount}**.
Det är allt som du har sökt för.
:::

::: when delvis bifall
Du har sökt ekonomiskt bistånd för {month}. Vi beviljar dig **{amount}**.
Något av det du har sökt för godtar vi inte fullt ut. Här nedanför står vad, och varför.
:::

::: when avslag
Du har sökt ekonomiskt bistånd för {month}. Vi avslår din ansökan, eftersom ni själva
har pengar som räcker till en skälig levnadsnivå.
:::

{items}

## Så har vi räknat

Vi börjar med det som ni behöver för en skälig levnadsnivå. Från det drar vi era egna inkomster.
Det som fattas är det ekonomiska biståndet.

{reckoning}

{circumstances}

{provisions}

## Om något ändras

Berätta för oss om något i ditt liv ändras som kan påverka biståndet, till exempel

- om du eller Erik får arbete eller högre lön
- om någon flyttar in eller ut
- om hyran ändras.

{signature}

{appeal}
"""


SOL_1, SOL_7, SOL_8 = (f"SoL (2025:400) 12 kap. {paragraph} §" for paragraph in (1, 7, 8))
SOF_2, SOF_3 = (f"SoF (2025:468) 12 kap. {paragraph} §" for paragraph in (2, 3))


def kr(kronor: float, label: str, law: str = SOL_7, says: str = "", **more: Any) -> Line:
    """A line of money that adds to the one above, as a package's reckoning gives it."""
    ore = round(kronor * 100)
    text = Text(f"{label}: {says}" if says else label)
    stated = more.pop("facts", {}).items()
    line = Line(
        name=label, label=Text(label), value=money(ore), raw=ore, kind="Money", formula=None, because=None,
        law=law, text=text, sign="plus", mark="", facts=tuple(FactUse(name, Text(name), value) for name, value in stated),
        parameters=(), parts=(), derived=False, open=False, repeated=False,
    )  # fmt: skip
    return replace(line, **more)


def count(number: int, label: str, law: str, says: str) -> Line:
    return replace(kr(0, label, law, says), kind="int", value=str(number), raw=number, sign="")


STATED = {"Sammanboende": "ja", "Barn 1: ålder": "5", "Hyra": "9 500 kr", "Underhållsstöd": "0 kr"}


def norm() -> Line:
    age = "beloppet beror på åldern och är lägre när ett barn äter lunch i förskolan."
    four = count(4, "Antal i hushållet", SOF_2, "familjen och andra vuxna som delar hushållet.")
    parts = (
        kr(7050, "Vuxnas personliga kostnader", SOF_2, "mat, kläder, fritid och hygien.",
           because="Sammanboende: ja", facts={"Sammanboende": "ja"}),
        kr(2700, "Barn 1: personliga kostnader", SOF_2, age,
           because="Barn 1: ålder (5) är högst 6", facts={"Barn 1: ålder": "5"}),
        kr(3790, "Barn 2: personliga kostnader", SOF_2, age,
           because="Barn 2: ålder (8) är mer än 6", facts={"Barn 2: ålder": "8"}),
        kr(2010, "Hushållets gemensamma kostnader", SOF_3, "efter hur många ni är.",
           because="Antal i hushållet (4) är högst 7", parts=(four,)),
    )  # fmt: skip
    return kr(15550, "Riksnorm", SOL_7, "de personliga och de gemensamma kostnaderna.", parts=parts)


def costs(rent: int) -> Line:
    accepted = min(rent, 9425)
    told = f"Hyra ({money(rent * 100)}) är mer än kommunens riktlinje (9 425 kr)" if rent > 9425 else None
    parts = (
        kr(accepted, "Godtagbar hyra", because=told, facts={"Hyra": money(rent * 100)}),
        kr(450, "Godtagbar hushållsel", facts={"Hushållsel": money(45000)}),
        kr(0, "Godtagbara arbetsresor", facts={"Arbetsresor": money(0)}),
    )
    return kr(accepted + 450, "Godtagbara kostnader", SOL_7, "det som är skäligt.", parts=parts)


def own_means(pay: int = 12800) -> Line:
    counted = pay * 3 // 4
    incentive = kr(pay - counted, "Jobbstimulans", SOL_8, "en fjärdedel av lönen räknas inte.", sign="minus",
                   formula=f"{money(pay * 100)} × 25 %")  # fmt: skip
    wage = kr(counted, "Räknad lön", SOL_1, parts=(incentive,), facts={"Lön": money(pay * 100)})
    stated = {"Barnbidrag": money(265000), "Bostadsbidrag": money(210000), "Underhållsstöd": money(0)}
    counted_all = kr(counted + 4750, "Räknade inkomster", SOL_1, "hela hushållets inkomster efter skatt.",
                     parts=(wage,), facts=stated)  # fmt: skip
    return kr(
        counted + 4750, "Egna medel", SOL_1, "det ni själva kan leva på.", sign="minus", parts=(counted_all,)
    )


def annas_reckoning(rent: int = 9500, pay: int = 12800) -> Line:
    living, own = costs(rent), own_means(pay)
    need = kr(15550 + living.raw / 100, "Behov", SOL_1, "det ni behöver.", parts=(norm(), living))
    lowered = kr(
        0, "Nedsättning", "SoL (2025:400) 12 kap. 6 §", "den som kan arbeta ska söka arbete.", sign="minus"
    )
    amount = max(0, need.raw - own.raw) / 100
    return kr(amount, "Bistånd", SOL_1, "det som fattas när era egna medel inte räcker.", sign="sum",
              parts=(need, own, lowered))  # fmt: skip


MITTKOPING = Sender(
    organisation="Mittköpings kommun",
    board="Socialnämnden",
    address=("Box 100", "590 10 Mittköping"),
    contact=("0140-12 00 00", "socialnamnden@mittkoping.example", "mittkoping.example"),
    mark='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 48"><path fill="#1f5c46" '
    'd="M2 2h36v24c0 10-8 17-18 20C10 43 2 36 2 26z"/><path fill="none" stroke="#fff" stroke-width="3" '
    'd="M8 30l8-10 6 7 5-6 6 9"/><circle cx="27" cy="12" r="3.5" fill="#fff"/></svg>',
)

ANNA = Recipient(name="Anna Andersson", address=("Storgatan 12 lgh 1203", "590 12 Mittköping"))


def annas_letter(outcome: str = "delvis bifall", **changes: Any) -> LetterContent:
    rent = 9500 if outcome == "delvis bifall" else 9000
    reckoning = annas_reckoning(rent, pay=40000 if outcome == "avslag" else 12800)
    part = DecidedItem(name="Hyra", requested=950000, granted=942500, status="partly", law=SOL_7,
                       reason="Hyran är högre än det som kommunen godtar för fyra personer, 9 425 kr.")  # fmt: skip
    whole = DecidedItem(name="Hyra", requested=900000, granted=900000, status="granted")
    content = LetterContent(
        language="sv",
        sender=MITTKOPING,
        recipient=ANNA,
        case_number="MK-2025-000412",
        dated=date(2025, 11, 12),
        service="Ekonomiskt bistånd",
        template=parse_letter(LETTER),
        outcome=outcome,
        period="november 2025",
        amount=reckoning.raw,
        items=(
            part if outcome == "delvis bifall" else whole,
            DecidedItem(name="Hushållsel", requested=45000, granted=45000, status="granted"),
        ),
        reckoning=reckoning,
        circumstances=tuple(
            Circumstance(label=label, value=value, source="du själv, 3 nov 2025")
            for label, value in STATED.items()
        ),
        provisions=tuple(
            Provision(law=law, says=says) for law, says in laws_applied([reckoning], "sv").items()
        ),
        appeal=Appeal(route="förvaltningsrätten", weeks=3, law="SoL (2025:400) 35 kap. 1 §"),
        signature=Signature(
            name="Bo Bergström",
            role="Socialsekreterare, försörjningsenheten",
            delegation="delegationsordningen för socialnämnden, punkt 4.2",
        ),
    )
    return replace(content, **changes)
