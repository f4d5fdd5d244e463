"""Neighbouring systems: their keys, what a key lets them ask for, and how often they may ask."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import connection
from django.utils import timezone

from allmanning.accounts.actors import Actor, system
from allmanning.accounts.models import MachineClient, Organisation

SCOPES = {
    "rules:run": "ask and decide with the rules of a package, without a case",
    "cases:read": "read the cases and decisions of the organisation",
    "journal:read": "read the journals of its cases",
    "effects:read": "read its figures",
}
_READING = frozenset({"cases:read", "journal:read"})

TOKEN_SECONDS = 600
_TOKEN = "token."  # noqa: S105 - what a token begins with
_LONGEST = 1000


class UnknownScopeError(ValueError):
    """There is no such scope. Choose among those of `allmanning client add --help`."""

    def __init__(self, scopes: Iterable[str]) -> None:
        super().__init__(f"{', '.join(sorted(scopes))}: {self.__doc__}")


class ClientNotFoundError(LookupError):
    """There is no client in use with this identity. See `allmanning client list`."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"{identity}: {self.__doc__}")


@dataclass(frozen=True, slots=True)
class Client:
    """A neighbouring system that has shown its key or a token."""

    identity: str
    organisation: int
    name: str
    scopes: frozenset[str]
    digest: str = field(repr=False)

    @property
    def actor(self) -> Actor:
        """Who acts; without a scope that reads, the database shows it nothing."""
        return system(self.organisation, self.name, reads=bool(self.scopes & _READING))

    @property
    def counter(self) -> Actor:
        """Who asks for figures: the database counts cases that it need not show."""
        return system(self.organisation, self.name, reads="effects:read" in self.scopes)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new client and its secret, which nobody can read again."""

    identity: str
    secret: str = field(repr=False)

    @property
    def key(self) -> str:
        """What is sent as `Authorization: Bearer …`."""
        return f"{self.identity}.{self.secret}"


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls made in this minute, this one included, and seconds until the next minute."""

    used: int
    seconds_left: int


def add(organisation: Organisation, name: str, scopes: Iterable[str]) -> Issued:
    """Let a system in; runs as the owner of the table. Raises UnknownScopeError."""
    wanted = sorted(set(scopes))
    if strangers := set(wanted) - set(SCOPES):
        raise UnknownScopeError(strangers)
    issued = Issued(f"allm_{secrets.token_hex(6)}", secrets.token_urlsafe(32))
    MachineClient.objects.using("owner").create(
        organisation_id=organisation.pk,
        name=name,
        identity=issued.identity,
        scopes=wanted,
        digest=_digest(issued.secret),
    )
    return issued


def known() -> list[MachineClient]:
    """Every client, revoked ones too; runs as the owner of the table."""
    return list(MachineClient.objects.using("owner").select_related("organisation"))


def revoke(identity: str) -> None:
    """From the next request its key and its tokens are of no use. Raises ClientNotFoundError."""
    clients = MachineClient.objects.using("owner").filter(identity=identity, revoked_at=None)
    if not clients.update(revoked_at=timezone.now()):
        raise ClientNotFoundError(identity)


def recognised(credential: str) -> Client | None:
    """Whose key or token this is, if it is anybody's. Asked anew at each request, so that a revocation bites at the next."""
    if len(credential) > _LONGEST or not credential.isascii() or not credential.isprintable():
        return None
    if credential.startswith(_TOKEN):
        return _by_token(credential.removeprefix(_TOKEN))
    identity, _, secret = credential.partition(".")
    return by_secret(identity, secret)


def by_secret(identity: str, secret: str) -> Client | None:
    """Whose identity and secret these are, if they belong together."""
    return _known(identity, _digest(secret)) if "\0" not in identity else None


def token(client: Client, scopes: Iterable[str]) -> str:
    """A token for ten minutes, with some of the client's scopes."""
    told = [client.identity, client.digest, *sorted(client.scopes.intersection(scopes))]
    return _TOKEN + _signer().sign_object(told)


def spend(kind: str, who: str) -> Spent:
    """Count a call. Of a network address only a keyed digest is written."""
    bucket = hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{who}".encode(), "sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT spent, seconds_left FROM accounts_spend(%s)", [bucket])
        return Spent(*cursor.fetchone())


def _by_token(signed: str) -> Client | None:
    try:
        identity, digest, *scopes = _signer().unsign_object(signed, max_age=TOKEN_SECONDS)
    except BadSignature:
        return None
    client = _known(identity, digest)
    if client is None:
        return None
    return Client(identity, client.organisation, client.name, client.scopes & frozenset(scopes), digest)


def _known(identity: str, digest: str) -> Client | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, name, scopes FROM accounts_recognise_client(%s, %s)", [identity, digest]
        )
        row = cursor.fetchone()
    return Client(identity, row[0], row[1], frozenset(row[2]), digest) if row else None


def _digest(secret: str) -> str:
    """A plain digest is enough: nobody guesses 256 random bits, however fast they may try."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="allmanning.clients.token", sep=".")
