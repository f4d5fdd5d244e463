"""A folder on disk, or an archive, becomes one validated Package value."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from allmanning.packages.archive import Files, digest, pack_files, read_archive, read_folder, text_of
from allmanning.packages.document import Document, written
from allmanning.packages.errors import PackageError
from allmanning.packages.examples import Example, read_examples
from allmanning.packages.fitting import refuse_unfitting, refuse_unknown_earlier
from allmanning.packages.manifest import Manifest, read_manifest
from allmanning.packages.parameters import (
    LocalSetting,
    LocalValues,
    Parameter,
    local_values,
    read_local,
    read_parameters,
)
from allmanning.packages.preset import Preset, read_preset
from allmanning.packages.properties import Property, read_properties
from allmanning.packages.public import refuse_unfit
from allmanning.packages.questions import Page, Question, read_questions
from allmanning.packages.ruleset import Engine, Ruleset, ruleset
from allmanning.packages.wording import Text
from allmanning.rules.datatypes import ListOf
from allmanning.rules.errors import Finding, LanguageError, did_you_mean
from allmanning.rules.graph import Graph, Vocabulary
from allmanning.rules.program import Program, parse

UNREADABLE = frozenset(("P001", "P004", "P032"))


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
    preset: Preset
    properties: tuple[Property, ...]
    engines: dict[date, Engine] = field(default_factory=dict, repr=False)
    by_fact: dict[str, Question] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_fact", {question.fact: question for question in self.questions})

    @property
    def vocabulary(self) -> Vocabulary:
        """All facts."""
        return self.program.vocabulary

    def question(self, path: str) -> Question:
        """The question for a fact's path, with or without indexes. Raises KeyError."""
        return self.by_fact[bare_path(path)]

    def rule_text(self, graph: Graph, name: str) -> Text:
        """A rule's words in the version that is in force in a graph, and in English."""
        return Text(" ".join(graph.rules[name].text.split()), self.english.get(name, ""))

    @property
    def letter_names(self) -> frozenset[str]:
        """What a decision letter may name besides the platform's own words: plain facts, and rules of the household."""
        facts = (name for name, fact in self.vocabulary.facts.items() if not isinstance(fact.type, ListOf))
        always = frozenset.intersection(*(frozenset(graph.values) for graph in self.program.graphs))
        return always.union(facts)

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
    for name in local.keys() & parameters.keys():
        message = f"{name!r} is national and local"
        document("local.toml").refuse("P037", message, "Rename one of them", name)
    types |= {name: setting.type for name, setting in local.items()}
    rules = {name: text_of(files, name, findings) for name in sorted(files) if name.startswith("rules/")}
    # What stands on a text that cannot be read would only be told wrongly.
    if not UNREADABLE.isdisjoint(finding.code for finding in findings):
        raise PackageError(dict.fromkeys(findings))
    try:
        program = parse(rules, types)
    except LanguageError as error:
        raise PackageError(dict.fromkeys([*findings, *error.findings])) from None
    pages, questions = read_questions(document("questions.toml"), program.vocabulary)
    examples = [
        example
        for name in sorted(files)
        if name.startswith("examples/") and name.endswith(".toml")
        for example in read_examples(document(name))
    ]
    english = _english(document("texts/en.toml"), program)
    manifest = _in_english(document("texts/en.toml"), manifest)
    preset = read_preset(document("population.toml"), program.vocabulary)
    properties = read_properties(document("properties.toml"), program, manifest)
    refuse_unfitting(document("package.toml"), manifest, program)
    refuse_unfit(document("package.toml"), manifest, program, questions)
    refuse_unknown_earlier(document("questions.toml"), questions, program)
    letters = {
        Path(name).stem: text_of(files, name, findings)
        for name in sorted(files)
        if name.startswith("letters/")
    }
    if findings:
        raise PackageError(dict.fromkeys(findings))
    return Package(
        digest(files), files, manifest, program, parameters, tuple(local.values()), pages, questions, letters,
        tuple(examples), english, preset, properties,
    )  # fmt: skip


def _english(document: Document, program: Program) -> dict[str, str]:
    """English words by rule."""
    document.known(("rules", "outcomes"))
    english = document.table("rules")
    known = {name for graph in program.graphs for name in graph.rules}
    for name in english:
        if name not in known and not document.is_full:
            message = f"There is no rule {written((name,))!r}"
            document.refuse("P046", message, did_you_mean(name, known), "rules", name)
    return {name: " ".join(document.string("rules", name).split()) for name in english}


def _in_english(document: Document, manifest: Manifest) -> Manifest:
    """The manifest with English words for its outcomes."""
    decision = manifest.decision
    for outcome in document.table("outcomes"):
        if outcome not in decision.outcomes:
            message, hint = f"There is no outcome {outcome!r}", did_you_mean(outcome, decision.outcomes)
            document.refuse("P046", message, hint, "outcomes", outcome)
    english = tuple((word, document.string("outcomes", word)) for word in document.table("outcomes"))
    return replace(manifest, decision=replace(decision, english=english))
