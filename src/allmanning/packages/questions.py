"""questions.toml: the words around each fact, in the author's order."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from allmanning.packages.document import Document
from allmanning.packages.errors import FactError
from allmanning.packages.facts import check_fact
from allmanning.packages.wording import Text
from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, Choice, ListOf, Type
from allmanning.rules.errors import did_you_mean
from allmanning.rules.graph import FactDeclaration, Vocabulary

type Kind = Literal["money", "int", "bool", "date", "choice", "list"]
type Who = Literal["resident", "caseworker", "earlier", "platform"]

WHO = ("resident", "caseworker", "earlier", "platform")


@dataclass(frozen=True, slots=True)
class Page:
    """A group of questions that belong together."""

    id: str
    title: Text
    intro: Text


@dataclass(frozen=True, slots=True)
class Question:
    """The words for one fact. `fact` is its path without indexes ("barn.ålder").

    `minimum` and `maximum` are the allowed range (öre for money; number of elements for a list). `reading` is the
    reason to ask for a fact that no rule uses. `item` is the word for one element of a list. What `who = "earlier"` states is
    taken from the applicant's latest decision that granted something: the value of the rule or fact `earlier`, or `otherwise`
    where there is none.
    """

    fact: str
    text: Text
    help: Text
    why: Text
    page: str
    who: Who
    kind: Kind
    minimum: int | date
    maximum: int | date
    options: tuple[tuple[str, Text], ...]
    unit: Text
    evidence: Text
    reading: str
    item: Text
    earlier: str = ""
    otherwise: Any = None


def read_questions(
    document: Document, vocabulary: Vocabulary
) -> tuple[tuple[Page, ...], tuple[Question, ...]]:
    """Pages and questions; a fact without a question, and a question without a fact, are findings."""
    document.known(("page", "question"))
    pages = tuple(_page(document, index) for index in document.tables("page"))
    facts = all_facts(vocabulary)
    questions: list[Question] = []
    asked: set[str] = set()
    for index in document.tables("question"):
        name = document.name("question", index, "fact")
        if document.is_full:
            break
        if name not in facts:
            if name:
                message = f"The question is about {name!r}, which is no fact"
                document.refuse("P040", message, did_you_mean(name, facts), "question", index, "fact")
            continue
        if name in asked:
            hint = "Remove one of them"
            document.refuse("P041", f"{name!r} has two questions", hint, "question", index, "fact")
        asked.add(name)
        questions.append(_question(document, index, name, facts[name], [page.id for page in pages]))
    for name in facts:
        if name not in asked:
            hint = f'Add [[question]] with fact = "{name}", text, why and page'
            document.refuse("P042", f"The fact {name!r} has no question", hint)
    return pages, tuple(questions)


def _page(document: Document, index: int) -> Page:
    where = ("page", index)
    document.known(("id", "title", "title_en", "intro", "intro_en"), *where)
    return Page(
        document.string(*where, "id"),
        document.words(*where, "title"),
        document.words(*where, "intro", required=False),
    )


def all_facts(vocabulary: Vocabulary) -> dict[str, FactDeclaration]:
    """Every fact by its path without indexes, in the order of the files."""
    facts: dict[str, FactDeclaration] = {}
    for name, fact in vocabulary.facts.items():
        facts[name] = fact
        if isinstance(fact.type, ListOf):
            facts |= {f"{name}.{inner}": field for inner, field in vocabulary.fields(name).items()}
    return facts


def kind_of(type_: Type) -> Kind:
    """How a fact of this type is asked for."""
    if isinstance(type_, ListOf):
        return "list"
    if isinstance(type_, Choice):
        return "choice"
    kinds: dict[Type, Kind] = {MONEY: "money", INT: "int", BOOL: "bool", DATE: "date"}
    return kinds[type_]


def _question(document: Document, index: int, name: str, fact: FactDeclaration, pages: list[str]) -> Question:
    where = ("question", index)
    document.known(
        ("fact", "text", "text_en", "help", "help_en", "why", "why_en", "page", "who", "options", "options_en", "unit",
         "unit_en", "evidence", "evidence_en", "reading", "item", "item_en", "earlier", "otherwise"),
        *where,
    )  # fmt: skip
    page = document.string(*where, "page")
    if page and page not in pages:
        document.refuse(
            "P043", f"The page {page!r} is not declared", did_you_mean(page, pages), *where, "page"
        )
    who = document.string(*where, "who", required=False) or "resident"
    if who not in WHO:
        hint = 'Write who = "resident", "caseworker", "earlier" or "platform"'
        document.refuse("P044", f"{who!r} cannot state facts", hint, *where, "who")
    earlier, otherwise = _earlier(document, index, name, fact) if who == "earlier" else ("", None)
    return Question(
        fact=name,
        text=document.words(*where, "text"),
        help=document.words(*where, "help", required=False),
        why=document.words(*where, "why"),
        page=page,
        who=cast(Who, who) if who in WHO else "resident",
        kind=kind_of(fact.type),
        minimum=fact.low,
        maximum=fact.high,
        options=_options(document, index, fact),
        unit=document.words(*where, "unit", required=False),
        evidence=document.words(*where, "evidence", required=False),
        reading=document.string(*where, "reading", required=False),
        item=document.words(*where, "item", required=False),
        earlier=earlier,
        otherwise=otherwise,
    )


def _earlier(document: Document, index: int, name: str, fact: FactDeclaration) -> tuple[str, Any]:
    """Which value of an earlier decision a fact is, and what it is without one."""
    where = ("question", index)
    if "." in name or isinstance(fact.type, ListOf):
        message = f"{name!r} cannot be taken from an earlier decision"
        document.refuse("P052", message, "Only a plain fact of the household can", *where, "who")
        return "", None
    source = document.name(*where, "earlier")
    raw = document.required((*where, "otherwise"), (str, int, bool, float, Decimal, date), "…")
    if raw is None:
        return source, None
    told = raw.isoformat() if isinstance(raw, date) else raw
    try:
        return source, check_fact(fact, told, name, kronor=True)
    except FactError as error:
        document.refuse(
            "P053", f"otherwise does not fit {name!r}: {error.message}", error.hint, *where, "otherwise"
        )
        return source, None


def _options(document: Document, index: int, fact: FactDeclaration) -> tuple[tuple[str, Text], ...]:
    where = ("question", index)
    swedish, english = document.table(*where, "options"), document.table(*where, "options_en")
    words = fact.type.options if isinstance(fact.type, Choice) else ()
    for key, table in (("options", swedish), ("options_en", english)):
        known = {unicodedata.normalize("NFKC", word) for word in words}
        document.known(known, *where, key)
        for word in table.keys() & known:
            document.string(*where, key, word)
    texts: list[tuple[str, Text]] = []
    for option in words:
        name = unicodedata.normalize("NFKC", option)
        if name not in swedish:
            hint = f'Write options = {{ "{option}" = "…" }}'
            document.refuse("P045", f"The word {option!r} has no text", hint, *where, "options")
        texts.append((option, Text(str(swedish.get(name, option)), str(english.get(name, "")))))
    return tuple(texts)
