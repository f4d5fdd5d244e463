"""The pages that teach show what works: their files are cut out and read."""

import re
from pathlib import Path

import pytest

from allmanning import packages
from allmanning.packages.checks import check
from allmanning.packages.document import Document
from allmanning.packages.examples import read_examples
from allmanning.packages.manifest import read_manifest
from allmanning.packages.parameters import read_local, read_parameters
from allmanning.packages.testing import run_examples
from allmanning.rules.errors import Finding
from allmanning.rules.program import parse
from tests.house.repository import LOOK_UP, ROOT, SERVICES

FIRST_PACKAGE = ROOT / "docs" / "learn" / "first-package.md"
NAMED_FILE = re.compile(r"\*\*`([\w./-]+)`\*\*(?:(?!\*\*`).)*?^```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


@pytest.fixture
def first_package(tmp_path: Path) -> packages.Package:
    for name, text in NAMED_FILE.findall(FIRST_PACKAGE.read_text()):
        file = tmp_path / "inackordering" / name
        if file.suffix != ".json":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    return packages.load(tmp_path / "inackordering")


def test_the_first_package_is_accepted_for_publishing(first_package: packages.Package) -> None:
    assert check(first_package) == ()


def test_the_examples_of_the_first_package_come_out(first_package: packages.Package) -> None:
    results = list(run_examples(first_package))
    assert len(results) == 4
    assert [result for result in results if not result.passed] == []


def test_the_program_on_the_page_of_the_language_is_accepted() -> None:
    page = LOOK_UP / "rule-language.md"
    parameters = Document("parameters.toml", "\n".join(blocks(page, "toml")), [])
    types = {name: parameter.type for name, parameter in read_parameters(parameters).items()}
    program = parse({"rules/page.py": "\n".join(blocks(page, "python"))}, types)
    assert parameters.findings == []
    assert [str(graph.valid_to) for graph in program.graphs] == ["2026-06-30", "None"]


def test_the_files_on_the_page_of_the_format_are_accepted() -> None:
    written = blocks(LOOK_UP / "package-format.md", "toml")
    manifest, statute, gap, parameters, local = written[:5]
    examples = next(text for text in written if "[[example]]" in text)
    findings: list[Finding] = []
    read_manifest(Document("package.toml", manifest + statute + gap, findings))
    read_parameters(Document("parameters.toml", parameters, findings))
    read_local(Document("local.toml", local, findings))
    read_examples(Document("examples.toml", examples, findings))
    assert findings == []


def test_the_rule_on_the_front_page_stands_in_a_service() -> None:
    (rule,) = blocks(ROOT / "README.md", "python")
    words = [" ".join(file.read_text().split()) for file in SERVICES.glob("*/rules/*.py")]
    assert any(" ".join(rule.split()) in text for text in words)
