"""The tables of organisations, people, and what organisations have agreed."""

from allmanning.accounts.models.agreements import Agreement, AgreementSignature
from allmanning.accounts.models.delegation import Delegation
from allmanning.accounts.models.machines import Allowance, MachineClient
from allmanning.accounts.models.people import (
    DemoLogin,
    Membership,
    Organisation,
    People,
    Person,
    check_personnummer,
)

__all__ = [
    "Agreement",
    "AgreementSignature",
    "Allowance",
    "Delegation",
    "DemoLogin",
    "MachineClient",
    "Membership",
    "Organisation",
    "People",
    "Person",
    "check_personnummer",
]
