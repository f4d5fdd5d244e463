"""openapi.json: the calls as django-ninja writes them down, with all that DIGG's profile for REST asks for added."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from allmanning.packages import Text
from allmanning.portals.api import examples, problems
from allmanning.portals.api.contract import CALLS, Call, api, both
from allmanning.portals.api.gate import MOST_BYTES, PER_MINUTE

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
HOME = "https://allmanning.example"

ABOUT = both(
    Text(
        "Tjänstepaketens regler, ärenden, beslut och siffror för andra system. Belopp är öre, tider UTC (RFC 3339), dagar 2025-11-01. "
        "Personnummer förekommer inte. Varje fel är problem+json (RFC 9457) på svenska eller engelska efter Accept-Language. "
        f"Gränser: {PER_MINUTE['client']} anrop i minuten för en nyckel, {PER_MINUTE['person']} för den som är inloggad, "
        f"{PER_MINUTE['address']} för övriga; {MOST_BYTES // 1024} kB i ett anrop; 100 rader i en lista. "
        "Fält kan läggas till inom versionen; att ta bort eller ändra ett kräver en ny version.",
        "The rules of service packages, cases, decisions and figures for other systems. Amounts are öre, times UTC (RFC 3339), days "
        "2025-11-01. No personal identity numbers. Every error is problem+json (RFC 9457) in Swedish or English by Accept-Language. "
        f"Limits: {PER_MINUTE['client']} calls a minute for a key, {PER_MINUTE['person']} for who is logged in, "
        f"{PER_MINUTE['address']} for others; {MOST_BYTES // 1024} kB in a call; 100 rows in a list. "
        "Fields may be added within the version; to take away or change one takes a new version.",
    )
)
TAGS = {
    "packages": Text("Tjänstepaket och deras regler", "Service packages and their rules"),
    "cases": Text("Ärenden, beslut och journal", "Cases, decisions and journal"),
    "effects": Text("Utfall och handläggningstider", "Outcomes and handling times"),
    "oauth": Text("Token för andra system", "Tokens for other systems"),
}
SCOPE_WORDS = {
    "rules:run": Text(
        "Fråga och beräkna med ett pakets regler, utan ärende",
        "Ask and decide with the rules of a package, without a case",
    ),
    "cases:read": Text(
        "Läsa organisationens ärenden och beslut", "Read the organisation's cases and decisions"
    ),
    "journal:read": Text("Läsa ärendenas journaler", "Read the journals of its cases"),
    "effects:read": Text("Läsa organisationens siffror", "Read its figures"),
}
ALLOWANCE = {
    "RateLimit": Text(
        "Anrop som är kvar, och sekunder till nästa minut", "Calls left, and seconds to the next minute"
    ),
    "RateLimit-Policy": Text("Anrop som får göras på en minut", "Calls that may be made in a minute"),
}
RETRY = {"Retry-After": Text("Sekunder att vänta", "Seconds to wait")}
REFUSALS = (
    problems.MALFORMED, problems.UNKNOWN_CALLER, problems.FORBIDDEN, problems.NOT_FOUND, problems.WRONG_METHOD,
    problems.NOT_ACCEPTABLE, problems.CONFLICT, problems.TOO_LARGE, problems.WRONG_TYPE, problems.INVALID, problems.TOO_MANY,
    problems.INTERNAL, problems.UNAVAILABLE,
)  # fmt: skip
PROBLEM_SHAPE = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "scope": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "path", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("in", "path", "code", "message")},
            },
        },
    },
}


def openapi(request: HttpRequest) -> JsonResponse:
    """The description, at the address where it is read."""
    return JsonResponse(description() | {"servers": [{"url": request.build_absolute_uri("/api/v1")}]})


@lru_cache(1)
def description() -> dict[str, Any]:
    """The whole document, but for the address of the server."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=""))
    told["info"] |= {
        "description": ABOUT,
        "contact": {"name": "Allmänning", "url": HOME},
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        "termsOfService": f"{HOME}/docs/look-up/api.md",
    }
    told["tags"] = [{"name": name, "description": both(text)} for name, text in TAGS.items()]
    told["servers"] = [
        {"url": "/api/v1", "description": both(Text("Den här installationen", "This installation"))}
    ]
    told["externalDocs"] = {"url": "/api/", "description": both(Text("Läs om gränssnittet", "Read about it"))}
    components = told["components"]
    components["schemas"]["Problem"] = PROBLEM_SHAPE
    components["securitySchemes"] = _ways_in()
    components["headers"] = {name: _header(text) for name, text in (ALLOWANCE | RETRY).items()}
    components["responses"] = {kind.slug: _refusal(kind) for kind in REFUSALS}
    for operation in _operations(told):
        _complete(operation, CALLS[operation["operationId"]])
    return told


