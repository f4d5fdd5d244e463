"""For every address that takes a POST: how to make a right one, and what one of them makes.

A row is a function that prepares the database and gives the request. A POST that has no row fails the test that finds them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from allmanning.accounts.actors import Actor
from allmanning.accounts.agreements import sign
from allmanning.accounts.delegation import delegate
from allmanning.accounts.models import DemoLogin
from allmanning.accounts.roles import Role
from allmanning.cases import actions
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from allmanning.connectors.webhooks import subscriptions
from allmanning.connectors.webhooks.subscriptions import Wish
from tests import proposals
from tests.accounts.agreed import days, drafted
from tests.accounts.represented import consented, guarded
from tests.cases.applications import POOR, RICH, draft, key, sent
from tests.people import (
    ANNA,
    BO,
    DAN,
    EVA,
    HEDDA,
    JOEL,
    KAJSA,
    KAJSAS_NUMBER,
    LEOS_NUMBER,
    MITTKOPING,
    OTTO,
    organisation,
)
from tests.portals.caseworker.cases import asked, decided, judged
from tests.travel_package import PACKAGE_ID, travel_package

# Tested where its own room is, since it is answered in another way.
ELSEWHERE = {
    "caseworker:hand_out": "tests/portals/caseworker/test_giving.py",  # each press hands a file out, and is noted
    "caseworker:retention_remove": "tests/portals/caseworker/test_retention.py",
    "resident:own_data": "tests/portals/resident/test_own_data.py",  # hands a file out too
}
# The interface has a test of its own for keys (tests/portals/api/test_cases.py); the other is for an identity provider.
OF_MACHINES = ("api:", "saml_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request: whose, where, what it says, and how many rows it makes in each table."""

    actor: Actor
    path: str
    body: Mapping[str, str]
    makes: Mapping[str, int] = field(default_factory=dict)
    other: Mapping[str, str] | None = None
    """What differs in another request under the same key; None where the address takes no key."""


type Row = Callable[[], Sent]

_SIGNED = {
    "cases_assessment": 1,
    "cases_decision": 1,
    "cases_event": 1,
    "cases_signature": 1,
    "cases_delivery": 1,
}


def case_path(name: str, case_id: UUID, *more: str) -> str:
    place = ["mittkoping"] if name.startswith("resident:") else []
    return reverse(name, args=[*place, case_id, *more])


def start() -> Sent:
    path = reverse("resident:start", args=["mittkoping", PACKAGE_ID])
    return Sent(
        actor=ANNA, path=path, body={"key": key(), "month": "2025-11-01"}, other={"month": "2025-12-01"},
        makes={"cases_case": 1, "cases_event": 1},
    )  # fmt: skip


def question() -> Sent:
    path = case_path("resident:question", draft(facts=POOR), "resor")
    return Sent(actor=ANNA, path=path, body={"resor": "300", "version": "1"})


def check() -> Sent:
    path = case_path("resident:check", draft(facts=POOR))
    makes = {"cases_event": 3, "cases_signature": 1, "cases_assessment": 1, "cases_decision": 1}
    body = {"sign": "1", "key": key(), "version": "1"}
    return Sent(actor=ANNA, path=path, body=body, other={"version": "2"}, makes=makes | {"cases_delivery": 1})


def answer() -> Sent:
    path = case_path("resident:complete", asked())
    body = {"key": key(), "answer": "Här är det.", "resor": "300", "inkomst": "20000"}
    return Sent(
        actor=ANNA, path=path, body=body, other={"answer": "Nej."},
        makes={"cases_event": 1, "cases_assessment": 1},
    )  # fmt: skip


def consent() -> Sent:
    path = reverse("resident:consent", args=["mittkoping"])
    body = {
        "key": key(), "ombud_number": KAJSAS_NUMBER, "ombud_name": "Kajsa", "services": PACKAGE_ID, "errands": "read",
        "valid_to": "", "agrees": "1",
    }  # fmt: skip
    makes = {"accounts_representation": 1}
    return Sent(actor=OTTO, path=path, body=body, other={"ombud_name": "Kaj"}, makes=makes)


def consent_revoke() -> Sent:
    return Sent(
        actor=OTTO, path=reverse("resident:consent_revoke", args=["mittkoping", consented()]), body={}
    )


def act_for() -> Sent:
    path = reverse("resident:act_for", args=["mittkoping"])
    return Sent(actor=KAJSA, path=path, body={"acts_for": str(consented())})


def record() -> Sent:
    body = {
        "key": key(), "kind": "guardian", "number": LEOS_NUMBER, "name": "Leo Holm", "ombud_number": KAJSAS_NUMBER,
        "ombud_name": "Kajsa Holm", "reference": "Personbevis",
    }  # fmt: skip
    makes = {"accounts_representation": 1}
    path = reverse("caseworker:record_new")
    return Sent(actor=BO, path=path, body=body, other={"reference": "Annat"}, makes=makes)


