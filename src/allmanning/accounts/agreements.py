"""Agreements between organisations: drafted, signed by both, revoked by either (KL (2017:725) 9 kap. 37–38 §§)."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Agreement, AgreementSignature, Organisation
from allmanning.accounts.models.agreements import State
from allmanning.accounts.roles import HANDLE, SIGN, Role, Task


class AgreementError(ValueError):
    """Something about the agreement stands in the way."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NotForYouToSignError(PermissionDenied):
    """Only a team leader or a member of the board of one of the parties may do this."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class AgreementNotFoundError(Http404):
    """There is no such agreement that your organisation is a party to."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class OnePartyError(AgreementError):
    """An agreement has two parties. Choose another organisation than your own."""


class NothingAgreedError(AgreementError):
    """An agreement names at least one service, one task and one role."""


class CouncilDecisionMissingError(AgreementError):
    """Write which decision of the council (fullmäktige) the agreement stands on."""


class EndsBeforeItBeginsError(AgreementError):
    """The agreement would end before it begins. Write a later last day, or none."""


class AlreadySignedError(AgreementError):
    """Your organisation has signed already, or you have signed for the other. Another person must sign for each party."""


class NotInForceError(AgreementError):
    """The agreement is revoked or has ended. Draft a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed. `valid_to` is the last day, None until it is revoked."""

    executor: int
    packages: Collection[str]
    tasks: Collection[Task]
    roles: Collection[Role]
    valid_from: date
    council_decision: str
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement as it stands, with its signatures; nothing in it asks the database again."""

    agreement: Agreement
    """With owner and executor read."""
    signatures: tuple[AgreementSignature, ...]
    state: State

    def signed_by(self, organisation: int) -> AgreementSignature | None:
        """The signature of one party."""
        return next((one for one in self.signatures if one.organisation_id == organisation), None)


def draft(actor: Actor, owner: int, terms: Terms) -> int:
    """Write an agreement down for both to sign; gives its number. `owner` is the actor's own organisation, whose cases they are."""
    if owner not in actor.signs:
        raise NotForYouToSignError
    _check(owner, terms)
    with acting(actor):
        if not Organisation.objects.filter(pk=terms.executor).exists():
            raise OnePartyError
        # The tasks that follow from others are written out, so that the agreement says all it means.
        tasks = set(terms.tasks) | {Task.READ}
        agreement = Agreement.objects.create(
            owner_id=owner,
            executor_id=terms.executor,
            packages=sorted(terms.packages),
            tasks=[task.value for task in Task if task in tasks],
            roles=[role.value for role in Role if role in terms.roles],
            valid_from=terms.valid_from,
            valid_to=terms.valid_to,
            council_decision=terms.council_decision.strip(),
            drafted_by=actor.name,
        )
        return agreement.pk


def sign(actor: Actor, agreement_id: int, method: str = "demo") -> None:
    """Sign for the party where the actor may sign. When both have signed, the agreement holds from its first day."""
    try:
        with acting(actor):
            _sign(actor, agreement_id, method)
    except IntegrityError as error:  # a colleague, or the same press, was there at the same moment
        raise AlreadySignedError from error


def revoke(actor: Actor, agreement_id: int) -> None:
    """End it now, by either party; a draft is thrown away in the same manner. It bites on everybody's next request."""
    with acting(actor):
        standing = _standing(agreement_id)
        agreement = standing.agreement
        if standing.state in ("revoked", "ended"):
            raise NotInForceError
        party = _party(actor, agreement)
        name = agreement.owner.name if party == agreement.owner_id else agreement.executor.name
        Agreement.objects.filter(pk=agreement_id).update(
            revoked_at=timezone.now(), revoked_by=f"{actor.name}, {name}"
        )


def standing(actor: Actor, agreement_id: int) -> Standing:
    """One agreement that an organisation of the actor's is a party to."""
    with acting(actor):
        return _standing(agreement_id)


def standings(actor: Actor) -> tuple[Standing, ...]:
    """All agreements of the actor's organisations, latest first."""
    with acting(actor):
        return tuple(_seen(agreement) for agreement in _read().order_by("-valid_from", "-pk"))


def digest_of(agreement: Agreement) -> str:
    """sha256 of the terms; the same for both signatures."""
    terms = [
        agreement.pk, agreement.owner_id, agreement.executor_id, agreement.packages, agreement.tasks,
        agreement.roles, str(agreement.valid_from), str(agreement.valid_to), agreement.council_decision,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(terms, ensure_ascii=False).encode()).hexdigest()


def _sign(actor: Actor, agreement_id: int, method: str) -> None:
    standing = _standing(agreement_id)
    agreement = standing.agreement
    if standing.state in ("revoked", "ended"):
        raise NotInForceError
    organisation = _party(actor, agreement)
    if standing.signed_by(organisation) or any(
        one.person_id == actor.person_id for one in standing.signatures
    ):
        raise AlreadySignedError
    AgreementSignature.objects.create(
        agreement=agreement,
        organisation_id=organisation,
        person_id=actor.person,
        name=actor.name,
        role=min(actor.roles_in(organisation) & SIGN),
        digest=digest_of(agreement),
        method=method,
    )


def _check(owner: int, terms: Terms) -> None:
    if terms.executor == owner:
        raise OnePartyError
    if not terms.packages or not terms.tasks or not set(terms.roles) & HANDLE:
        raise NothingAgreedError
    if not terms.council_decision.strip():
        raise CouncilDecisionMissingError
    if terms.valid_to is not None and terms.valid_to < terms.valid_from:
        raise EndsBeforeItBeginsError


def _party(actor: Actor, agreement: Agreement) -> int:
    """The party the actor signs or revokes for; the owner, if they could for both."""
    mine = [party for party in (agreement.owner_id, agreement.executor_id) if party in actor.signs]
    if not mine:
        raise NotForYouToSignError
    return mine[0]


def _standing(agreement_id: int) -> Standing:
    agreement = _read().filter(pk=agreement_id).first()
    if agreement is None:
        raise AgreementNotFoundError
    return _seen(agreement)


def _read() -> QuerySet[Agreement]:
    return Agreement.objects.select_related("owner", "executor").prefetch_related("signatures")


def _seen(agreement: Agreement) -> Standing:
    signatures = tuple(agreement.signatures.all())
    return Standing(agreement, signatures, agreement.state(timezone.localdate(), len(signatures)))
