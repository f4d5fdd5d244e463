"""Small faults put into a reader, drawn by seed: a suite that does not see them sees nothing."""

import re
from random import Random

# What stands in generated text, and what somebody might have written instead. `<` for `<=` is not among them: where the
# lower of two is chosen, that changes nothing. Spaces keep signs of numbers and words whole.
SWAPS = {
    " + ": " - ",
    " - ": " + ",
    " < ": " >= ",
    " <= ": " > ",
    " > ": " <= ",
    " >= ": " < ",
    " == ": " != ",
    " = (0::": " <> (0::",
    " and ": " or ",
    " or ": " and ",
    " AND ": " OR ",
    " OR ": " AND ",
}
_SWAPPED = re.compile("|".join(map(re.escape, sorted(SWAPS, key=len, reverse=True))))


def mutated(text: str, random: Random, lines: str = "") -> str:
    """The text with one operator exchanged for its neighbour, in a line that begins as the pattern `lines` says."""
    places = [place for place in _SWAPPED.finditer(text) if re.match(lines, _line(text, place.start()))]
    place = random.choice(places)
    return text[: place.start()] + SWAPS[place[0]] + text[place.end() :]


def _line(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1 :]
