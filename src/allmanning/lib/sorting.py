"""Swedish alphabetical order, once for Python and once for PostgreSQL, with the same answer.

A to Z, then Å, Ä, Ö; capitals as small letters. A letter with any other mark counts as the letter under the
mark (é as e), with Swedish usage's own exceptions: ü and ű as y, æ as ä, ø, ő and œ as ö, ß as s, þ as t.
Other scripts come last. The C library and ICU are not asked, since their orders change with their versions
and an index built on the old order then misses rows.
"""

import unicodedata

# å ä ö stand right after z: {, | and } are the next three characters.
_LETTERS = (
    ("åǻ", "{"),
    ("äæǽ", "|"),
    ("öøǿőœ", "}"),
    ("àáâãāăą", "a"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķĸ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõōŏ", "o"),
    ("ŕŗř", "r"),
    ("śŝşšșßſ", "s"),
    ("ţťŧțþ", "t"),
    ("ùúûũūŭůų", "u"),
    ("ŵ", "w"),
    ("ýÿŷüű", "y"),
    ("źżž", "z"),
)
_FROM = "".join(letters for letters, _ in _LETTERS)
_TO = "".join(base * len(letters) for letters, base in _LETTERS)
_TABLE = str.maketrans(_FROM, _TO)

# In a migration: RunSQL(CREATE_SWEDISH_SORT_KEY, DROP_SWEDISH_SORT_KEY). It never needs privileges or
# extensions. The order is `ORDER BY swedish_sort_key(name) COLLATE "C"`, and so is the index; without the
# COLLATE the order of the database decides, which is the same in the one we make ourselves but not in every
# other. Text of plain ASCII, which is most, takes the short way.
CREATE_SWEDISH_SORT_KEY = f"""\
CREATE OR REPLACE FUNCTION swedish_sort_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN octet_length(value) = char_length(value) THEN lower(value COLLATE pg_catalog.pg_c_utf8)
    ELSE translate(lower(normalize(value, NFC) COLLATE pg_catalog.pg_c_utf8), '{_FROM}', '{_TO}')
END
"""
DROP_SWEDISH_SORT_KEY = "DROP FUNCTION swedish_sort_key(text)"


def swedish_sort_key(text: str) -> str:
    """Return a key whose order by code point is the Swedish order of the texts.

    Texts that differ only in capitals or marks have the same key, so sort by something else after it.
    """
    composed = unicodedata.normalize("NFC", text)
    # Letter by letter, as PostgreSQL does: Python alone would turn İ into two letters and Σ into ς at a
    # word's end.
    return "".join(letter.lower()[0] for letter in composed).translate(_TABLE)
