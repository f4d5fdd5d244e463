"""Words in the language of the law, and in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Swedish and English; where the English is missing the Swedish stands in."""

    sv: str
    en: str = ""

    def in_(self, language: str) -> str:
        """The text in a language: "sv" or "en"."""
        return self.en if language.startswith("en") and self.en else self.sv

    def __str__(self) -> str:
        return self.sv