def record_revoke() -> Sent:
    return Sent(actor=BO, path=reverse("caseworker:record_revoke", args=[guarded()]), body={})


def withdraw() -> Sent:
    return Sent(actor=ANNA, path=case_path("resident:withdraw", sent()), body={}, makes={"cases_event": 1})


def log_in() -> Sent:
    DemoLogin.objects.using("owner").create(
        person_id=BO.person, organisation_id=MITTKOPING, is_staff=True, name="Bo", story={}, order=1
    )
    return Sent(actor=BO, path=reverse("open:login"), body={"person": str(BO.person)})


def log_in_again() -> Sent:
    return Sent(actor=BO, path=reverse("open:login_again"), body={"next": "/handlaggning/"})


def keep() -> Sent:
    body = {"reason": "Överklagat.", "act": "hold"}
    return Sent(actor=BO, path=case_path("caseworker:keep", decided()), body=body, makes={"cases_event": 1})


def log_out() -> Sent:
    return Sent(actor=ANNA, path=reverse("open:logout"), body={})


def language() -> Sent:
    return Sent(actor=ANNA, path=reverse("design:language"), body={"language": "en", "next": "/"})


def appearance() -> Sent:
    return Sent(actor=ANNA, path=reverse("design:appearance"), body={"color_scheme": "dark"})


def search() -> Sent:
    return Sent(actor=BO, path=reverse("caseworker:search"), body={"q": "Andersson"})


def take() -> Sent:
    return Sent(actor=BO, path=case_path("caseworker:take", sent()), body={}, makes={"cases_event": 1})


def put_back() -> Sent:
    case_id = sent()
    actions.take(EVA, case_id)
    return Sent(actor=EVA, path=case_path("caseworker:put_back", case_id), body={}, makes={"cases_event": 1})


def hand_over() -> Sent:
    path = case_path("caseworker:hand_over", sent())
    return Sent(actor=EVA, path=path, body={"person": str(BO.person)}, makes={"cases_event": 1})


def judge() -> Sent:
    body = {"path": "särskilda_skäl", "särskilda_skäl": "true", "reason": "Sjukt barn.", "version": "1"}
    makes = {"cases_event": 2, "cases_assessment": 1, "cases_fact": 1}
    return Sent(actor=BO, path=case_path("caseworker:judge", sent()), body=body, makes=makes)


def fact() -> Sent:
    body = {"resor": "200", "reason": "Kvittot visar det.", "version": "1"}
    path = case_path("caseworker:fact", sent(), "resor")
    return Sent(actor=BO, path=path, body=body, makes={"cases_event": 2, "cases_assessment": 1})


def ask() -> Sent:
    body = {"key": key(), "text": "Skicka intyget.", "due_on": str(days(14)), "kind": "completion"}
    return Sent(
        actor=BO, path=case_path("caseworker:complete", sent()), body=body, other={"text": "Skicka kvittot."},
        makes={"cases_event": 2, "cases_completion": 1, "cases_delivery": 1},
    )  # fmt: skip


def decide() -> Sent:
    body = {"key": key(), "version": "2"}
    path = case_path("caseworker:sign", judged())
    return Sent(actor=BO, path=path, body=body, other={"reason": "Nytt skäl."}, makes=_SIGNED)


def sign_many() -> Sent:
    first, second = judged(), judged(applicant=DAN)
    body = {"key": key(), f"case-{first}": "2", f"case-{second}": "2"}
    return Sent(
        actor=BO, path=reverse("caseworker:sign_many"), body=body, other={f"case-{first}": "1"},
        makes={table: 2 * count for table, count in _SIGNED.items()},
    )  # fmt: skip


def propose() -> Sent:
    refusals_take_two()
    body = {"key": key(), "version": "1", "control": "1", "outcome": "avslag", "reason": "Det räcker."}
    makes = {"cases_event": 2, "cases_proposal": 1, "cases_signature": 1}
    path = case_path("caseworker:sign", sent())
    return Sent(actor=BO, path=path, body=body, other={"reason": "Annat skäl."}, makes=makes)


def confirm() -> Sent:
    path = case_path("caseworker:confirm", proposed())
    return Sent(
        actor=EVA, path=path, body={"key": key(), "version": "1"}, other={"version": "2"}, makes=_SIGNED
    )


def send_back() -> Sent:
    path = case_path("caseworker:send_back", proposed())
    return Sent(actor=EVA, path=path, body={"reason": "Hör henne."}, makes={"cases_event": 1})


def change() -> Sent:
    body = {"outcome": "bifall", "amount": "300", "reason": "Kvittot visar 300 kr."}
    return Sent(actor=BO, path=case_path("caseworker:change", judged()), body=body)


