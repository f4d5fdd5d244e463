"""Every address answers with the headers that a browser protects people by, whoever asks and whatever it says."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from tests.people import ANNA, BO, person

SOMETHING = {
    "slug": "mittkoping",
    "uuid": UUID(int=7),
    "uuidstr": str(UUID(int=7)),
    "int": 7,
    "str": "hyra",
    "path": "x",
}
HTTPS = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, ":".join(filter(None, (namespace, entry.namespace))))
        else:
            yield ":".join(filter(None, (namespace, str(entry.name)))), entry


def addresses() -> dict[str, str]:
    """Every name, with an address that it has."""
    found = {}
    for name, entry in patterns(get_resolver()):
        converters = entry.pattern.converters
        kinds = {
            key: type(each).__name__.removesuffix("Converter").lower() for key, each in converters.items()
        }
        found[name] = reverse(name, kwargs={key: SOMETHING.get(kind, "x") for key, kind in kinds.items()})
    return found


def missing(answer: HttpResponseBase) -> list[str]:
    """What of the protection the answer lacks."""
    policy = answer.headers.get("Content-Security-Policy", "")
    held = {
        "policy": "default-src 'none'" in policy
        and "frame-ancestors 'none'" in policy
        and "unsafe" not in policy,
        "hsts": "max-age=31536000; includeSubDomains" in answer.headers.get("Strict-Transport-Security", ""),
        "frame": answer.headers.get("X-Frame-Options") == "DENY",
        "sniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": answer.headers.get("Referrer-Policy") == "same-origin",
    }
    return [name for name, holds in held.items() if not holds]


def unprotected(who: Client | None = None) -> dict[str, list[str]]:
    client = who or Client(raise_request_exception=False)
    answers = {name: client.get(address, secure=True) for name, address in addresses().items()}
    assert len(answers) > 40
    return {name: lacks for name, answer in answers.items() if (lacks := missing(answer))}


@pytest.fixture(autouse=True)
def _as_in_production(settings: Settings) -> None:
    for name, value in HTTPS.items():
        setattr(settings, name, value)


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("who", [None, ANNA, BO], ids=["nobody", "a resident", "a caseworker"])
def test_every_address_is_protected(who: object) -> None:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(person(who))  # type: ignore[arg-type]
    assert unprotected(client) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("middleware", "lacks"),
    [
        ("django.middleware.csp.ContentSecurityPolicyMiddleware", "policy"),
        ("django.middleware.security.SecurityMiddleware", "hsts"),
        ("django.middleware.clickjacking.XFrameOptionsMiddleware", "frame"),
    ],
)
def test_without_the_middleware_it_is_seen(middleware: str, lacks: str, settings: Settings) -> None:
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != middleware]
    client = Client(raise_request_exception=False)
    assert lacks in missing(client.get("/om/", secure=True))


@pytest.mark.django_db
def test_what_leads_nowhere_is_protected_too() -> None:
    assert missing(Client().get("/finns/inte/alls/", secure=True)) == []


@pytest.mark.django_db
def test_plain_http_is_sent_on_but_for_the_machines_beside() -> None:
    assert Client().get("/om/").headers["Location"].startswith("https://")
    assert Client().get("/halsa/lever").status_code == 200
