"""The letter's own words in Swedish and English; the package's words come with its letter."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, dict[str, str]]] = {
    "sv": {
        "draft": "UTKAST",
        "draft_note": "Det här är inte ett beslut. Texten kan ändras innan beslutet fattas.",
        "page": "Sida {page} av {pages}",
        "case_number": "Ärendenummer",
        "decision_date": "Beslutsdatum",
        "letter_date": "Datum",
        "draft_date": "Utkast den",
        "outcome": "Beslut",
        "amount": "Belopp",
        "period": "Gäller",
        "items": "Det du sökte och vad vi beslutade",
        "item": "Du sökte för",
        "requested": "Sökt",
        "granted": "Beviljat",
        "status": "Beslut",
        "status_granted": "beviljas",
        "status_partly": "beviljas delvis",
        "status_refused": "avslås",
        "status_open": "inte prövat ännu",
        "status_not_requested": "inte sökt",
        "reckoning": "Så har vi räknat",
        "post": "Post",
        "law": "Bestämmelse",
        "says": "Vad den betyder här",
        "derived_note": (
            "* Beloppet är härlett: det är uträknat men ännu inte bekräftat i författningen. "
            "Ett beslut som bygger på ett sådant belopp fattas alltid av en människa."
        ),
        "provisions": "Bestämmelser som vi har tillämpat",
        "circumstances": "Uppgifter som har avgjort beslutet",
        "nothing": "Vi har också utgått från att det här är noll eller inte gäller: {facts}.",
        "circumstance": "Uppgift",
        "value": "Värde",
        "source": "Källa",
        "reason": "Vår bedömning",
        "departs": "Det här har handläggaren ändrat:",
        "changed": "{label}: {new} i stället för {old}",
        "list_changed": "{label}: uppgifterna är ändrade",
        "unanswered": "inget svar",
        "undecided": "ännu inte avgjort",
        "no_number": "utan nummer",
        "through": "Ombud: {name}",
        "source_resident": "du själv",
        "source_register": "tidigare beslut",
        "source_platform": "systemet",
        "source_caseworker": "handläggaren",
        "written_by": "Brevet är skrivet av",
        "written_automatic": "Brevet är skickat automatiskt.",
        "decided_by": "Beslutet är fattat av",
        "decided_unnamed": (
            "Beslutet är fattat av en handläggare hos {board}. Namnet lämnas inte ut, med stöd av "
            "33 § förvaltningslagen (2017:900)."
        ),
        "decided_automatic": "Beslutet är fattat av en automatiserad beslutsfunktion.",
        "automatic_ground": (
            "Ingen handläggare har tagit ställning i ärendet. Stöd finns i 28 § förvaltningslagen (2017:900) "
            "och {law}."
        ),
        "automatic_law": "6 kap. 37 § kommunallagen (2017:725)",
        "delegation": "Beslutanderätt: {delegation}",
        "presented_by": "Föredragande: {name}",
        "on_behalf": "Handläggs av {executor} på uppdrag av {owner}.",
        "electronic": "Beslutet är godkänt elektroniskt och har därför ingen namnunderskrift.",
        "yes": "ja",
        "no": "nej",
    },
    "en": {
        "draft": "DRAFT",
        "draft_note": "This is not a decision. The text may change before the decision is made.",
        "page": "Page {page} of {pages}",
        "case_number": "Case number",
        "decision_date": "Date of decision",
        "letter_date": "Date",
        "draft_date": "Drafted on",
        "outcome": "Decision",
        "amount": "Amount",
        "period": "For",
        "items": "What you applied for and what we decided",
        "item": "You applied for",
        "requested": "Applied for",
        "granted": "Granted",
        "status": "Decision",
        "status_granted": "granted",
        "status_partly": "granted in part",
        "status_refused": "refused",
        "status_open": "not yet examined",
        "status_not_requested": "not applied for",
        "reckoning": "How we calculated",
        "post": "Item",
        "law": "Provision",
        "says": "What it means here",
        "derived_note": (
            "* The amount is derived: it is calculated but not yet confirmed in the regulation. "
            "A decision that rests on such an amount is always made by a human being."
        ),
        "provisions": "Provisions that we have applied",
        "circumstances": "Facts that settled the decision",
        "nothing": "We have also assumed that the following is nought or does not apply: {facts}.",
        "circumstance": "Fact",
        "value": "Value",
        "source": "Source",
        "reason": "Our assessment",
        "departs": "The caseworker has changed this:",
        "changed": "{label}: {new} instead of {old}",
        "list_changed": "{label}: the facts are changed",
        "unanswered": "no answer",
        "undecided": "not yet settled",
        "no_number": "no number",
        "through": "Represented by {name}",
        "source_resident": "you",
        "source_register": "earlier decision",
        "source_platform": "the system",
        "source_caseworker": "the caseworker",
        "written_by": "This letter was written by",
        "written_automatic": "This letter was sent automatically.",
        "decided_by": "The decision was made by",
        "decided_unnamed": (
            "The decision was made by an officer of {board}. The name is withheld under section 33 of the "
            "Administrative Procedure Act (2017:900)."
        ),
        "decided_automatic": "The decision was made by an automated decision function.",
        "automatic_ground": (
            "No officer has considered the case. The ground is section 28 of the Administrative Procedure Act "
            "(2017:900) and {law}."
        ),
        "automatic_law": "chapter 6, section 37 of the Local Government Act (2017:725)",
        "delegation": "Power to decide: {delegation}",
        "presented_by": "Presented by: {name}",
        "on_behalf": "Handled by {executor} on behalf of {owner}.",
        "electronic": "The decision was approved electronically and therefore bears no signature.",
        "yes": "yes",
        "no": "no",
    },
}


def phrases(language: str) -> dict[str, str]:
    """The words in this language; Swedish for any language the letter does not speak."""
    return PHRASES.get(language, PHRASES["sv"])