def refuse() -> Sent:
    return Sent(actor=BO, path=case_path("caseworker:refuse", judged()), body={"reason": "Det räcker."})


def preview() -> Sent:
    return Sent(actor=BO, path=case_path("caseworker:preview", judged()), body={"reason": "Ja."})


def agreement_new() -> Sent:
    body = {
        "key": key(), "executor": "2", "services": PACKAGE_ID, "tasks": "decide", "roles": "both",
        "valid_from": str(days(0)), "valid_to": "", "council_decision": "KF 2026-02-16 § 14",
    }  # fmt: skip
    path = reverse("caseworker:agreement_new")
    return Sent(
        actor=EVA, path=path, body=body, other={"council_decision": "KF § 15"},
        makes={"accounts_agreement": 1},
    )  # fmt: skip


def agreement_sign() -> Sent:
    path = reverse("caseworker:agreement_sign", args=[drafted()])
    return Sent(actor=EVA, path=path, body={}, makes={"accounts_agreementsignature": 1})


def agreement_revoke() -> Sent:
    agreement = drafted()
    sign(EVA, agreement)
    return Sent(actor=EVA, path=reverse("caseworker:agreement_revoke", args=[agreement]), body={})


def delegation_new() -> Sent:
    body = {
        "key": key(), "owner": "1", "service": PACKAGE_ID, "to": "caseworker", "granted": "1", "highest_amount": "400",
        "valid_from": str(days(0)), "valid_to": "", "reference": "SN 2026-02-11 § 9",
    }  # fmt: skip
    path, makes = reverse("caseworker:delegation_new"), {"accounts_delegation": 1}
    return Sent(actor=HEDDA, path=path, body=body, other={"highest_amount": "500"}, makes=makes)


def delegation_end() -> Sent:
    line = delegate(organisation(), PACKAGE_ID, to=Role.CASEWORKER, valid_from=days(-9), reference="SN § 9")
    body = {"key": key(), "last_day": str(days(0)), "reference": "SN 2026-11-18 § 80"}
    path = reverse("caseworker:delegation_end", args=[line.pk])
    return Sent(actor=HEDDA, path=path, body=body, other={"reference": "SN § 81"})


def webhook(name: str, /, **body: str) -> Sent:
    wish = Wish(name="E-arkivet", address="https://8.8.8.8/", actions=["decided"])
    pk = subscriptions.subscribe(JOEL, MITTKOPING, wish, origin="https://tjanst.example/")
    if body.get("do") == "renew":
        body["edition"] = subscriptions.edition(subscriptions.standing(JOEL, pk).subscription)
    return Sent(actor=JOEL, path=reverse(f"caseworker:webhook_{name}", args=[pk]), body=body)


def webhook_new() -> Sent:
    body = {"key": key(), "name": "E-arkivet", "address": "https://8.8.8.8/", "actions": "decided"}
    path = reverse("caseworker:webhook_new")
    return Sent(
        actor=JOEL, path=path, body=body, other={"name": "Diariet"}, makes={"webhooks_subscription": 1}
    )


def webhook_change() -> Sent:
    return webhook("change", name="Diariet", address="https://8.8.8.8/in", actions="decided")


def webhook_ping() -> Sent:
    return replace(webhook("act", do="ping"), makes={"webhooks_message": 1})


def webhook_again() -> Sent:
    return webhook("act", do="again")


def webhook_give_up() -> Sent:
    return webhook("give_up")


def webhook_remove() -> Sent:
    return webhook("remove")


def webhook_secret() -> Sent:
    return webhook("secret", do="renew")


def written() -> Sent:
    proposals.adopted()
    body = {"title": "Bänkar", "text": "Fler bänkar på torget.", "shows_name": "false"}
    return Sent(actor=ANNA, path=case_path("resident:write", proposals.begun()), body=body)


def supported() -> Sent:
    proposals.adopted()
    path = reverse("resident:support", args=["mittkoping", proposals.PACKAGE_ID, proposals.published().pk])
    return Sent(actor=DAN, path=path, body={"folkbokförd": "true"}, makes={"cases_support": 1})


def taken_back() -> Sent:
    proposals.adopted()
    made = proposals.supported()
    path = reverse("resident:take_back_support", args=["mittkoping", proposals.PACKAGE_ID, made.pk])
    return Sent(actor=DAN, path=path, body={}, makes={"cases_support": -1})


def followed() -> Sent:
    proposals.adopted()
    path = reverse("resident:follow", args=["mittkoping", proposals.PACKAGE_ID, proposals.published().pk])
    return Sent(actor=DAN, path=path, body={"follow": "1"}, makes={"cases_follow": 1})


