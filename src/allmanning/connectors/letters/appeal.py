"""How to appeal, in plain words: form, content, where and by when (33 § förvaltningslagen)."""

from __future__ import annotations

from dataclasses import dataclass

from allmanning.lib.text import citation

from .letter import Appeal, LetterContentError, Sender

_WEEKS = {
    "sv": {1: "en vecka", 2: "två veckor", 3: "tre veckor", 4: "fyra veckor"},
    "en": {1: "one week", 2: "two weeks", 3: "three weeks", 4: "four weeks"},
}


@dataclass(frozen=True, slots=True)
class AppealText:
    """Paragraphs; where to send it (`address` under the words `to`) and by when; `points` under their `lead`; the rest."""

    heading: str
    paragraphs: tuple[str, ...]
    to: str = ""
    address: tuple[str, ...] = ()
    deadline: str = ""
    lead: str = ""
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def appeal_text(appeal: Appeal, sender: Sender, case_number: str, language: str) -> AppealText:
    """The text for this route; raises LetterContentError where the route lacks its court."""
    weeks = _WEEKS[language].get(appeal.weeks, f"{appeal.weeks} {'veckor' if language == 'sv' else 'weeks'}")
    if appeal.route == "laglighetsprövning" and not appeal.instance:
        raise LetterContentError(
            f"{sender.organisation} has not said which administrative court its members appeal to. "
            "Set the organisation’s court."
        )
    write = _WRITERS[language, appeal.route]
    return write(appeal, sender, case_number, weeks)


def _where(sender: Sender) -> tuple[str, ...]:
    return tuple(part for part in (sender.organisation, sender.board, *sender.address) if part)


def _to_an_authority_sv(appeal: Appeal, sender: Sender, case_number: str, weeks: str) -> AppealText:
    instance = appeal.instance or appeal.route
    law = f" Det framgår av {citation(appeal.law)}." if appeal.law else ""
    return AppealText(
        heading="Så överklagar du",
        paragraphs=(
            "Tycker du att beslutet är fel kan du överklaga det. "
            f"{instance[:1].upper()}{instance[1:]} prövar överklagandet.{law} Det kostar inget.",
        ),
        to=f"Skriv till {instance}, men skicka eller lämna brevet till oss:",
        address=_where(sender),
        deadline=f"Vi måste ha fått brevet inom {weeks} från den dag då du fick del av beslutet.",
        lead="I brevet skriver du:",
        points=(
            f"vilket beslut du överklagar: ärendenummer {case_number}",
            "hur du vill att beslutet ska ändras, och varför",
            "ditt namn, personnummer, din adress och ditt telefonnummer",
        ),
        after=(
            "Skicka gärna med sådant som stöder det du skriver. Behöver du hjälp att överklaga, hör av dig till oss.",
            "När vi har fått ditt brev kontrollerar vi att det har kommit i tid. Vi ändrar beslutet om vi ser att "
            f"det är uppenbart felaktigt. Annars skickar vi allt vidare till {instance}.",
        ),
    )


def _to_an_authority_en(appeal: Appeal, sender: Sender, case_number: str, weeks: str) -> AppealText:
    kind = "administrative court" if appeal.route == "förvaltningsrätten" else "county administrative board"
    instance = f"the {kind} ({appeal.instance or appeal.route})"
    law = f" This follows from {citation(appeal.law)}." if appeal.law else ""
    return AppealText(
        heading="How to appeal",
        paragraphs=(
            f"If you think the decision is wrong you can appeal it. The appeal is tried by {instance}.{law} "
            "It costs nothing.",
        ),
        to=f"Address your letter to {instance}, but send or bring it to us:",
        address=_where(sender),
        deadline=f"We must have the letter within {weeks} from the day you received the decision.",
        lead="In the letter you write:",
        points=(
            f"which decision you appeal: case number {case_number}",
            "how you want the decision changed, and why",
            "your name, personal identity number, address and telephone number",
        ),
        after=(
            "Please enclose anything that supports what you write. If you need help to appeal, contact us.",
            "When we have your letter we check that it came in time. We change the decision if we see that it is "
            f"plainly wrong. Otherwise we send everything on to {instance}.",
        ),
    )


def _legality_sv(appeal: Appeal, sender: Sender, case_number: str, weeks: str) -> AppealText:
    law = citation(appeal.law) or "13 kap. kommunallagen (2017:725)"
    return AppealText(
        heading="Så överklagar du",
        paragraphs=(
            f"Beslutet kan överklagas genom laglighetsprövning enligt {law}. Den som är medlem i kommunen kan "
            "överklaga. Rätten prövar om beslutet är lagligt. Den kan upphäva beslutet men inte ersätta det med ett annat.",
        ),
        to="Skriv till rätten och skicka brevet dit:",
        address=(appeal.instance,),
        deadline=f"Rätten måste ha fått brevet inom {weeks} från den dag då det på kommunens anslagstavla "
        "tillkännagavs att protokollet över beslutet har justerats.",
        lead="I brevet skriver du:",
        points=(
            f"vilket beslut du överklagar: {sender.organisation}, {sender.board}, ärendenummer {case_number}",
            "varför du anser att beslutet är olagligt",
            "ditt namn, personnummer, din adress och ditt telefonnummer",
        ),
    )


def _legality_en(appeal: Appeal, sender: Sender, case_number: str, weeks: str) -> AppealText:
    law = citation(appeal.law) or "chapter 13 of the Local Government Act (2017:725)"
    return AppealText(
        heading="How to appeal",
        paragraphs=(
            f"The decision can be appealed through a review of its legality under {law}. Any member of the "
            "municipality can appeal. The court tries whether the decision is lawful. It can set it aside, but not "
            "replace it by another.",
        ),
        to="Write to the court and send your letter there:",
        address=(appeal.instance,),
        deadline=f"The court must have the letter within {weeks} from the day when the municipality’s notice board "
        "announced that the minutes of the decision had been approved.",
        lead="In the letter you write:",
        points=(
            f"which decision you appeal: {sender.organisation}, {sender.board}, case number {case_number}",
            "why you consider the decision unlawful",
            "your name, personal identity number, address and telephone number",
        ),
    )


def _closed_sv(appeal: Appeal, sender: Sender, case_number: str, weeks: str) -> AppealText:
    law = f" Det framgår av {citation(appeal.law)}." if appeal.law else ""
    return AppealText("Beslutet kan inte överklagas", (f"Det här beslutet kan inte överklagas.{law}",))


def _closed_en(appeal: Appeal, sender: Sender, case_number: str, weeks: str) -> AppealText:
    law = f" This follows from {citation(appeal.law)}." if appeal.law else ""
    return AppealText("The decision cannot be appealed", (f"This decision cannot be appealed.{law}",))


_WRITERS = {
    ("sv", "förvaltningsrätten"): _to_an_authority_sv,
    ("sv", "länsstyrelsen"): _to_an_authority_sv,
    ("sv", "laglighetsprövning"): _legality_sv,
    ("sv", "none"): _closed_sv,
    ("en", "förvaltningsrätten"): _to_an_authority_en,
    ("en", "länsstyrelsen"): _to_an_authority_en,
    ("en", "laglighetsprövning"): _legality_en,
    ("en", "none"): _closed_en,
}
