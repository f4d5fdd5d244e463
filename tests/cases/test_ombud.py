"""Kajsa applies, completes and reads for Otto and Leo, just as far as she is entrusted, and what is hers stays apart."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from allmanning.accounts import representations
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import PermissionDeniedError, may
from allmanning.accounts.representations import RepresentationNotFoundError
from allmanning.accounts.roles import Errand
from allmanning.cases import actions, journal
from allmanning.cases.errors import CaseNotFoundError, IdempotencyMismatchError, NotByOmbudError
from allmanning.cases.models import Case, Decision, Event, Signature
from allmanning.cases.queries import Filters, case_page, own_cases, read_letter, reads_of, worklist
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from tests.accounts.represented import consented, guarded, kajsa, represented_company
from tests.cases.applications import NOVEMBER, POOR, RICH, draft, key, sent
from tests.people import ANNA, BO, CILLA, KAJSA, LEO, MACHINE, MITTKOPING, NORRHAMN, OTTO, organisation
from tests.travel_package import PACKAGE_ID, travel_package

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
ALL = tuple(Errand)


def drafted(actor: Actor, facts: dict[str, Any] | None = None, where: int = MITTKOPING) -> UUID:
    return draft(actor, facts or RICH, where)


def applied(actor: Actor, facts: dict[str, Any] | None = None) -> UUID:
    case_id = drafted(actor, facts)
    actions.submit(actor, case_id, version=1, key=key())
    return case_id


def asked(actor: Actor) -> UUID:
    case_id = applied(actor)
    actions.ask_for_completion(BO, case_id, "Vad kostar resan?", timezone.localdate())
    return case_id


def decided(actor: Actor) -> UUID:
    case_id = applied(actor)
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    return case_id


def counted(actor: Actor, table: str) -> int:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def test_kajsa_applies_for_her_child_and_it_is_the_childs_case() -> None:
    case_id = applied(kajsa(guarded()))
    with acting(BO):
        case = Case.objects.select_related("applicant").get(pk=case_id)
        signature = Signature.objects.get(case_id=case_id)
    assert (case.applicant.name, case.ombud_name, case.ombud_id) == ("Leo Holm", "Kajsa Holm", KAJSA.person)
    assert (signature.name, signature.representation_id) == ("Kajsa Holm", case.representation_id)
    (row,) = worklist(BO).rows
    assert (row.applicant, row.has_ombud, row.ombud) == ("Holm, Leo", True, "Kajsa Holm")


def test_the_represented_sees_what_was_done_in_their_name() -> None:
    case_id = applied(kajsa(consented()))
    (line,) = own_cases(OTTO)
    assert (line.id, line.ombud) == (case_id, "Kajsa Holm")
    assert case_page(OTTO, case_id).case.applicant_id == OTTO.person


def test_every_line_names_ombud_and_representation() -> None:
    given = consented()
    case_id = applied(kajsa(given))
    case_page(kajsa(given), case_id)
    with acting(BO):
        lines = Event.objects.filter(case_id=case_id, actor_id=KAJSA.person)
        assert {(line.action, line.actor_kind, line.representation_id) for line in lines} == {
            ("started", "ombud", given),
            ("submitted", "ombud", given),
        }
        assert all(line.ground == f"representation {given}: apply resebidrag, consent" for line in lines)
        assert journal.verify(Case.objects.get(pk=case_id)) is None
    (read,) = reads_of(OTTO, case_id)
    assert (read.name, read.actor_kind, read.representation_id) == ("Kajsa Holm", "ombud", given)


def test_what_an_ombud_has_sent_is_left_to_a_person() -> None:
    case_id = drafted(kajsa(consented()), POOR)
    assert actions.submit(kajsa(consented()), case_id, version=1, key=key()).decision_id is None
    with acting(BO):
        left = Event.objects.get(case_id=case_id, action="left_to_a_person")
    assert left.payload == {"hindrances": ["representation"]}


def test_who_goes_on_with_an_ombuds_draft_themselves_is_the_applicant_alone() -> None:
    case_id = drafted(kajsa(consented()), POOR)
    assert actions.submit(OTTO, case_id, version=1, key=key()).decision_id is not None
    with acting(BO):
        assert Case.objects.get(pk=case_id).representation_id is None


def test_after_revocation_the_next_request_finds_nothing() -> None:
    given = consented()
    case_id, before = applied(kajsa(given)), kajsa(given)
    representations.revoke(OTTO, given)
    with pytest.raises(RepresentationNotFoundError):
        kajsa(given)
    with pytest.raises(CaseNotFoundError):  # even as the actor she was a moment ago
        case_page(before, case_id)
    assert own_cases(before) == ()


def test_kajsa_does_nothing_in_her_own_name_with_anothers_case() -> None:
    given = consented()
    case_id, draft_id = asked(kajsa(given)), drafted(kajsa(given), where=NORRHAMN)
    assert own_cases(KAJSA) == ()
    for attempt in (
        lambda: case_page(KAJSA, case_id),
        lambda: actions.submit(KAJSA, draft_id, version=1, key=key()),
        lambda: actions.answer_completion(KAJSA, case_id, "Svar"),
        lambda: actions.withdraw(KAJSA, case_id),
    ):
        with pytest.raises(CaseNotFoundError):
            attempt()


def test_nothing_of_her_own_is_there_while_she_acts_for_another() -> None:
    mine = sent(KAJSA)
    otto, leo = kajsa(consented()), kajsa(guarded())
    ottos, leos = applied(otto), applied(leo)
    assert [[line.id for line in own_cases(actor)] for actor in (KAJSA, otto, leo)] == [
        [mine],
        [ottos],
        [leos],
    ]
    for actor, foreign in ((otto, mine), (otto, leos), (leo, ottos)):
        with pytest.raises(CaseNotFoundError):
            case_page(actor, foreign)


def test_the_same_form_sent_for_another_is_another_application() -> None:
    same, where = key(), organisation()
    actions.start_application(kajsa(consented()), where, PACKAGE_ID, NOVEMBER, key=same)
    with pytest.raises(IdempotencyMismatchError):
        actions.start_application(KAJSA, where, PACKAGE_ID, NOVEMBER, key=same)


@pytest.mark.parametrize("stranger", [CILLA, ANNA, LEO])
def test_nobody_else_sees_it(stranger: Actor) -> None:
    case_id = applied(kajsa(consented()))
    with pytest.raises(CaseNotFoundError):
        case_page(stranger, case_id)
    assert counted(stranger, "cases_case") == counted(stranger, "accounts_representation") == 0


def test_who_handles_the_case_sees_by_what_it_was_sent() -> None:
    given = consented()
    assert counted(BO, "accounts_representation") == 0
    applied(kajsa(given))
    assert (counted(BO, "accounts_representation"), counted(CILLA, "accounts_representation")) == (1, 0)


def test_an_ombud_for_one_service_touches_no_other() -> None:
    sent(OTTO)
    actor = kajsa(given := consented(packages=["bostadsanpassning"]))
    with pytest.raises(PermissionDeniedError, match=f"representation {given} does not cover resebidrag"):
        drafted(actor)
    assert own_cases(actor) == ()


def test_a_guardian_recorded_in_mittkoping_is_none_in_norrhamn() -> None:
    sent(LEO, where=NORRHAMN)
    actor = kajsa(given := guarded())
    with pytest.raises(PermissionDeniedError, match=f"representation {given} holds in another organisation"):
        drafted(actor, where=NORRHAMN)
    assert own_cases(actor) == ()


def test_a_consent_to_read_cannot_apply_or_send_or_see_a_draft() -> None:
    draft_id, actor = drafted(OTTO), kajsa(consented(errands=[Errand.READ]))
    with pytest.raises(PermissionDeniedError, match="gives no right to answer"):
        actions.start_application(actor, organisation(), PACKAGE_ID, NOVEMBER, key=key())
    with pytest.raises(CaseNotFoundError):
        actions.submit(actor, draft_id, version=1, key=key())
    actions.submit(OTTO, draft_id, version=1, key=key())
    assert case_page(actor, draft_id).case.number
    with pytest.raises(PermissionDeniedError, match="gives no right to withdraw"):
        actions.withdraw(actor, draft_id)


@pytest.mark.parametrize(
    ("errands", "allowed"),
    [
        ([Errand.READ], {"read"}),
        ([Errand.APPLY], {"read", "answer", "submit", "withdraw"}),
        ([Errand.COMPLETE], {"read", "complete"}),
        ([Errand.LETTERS], {"read", "serve"}),
    ],
)
def test_an_ombud_may_just_what_is_entrusted(errands: list[Errand], allowed: set[str]) -> None:
    sent(OTTO)
    actor = kajsa(consented(errands=errands))
    with acting(actor):
        case = Case.objects.get()
    tried = (
        "read",
        "answer",
        "submit",
        "withdraw",
        "complete",
        "serve",
        "take",
        "decide",
        "automate",
        "deliver",
    )
    assert {action for action in tried if may(actor, action, case).allowed} == allowed


def test_a_completion_is_answered_by_who_is_entrusted_with_it() -> None:
    case_id = asked(OTTO)
    with pytest.raises(PermissionDeniedError):
        actions.answer_completion(kajsa(consented(errands=[Errand.LETTERS])), case_id, "200 kr")
    actions.answer_completion(kajsa(consented(errands=[Errand.COMPLETE])), case_id, "200 kr")
    with acting(OTTO):
        assert (
            Event.objects.filter(case_id=case_id, action="completion_answered").get().actor_name
            == "Kajsa Holm"
        )


def test_the_time_to_appeal_runs_when_who_receives_letters_opens_the_decision() -> None:
    case_id = decided(OTTO)
    reader, receiver = (kajsa(consented(errands=[errand])) for errand in (Errand.READ, Errand.LETTERS))
    with pytest.raises(PermissionDeniedError, match="gives no right to serve"):
        actions.serve(reader, case_id)
    actions.serve(receiver, case_id)
    with acting(OTTO):
        assert Decision.objects.get(case_id=case_id).served_on == timezone.localdate()


def test_a_letter_is_read_by_who_receives_letters() -> None:
    case_id = applied(OTTO, RICH)
    letter = actions.keep_letter(MACHINE, case_id, kind="decision", title="Beslut", pdf=b"%PDF")
    reader, receiver = (kajsa(consented(errands=[errand])) for errand in (Errand.READ, Errand.LETTERS))
    assert (len(case_page(reader, case_id).letters), counted(reader, "cases_letter")) == (0, 0)
    with pytest.raises(CaseNotFoundError):
        read_letter(reader, case_id, letter)
    assert read_letter(receiver, case_id, letter).title == "Beslut"


def test_staff_who_are_the_applicants_ombud_are_disqualified() -> None:
    case_id = applied(kajsa(consented()))
    with acting(BO):
        case = Case.objects.get(pk=case_id)
        case.ombud_id = BO.person
    assert may(BO, "decide", case).ground == "disqualified as the applicant's ombud, FL (2017:900) 16 §"


def test_a_company_applies_only_where_the_service_lets_it() -> None:
    with pytest.raises(NotByOmbudError):
        drafted(kajsa(represented_company()))


FOR_COMPANIES = '[representation]\nkinds = ["company"]\nautomatic = true\n'


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_where_the_service_says_so_a_company_applies_and_is_decided_at_once() -> None:
    adopt(
        organisation(), publish(travel_package("1.2.0", more=FOR_COMPANIES)), valid_from=date(2025, 8, 1),
        automation_delegated_on=date(2025, 7, 1), delegation_reference="SN § 41",
    )  # fmt: skip
    case_id = drafted(kajsa(represented_company()), POOR)
    actor = kajsa(representations.recorded(BO, MITTKOPING)[0].pk)
    assert actions.submit(actor, case_id, version=1, key=key()).decision_id is not None
    (row,) = worklist(BO, Filters(show="closed", text="Åkeri")).rows
    assert (row.applicant, row.ombud) == ("Rask Åkeri AB", "Kajsa Holm")
    with pytest.raises(NotByOmbudError):  # and no longer a guardian, whom the list leaves out
        drafted(kajsa(guarded()))


# What the database itself says, whatever the program does.


def test_what_is_entrusted_is_asked_only_of_the_rows_of_the_represented() -> None:
    """Else every row that somebody may not see costs a look into another table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies")
        policies = [policy for (policy,) in cursor.fetchall() if "app_entrusted" in policy]
    assert len(policies) > 10
    for policy in policies:
        assert policy.count("app_entrusted") == len(re.findall(r"THEN app_entrusted", policy))


