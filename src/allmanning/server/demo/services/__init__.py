"""What the demonstration tells of each service: a module each, named as its package with _ for -.

A module stands in the table of demo/told.py and holds data only, by the municipality's slug where the municipalities differ:

BOARD      the board that runs the service there, such as "Barn- och utbildningsnämnden"
LOCAL      local settings in kronor, as in LOCAL.toml; a municipality that is left out has the defaults
DELEGATED  the board's decision that delegates to the automatic function; left out or "" is none
STORIES    what people have applied for, and what became of it
PLAN       (may be left out) the decision on how long cases are kept, and the years where no law says them
settle     (may be left out) a function of people by key and the day; it is called once all the stories are told
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from allmanning.accounts.models import Person

type Ending = Literal[
    "draft",
    "sent",
    "taken",
    "completion",
    "answered",
    "accepted",
    "changed",
    "refused",
    "judged",
    "proposed",
    "withdrawn",
]
type Settle = Callable[[Mapping[str, Person], date], None]


@dataclass(frozen=True, slots=True)
class Days:
    """A date in a story's facts: so many days after the day of the application, before it when negative."""

    after: int


@dataclass(frozen=True, slots=True)
class Told:
    """A resident applied so many days ago, for the month so many months after that day's (0: the same month).

    `facts` are what the household answers, amounts in kronor, as in examples: what is left out is no, nothing or none; dates
    and choices that are asked for must stand there. `ending` is how far the case has come with the caseworker `by`; what the
    automatic function decides at once stays at "sent". `words` are what the caseworker asks for or gives as a reason.
    `judgements` are the caseworker's facts by name; what is left out is no or nothing. A decision that is "changed" has
    another `outcome`, or `more` kronor than the rules propose; one that is "refused" or "proposed" may name its `outcome`.
    """

    resident: str
    days_ago: int
    months: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    ending: Ending = "sent"
    by: str = ""
    words: str = ""
    judgements: Mapping[str, Any] = field(default_factory=dict)
    outcome: str = ""
    more: int = 0
    answer: str = "Här är det ni bad om. Säg till om något saknas."


@dataclass(frozen=True, slots=True)
class Service:
    """What is told of one service."""

    package_id: str
    board: Mapping[str, str]
    local: Mapping[str, Mapping[str, Any]]
    delegated: Mapping[str, str]
    stories: tuple[Told, ...]
    plan: Mapping[str, tuple[str, int | None]]
    settle: Settle | None
