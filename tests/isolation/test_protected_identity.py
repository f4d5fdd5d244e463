"""Fia's identity is protected. Her name and number stand in no list, search, figure, file name or log, and on a page of her own
case only where somebody has chosen to see them."""

import logging
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from tests.cases.applications import key, sent
from tests.people import (
    ANNA,
    BO,
    CILLA,
    DAN,
    FIA,
    FIAS_NUMBER,
    IDA,
    JOEL,
    MACHINE,
    person,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

HERS = re.compile(rf"Hemlig|\bFia\b|{FIAS_NUMBER}|{FIAS_NUMBER[:8]}-{FIAS_NUMBER[8:]}|{FIAS_NUMBER[2:]}")
CHOSEN = re.compile(r'<details class="protected">.*?</details>', re.DOTALL)
# A letter is to her, and says so; it opens from her own page or by a caseworker who opens that letter.
TO_HER = {"letter", "preview"}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, set[str]]]:
    """Each name, and what its address takes."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{namespace}:{one.name}" if namespace else str(one.name), set(one.pattern.converters)
        else:
            yield from patterns(one, one.namespace or namespace)


ADDRESSES = sorted(patterns(get_resolver()), key=lambda found: found[0])
LISTS = [reverse(name) for name, takes in ADDRESSES if not takes and not name.endswith(("logout", "schema"))]
OF_A_PLACE = [name for name, takes in ADDRESSES if takes == {"municipality"}]
OF_A_CASE = [
    name for name, takes in ADDRESSES if takes == {"case_id"} and name.partition(":")[2] not in TO_HER
]


@pytest.fixture
def case_id() -> UUID:
    """A case of hers that is decided, with a letter, and read."""
    made = sent(FIA)
    actions.take(BO, made)
    actions.decide(BO, made, version=1, key=key(), outcome="avslag", reason="Skäl.")
    actions.serve(FIA, made)
    actions.keep_letter(MACHINE, made, kind="decision", title="Beslut", pdf=b"%PDF")
    return made


def leaks(client: Client, addresses: Iterator[str] | list[str]) -> list[str]:
    """The addresses whose answer names her anywhere but where somebody chooses to see it."""
    found = []
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer).decode("utf-8", "replace")
        if HERS.search(CHOSEN.sub("", body)) or HERS.search(str(answer.headers)):
            found.append(address)
    return found


def everything(case_id: UUID) -> Iterator[str]:
    yield from LISTS
    for name in OF_A_PLACE:
        yield reverse(name, args=["mittkoping"])
    for name in OF_A_CASE:
        yield reverse(name, args=[case_id])
    for show in ("open", "mine", "unassigned", "overdue", "waiting", "closed"):
        yield f"{reverse('caseworker:worklist')}?show={show}&sort=name"


@pytest.mark.parametrize("actor", [BO, IDA, JOEL, CILLA, DAN], ids=lambda one: one.name)
def test_no_page_names_her(
    actor: Actor, case_id: UUID, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(person(actor))
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG, logger="allmanning"):
        assert leaks(client, everything(case_id)) == []
    assert not HERS.search(caplog.text)


@pytest.mark.parametrize("words", ["Hemlig", "Fia", FIAS_NUMBER])
def test_she_is_found_by_no_search(words: str, case_id: UUID, client: Client) -> None:
    client.force_login(person(BO))
    answer = client.post(reverse("caseworker:search"), {"text": words}, follow=True)
    assert str(case_id) not in answer.content.decode()


def test_the_walk_sees_the_name_of_somebody_else(client: Client) -> None:
    """The same walk finds Anna, who is not protected: it is not blind."""
    made = sent(ANNA)
    client.force_login(person(BO))
    seen = {address for address in everything(made) if b"Andersson" in b"".join(client.get(address))}
    assert {reverse("caseworker:worklist"), reverse("caseworker:journal", args=[made])} <= seen


def test_a_colleague_who_chooses_to_sees_her_name(case_id: UUID, client: Client) -> None:
    client.force_login(person(BO))
    page = client.get(reverse("caseworker:case", args=[case_id])).content.decode()
    assert any("Fia Hemlig" in part for part in CHOSEN.findall(page))
