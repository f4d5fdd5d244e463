"""Typst sets the letter: content in, a tagged PDF (PDF/UA-1 mode) out. Pure; the same content gives the same bytes."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from .filling import letter_data
from .glyphs import FONTS, cleaned, shown
from .letter import LetterContent

TYPESETTING = Path(__file__).parent / "typesetting"

_UNSHOWN = "could not be displayed"

log = logging.getLogger(__name__)


class LetterRenderingError(RuntimeError):
    """The letter could not be set; the installation's typefaces or template are not as delivered."""


def render_letter(content: LetterContent) -> bytes:
    """The letter as PDF. Raises LetterContentError (something to say is lacking) or LetterRenderingError."""
    data = cleaned(letter_data(content))
    try:
        try:
            return _set(data, content)
        except typst.TypstError as error:
            if _UNSHOWN not in str(error):
                raise
        log.warning(
            "Letter %s holds characters that our typefaces lack; □ stands for them.", content.case_number
        )
        return _set(shown(data), content)
    except RuntimeError as error:
        raise LetterRenderingError(f"Typst could not set {content.case_number}: {error}") from error


def _set(data: dict[str, Any], content: LetterContent) -> bytes:
    midnight = datetime.combine(content.dated, time(), tzinfo=UTC)
    pdf: bytes = typst.compile(
        str(TYPESETTING / "letter.typ"),
        root=str(TYPESETTING),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(data, ensure_ascii=False), "mark": content.sender.mark},
        pdf_standards="ua-1",
        timestamp=int(midnight.timestamp()),
    )
    return pdf
