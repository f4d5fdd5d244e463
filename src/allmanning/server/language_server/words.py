"""The words of the language: how each is written, and what it means in one sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """How a word is written, and what it gives or says. `insert` is what stands in the file when it is chosen."""

    written: str
    sentence: str
    insert: str = ""


_ROUNDING = '`avrunda` is `"ned"`, `"upp"` or `"närmast"`, which takes a half away from zero.'

WORDS: dict[str, Word] = {
    "andel": Word(
        'andel(belopp: Money, sats: Share, avrunda="ned") -> Money',
        f"A share of an amount, rounded to whole öre; {_ROUNDING}",
    ),
    "bråk": Word(
        "bråk(täljare: int, nämnare: int) -> Share",
        "A share made of two whole numbers, as `bråk(25, 100)`; the lower one must be provably above 0.",
    ),
    "avrundat": Word(
        'avrundat(belopp: Money, till=kr(10), avrunda="ned") -> Money',
        f"The amount rounded to a multiple of `till`; {_ROUNDING}",
    ),
    "kr": Word("kr(kronor, öre) -> Money", "An amount: `kr(100)`, or `kr(12, 50)` for 12 kronor 50 öre."),
    "dag": Word("dag(text) -> date", 'A day, as `dag("2025-07-01")`.'),
    "between": Word(
        "between(lägst, högst)",
        "The range a fact may have, both ends included: kronor for `Money`, days in quotes, elements for a list.",
    ),
    "fyllda_år": Word(
        "fyllda_år(från: date, till: date) -> int",
        "Whole years; who is born on 29 February is a year older on 1 March when there is no 29th.",
    ),
    "hela_månader": Word(
        "hela_månader(från: date, till: date) -> int",
        "Whole months; a month is full when the same day of the month is reached.",
    ),
    "plus_månader": Word(
        "plus_månader(dag: date, antal: int) -> date",
        "The same day so many months later, or the last day of a shorter month.",
    ),
    "plus_dagar": Word("plus_dagar(dag: date, antal: int) -> date", "So many days later."),
    "dagar_mellan": Word(
        "dagar_mellan(från: date, till: date) -> int",
        "Days from one day to the other, negative when the second is earlier.",
    ),
    "min": Word(
        "min(a, b, …) · min((… for x in lista), default=…)",
        "The lowest of two or more, or of a list; an empty list gives `default`.",
    ),
    "max": Word(
        "max(a, b, …) · max((… for x in lista), default=…)",
        "The highest of two or more, or of a list; an empty list gives `default`.",
    ),
    "sum": Word("sum(… for x in lista if …)", "The sum over a list; 0 when it is empty."),
    "any": Word("any(… for x in lista if …) -> bool", "True when it holds for at least one element."),
    "all": Word("all(… for x in lista if …) -> bool", "True when it holds for every element, and for none."),
    "len": Word("len(lista) · len([x for x in lista if …]) -> int", "How many elements there are."),
    "dag_för_beslut": Word(
        "dag_för_beslut: date",
        "The day that the assessment is made for; for a monthly benefit the first of the month.",
    ),
    "facts": Word("@facts", "The class below declares facts: what is known about a case."),
    "rule": Word(
        '@rule(law="…", valid_from="…", valid_to="…")',
        "The function below is a rule; `law` is its paragraph and is required.",
        'rule(law="")',
    ),
    "law": Word(
        'law="SoL (2025:400) 12 kap. 7 §"', "The paragraph that the rule stands on.", 'law=""'
    ),
    "valid_from": Word(
        'valid_from="2025-07-01"', "The first day of this version of the rule.", 'valid_from=""'
    ),
    "valid_to": Word('valid_to="2026-06-30"', "The last day of this version of the rule.", 'valid_to=""'),
    "avrunda": Word('avrunda="ned"', f"Which way to round: {_ROUNDING}", 'avrunda=""'),
    "till": Word("till=kr(10)", "The unit that the amount is rounded to a multiple of.", "till=kr()"),
    "default": Word("default=0", "The value of an empty list.", "default="),
    "Money": Word("Money", "An amount in whole öre; there are no decimals."),
    "int": Word("int", "A whole number."),
    "bool": Word("bool", "Yes or no: `True` or `False`."),
    "date": Word("date", "A day."),
    "Share": Word("Share", "An exact share such as 25/100, made by `bråk` or read from a parameter."),
    "Table": Word(
        "Table[int, Money]", "A parameter that is looked up by a whole number or an amount, as `tabell[nyckel]`."
    ),
    "list": Word("list[Barn]", "The elements of a class under @facts."),
    "Literal": Word('Literal["a", "b"]', "One word of a closed set."),
}  # fmt: skip

# In a rule's body; what is called ends in a parenthesis when it is chosen.
CALLED = (
    *("andel", "bråk", "avrundat", "kr", "dag", "fyllda_år", "hela_månader", "plus_månader", "plus_dagar"),
    *("dagar_mellan", "min", "max", "sum", "any", "all", "len"),
)
SCALARS = ("Money", "int", "bool", "date", "Share")
DECORATION = ("law", "valid_from", "valid_to")
