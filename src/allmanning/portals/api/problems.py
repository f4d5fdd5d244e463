"""Every refusal is a problem document (RFC 9457): what kind, what happened here, and which fields were wrong."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError

from allmanning.cases import errors as cases
from allmanning.catalogue.adoptions import NotAdoptedError
from allmanning.packages import FactError, NoParameterRowError
from allmanning.rules.program import NoLawError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 30
log = logging.getLogger(__name__)

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of refusal. `slug` ends its address, where the page of the interface tells about it."""

    slug: str
    status: int
    title: Words


MALFORMED = Kind("malformed", 400, _("Anropet går inte att läsa"))
NO_KEY = Kind("idempotency-key-missing", 400, _("Nyckeln Idempotency-Key saknas"))
UNKNOWN_CALLER = Kind("unknown-caller", 401, _("Vi vet inte vem som frågar"))
FORBIDDEN = Kind("forbidden", 403, _("Det här får du inte göra"))
NO_SCOPE = Kind("scope-missing", 403, _("Behörigheten saknas"))
NOT_FOUND = Kind("not-found", 404, _("Det finns inte"))
WRONG_METHOD = Kind("method-not-allowed", 405, _("Adressen svarar inte på den metoden"))
NOT_ACCEPTABLE = Kind("not-acceptable", 406, _("Vi kan bara svara med JSON"))
CONFLICT = Kind("conflict", 409, _("Ärendet har kommit till ett annat läge"))
TOO_LARGE = Kind("too-large", 413, _("Anropet är för stort"))
WRONG_TYPE = Kind("unsupported-media-type", 415, _("Innehållet har fel format"))
INVALID = Kind("invalid", 422, _("Något i anropet är fel"))
OTHER_REQUEST = Kind("idempotency-mismatch", 422, _("Nyckeln är använd för ett annat anrop"))
TOO_MANY = Kind("too-many-requests", 429, _("För många anrop"))
INTERNAL = Kind("internal", 500, _("Något gick fel hos oss"))
UNAVAILABLE = Kind("unavailable", 503, _("Tjänsten svarar inte just nu"))

KINDS = (
    MALFORMED, NO_KEY, UNKNOWN_CALLER, FORBIDDEN, NO_SCOPE, NOT_FOUND, WRONG_METHOD, NOT_ACCEPTABLE, CONFLICT, TOO_LARGE,
    WRONG_TYPE, INVALID, OTHER_REQUEST, TOO_MANY, INTERNAL, UNAVAILABLE,
)  # fmt: skip

# What is said of each sort of error; the first that fits.
SAID: tuple[tuple[type[Exception], Kind, Words], ...] = (
    (NotAdoptedError, NOT_FOUND, _("Organisationen har inte tjänsten i bruk den dagen.")),
    (Http404, NOT_FOUND, _("Det finns inget sådant bland det som du får se.")),
    (PermissionDenied, FORBIDDEN, _("Logga in som, eller använd nyckeln för, någon som får göra det.")),
    (cases.IdempotencyMismatchError, OTHER_REQUEST, _("Använd en ny nyckel för ett nytt anrop. Det första anropet gäller.")),
    (cases.StaleCaseError, CONFLICT, _("Ett svar har ändrats på annat håll. Läs ärendet igen; inget skrevs över.")),
    (cases.IncompleteApplicationError, CONFLICT, _("En fråga som har betydelse för beslutet är inte besvarad.")),
    (cases.WrongPathError, INVALID, _("Det finns ingen sådan plats bland uppgifterna. Skriv namn, eller lista[0].namn.")),
    (cases.LoginLevelError, FORBIDDEN, _("Logga in säkrare: tjänsten kräver en högre tillitsnivå.")),
    (cases.NotForYouToStateError, FORBIDDEN, _("Bara en handläggare får ange den uppgiften.")),
    (cases.CaseError, CONFLICT, _("Det går inte att göra i det läge som ärendet är i. Läs ärendet igen.")),
    (FactError, INVALID, _("En uppgift har fel namn, fel typ eller ett värde som inte är tillåtet.")),
    (NoParameterRowError, INVALID, _("Paketet har inga belopp för den dagen. Välj en annan dag.")),
    (NoLawError, INVALID, _("Paketet har inga regler för den dagen. Välj en annan dag.")),
    (RequestDataTooBig, TOO_LARGE, _("Skicka högst 256 kB.")),
    (HttpError, MALFORMED, _("Innehållet är inte JSON.")),
    (OperationalError, UNAVAILABLE, _("Försök igen om en stund.")),
    (InterfaceError, UNAVAILABLE, _("Försök igen om en stund.")),
)  # fmt: skip

