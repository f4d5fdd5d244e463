"""The tables of organisations, people, what organisations have agreed, and who acts for whom."""

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
from allmanning.accounts.models.representation import Representation

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
    "Representation",
    "check_personnummer",
]
