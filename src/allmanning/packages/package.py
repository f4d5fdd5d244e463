"""A folder on disk, or an archive, becomes one validated Package value."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from allmanning.packages.archive import Files, digest, pack_files, read_archive, read_folder, text_of
from allmanning.packages.document import Document
from allmanning.packages.errors import PackageError
from allmanning.packages.examples import Example, read_examples
from allmanning.packages.manifest import Manifest, read_manifest
from allmanning.packages.parameters import (
    LocalSetting,
    LocalValues,
    Parameter,
    local_values,
    read_local,
    read_parameters,
)
from allmanning.packages.questions import Page, Question, all_facts, read_questions
from allmanning.packages.ruleset import Engine, Ruleset, ruleset
from allmanning.packages.wording import Text
from allmanning.rules.errors import Finding, LanguageError, did_you_mean
from allmanning.rules.graph import Graph, Vocabulary
from allmanning.rules.program import Program, parse


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """One release of a service package. `digest` is the sha256 of its files."""

    digest: str
    files: Files
    manifest: Manifest
    program: Program
    parameters: Mapping[str, Parameter]
    local: tuple[LocalSetting, ...]
    pages: tuple[Page, ...]
    questions: tuple[Question, ...]
    letters: Mapping[str, str]
    examples: tuple[Example, ...]
    english: Mapping[str, str]
    engines: dict[date, Engine] = field(default_factory=dict, repr=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """All facts."""
        return self.program.vocabulary

    def question(self, path: str) -> Question:
        """The question for a fact's path, with or without indexes. Raises KeyError."""
        bare = bare_path(path)
        return next(question for question in self.questions if question.fact == bare)

    def rule_text(self, graph: Graph, name: str) -> Text:
        """A rule's words in the version that is in force in a graph, and in English."""
        return Text(" ".join(graph.rules[name].text.split()), self.english.get(name, ""))

    def local_values(self, raw: Mapping[str, object]) -> LocalValues:
        """An adopter's settings, defaults filled in. Raises LocalError."""
        return local_values({setting.name: setting for setting in self.local}, raw)

    def as_of(self, day: date, local: LocalValues | None = None) -> Ruleset:
        """The rules as they stand on a day. Raises NoLawError or NoParameterRowError."""
        return ruleset(self, day, local or self.local_values({}))


def bare_path(path: str) -> str:
    """ "barn[0].ålder" → "barn.ålder"."""
    return path if "[" not in path else path[: path.index("[")] + path[path.index("]") + 1 :]


def load(folder: Path) -> Package:
    """Read a package from its folder. Raises PackageError with every finding."""
    return build(read_folder(folder))


def unpack(data: bytes) -> Package:
    """Read a package from its archive. Raises PackageError."""
    return build(read_archive(data))


def pack(package: Package) -> bytes:
    """The package as an archive; the same bytes every time."""
    return pack_files(package.files)


def build(files: Files) -> Package:
    """Read a package from its files. Raises PackageError with every finding."""
    findings: list[Finding] = []

    @functools.cache
    def document(name: str) -> Document:
        return Document(name, text_of(files, name, findings), findings)

    manifest = read_manifest(document("package.toml"))
    parameters = read_parameters(document("parameters.toml"))
    local = read_local(document("local.toml"))
    types = {name: parameter.type for name, parameter in parameters.items()}
    for name, setting in local.items():
        if name in types:
            document("local.toml").refuse(
                "P037", f"{name!r} is national and local", "Rename one of them", name
            )
        types[name] = setting.type
    try:
        program = parse(
            {n: text_of(files, n, findings) for n in sorted(files) if n.startswith("rules/")}, types
        )
    except LanguageError as error:
        raise PackageError([*findings, *error.findings]) from None
    pages, questions = read_questions(document("questions.toml"), program.vocabulary)
    examples = [
        example
        for name in sorted(files)
        if name.startswith("examples/") and name.endswith(".toml")
        for example in read_examples(document(name))
    ]
    english = _english(document("texts/en.toml"), program)
    findings += _unfitting(document("package.toml"), manifest, program)
    if findings:
        raise PackageError(findings)
    letters = {
        Path(name).stem: text_of(files, name, findings)
        for name in sorted(files)
        if name.startswith("letters/")
    }
    return Package(
        digest(files), files, manifest, program, parameters, tuple(local.values()), pages, questions, letters,
        tuple(examples), english,
    )  # fmt: skip


def _english(document: Document, program: Program) -> dict[str, str]:
    """English words by rule."""
    english = document.table("rules")
    known = {name for graph in program.graphs for name in graph.rules}
    for name in english:
        if name not in known:
            document.refuse("P046", f"There is no rule {name!r}", did_you_mean(name, known), "rules", name)
    return {name: " ".join(str(words).split()) for name, words in english.items()}


def _unfitting(document: Document, manifest: Manifest, program: Program) -> list[Finding]:
    """What package.toml names must be there, in every period."""
    before = len(document.findings)
    decision = manifest.decision
    facts = all_facts(program.vocabulary)
    for graph in program.graphs:
        for key, name in (("outcome", decision.outcome), ("amount", decision.amount)):
            if name and name not in graph.values:
                message = f"{name!r} is not a rule of the household in {graph.valid_from.isoformat()}"
                document.refuse(
                    "P024", message, "Name a rule that is in force the whole time", "decision", key
                )
        for index, item in enumerate(decision.items):
            if item.granted and item.granted not in graph.values:
                message = f"{item.granted!r} is not a rule of the household in {graph.valid_from.isoformat()}"
                document.refuse("P024", message, "Name a rule", "decision", "item", index, "granted")
    for index, item in enumerate(decision.items):
        if item.requested and item.requested not in facts:
            message = f"{item.requested!r} is no fact"
            document.refuse("P025", message, "Name a fact", "decision", "item", index, "requested")
    _outcomes(document, manifest, program)
    found = document.findings[before:]
    del document.findings[before:]
    return list(dict.fromkeys(found))


def _outcomes(document: Document, manifest: Manifest, program: Program) -> None:
    decision = manifest.decision
    declared = {*decision.granted, *decision.partly, *decision.refused}
    for graph in program.graphs:
        if decision.outcome not in graph.values:
            continue
        options = getattr(graph.types[graph.values[decision.outcome]], "options", ())
        if not options:
            hint = 'The rule must give Literal["bifall", "avslag"], for instance'
            document.refuse("P026", f"{decision.outcome!r} does not give words", hint, "decision", "outcome")
        for option in options:
            if option not in declared:
                hint = "List it under granted, partly or refused"
                document.refuse("P027", f"The outcome {option!r} is not sorted", hint, "decision")
        for outcome in (*declared, *manifest.automation.outcomes):
            if options and outcome not in options:
                document.refuse(
                    "P028", f"{outcome!r} is no outcome", f"Outcomes: {', '.join(options)}", "decision"
                )