def _operations(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in told["paths"].values():
        yield from path.values()


def _complete(operation: dict[str, Any], call: Call) -> None:
    """Examples, headers, refusals and who may call."""
    for parameter in operation["parameters"]:
        parameter["schema"].pop("example", None)
        parameter.setdefault("example", examples.CASE_ID)
        parameter.setdefault("description", both(Text("Ärendets id", "The id of the case")))
    if body := operation.get("requestBody"):
        (content,) = body["content"].values()
        content["examples"] = {"example": {"value": call.taken}}
        body["description"] = both(call.summary)
    (good,) = operation["responses"].values()
    good["description"] = both(call.summary)
    good["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in ALLOWANCE}
    good["content"][JSON]["examples"] = {"example": {"value": call.given}}
    for kind in REFUSALS:
        operation["responses"][str(kind.status)] = {"$ref": f"#/components/responses/{kind.slug}"}
    if call.tag == "oauth":
        for status in ("400", "401"):
            operation["responses"][status] = _token_refusal()
    operation["security"] = _security(call)


def _security(call: Call) -> list[dict[str, list[str]]]:
    if call.tag == "oauth" or not (call.scope or not call.systems):
        return []
    ways: list[dict[str, list[str]]] = [{"oauth": [call.scope]}, {"key": []}] if call.systems else []
    return [*ways, {"session": []}]


def _ways_in() -> dict[str, Any]:
    return {
        "oauth": {
            "type": "oauth2",
            "description": both(Text("Token i tio minuter", "A token for ten minutes")),
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/v1/oauth/token",
                    "scopes": {name: both(text) for name, text in SCOPE_WORDS.items()},
                }
            },
        },
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": both(Text("Nyckeln själv", "The key itself")),
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": both(
                Text(
                    "Den som är inloggad; X-CSRFToken när något ändras",
                    "Who is logged in; X-CSRFToken to change anything",
                )
            ),
        },
    }


def _header(text: Text) -> dict[str, Any]:
    return {"description": both(text), "schema": {"type": "string"}}


def _refusal(kind: problems.Kind) -> dict[str, Any]:
    headers = dict(ALLOWANCE)
    if kind in (problems.TOO_MANY, problems.UNAVAILABLE):
        headers |= RETRY
    example = examples.PROBLEM | {
        "type": f"/api/#{kind.slug}",
        "status": kind.status,
        "title": _swedish(kind),
    }
    return {
        "description": _swedish(kind),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {
            problems.MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {"example": {"value": example}},
            }
        },
    }


def _token_refusal() -> dict[str, Any]:
    words = {"error": {"type": "string"}, "error_description": {"type": "string"}}
    shape = {"type": "object", "required": list(words), "properties": words}
    example = {"error": "invalid_client", "error_description": "identity and secret do not belong together"}
    problem = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "examples": {"example": {"value": examples.PROBLEM}},
    }
    return {
        "description": both(Text("Ingen token", "No token")),
        "content": {
            JSON: {"schema": shape, "examples": {"example": {"value": example}}},
            problems.MEDIA_TYPE: problem,
        },
    }


def _swedish(kind: problems.Kind) -> str:
    from django.utils.translation import override

    told = {}
    for language in ("sv", "en"):
        with override(language):
            told[language] = str(kind.title)
    return both(Text(told["sv"], told["en"]))
