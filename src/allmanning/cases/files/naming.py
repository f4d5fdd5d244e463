"""A file's name made harmless: for every system it may be saved on, and for the eye that reads it in a list."""

import re
import unicodedata

LONGEST = 100
FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
# Names that Windows takes for devices, with or without an extension.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def harmless(name: str, extensions: tuple[str, ...], otherwise: str = "fil") -> str:
    """One line of text without paths, control characters or marks that turn it around, ending in what the file is.

    `extensions` are those of the file's real type, the usual one first: another ending is kept but not believed.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if char.isspace() else char for char in last if char.isspace() or _is_seen(char))
    stem = re.sub(r"\s+", " ", FORBIDDEN.sub("-", shown)).strip()
    ending = next((each for each in extensions if stem.lower().endswith(f".{each}")), "")
    if ending:
        stem = stem[: -len(ending) - 1]
    ending = ending or extensions[0]
    stem = stem[: LONGEST - len(ending) - 1].strip(" .")
    if DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem or otherwise}.{ending}"


def _is_seen(char: str) -> bool:
    """Neither control, format (which hides the direction of text), surrogate, private nor unassigned."""
    return not unicodedata.category(char).startswith("C")
