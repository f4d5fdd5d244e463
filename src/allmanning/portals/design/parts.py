"""The small values that pages hand to the tags: answers, steps, tables, tabs. Words are in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

Tone = Literal["info", "success", "warning", "danger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who is logged in, or how to log in; base.html shows it when a page gives `account`."""

    name: str = ""
    role: str = ""
    login_url: str = ""
    logout_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of "check your answers" or of a case's facts. `source` says who said so and when."""

    question: str
    answer: str
    source: str = ""
    change_url: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stop on the way of a case: done, now or next."""

    title: str
    state: Literal["done", "now", "next"] = "next"
    when: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something must be done, with how near it is said in words."""

    day: date
    today: date

    @property
    def days(self) -> int:
        return (self.day - self.today).days

    @property
    def tone(self) -> str:
        return "late" if self.days < 0 else "near" if self.days <= 2 else "far"

    @property
    def words(self) -> str:
        if self.days < 0:
            return ngettext("%(n)s dag försenat", "%(n)s dagar försenat", -self.days) % {"n": -self.days}
        if self.days == 0:
            return gettext("i dag")
        if self.days == 1:
            return gettext("i morgon")
        return gettext("om %(n)s dagar") % {"n": self.days}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`sort` is the sort key in the address; empty means that the column cannot be sorted. `number` aligns right.

    `wraps`: where lines are not broken, those of this column may be.
    """

    title: str
    sort: str = ""
    number: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`text` large enough to read, `detail` under it in small; a deadline is drawn as one."""

    text: str = ""
    detail: str = ""
    deadline: Deadline | None = None
    tone: Tone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A box that belongs to the form with an id, wherever on the page that form is."""

    form: str
    name: str
    value: str
    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """The first cell carries the link; `url` is what Enter opens. A `choice` is a box to tick before it."""

    url: str
    cells: tuple[Cell, ...]
    choice: "Choice | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`sorted_by` is a sort key, with "-" in front for descending. `kept` are the other parameters of the address."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    sorted_by: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    empty: str = ""

    @property
    def heads(self) -> tuple["Head", ...]:
        return tuple(self._head(column) for column in self.columns)

    @property
    def lines(self) -> tuple[tuple[TableRow, tuple[tuple[Column, Cell], ...]], ...]:
        """Rows with each cell beside its column; a row of another length is an error of the page."""
        return tuple((row, tuple(zip(self.columns, row.cells, strict=True))) for row in self.rows)

    def _head(self, column: Column) -> "Head":
        if not column.sort:
            return Head(column=column)
        ascending = self.sorted_by == column.sort
        order = "ascending" if ascending else "descending" if self.sorted_by == f"-{column.sort}" else ""
        following = f"-{column.sort}" if ascending else column.sort
        return Head(column=column, order=order, url=f"?{urlencode((*self.kept, ('sort', following)))}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    column: Column
    order: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice above a list, sent as a GET parameter; the first option is "all" by custom."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""

    @property
    def id(self) -> str:
        return f"filter-{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Which page of how many; addresses keep the rest of the query."""

    number: int
    count: int
    kept: tuple[tuple[str, str], ...] = ()

    def url(self, number: int) -> str:
        return f"?{urlencode((*self.kept, ('page', str(number))))}"

    @property
    def previous_url(self) -> str:
        return self.url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(self.number + 1) if self.number < self.count else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry of a menu or a row of tabs. `count` is shown beside it when it is given."""

    title: str
    url: str
    current: bool = False
    count: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key and what it does. A link or button with `data-key` of the same letter is what the key presses."""

    key: str
    text: str


def shortcuts_with(extra: Sequence[Shortcut] = ()) -> tuple[Shortcut, ...]:
    """The page's own keys after those that every list has."""
    own = (
        Shortcut("j", gettext("Nästa rad")),
        Shortcut("k", gettext("Föregående rad")),
        Shortcut("Enter", gettext("Öppna raden")),
        Shortcut("?", gettext("Visa eller dölj den här hjälpen")),
    )
    return (*own, *extra)
