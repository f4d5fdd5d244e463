"""What the demonstration tells of each service, held to the people, the packages and the frame it is told in."""

from datetime import date
from pathlib import Path

import pytest

from allmanning import packages
from allmanning.accounts.roles import HANDLE
from allmanning.server.demo import telling
from allmanning.server.demo.people import CASEWORKERS, MUNICIPALITIES, RESIDENTS
from allmanning.server.demo.services import Days, Service
from allmanning.server.demo.told import told_services
from allmanning.server.services import services_folder

SERVICES = told_services(services_folder())
HOMES = {resident.key: resident.home for resident in RESIDENTS}
WORKS = {worker.key: worker.work for worker in CASEWORKERS if HANDLE & set(worker.roles)}
ECONOMIC = packages.load(services_folder() / "ekonomiskt-bistand")
NOVEMBER = date(2025, 11, 1)

each = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package_id)


def test_something_is_told_of_every_package() -> None:
    folders = sorted(manifest.parent.name for manifest in services_folder().glob("*/package.toml"))
    assert [service.package_id for service in SERVICES] == folders


@each
def test_residents_and_caseworkers_are_those_of_the_demonstration(service: Service) -> None:
    for told in service.stories:
        assert told.resident in HOMES
        # Sten works for Norrhamn too, by an agreement about economic support.
        assert not told.by or told.by == "sten" or WORKS[told.by] == HOMES[told.resident]


@each
def test_what_is_said_by_municipality_is_said_of_one_there_is(service: Service) -> None:
    there = {municipality.slug for municipality in MUNICIPALITIES}
    for said in (service.board, service.local, service.delegated, service.plan):
        assert set(said) <= there


@each
def test_what_no_machine_may_decide_is_not_delegated_to_one(service: Service) -> None:
    manifest = packages.load(services_folder() / service.package_id).manifest
    assert manifest.automation.allowed or not any(service.delegated.values())


def test_a_package_of_which_nothing_is_told_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "torghandel").mkdir()
    (tmp_path / "torghandel" / "package.toml").touch()
    assert told_services(tmp_path) == ()


def test_a_date_may_be_told_from_the_day_of_the_application() -> None:
    told = {"sedan": Days(-10), "barn": [{"född": Days(1)}], "hyra": 6_500}
    assert telling.on_their_days(told, NOVEMBER) == {
        "sedan": date(2025, 10, 22), "barn": [{"född": date(2025, 11, 2)}], "hyra": 6_500,
    }  # fmt: skip


def test_an_interview_answers_what_is_asked_and_nothing_else() -> None:
    ruleset = ECONOMIC.as_of(NOVEMBER)
    answers = telling.interview(ruleset, telling.in_ore(ruleset, {"hyra": 6_500, "barn": [{"ålder": 5}]}))
    assert answers["hyra"] == 650_000
    assert answers["barn"][0]["ålder"] == 5
    assert ruleset.assess(answers).next is None


def test_what_is_known_already_is_no_answer() -> None:
    answers = telling.interview(ECONOMIC.as_of(NOVEMBER), {}, {"sammanboende": True})
    assert "sammanboende" not in answers
    assert answers["hyra"] == 0


def test_a_judgement_is_as_it_is_told_and_else_nothing() -> None:
    path = "höjning_av_riksnormen"
    told = next(one for one in _economic().stories if path in one.judgements)
    assert telling.judged(ECONOMIC, told, (path,), NOVEMBER) == {path: 60_000}
    assert telling.judged(ECONOMIC, _economic().stories[0], (path,), NOVEMBER) == {path: 0}


def _economic() -> Service:
    return next(service for service in SERVICES if service.package_id == "ekonomiskt-bistand")
