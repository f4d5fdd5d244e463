"""A letter of a real service, from its own package to the PDF; the preview; the look; the system check."""

import io
from pathlib import Path

import pypdf
import pytest
from django.core.checks import run_checks

from allmanning import packages
from allmanning.cases import actions, queries
from allmanning.connectors.letters import look
from allmanning.connectors.letters.checks import letters_can_be_set
from allmanning.connectors.letters.reckoning import receipt
from allmanning.connectors.letters.write import preview, template
from allmanning.packages.letters import LetterError, check_letter
from tests.accounts.represented import consented, kajsa
from tests.cases.applications import RICH, sent
from tests.people import ANNA, BO
from tests.travel_package import travel_package

SERVICES = Path(__file__).parents[3] / "services"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in SERVICES.glob("*/package.toml")), ids=lambda path: path.name
)
def test_every_letter_of_every_service_can_be_published(folder: Path) -> None:
    package = packages.load(folder)
    spec = package.manifest.decision
    outcomes = [*spec.granted, *spec.partly, *spec.refused]
    own = {"decision": package.letter_names}
    found = [
        check_letter(text, outcomes, f"letters/{kind}.md", own.get(kind, ()))
        for kind, text in package.letters.items()
    ]
    assert found == [()] * len(found)


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in SERVICES.glob("*/package.toml")), ids=lambda path: path.name
)
def test_the_outer_column_of_every_example_adds_up(folder: Path) -> None:
    package = packages.load(folder)
    if package.manifest.decision.amount is None:
        pytest.skip("the service decides no amount")
    for example in package.examples:
        rules = package.as_of(example.on, package.local_values(example.local))
        total = rules.reckoning(rules.check_facts(example.facts, kronor=True))
        rows = [row for row in receipt(total, None, "sv") if row.level == 1]
        told = [
            float(row.value.removesuffix("kr").replace("\xa0", "").replace("−", "-").replace(",", "."))
            for row in rows
        ]
        assert not rows[:-1] or max(0, round(sum(told[:-1]), 2)) == told[-1], example.name


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_letter_is_addressed_to_the_applicant_and_names_the_ombud() -> None:
    page = queries.case_page(BO, sent(kajsa(consented()), RICH))
    told = text_of(preview(page, outcome="avslag", amount=0, reason="Skäl.", signer="Bo Berg"))
    assert "Otto Rask Ombud: Kajsa Holm" in told


def test_a_package_without_letters_is_written_with_plain_ones() -> None:
    assert template(travel_package(), "decision").name == "texts/decision.md"


def test_a_letter_that_cannot_be_read_names_its_file() -> None:
    package = packages.package.build({**travel_package().files, "letters/decision.md": b"Hej {namn}!"})
    with pytest.raises((LetterError, packages.PackageError), match=r"letters/decision\.md"):
        template(package, "decision")


@pytest.mark.django_db
def test_bo_reads_the_letter_before_he_signs_and_nothing_is_kept() -> None:
    case_id = sent(ANNA, RICH)
    actions.state_facts(BO, case_id, {"särskilda_skäl": True}, reason="Sjukt barn.")
    page = queries.case_page(BO, case_id)
    text = text_of(preview(page, signer="Bo Berg", amount=35000, reason="Billigare resa fanns."))
    for said in (
        "UTKAST",
        "350 kr",
        "Belopp: 350 kr i stället för 400 kr",
        "Billigare resa fanns.",
        "Bo Berg",
    ):
        assert said in text
    assert queries.case_page(BO, case_id).letters == ()


@pytest.mark.django_db
def test_a_case_that_is_still_open_can_be_read_as_a_draft() -> None:
    text = text_of(preview(queries.case_page(BO, sent(ANNA, RICH)), signer="Bo Berg"))
    assert "Ännu inte avgjort" in text


@pytest.mark.parametrize("theme", ["mittkoping", "norrhamn", "soderslatt"])
def test_each_municipality_has_its_mark_and_accent_in_colours_that_paper_knows(theme: str) -> None:
    assert look.mark(theme).startswith("<svg")
    assert "var(" not in look.mark(theme)
    assert look.accent(theme) != look.NO_ACCENT


@pytest.mark.parametrize("theme", ["", "finns-inte", "../../settings", "Å"])
def test_a_municipality_without_a_look_gets_letters_in_ours(theme: str) -> None:
    assert (look.mark(theme), look.accent(theme)) == ("", look.NO_ACCENT)


def test_the_system_check_sets_a_letter() -> None:
    assert letters_can_be_set(None) == []
    assert [found for found in run_checks() if found.id.startswith("letters.")] == []


def test_a_missing_typeface_is_told_with_its_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("allmanning.connectors.letters.render.TYPESETTING", tmp_path)
    (error,) = letters_can_be_set(None)
    assert error.id == "letters.E001"
    assert "Install the program again" in (error.hint or "")
