"""Several proposals under one signature: each case by itself, and only those that nothing else hinders."""

from uuid import UUID, uuid4

import pytest

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation import delegate
from allmanning.accounts.roles import Role
from allmanning.cases import actions, journal
from allmanning.cases.actions.many import AT_ONCE, Left
from allmanning.cases.errors import IdempotencyMismatchError, TooManyError
from allmanning.cases.models import Case, Decision, Delivery, Event, ReadLog, Signature
from allmanning.cases.outbox import WRITE_DECISION
from allmanning.cases.queries import proposed
from tests.accounts.agreed import days
from tests.cases.applications import POOR, key, sent
from tests.cases.test_statements import statements
from tests.people import ANNA, BO, CILLA, DAN, EVA, FIA, NORRHAMN, organisation
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def settled(applicant: Actor = ANNA, *, by: Actor = BO) -> UUID:
    """A case that waits for nothing but a signature; at version 2, 400 kr for travel."""
    case_id = sent(applicant)
    actions.state_facts(by, case_id, {"särskilda_skäl": True}, reason="Sjukt barn.")
    return case_id


def signed(*cases: UUID, by: Actor = BO, version: int = 2) -> list[Left | None]:
    """What each of some cases was left for; None for those that were signed."""
    answers = actions.sign_many(by, dict.fromkeys(cases, version), batch=uuid4())
    assert all((answer.left is None) == (answer.decision_id is not None) for answer in answers)
    return [answer.left for answer in answers]


def decisions(*cases: UUID, reader: Actor = BO) -> list[Decision]:
    with acting(reader):
        return list(Decision.objects.filter(case__in=cases).order_by("pk"))


def test_bo_signs_two_at_once_and_each_gets_its_own_decision_and_signature() -> None:
    cases = settled(ANNA), settled(DAN)
    assert signed(*cases) == [None, None]
    taken = decisions(*cases)
    assert [(one.outcome, one.amount, one.taken_by_name) for one in taken] == [
        ("bifall", 40_000, "Bo Berg")
    ] * 2
    with acting(BO):
        assert Signature.objects.filter(case__in=cases, purpose="decision").count() == 2
    assert not any(one.changes for one in taken)


def test_each_gets_its_letter() -> None:
    cases = settled(ANNA), settled(DAN)
    signed(*cases)
    with acting(BO):
        queued = Delivery.objects.filter(case__in=cases, task=WRITE_DECISION)
        assert queued.count() == 2


def test_the_journal_of_each_names_the_batch_and_how_many_there_were() -> None:
    cases, batch = (settled(ANNA), settled(DAN)), uuid4()
    actions.sign_many(BO, dict.fromkeys(cases, 2), batch=batch)
    with acting(BO):
        for case_id in cases:
            noted = Event.objects.get(case=case_id, action="decided").payload
            assert noted is not None
            assert (noted["batch"], noted["together"]) == (str(batch), 2)
            assert journal.verify(Case.objects.get(pk=case_id)) is None


def test_a_case_that_changed_meanwhile_is_left_and_the_other_is_signed() -> None:
    changed, other = settled(ANNA), settled(DAN)
    actions.state_facts(BO, changed, {"resor": 10_000}, reason="Kvittot visar det.")
    assert signed(changed, other) == ["changed", None]
    assert [one.case_id for one in decisions(changed, other)] == [other]


def test_a_case_with_something_left_to_judge_is_left() -> None:
    assert signed(sent(ANNA), version=1) == ["open"]


def test_the_case_of_a_colleague_is_left_also_by_who_leads() -> None:
    case_id = settled(by=BO)
    assert signed(case_id, by=EVA) == ["taken"]


def test_a_case_that_nobody_has_becomes_the_signers() -> None:
    sent(ANNA, POOR)
    again = sent(ANNA, POOR)  # a second application for the month is for a person to decide
    assert signed(again, version=1) == [None]
    with acting(BO):
        assert Case.objects.get(pk=again).assignee_id == BO.person


def test_what_waits_for_the_applicant_is_left() -> None:
    case_id = settled()
    actions.ask_for_completion(BO, case_id, "Skicka intyget.", days(14))
    assert signed(case_id) == ["state"]


