"""Who calls: a neighbouring system with its key or a token, a person with a session, or nobody we know."""

from dataclasses import dataclass
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.utils import check_csrf

from allmanning.accounts import actors, clients
from allmanning.accounts.actors import Actor
from allmanning.accounts.authentication import Authentication, authentication, ended
from allmanning.accounts.models import Person
from allmanning.accounts.staff import NotStaffError, staff
from allmanning.portals.api.problems import FORBIDDEN, NO_SCOPE, UNKNOWN_CALLER, ProblemError

type Role = Literal["resident", "staff"]

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="allmanning"'}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """At most one of the two; neither is anybody at all, known by a network address."""

    address: str
    client: clients.Client | None = None
    person: Person | None = None
    login: Authentication | None = None
    """How the person came in, which also says to which side of the counter."""

    @property
    def bucket(self) -> tuple[Literal["client", "person", "address"], str]:
        """Whose allowance a call is taken from."""
        if self.client:
            return "client", self.client.identity
        if self.person:
            return "person", str(self.person.pk)
        return "address", self.address

    def actor(self, role: Role | None = None) -> Actor:
        """Who acts. A person who works somewhere is at work, unless they say that they come in their own cases."""
        if self.client:
            return self.client.actor
        if self.person is None or self.login is None:
            raise unknown()
        if self.login.serves == ("staff" if role == "resident" else "residents" if role else ""):
            raise unknown()
        if role == "resident" or self.login.serves == "residents":
            return actors.resident(self.person)
        try:
            return staff(self.person, self.login.organisation)
        except NotStaffError:
            if role == "staff" or self.login.serves == "staff":
                raise
            return actors.resident(self.person)

    def require(self, scope: str, *, people: bool = True) -> None:
        """Refuse who may not make the call at all. A person needs no scope: what they may do is asked case by case."""
        if self.client and scope not in self.client.scopes:
            headers = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'}
            raise ProblemError(
                NO_SCOPE, _("Nyckeln saknar behörigheten som står i scope."), headers=headers, scope=scope
            )
        if self.person and not people:
            raise ProblemError(FORBIDDEN, _("Det här är bara för andra system."))
        if not self.client and not self.person:
            raise unknown()


def unknown() -> ProblemError:
    """Nobody we know."""
    detail = _("Skicka en nyckel eller en token som Authorization: Bearer …, eller logga in.")
    return ProblemError(UNKNOWN_CALLER, detail, headers=CHALLENGE)


def caller_of(request: HttpRequest) -> Caller:
    """Raises ProblemError for a key that is nobody's, and for a session whose request might be another site's."""
    address = address_of(request)
    scheme, _blank, credential = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        client = clients.recognised(credential.strip())
        if client is None:
            headers = {"WWW-Authenticate": 'Bearer realm="allmanning", error="invalid_token"'}
            detail = _("Nyckeln gäller inte: den är fel skriven, för gammal eller återkallad.")
            raise ProblemError(UNKNOWN_CALLER, detail, headers=headers)
        return Caller(address, client=client)
    login = authentication(request)
    if isinstance(request.user, Person) and login and not ended(request, at_work=login.serves != "residents"):
        if request.method not in SAFE and check_csrf(request):
            raise ProblemError(FORBIDDEN, _("Skicka kakans värde i huvudet X-CSRFToken."))
        return Caller(address, person=request.user, login=login)
    return Caller(address)


def address_of(request: HttpRequest) -> str:
    """The network address of who calls; behind a proxy the one that the proxy itself has seen."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or "proxy"
    return str(request.META.get("REMOTE_ADDR", ""))


def remember(request: HttpRequest, caller: Caller) -> None:
    """Keep who calls with the request."""
    request.caller = caller  # type: ignore[attr-defined]


def caller_in(request: HttpRequest) -> Caller:
    """Who calls, as the gate found."""
    return cast(Caller, request.caller)  # type: ignore[attr-defined]