@pytest.mark.parametrize(
    "table",
    ["case", "fact", "assessment", "signature", "decision", "completion", "letter", "event", "readlog"],
)
def test_the_second_road_shows_nothing_outside_the_representation(table: str) -> None:
    decided(OTTO)
    for limited in ({"packages": ["annat"]}, {"organisation": NORRHAMN}):
        assert counted(kajsa(consented(**limited)), f"cases_{table}") == 0
    claimed = kajsa(given := consented())
    representations.revoke(OTTO, given)
    assert counted(claimed, f"cases_{table}") == 0


WRITES = {
    "UPDATE cases_fact SET value = '1'": {"apply", "complete"},
    "DELETE FROM cases_fact": {"apply", "complete"},
    "UPDATE cases_decision SET served_on = now()": {"letters"},
    "UPDATE cases_completion SET answer = 'x'": {"complete"},
    "UPDATE cases_letter SET opened_at = now()": {"letters"},
    "UPDATE cases_case SET assignee_name = 'x'": {"apply", "complete", "letters"},
}


@pytest.mark.parametrize("statement", WRITES)
def test_the_database_lets_an_ombud_write_only_what_is_entrusted(statement: str) -> None:
    case_id = asked(OTTO)
    actions.keep_letter(MACHINE, case_id, kind="decision", title="Beslut", pdf=b"%PDF")
    actions.answer_completion(OTTO, case_id, "Ja")
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    wrote = {errand.value for errand in ALL if changed(kajsa(consented(errands=[errand])), statement)}
    assert wrote == WRITES[statement]


