"""The neighbouring systems of the tests. Two belong to Mittköping, one with every scope and one with none; one to Norrhamn."""

import hashlib

from allmanning.accounts.clients import SCOPES
from allmanning.accounts.models import MachineClient

SECRET = "a-secret-of-the-tests-only"
ALL, NONE, ELSEWHERE = (f"allm_00000000000{digit}" for digit in "123")
ALL_KEY, NONE_KEY, ELSEWHERE_KEY = (f"{identity}.{SECRET}" for identity in (ALL, NONE, ELSEWHERE))


def settle() -> None:
    """Each gets its key; `organisation` 1 is Mittköping, 2 Norrhamn."""
    digest = hashlib.sha256(SECRET.encode()).hexdigest()
    for identity, organisation, name, scopes in (
        (ALL, 1, "Mittköpings ekonomisystem", SCOPES),
        (NONE, 1, "Mittköpings klocka", ()),
        (ELSEWHERE, 2, "Norrhamns ekonomisystem", SCOPES),
    ):
        MachineClient.objects.using("owner").create(
            identity=identity, organisation_id=organisation, name=name, scopes=sorted(scopes), digest=digest
        )
