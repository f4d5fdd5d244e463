"""What the TOML files of a package say, as far as each can be read: values of parameters, settings, questions, statutes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from allmanning.packages.document import Document
from allmanning.packages.manifest import read_manifest
from allmanning.packages.parameters import LocalSetting, Parameter, read_local, read_parameters
from allmanning.packages.statutes import Statute
from allmanning.server.language_server.lines import FileText


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of one question; `who` may state it."""

    fact: str
    text: str
    help: str
    who: str
    unit: str


@dataclass(frozen=True, slots=True)
class Tables:
    """What each file said when it could last be read. `statutes` are those of the package itself."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    settings: Mapping[str, LocalSetting] = field(default_factory=dict)
    questions: Mapping[str, Asked] = field(default_factory=dict)
    statutes: tuple[Statute, ...] = ()


def read_tables(
    texts: Mapping[str, FileText], known: Mapping[str, FileText], before: Tables | None = None
) -> Tables:
    """The tables of a package; what has not changed since `known`, or cannot be read as TOML, stays as it was before."""
    before = before or Tables()

    def read[T](file: str, reader: Callable[[Document], T], otherwise: T) -> T:
        text = texts.get(file)
        if text is not None and known.get(file) is text:
            return otherwise
        document = Document(file, text.text if text else "", [])
        return reader(document) if document.readable else otherwise

    return Tables(
        read("parameters.toml", read_parameters, before.parameters),
        read("local.toml", read_local, before.settings),
        read("questions.toml", _questions, before.questions),
        read("package.toml", lambda document: read_manifest(document).statutes, before.statutes),
    )


def _questions(document: Document) -> dict[str, Asked]:
    asked: dict[str, Asked] = {}
    for index in document.tables("question"):
        where = ("question", index)
        fact = document.name(*where, "fact")
        text, more = document.string(*where, "text"), document.string(*where, "help", required=False)
        who = document.string(*where, "who", required=False) or "resident"
        asked[fact] = Asked(fact, text, more, who, document.string(*where, "unit", required=False))
    return asked
