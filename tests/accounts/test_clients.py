"""Neighbouring systems are known by their key, see their own municipality's cases, and can be shut out."""

import hashlib
import re

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from allmanning.accounts import clients
from allmanning.accounts.access import acting
from allmanning.accounts.models import Allowance, MachineClient
from allmanning.accounts.permissions import ACTIONS, may
from allmanning.cases.models import Case
from tests.people import ANNA, MITTKOPING, NORRHAMN, organisation

commits = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
READS = ("cases:read",)


def case(owner: int = MITTKOPING) -> Case:
    return Case(organisation_id=owner, applicant_id=ANNA.person, package_id="resebidrag")


@commits
def test_a_key_is_recognised_and_says_what_it_is_for() -> None:
    issued = clients.add(organisation(), "Ekonomisystemet", READS)
    client = clients.recognised(issued.key)
    assert client is not None
    assert (client.organisation, client.name, client.scopes) == (
        MITTKOPING,
        "Ekonomisystemet",
        {"cases:read"},
    )


@commits
@pytest.mark.parametrize(
    "spoilt", ["", "x", "token.", "token.a.b.c", "allm_000000000000.x", "å", "\x00.\x00", "x" * 5000]
)
def test_what_is_no_key_is_nobody(spoilt: str) -> None:
    clients.add(organisation(), "Ekonomisystemet", READS)
    assert clients.recognised(spoilt) is None


@commits
def test_another_secret_is_nobody() -> None:
    issued, other = (clients.add(organisation(), name, READS) for name in ("Ett", "Två"))
    assert clients.recognised(f"{issued.identity}.{other.secret}") is None


@commits
def test_a_revoked_key_and_its_tokens_are_of_no_use() -> None:
    issued = clients.add(organisation(), "Ekonomisystemet", READS)
    client = clients.recognised(issued.key)
    assert client is not None
    token = clients.token(client, client.scopes)
    assert clients.recognised(token) == client
    clients.revoke(issued.identity)
    assert clients.recognised(issued.key) is None
    assert clients.recognised(token) is None


@commits
def test_a_token_carries_no_more_than_the_client_has() -> None:
    client = clients.recognised(clients.add(organisation(), "Ekonomisystemet", READS).key)
    assert client is not None
    token = clients.recognised(clients.token(client, ["cases:read", "effects:read"]))
    assert token is not None
    assert token.scopes == {"cases:read"}


@commits
def test_the_secret_is_nowhere_in_the_table_and_in_no_repr() -> None:
    issued = clients.add(organisation(), "Ekonomisystemet", READS)
    row = MachineClient.objects.using("owner").values().get(identity=issued.identity)
    assert issued.secret not in str(row)
    assert issued.secret not in repr(issued)


@commits
def test_a_strange_scope_is_refused() -> None:
    with pytest.raises(clients.UnknownScopeError, match="cases:write"):
        clients.add(organisation(), "Ekonomisystemet", ["cases:write"])


@pytest.mark.django_db
def test_the_application_cannot_read_the_table_of_clients() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        list(MachineClient.objects.all())


def test_a_system_reads_the_cases_of_its_own_organisation_and_does_nothing_else() -> None:
    reader = clients.Client("", MITTKOPING, "Ekonomisystemet", frozenset(READS), "").actor
    assert {action for action in ACTIONS if may(reader, action, case()).allowed} == {"read"}
    assert {action for action in ACTIONS if may(reader, action, case(NORRHAMN)).allowed} == set()


def test_a_system_without_a_scope_that_reads_is_shown_nothing() -> None:
    runner = clients.Client("", MITTKOPING, "Räknaren", frozenset({"rules:run"}), "").actor
    assert {action for action in ACTIONS if may(runner, action, case()).allowed} == set()
    assert not runner.audits


@pytest.mark.django_db
def test_the_database_itself_keeps_a_system_from_writing() -> None:
    reader = clients.Client("", MITTKOPING, "Ekonomisystemet", frozenset(READS), "").actor
    with acting(reader), connection.cursor() as cursor:
        cursor.execute("SELECT app_organisations(), app_audited()")
        assert cursor.fetchone() == ([], [MITTKOPING])


@pytest.mark.django_db
def test_each_caller_has_a_count_of_its_own() -> None:
    assert [clients.spend("client", who).used for who in "aab"] == [1, 2, 1]


@commits
def test_of_a_network_address_only_a_digest_is_written() -> None:
    clients.spend("address", "192.0.2.1")
    (row,) = Allowance.objects.using("owner").all()
    assert re.fullmatch(r"[0-9a-f]{64}", row.bucket)
    assert row.bucket != hashlib.sha256(b"address:192.0.2.1").hexdigest()
