"""What has happened in the demonstration: about seventy cases in every state, told in a few words each."""

from dataclasses import dataclass
from typing import Literal

type Ending = Literal[
    "draft",
    "sent",
    "taken",
    "completion",
    "answered",
    "accepted",
    "changed",
    "refused",
    "judged",
    "proposed",
    "withdrawn",
]


@dataclass(frozen=True, slots=True)
class Story:
    """A resident applied so many days ago, for the month so many months after that day's (0: the same month).

    `ending` is how far the case has come; what the automatic function decides at once stays at "sent".
    """

    resident: str
    days_ago: int
    months: int
    ending: Ending
    by: str = ""
    words: str = ""


REQUESTS = (
    "Skicka din senaste hyresavi. Vi behöver se vad hyran är efter den senaste höjningen.",
    "Skicka kontoutdrag för den senaste månaden, för alla konton.",
    "Skicka lönespecifikationen för den lön som betalades ut förra månaden.",
)
ANSWERS = (
    "Hej! Hyran är densamma som förut, jag har lagt in rätt belopp nu.",
    "Här är det ni bad om. Säg till om något saknas.",
)

# What residents have applied for month after month, and what became of it. The newest are last.
STORIES = (
    Story("amir", 124, 0, "sent"),
    Story("amir", 93, 0, "sent"),
    Story("amir", 63, 0, "sent"),
    Story("amir", 32, 0, "sent"),
    Story("amir", 1, 0, "sent"),
    Story("britta", 95, 0, "accepted", "bo"),
    Story("britta", 64, 0, "accepted", "bo"),
    Story("britta", 34, 0, "changed", "eva", "Underhållsstödet betalades ut två gånger i samma månad. Det dubbla räknas bara en gång."),
    Story("britta", 3, 0, "taken", "bo"),
    Story("carl", 61, 0, "accepted", "bo"),
    Story("carl", 30, 0, "accepted", "eva"),
    Story("carl", 2, 0, "sent"),
    Story("disa", 62, 0, "accepted", "bo"),
    Story("disa", 31, 0, "accepted", "bo"),
    Story("disa", 6, 0, "sent"),
    Story("elias", 92, 0, "accepted", "eva"),
    Story("elias", 33, 0, "accepted", "bo"),
    Story("elias", 4, 0, "completion", "bo", REQUESTS[2]),
    Story("fatima", 96, 0, "accepted", "bo"),
    Story("fatima", 65, 0, "accepted", "bo"),
    Story("fatima", 35, 0, "accepted", "eva"),
    Story("fatima", 5, 0, "sent"),
    Story("gun", 40, 0, "refused", "bo", "Hushållet har pengar på banken som räcker till månadens behov."),
    Story("gun", 8, 0, "sent"),
    Story("hanna", 66, 0, "judged", "eva", "Läkarintyget visar att kosten kostar mer än det som ingår i normen."),
    Story("hanna", 9, 0, "taken", "bo"),
    Story("ivar", 123, 0, "sent"),
    Story("ivar", 94, 0, "sent"),
    Story("ivar", 60, 0, "sent"),
    Story("ivar", 29, 0, "sent"),
    Story("ivar", 0, 0, "draft"),
    Story("fia", 67, 0, "accepted", "eva"),
    Story("fia", 18, 0, "sent"),
    Story("anna", 64, 0, "sent"),
    Story("dan", 70, 0, "accepted", "bo"),
    Story("dan", 37, 0, "accepted", "bo"),
    Story("jonas", 33, 0, "accepted", "bo"),
    Story("jonas", 2, 0, "sent"),
    Story("kerstin", 32, 0, "sent"),
    Story("kerstin", 1, 0, "sent"),
    Story("leila", 62, 0, "accepted", "eva"),
    Story("leila", 15, 0, "taken", "bo"),
    Story("mats", 11, 0, "sent"),
    Story("naima", 34, 0, "accepted", "bo"),
    Story("naima", 3, 0, "proposed", "bo", "Hushållet fick en ersättning som räcker månaden ut. Jag vill att en kollega tittar på det."),
    Story("oskar", 10, 0, "answered", "bo", REQUESTS[1]),
    Story("pia", 5, 0, "sent"),
    Story("rasmus", 36, 0, "changed", "bo", "Hyran gäller bara från den 15 i månaden. Halva hyran räknas."),
    Story("rasmus", 4, 0, "sent"),
    Story("karin", 91, 0, "accepted", "cilla"),
    Story("karin", 60, 0, "accepted", "cilla"),
    Story("karin", 31, 0, "accepted", "sten"),
    Story("karin", 2, 0, "sent"),
    Story("lars", 36, 0, "changed", "cilla", "Lönen för extrapass kom först efter månadens slut och räknas nästa månad."),
    Story("lars", 17, 0, "sent"),
    Story("mona", 65, 0, "accepted", "cilla"),
    Story("mona", 33, 0, "answered", "cilla", REQUESTS[0]),
    Story("nils", 38, 0, "judged", "cilla", "Frånvaron är godkänd av läkare. Biståndet sätts inte ner."),
    Story("nils", 7, 0, "taken", "cilla"),
    Story("nora", 45, 0, "withdrawn"),
    Story("petra", 93, 0, "accepted", "sten"),
    Story("petra", 62, 0, "accepted", "sten"),
    Story("petra", 31, 0, "accepted", "sten"),
    Story("petra", 4, 0, "taken", "sten"),
    Story("rut", 122, 0, "sent"),
    Story("rut", 92, 0, "sent"),
    Story("rut", 61, 0, "sent"),
    Story("rut", 30, 0, "sent"),
    Story("said", 68, 0, "accepted", "sten"),
    Story("said", 39, 0, "completion", "sten", REQUESTS[1]),
    Story("said", 12, 0, "sent"),
    Story("olle", 60, 0, "refused", "sten", "Lönen räcker till familjens behov den här månaden."),
    Story("olle", 28, 0, "draft"),
)  # fmt: skip
