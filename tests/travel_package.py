"""A package small enough to reckon in one's head: money for travel to somebody who is ill.

Travel is granted up to the municipality's own highest amount, and 100 kr for each child. With an income above 10 000 kr
it takes särskilda skäl, which a caseworker judges; without them it is refused. The amount for a child is derived in 2026.
"""

from allmanning import packages
from allmanning.packages.package import build

PACKAGE_ID = "resebidrag"

MANIFEST = """
id = "resebidrag"
version = "1.0.0"
name = "Resebidrag"
name_en = "Travel grant"
summary = "Bidrag till resor."
summary_en = "Money for travel."
owner = "Allmänning"
contact = "Allmänning"
licence = "EUPL-1.2"
reviewed_on = 2025-11-01
period = "month"

[decision]
outcome = "beslut"
amount = "bidrag"
granted = ["bifall"]
partly = []
refused = ["avslag"]

[[decision.item]]
id = "resor"
name = "Resor"
name_en = "Travel"
requested = "resor"
granted = "godtagbara_resor"

[appeal]
route = "förvaltningsrätten"
weeks = 3
law = "SoL (2025:400) 35 kap. 1 §"

[automation]
allowed = true
outcomes = ["bifall"]
law = "KL (2017:725) 6 kap. 37 §"

[handling]
target_days = 10
retention_years = 5
law = "SoL (2025:400) 16 kap. 1 §"

[delegation]
level = "handläggare"
"""

RULES = '''"""Resebidrag."""

from allmanning.language import *


@facts
class Barn:
    """Ett barn."""

    ålder: int = between(0, 20)


@facts
class Hushåll:
    """Den som reser."""

    inkomst: Money = between(0, 1_000_000)
    resor: Money = between(0, 100_000)
    barn: list[Barn] = between(0, 15)
    särskilda_skäl: bool


@rule(law="SoL (2025:400) 12 kap. 7 §")
def godtagbara_resor(resor: Money, högsta_belopp: Money) -> Money:
    """Godtagbara resor: högst kommunens belopp."""
    return min(resor, högsta_belopp)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def inkomsten_räcker(inkomst: Money, gräns: Money) -> bool:
    """Inkomsten räcker: den är högre än gränsen."""
    return inkomst > gräns


@rule(law="SoL (2025:400) 12 kap. 1 §")
def beslut(inkomsten_räcker: bool, särskilda_skäl: bool) -> Literal["bifall", "avslag"]:
    """Beslut: bifall om inkomsten inte räcker, eller om det finns särskilda skäl."""
    if inkomsten_räcker and not särskilda_skäl:
        return "avslag"
    return "bifall"


@rule(law="SoL (2025:400) 12 kap. 1 §")
def bidrag(
    inkomsten_räcker: bool, särskilda_skäl: bool, godtagbara_resor: Money, barn: list[Barn], tillägg_barn: Money
) -> Money:
    """Bidrag: godtagbara resor och ett tillägg för varje barn."""
    if inkomsten_räcker and not särskilda_skäl:
        return 0
    return godtagbara_resor + tillägg_barn * len([b for b in barn if b.ålder <= 18])
'''

PARAMETERS = """
["gräns"]
text = "Gräns"
type = "Money"
law = "SoL (2025:400) 12 kap. 1 §"
[["gräns".period]]
from = 2025-07-01
to = 2026-12-31
source = "påhittad"
confirmed = 10000

["tillägg_barn"]
text = "Tillägg för barn"
type = "Money"
law = "SoL (2025:400) 12 kap. 1 §"
[["tillägg_barn".period]]
from = 2025-07-01
to = 2025-12-31
source = "påhittad"
confirmed = 100
[["tillägg_barn".period]]
from = 2026-01-01
to = 2026-12-31
source = "påhittad"
derived = 110
"""

LOCAL = """
["högsta_belopp"]
text = "Högsta belopp"
type = "Money"
unit = "kr/månad"
minimum = 0
maximum = 10000
default = 500
decided_by = "socialnämnden"
law = "SoL (2025:400) 12 kap. 7 §"
"""

QUESTION = """
[[question]]
fact = "{fact}"
page = "allt"
text = "{fact}"
text_en = "{english}"
why = "Behövs."
why_en = "Needed."
"""

QUESTIONS = '[[page]]\nid = "allt"\ntitle = "Allt"\ntitle_en = "All"\n' + "".join(
    QUESTION.format(fact=fact, english=english) + more
    for fact, english, more in [
        ("inkomst", "Income", ""),
        ("barn", "Children", 'item = "Barn"\nitem_en = "Child"\n'),
        ("barn.ålder", "Age", ""),
        ("resor", "Travel", ""),
        ("särskilda_skäl", "Special reasons", 'who = "caseworker"\n'),
    ]
)


AMOUNT = 'amount = "bidrag"\n'
INCOME = 'text_en = "Income"\n'
EARLIER = 'who = "earlier"\nearlier = "inkomst"\notherwise = 4000\n'


def travel_package(
    version: str = "1.0.0",
    four_eyes: str = "[]",
    login_level: int | None = None,
    more: str = "",
    letter: str = "",
    earlier: bool = False,
    decision: str = "",
) -> packages.Package:
    """The package, built from the texts above; `four_eyes` lists the outcomes that take two people.

    `decision` is added to [decision]. With `earlier` nobody states the income: it is the one of the decision before, and 4 000 kr without one.
    """
    told = f"login_level = {login_level}\n" if login_level else ""
    texts = {
        "package.toml": told
        + MANIFEST.replace("1.0.0", version).replace(AMOUNT, AMOUNT + decision)
        + f"four_eyes = {four_eyes}\n{more}",
        "rules/resor.py": RULES,
        "parameters.toml": PARAMETERS,
        "local.toml": LOCAL,
        "questions.toml": QUESTIONS.replace(INCOME, INCOME + EARLIER) if earlier else QUESTIONS,
        **({"letters/decision.md": letter} if letter else {}),
    }
    return build({name: text.encode() for name, text in texts.items()})