def changed(actor: Actor, statement: str) -> int:
    with acting(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        rows = int(cursor.rowcount)
        transaction.set_rollback(True)
    return rows


def test_the_database_takes_no_line_in_the_journal_that_names_no_representation() -> None:
    case_id, actor = applied(kajsa(given := consented())), kajsa(given)
    nameless = {"case_id": case_id, "sequence": 99, "happened_at": timezone.now(), "actor_id": KAJSA.person}
    with acting(actor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Event.objects.create(**nameless)
    with acting(actor), transaction.atomic():
        Event.objects.create(**nameless, representation_id=given)
        transaction.set_rollback(True)


def test_the_database_hides_a_waiting_proposal_from_an_ombud() -> None:
    case_id = sent(OTTO)
    actions.propose(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    assert counted(BO, "cases_proposal") == 1
    assert counted(OTTO, "cases_proposal") == counted(kajsa(consented()), "cases_proposal") == 0


def test_an_ombud_begins_no_application_but_by_the_representation() -> None:
    actor = kajsa(consented(errands=[Errand.READ]))
    case_id = drafted(OTTO)
    with acting(OTTO):
        adoption = Case.objects.get(pk=case_id).adoption_id
    row = {
        "organisation_id": MITTKOPING, "applicant_id": OTTO.person, "adoption_id": adoption, "package_id": PACKAGE_ID,
        "as_of": "2025-10-01",
    }  # fmt: skip
    for more in (
        {},
        {"representation_id": actor.trust and actor.trust.representation, "ombud_id": KAJSA.person},
    ):
        with acting(actor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Case.objects.create(**row, **more)
