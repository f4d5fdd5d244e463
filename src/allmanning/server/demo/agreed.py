"""What the invented municipalities have agreed: Söderslätt works for Norrhamn, and Norrhamn's board has a delegation order."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_DNS, uuid5

from allmanning.accounts.agreements import Terms, draft, sign
from allmanning.accounts.delegation import delegate
from allmanning.accounts.login import PersonBackend
from allmanning.accounts.models import Agreement, AgreementSignature, Organisation, Person
from allmanning.accounts.roles import Role, Task
from allmanning.accounts.staff import staff
from allmanning.server.demo.people import ADOPTED_FROM

PACKAGE = "ekonomiskt-bistand"
ORDER = "Individ- och familjenämnden 2025-06-12 § 58"
COUNCIL = "KF 2025-06-02 § 71"
SIGNED = datetime(2025, 6, 25, 8, 0, tzinfo=UTC)

# Who, where if not in Norrhamn itself, and up to which amount in öre.
LINES: tuple[tuple[Role, str, int | None], ...] = (
    (Role.CASEWORKER, "", 4_000_000),
    (Role.TEAM_LEADER, "", None),
    (Role.CASEWORKER, "soderslatt", 2_500_000),
)


def settle(organisations: Mapping[str, Organisation]) -> None:
    """The agreement, signed by both, and the delegation order; as if it had been done before the services began."""
    norrhamn, soderslatt = organisations["norrhamn"], organisations["soderslatt"]
    for role, elsewhere, most in LINES:
        delegate(
            norrhamn,
            PACKAGE,
            to=role,
            employer=organisations[elsewhere] if elsewhere else None,
            highest_amount=most,
            valid_from=ADOPTED_FROM,
            reference=ORDER,
        )
    gustav = staff(_person("gustav"))
    terms = Terms(
        executor=soderslatt.pk,
        packages=[PACKAGE],
        tasks=list(Task),
        roles=[Role.CASEWORKER, Role.TEAM_LEADER],
        valid_from=ADOPTED_FROM,
        council_decision=COUNCIL,
    )
    agreement = draft(gustav, norrhamn.pk, terms)
    sign(gustav, agreement)
    sign(staff(_person("tora")), agreement)
    Agreement.objects.using("owner").update(drafted_at=SIGNED)
    AgreementSignature.objects.using("owner").update(signed_at=SIGNED)


def _person(key: str) -> Person:
    person = PersonBackend().get_user(uuid5(NAMESPACE_DNS, f"{key}.allmanning.example"))
    if person is None:
        raise Person.DoesNotExist
    return person
