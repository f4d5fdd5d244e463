"""The types of the language. Money is öre, an exact integer; a share is an exact fraction."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain type by its name in the language."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Choice:
    """A closed set of words."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return "Literal[" + ", ".join(f'"{option}"' for option in self.options) + "]"


@dataclass(frozen=True, slots=True)
class TableOf:
    """A look-up from an int or an amount to a value."""

    key: "Type"
    value: "Type"

    def __str__(self) -> str:
        return f"Table[{self.key}, {self.value}]"


@dataclass(frozen=True, slots=True)
class EntityOf:
    """One element of a list of facts, such as one child."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of entities, such as the children."""

    entity: str

    def __str__(self) -> str:
        return f"list[{self.entity}]"


type Type = Scalar | Choice | TableOf | EntityOf | ListOf

MONEY = Scalar("Money")
INT = Scalar("int")
BOOL = Scalar("bool")
DATE = Scalar("date")
SHARE = Scalar("Share")

SCALARS = {scalar.name: scalar for scalar in (MONEY, INT, BOOL, DATE, SHARE)}


_TOLD: dict[Type, str] = {
    MONEY: "an amount (Money)",
    INT: "a whole number (int)",
    BOOL: "true or false (bool)",
    DATE: "a day (date)",
    SHARE: "a share (Share)",
}


def told(type_: Type) -> str:
    """A type in words, for messages."""
    match type_:
        case Choice(options=options) if len(options) == 1:
            return f'the word "{options[0]}"'
        case Choice(options=options):
            return "one of the words " + ", ".join(f'"{option}"' for option in options)
        case TableOf():
            return f"a table ({type_})"
        case EntityOf(name=name):
            return f"an element ({name})"
        case ListOf():
            return f"a list ({type_})"
        case _:
            return _TOLD[type_]


def unordered(type_: Type) -> str:
    """What has no order, in words."""
    return {BOOL: "yes and no", SHARE: "shares"}.get(type_, "words") if isinstance(type_, Scalar) else "words"


def is_number(type_: Type) -> bool:
    """Amounts and integers can be added and compared by size."""
    return type_ in (MONEY, INT)


def is_ordered(type_: Type) -> bool:
    """Amounts, integers and dates have an order."""
    return type_ in (MONEY, INT, DATE)
