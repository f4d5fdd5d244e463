"""System check: letters can be set on this machine."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.checks import CheckMessage, Error, register

from allmanning.packages.letters import parse_letter

from .glyphs import MISSING, coverage
from .letter import Appeal, LetterContent, Recipient, Sender, Signature
from .render import LetterRenderingError, render_letter


@register()
def letters_can_be_set(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Sets the smallest letter there is (some 30 ms)."""
    hint = "Install the program again: typst and the typefaces in connectors/letters/fonts must be whole."
    try:
        pdf = render_letter(_smallest())
    except (LetterRenderingError, ValueError, OSError) as error:
        return [Error(f"No letter can be set: {error}", hint=hint, id="letters.E001")]
    if not pdf.startswith(b"%PDF") or ord(MISSING) not in coverage():
        return [Error("The typefaces of letters are not the ones delivered.", hint=hint, id="letters.E002")]
    return []


def _smallest() -> LetterContent:
    return LetterContent(
        language="sv",
        sender=Sender(organisation="Allmänning", board="Prov"),
        recipient=Recipient(name="Åsa Öberg"),
        case_number="1",
        dated=date(2025, 11, 1),
        service="prov",
        template=parse_letter("# Prov\n\n{appeal}\n"),
        appeal=Appeal(route="none"),
        signature=Signature(automatic=True),
    )