def test_cilla_signs_nothing_of_mittkoping() -> None:
    case_id = settled()
    assert signed(case_id, by=CILLA) == ["unseen"]
    assert decisions(case_id) == []


def test_anna_does_not_sign_her_own_case() -> None:
    case_id = settled()
    assert signed(case_id, by=ANNA) == ["denied"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_beyond_the_delegation_order_is_left_and_within_it_is_signed() -> None:
    delegate(
        organisation(), PACKAGE_ID, to=Role.CASEWORKER, highest_amount=30_000, valid_from=days(-1), reference="SN § 9"
    )  # fmt: skip
    high, low = settled(ANNA), settled(DAN)
    actions.state_facts(BO, low, {"resor": 20_000}, reason="Kvittot visar det.")
    answers = actions.sign_many(BO, {high: 2, low: 3}, batch=uuid4())
    assert [answer.left for answer in answers] == ["delegation", None]


def test_the_same_batch_again_gives_the_same_answers_and_signs_nothing_more() -> None:
    left, other, batch = sent(ANNA), settled(DAN), uuid4()
    first = actions.sign_many(BO, {left: 1, other: 2}, batch=batch)
    # What was left could be signed now, but this is the old request.
    actions.state_facts(BO, left, {"särskilda_skäl": True}, reason="Sjukt barn.")
    assert actions.sign_many(BO, {left: 1, other: 2}, batch=batch) == first
    assert actions.signed_many(BO, batch) == first
    assert len(decisions(left, other)) == 1


def test_the_same_batch_with_another_case_is_refused() -> None:
    case_id, batch = settled(), uuid4()
    actions.sign_many(BO, {case_id: 2}, batch=batch)
    with pytest.raises(IdempotencyMismatchError):
        actions.sign_many(BO, {case_id: 2, uuid4(): 1}, batch=batch)


def test_more_than_fifty_are_refused_before_anything_is_signed() -> None:
    case_id = settled()
    many = {case_id: 2} | {uuid4(): 1 for _ in range(AT_ONCE)}
    with pytest.raises(TooManyError):
        actions.sign_many(BO, many, batch=uuid4())
    assert decisions(case_id) == []


def test_nobody_reads_the_answers_of_anothers_batch() -> None:
    batch = uuid4()
    actions.sign_many(BO, {settled(): 2}, batch=batch)
    assert actions.signed_many(EVA, batch) == ()


def test_reading_them_through_is_logged_for_each() -> None:
    cases = [settled(ANNA), settled(DAN)]
    assert [one.left for one in proposed(BO, cases)] == [None, None]
    with acting(BO):
        assert set(ReadLog.objects.filter(page="many").values_list("case_id", flat=True)) == set(cases)


def test_what_is_read_through_says_the_same_as_the_signature_would() -> None:
    mine, open_, anothers = settled(ANNA), sent(DAN), sent(FIA)
    actions.take(EVA, anothers)
    assert [one.left for one in proposed(BO, [mine, open_, anothers])] == [None, "open", "taken"]


def test_reading_them_through_costs_the_same_for_three_as_for_one() -> None:
    cases = [settled(ANNA), settled(DAN), settled(FIA)]
    with statements() as for_one:
        proposed(BO, cases[:1])
    with statements() as for_three:
        proposed(BO, cases)
    assert len(for_one) == len(for_three) <= 6, "\n".join(for_three)


def test_each_case_more_takes_at_most_fourteen_statements() -> None:
    actions.decide(BO, settled(ANNA), key=key(), version=2)
    one, more = settled(DAN), [settled(ANNA), settled(FIA)]
    with statements() as for_one:
        actions.sign_many(BO, {one: 2}, batch=uuid4())
    with statements() as for_two:
        actions.sign_many(BO, dict.fromkeys(more, 2), batch=uuid4())
    assert len(for_two) - len(for_one) <= 14, "\n".join(for_two)


def test_norrhamns_case_is_not_among_bos() -> None:
    case_id = sent(DAN, where=NORRHAMN)
    assert signed(case_id, version=1) == ["unseen"]