def publish_answer() -> Sent:
    proposals.adopted()
    made = proposals.reached()
    proposals.decided(made.case_id, {"nämndens_svar": "bifall"})
    path = case_path("caseworker:publish_answer", made.case_id)
    makes = {"cases_event": 1, "cases_delivery": 1, "cases_support": -2}
    body = {"key": key(), "answer": "Bänkarna kommer i vår."}
    return Sent(actor=BO, path=path, body=body, other={"answer": "Nej."}, makes=makes)


def taken_down() -> Sent:
    proposals.adopted()
    made = proposals.supported()
    path = case_path("caseworker:take_down", made.case_id)
    body = {"key": key(), "reason": "Texten hänger ut en granne."}
    makes = {"cases_event": 1, "cases_support": -1}
    return Sent(actor=BO, path=path, body=body, other={"reason": "Annat."}, makes=makes)


ROWS: dict[str, tuple[Row, ...]] = {
    "caseworker:agreement_new": (agreement_new,),
    "caseworker:agreement_revoke": (agreement_revoke,),
    "caseworker:agreement_sign": (agreement_sign,),
    "caseworker:change": (change,),
    "caseworker:complete": (ask,),
    "caseworker:confirm": (confirm,),
    "caseworker:delegation_end": (delegation_end,),
    "caseworker:delegation_new": (delegation_new,),
    "caseworker:fact": (fact,),
    "caseworker:hand_over": (hand_over,),
    "caseworker:judge": (judge,),
    "caseworker:keep": (keep,),
    "caseworker:preview": (preview,),
    "caseworker:publish_answer": (publish_answer,),
    "caseworker:take_down": (taken_down,),
    "caseworker:put_back": (put_back,),
    "caseworker:refuse": (refuse,),
    "caseworker:search": (search,),
    "caseworker:send_back": (send_back,),
    "caseworker:sign": (decide, propose),
    "caseworker:sign_many": (sign_many,),
    "caseworker:take": (take,),
    "caseworker:webhook_act": (webhook_ping, webhook_again),
    "caseworker:webhook_change": (webhook_change,),
    "caseworker:webhook_give_up": (webhook_give_up,),
    "caseworker:webhook_new": (webhook_new,),
    "caseworker:webhook_remove": (webhook_remove,),
    "caseworker:webhook_secret": (webhook_secret,),
    "design:appearance": (appearance,),
    "design:language": (language,),
    "open:login": (log_in,),
    "open:login_again": (log_in_again,),
    "open:logout": (log_out,),
    "caseworker:record_new": (record,),
    "caseworker:record_revoke": (record_revoke,),
    "resident:act_for": (act_for,),
    "resident:check": (check,),
    "resident:complete": (answer,),
    "resident:consent": (consent,),
    "resident:consent_revoke": (consent_revoke,),
    "resident:question": (question,),
    "resident:follow": (followed,),
    "resident:start": (start,),
    "resident:support": (supported,),
    "resident:take_back_support": (taken_back,),
    "resident:withdraw": (withdraw,),
    "resident:write": (written,),
}

# What takes a key, and is held by the state of the case alone when there is none.
TAKES_KEY = (start, check, answer, ask, decide, propose, confirm, sign_many)


def refusals_take_two() -> None:
    adopt(
        organisation(), publish(travel_package("1.1.0", four_eyes='["avslag"]')), valid_from=date(2025, 8, 1),
        automation_delegated_on=date(2025, 7, 1), delegation_reference="SN § 41",
    )  # fmt: skip


def proposed() -> UUID:
    refusals_take_two()
    case_id = sent(facts=RICH)
    actions.propose(BO, case_id, key=key(), version=1, outcome="avslag", reason="Det räcker.")
    return case_id


def found(client: Client) -> Iterator[str]:
    """The names of all addresses that take a POST: those that do not answer that they take none."""
    for name, pattern in named(get_resolver()):
        if name.startswith(OF_MACHINES):
            continue
        answer = client.post(_somewhere(pattern))
        answer.close()  # it may be a file
        if answer.status_code != 405:
            yield name


def named(resolver: URLResolver, namespace: str = "", before: str = "/") -> Iterator[tuple[str, str]]:
    """Every address by name, with its pattern."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{namespace}:{entry.name}" if namespace else str(entry.name), path
        else:
            yield from named(entry, entry.namespace or namespace, path)


def _somewhere(pattern: str) -> str:
    """An address that fits the pattern and leads to nothing."""
    kinds = {"<uuid:": str(uuid4()), "<int:": "999", "<": "mittkoping"}
    pieces = []
    for piece in pattern.split("/"):
        kind = next((kind for kind in kinds if piece.startswith(kind)), None)
        pieces.append(kinds[kind] if kind else piece)
    return "/".join(pieces)
