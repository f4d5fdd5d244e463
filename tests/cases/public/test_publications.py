"""The life of a published text: written, reviewed, supported, answered or closed; and who is told."""

from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.permissions import PermissionDeniedError
from allmanning.cases import actions, clock
from allmanning.cases.errors import (
    CaseNotFoundError,
    EmptyTextError,
    NotForYouToStateError,
    UnknownOutcomeError,
    WrongStateError,
)
from allmanning.cases.models import Delivery, Event, Follow, Notice, Publication
from allmanning.cases.public import following, publishing, reading, settling, supporting
from allmanning.cases.public.errors import ClosedError, NotEligibleError, TextMissingError, UnansweredError
from allmanning.cases.queries import case_page
from tests.people import ANNA, BO, CILLA, DAN, FIA, MACHINE, MITTKOPING, NORRHAMN, OTTO, organisation
from tests.proposals import (
    FREE,
    PACKAGE_ID,
    RIGHT,
    adopted,
    again,
    answered,
    begun,
    decided,
    published,
    reached,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def service() -> None:
    adopted()


def later(days: int) -> AbstractContextManager[None]:
    return clock.at(timezone.now() + timedelta(days=days))


def test_nobody_reads_a_text_that_is_under_review() -> None:
    case_id = sent()
    assert not Publication.objects.filter(case=case_id).exists()
    with acting(CILLA):
        assert not Publication.objects.filter(case=case_id).exists()
    assert reading.of_case(BO, case_id) is not None


def test_the_rules_say_how_long_and_how_many() -> None:
    made = published()
    assert (made.state, made.threshold) == ("collecting", 2)
    assert made.until == clock.today() + timedelta(days=30)


def test_what_the_review_refuses_is_never_published() -> None:
    case_id = sent()
    decided(case_id, RIGHT | {"kommunens_fråga": False})
    assert not Publication.objects.filter(case=case_id).exists()
    with acting(ANNA):
        assert Publication.objects.get(case=case_id).state == "refused"


def test_a_case_without_a_text_is_not_sent() -> None:
    case_id = actions.start_application(ANNA, organisation(), PACKAGE_ID, clock.today(), key="")
    saved = actions.save_facts(ANNA, case_id, FREE)
    with pytest.raises(TextMissingError):
        actions.submit(ANNA, case_id, version=saved.version, key="")


def test_a_name_is_shown_only_to_who_wants_it_and_never_of_a_protected_identity() -> None:
    assert published().author_name == ""
    assert published(DAN, "Bänkar", shows_name=True).author_name == "Dan Åberg"
    assert published(FIA, "Lampor", shows_name=True).author_name == ""


def test_one_person_supports_once_and_may_take_it_back() -> None:
    made = published()
    assert [supporting.support(DAN, made.pk, FREE) for _ in range(3)] == [1, 1, 1]
    assert supporting.supports(DAN, again(made))
    assert not supporting.supports(OTTO, again(made))
    assert [supporting.take_back(DAN, made.pk) for _ in range(2)] == [0, 0]


def test_who_may_support_the_rules_say() -> None:
    made = published()
    assert supporting.asked_of(DAN, made) == ("folkbokförd",)
    with pytest.raises(UnansweredError):
        supporting.support(DAN, made.pk, {})
    with pytest.raises(NotEligibleError):
        supporting.support(DAN, made.pk, {"folkbokförd": False})
    assert again(made).supports == 0


def test_nobody_states_their_own_age() -> None:
    adopted({"lägsta_ålder_för_stöd": 10})
    made = published(DAN)
    with pytest.raises(NotEligibleError):
        supporting.support(ANNA, made.pk, FREE | {"född": "1980-01-01"})


def test_enough_support_makes_a_case_for_the_board_with_a_day_for_the_answer() -> None:
    made = reached()
    assert (made.state, made.supports) == ("reached", 2)
    assert made.answer_by == clock.today() + timedelta(days=120)
    page = case_page(BO, made.case_id)
    assert (page.case.status, page.case.due_on, page.decision) == ("submitted", made.answer_by, None)
    assert page.assessment.judgements == ("nämndens_svar",)


def test_the_answer_is_decided_and_then_published() -> None:
    made = reached()
    with pytest.raises(WrongStateError):
        publishing.answer(BO, made.case_id, "Ja.", key="")
    decided(made.case_id, {"nämndens_svar": "avslag"})
    publishing.answer(BO, made.case_id, "Det finns redan en.", key="")
    made = again(made)
    assert (made.state, made.outcome, made.answer) == ("answered", "avslag", "Det finns redan en.")


def test_nobody_answers_too_early_and_what_has_enough_support_gets_an_answer() -> None:
    early, late = sent(DAN, "Bänkar"), reached().case_id
    for case_id, wrong in ((early, "avslag"), (late, "publiceras inte")):
        with pytest.raises(UnknownOutcomeError):
            actions.decide(
                BO, case_id, key="", version=version_of(case_id), outcome=wrong, reason="Fel knapp."
            )


def test_without_enough_support_it_is_closed_when_the_time_is_over() -> None:
    made = published()
    supporting.support(DAN, made.pk, FREE)
    with later(31):
        assert reading.standing(again(made), clock.today()) == "closed"  # nobody has been there yet
        with pytest.raises(ClosedError):
            supporting.support(OTTO, made.pk, FREE)
        assert settling.settle_due(clock.today()) == 1
        assert settling.settle_due(clock.today()) == 0
    made = again(made)
    assert (made.state, made.supports, made.support_salt) == ("closed", 1, "")


def test_a_threshold_that_nobody_noted_is_noted_later() -> None:
    made = published()
    settle, settling.settle = settling.settle, lambda *_: None  # the process was killed here
    try:
        reached_by = [supporting.support(actor, made.pk, FREE) for actor in (DAN, OTTO)]
    finally:
        settling.settle = settle
    assert reached_by == [1, 2]
    assert (again(made).state, reading.standing(again(made), clock.today())) == ("collecting", "reached")
    settling.settle_due(clock.today())
    assert again(made).state == "reached"


def test_the_last_day_counts() -> None:
    made = published()
    with later(30):
        assert supporting.support(DAN, made.pk, FREE) == 1


def test_what_others_support_its_writer_cannot_take_back() -> None:
    made = reached()
    with pytest.raises(WrongStateError):
        actions.withdraw(ANNA, made.case_id)
    waiting = sent(DAN, "Bänkar")
    actions.withdraw(DAN, waiting)
    with acting(DAN):
        assert Publication.objects.get(case=waiting).state == "withdrawn"


def test_not_even_a_caseworker_states_how_many_support_it() -> None:
    case_id = sent()
    with pytest.raises(NotForYouToStateError):
        actions.state_facts(BO, case_id, {"antal_stöd": 500})


def test_whoever_follows_is_told_of_each_step_and_so_is_the_writer() -> None:
    made = published()
    following.follow(DAN, made.pk)
    tell()
    answered_is(made)
    assert [one.step for one in following.news(DAN, MITTKOPING)] == ["collecting"]
    assert [one.step for one in following.news(ANNA, MITTKOPING)] == ["collecting"]
    assert following.news(OTTO, MITTKOPING) == ()
    following.unfollow(DAN, made.pk)
    assert not following.follows(DAN, made.pk)


def test_every_step_stands_in_the_journal() -> None:
    made = answered()
    with acting(BO):
        done = list(
            Event.objects.filter(case=made.case_id).order_by("sequence").values_list("action", flat=True)
        )
    wanted = ["published_text", "submitted", "published", "threshold_reached", "answer_published"]
    assert [action for action in done if action in wanted] == wanted


def test_similar_texts_are_found_by_their_words() -> None:
    made = published()
    published(DAN, "Fler bänkar på torget")
    found = reading.alike(organisation(), PACKAGE_ID, "Cykelvägar till badet", "Barn ska kunna cykla.")
    assert [one.pk for one in found] == [made.pk]
    assert reading.alike(organisation(), PACKAGE_ID, "Höj skatten", "") == ()
    assert reading.alike(organisation(NORRHAMN), PACKAGE_ID, "Cykelväg", "") == ()


def test_cilla_cannot_answer() -> None:
    made = reached()
    with pytest.raises(Exception, match=r"no such case|not do this"):
        publishing.answer(CILLA, made.case_id, "Ja.", key="")


def test_a_draft_has_its_text_from_its_writer_alone() -> None:
    case_id = begun()
    with acting(BO):
        assert not Publication.objects.filter(case=case_id).exists()


def version_of(case_id: UUID) -> int:
    return case_page(BO, case_id).case.version


def tell() -> None:
    """What the worker does with what waits."""
    with acting(MACHINE):
        waiting = list(
            Delivery.objects.filter(task="cases.tell_followers", status="waiting").values_list(
                "pk", flat=True
            )
        )
    for delivery in waiting * 2:
        following.tell(delivery, MITTKOPING)


def answered_is(made: Publication) -> None:
    assert again(made).state == "collecting"


def test_who_follows_what_only_they_see_and_the_machine_that_tells_them() -> None:
    made = published()
    following.follow(DAN, made.pk)
    tell()
    seen = {}
    for actor in (ANNA, BO, CILLA, DAN, MACHINE):
        with acting(actor):
            seen[actor] = (Follow.objects.count(), Notice.objects.exclude(person_id=ANNA.person).count())
    assert seen == {ANNA: (0, 0), BO: (0, 0), CILLA: (0, 0), DAN: (1, 1), MACHINE: (1, 1)}


def test_nobody_follows_in_anothers_name_or_what_is_not_published() -> None:
    hidden = sent()
    with acting(ANNA):
        unpublished = Publication.objects.get(case=hidden).pk
    for publication, person in ((published(DAN, "Bänkar").pk, ANNA), (unpublished, DAN)):
        with acting(DAN), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Follow.objects.create(publication_id=publication, person_id=person.person)


def test_what_may_not_stand_there_is_taken_down_with_its_supports_and_its_writer_reads_why() -> None:
    made = reached()
    publishing.take_down(BO, made.case_id, "Texten hänger ut en granne.", key="")
    assert reading.one(organisation(), PACKAGE_ID, made.pk) is None
    with acting(DAN):
        assert not Publication.objects.filter(pk=made.pk).exists()
    with acting(ANNA):
        mine = Publication.objects.get(pk=made.pk)
    assert (mine.state, mine.answer, mine.support_salt) == ("withdrawn", "Texten hänger ut en granne.", "")


def test_what_is_taken_down_is_neither_supported_nor_answered_nor_taken_down_again() -> None:
    made = reached()
    publishing.take_down(BO, made.case_id, "Texten hänger ut en granne.", key="")
    with pytest.raises(CaseNotFoundError):
        supporting.support(DAN, made.pk, FREE)
    for again_ in (publishing.take_down, publishing.answer):
        with pytest.raises(WrongStateError):
            again_(BO, made.case_id, "Ja.", key="")


def test_taking_down_needs_a_reason_and_somebody_who_decides() -> None:
    made = published()
    with pytest.raises(EmptyTextError):
        publishing.take_down(BO, made.case_id, " ", key="")
    for stranger in (CILLA, ANNA):
        with pytest.raises((CaseNotFoundError, PermissionDeniedError)):
            publishing.take_down(stranger, made.case_id, "Nej.", key="")