# What is said of a field, by the beginning of the code.
FIELD: tuple[tuple[str, Words], ...] = (
    ("missing", _("Uppgiften saknas.")),
    ("extra_forbidden", _("Det finns inget fält med det namnet.")),
    ("unknown", _("Paketet har ingen sådan uppgift.")),
    ("twice", _("Uppgiften står två gånger.")),
    ("range", _("Värdet är utanför det tillåtna.")),
    ("greater_than", _("Värdet är för litet.")),
    ("less_than", _("Värdet är för stort.")),
    ("length", _("Listan är för kort eller för lång.")),
    ("choice", _("Ordet är inte ett av dem som går att välja.")),
    ("date", _("Skriv dagen som 2025-11-01.")),
    ("cursor", _("Markören går inte att läsa. Börja från början, eller använd den du fick.")),
    ("", _("Värdet har fel typ eller form.")),
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """Something wrong in one place. `place` is body, query, path or header; `path` is dotted, lists as [0]."""

    place: str
    path: str
    code: str

    def told(self) -> dict[str, str]:
        words = next(words for beginning, words in FIELD if self.code.startswith(beginning))
        return {"in": self.place, "path": self.path, "code": self.code, "message": str(words)}


class ProblemError(Exception):
    """The request cannot be answered; `kind` and `detail` say why."""

    def __init__(
        self,
        kind: Kind,
        detail: Words,
        errors: tuple[FieldError, ...] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(kind.slug)
        self.kind, self.detail, self.errors, self.headers, self.more = (
            kind,
            detail,
            errors,
            headers or {},
            more,
        )


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """The response to any error; what nobody foresaw is logged, and nothing of it told."""
    problem = error if isinstance(error, ProblemError) else _as_problem(error)
    if problem.kind is INTERNAL:
        log.error(
            "%s %s", request.method, request.resolver_match and request.resolver_match.route, exc_info=error
        )
    return document(request, problem)


def document(request: HttpRequest, problem: ProblemError) -> HttpResponse:
    """The problem as JSON in the reader's language."""
    told: dict[str, Any] = {
        "type": f"/api/#{problem.kind.slug}",
        "title": str(problem.kind.title),
        "status": problem.kind.status,
        "detail": str(problem.detail),
        "instance": escape_uri_path(request.path),
        **problem.more,
    }
    if problem.errors:
        told["errors"] = [error.told() for error in problem.errors]
    content = json.dumps(told, default=str)
    response = HttpResponse(content, status=problem.kind.status, content_type=MEDIA_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _as_problem(error: Exception) -> ProblemError:
    if isinstance(error, ValidationError):
        return _unfitting(error)
    for known, kind, detail in SAID:
        if isinstance(error, known):
            headers = {"Retry-After": str(RETRY_SECONDS)} if kind is UNAVAILABLE else {}
            return ProblemError(kind, detail, _fields(error), headers)
    return ProblemError(INTERNAL, _("Felet är antecknat. Försök igen, och hör av dig om det är kvar."))


def _fields(error: Exception) -> tuple[FieldError, ...]:
    match error:
        case FactError():
            return (FieldError("body", f"facts.{error.path}", error.code),)
        case cases.StaleCaseError():
            return tuple(FieldError("body", f"facts.{name}", "stale") for name in error.names)
        case cases.IncompleteApplicationError():
            return (FieldError("body", f"facts.{error.path}", "missing"),)
        case cases.WrongPathError() | cases.NotForYouToStateError():
            return (FieldError("body", f"facts.{error.path}", "path"),)
        case NoParameterRowError() | NoLawError():
            return (FieldError("body", "on", "range"),)
    return ()


def _unfitting(error: ValidationError) -> ProblemError:
    """What the shapes refused."""
    fields = tuple(
        FieldError(str(each["loc"][0]), _dotted(each["loc"][1:]), str(each["type"])) for each in error.errors
    )
    if FieldError("header", "Idempotency-Key", "missing") in fields:
        return ProblemError(
            NO_KEY, _("Skicka en egen nyckel, ny för varje nytt anrop, i huvudet Idempotency-Key.")
        )
    return ProblemError(INVALID, _("Se errors för var felen är."), fields)


def _dotted(places: tuple[Any, ...]) -> str:
    """("body", "facts", 0) without the name of our own argument: facts[0]."""
    path = ""
    for place in places if places[:1] != ("body",) else places[1:]:
        path += f"[{place}]" if isinstance(place, int) else f".{place}" if path else str(place)
    return path


def not_found(request: HttpRequest) -> HttpResponse:
    """An address under /api/ that is no resource."""
    return document(request, ProblemError(NOT_FOUND, gettext("Det finns ingen resurs på den adressen.")))
