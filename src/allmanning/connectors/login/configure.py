"""Adding, trying and removing login providers, and letting somebody in at work. On the owner's connection."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from allauth.socialaccount.providers.saml.utils import fetch_metadata_url_config
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from allmanning.accounts.models import Membership, Organisation, Person
from allmanning.accounts.roles import HANDLE, Role
from allmanning.catalogue.models import Adoption
from allmanning.connectors.login.adapter import app_of
from allmanning.connectors.login.errors import ConfigurationError
from allmanning.connectors.login.models import ENVIRONMENT, FILE, LoginProvider, StaffIdentity

NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
WAIT = 10
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a provider said of itself."""

    name: str
    address: str
    """Where it wants people sent."""


def add(provider: LoginProvider) -> bool:
    """Write a provider down, or write it anew; True when it is new. Raises ConfigurationError for the first fault."""
    for fault in faults(provider):
        raise ConfigurationError(fault)
    earlier = LoginProvider.objects.using("owner").filter(key=provider.key).first()
    if earlier is not None and earlier.organisation_id != provider.organisation_id:
        raise ConfigurationError(f"Login {provider.key} is of another organisation. Choose another key.")
    provider.pk = earlier.pk if earlier else None
    try:
        with translation.override("en"):  # as all that is said to operators
            provider.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        with translation.override("en"):
            told = "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
        raise ConfigurationError(f"Login {provider.key}: {told}") from error
    provider.save(using="owner")
    return earlier is None


def faults(provider: LoginProvider) -> Iterator[str]:
    """Everything wrong that can be seen without asking the provider."""
    head = f"Login {provider.key}"
    address = urlsplit(provider.address)
    if address.scheme != "https" and not (settings.DEMO and address.hostname in LOOPBACK):
        yield f"{head}: the address is not https. Give the provider's address beginning with https://."
    if provider.protocol == provider.Protocol.OIDC and not provider.client_id:
        yield f"{head}: OpenID Connect needs the client id that the provider gave you."
    if provider.identifies == provider.Identifies.STAFF_ID and provider.serves != provider.Serves.STAFF:
        yield f"{head}: a staff id lets in only staff. Say that it serves staff."
    if provider.secret and not provider.secret.startswith((ENVIRONMENT, FILE)):
        yield f"{head}: write where the secret is, env:NAME or file:/path, not the secret itself."
        return
    try:
        app_of(provider)
    except ConfigurationError as error:
        yield str(error)


def attempt(provider: LoginProvider) -> Trial:
    """Ask the provider what it is. Raises ConfigurationError when it does not answer, or not as such a provider."""
    read = _discovery if provider.protocol == provider.Protocol.OIDC else _metadata
    try:
        return read(provider)
    except (httpx.HTTPError, OSError) as error:
        raise ConfigurationError(
            f"Login {provider.key}: {provider.address} does not answer ({type(error).__name__})."
            " Check the address, and that this machine may reach it."
        ) from error


def employ(
    organisation: Organisation, staff_id: str, name: tuple[str, str], role: Role, packages: Iterable[str] = ()
) -> tuple[Person, bool]:
    """Let somebody in at work by their staff id, in a role, for some services or all; True when they are new.

    Run again with another role, it adds the role; with the same, the services are those said now. `name` is given and family.
    Raises ConfigurationError for a service that the organisation has not adopted, and for a role that has no services.
    """
    services = sorted(set(packages))
    _refuse_services(organisation, role, services)
    given, family = name
    with transaction.atomic(using="owner"):
        known = (
            StaffIdentity.objects.using("owner")
            .filter(organisation=organisation, identifier=staff_id)
            .select_related("person")
            .first()
        )
        if known is None:
            person = Person.objects.using("owner").create(given_name=given, family_name=family)
            StaffIdentity.objects.using("owner").create(
                organisation_id=organisation.pk, identifier=staff_id, person=person
            )
        else:
            person = known.person
        Membership.objects.using("owner").update_or_create(
            person_id=person.pk,
            organisation_id=organisation.pk,
            role=role,
            defaults={"packages": services},
        )
    return person, known is None


def _refuse_services(organisation: Organisation, role: Role, services: list[str]) -> None:
    if services and role not in HANDLE:
        raise ConfigurationError(
            f"{role.said.capitalize()} is for the whole organisation. Leave the services out."
        )
    adopted = set(
        Adoption.objects.filter(organisation=organisation).values_list("release__package_id", flat=True)
    )
    for unknown in sorted(set(services) - adopted):
        raise ConfigurationError(
            f"{organisation.name} has not adopted {unknown}. It has: {', '.join(sorted(adopted)) or 'nothing yet'}."
        )


def _discovery(provider: LoginProvider) -> Trial:
    answer = httpx.get(provider.address, timeout=WAIT)
    answer.raise_for_status()
    try:
        told = answer.json()
        lacking = [name for name in NEEDED if not told.get(name)]
    except (ValueError, AttributeError):
        lacking = ["JSON"]
    if lacking:
        raise ConfigurationError(
            f"Login {provider.key}: {provider.address} is no OpenID discovery document: no {', '.join(lacking)}."
            " It usually ends with /.well-known/openid-configuration."
        )
    return Trial(told["issuer"], told["authorization_endpoint"])


def _metadata(provider: LoginProvider) -> Trial:
    try:
        idp = fetch_metadata_url_config(app_of(provider).settings["idp"])["idp"]
        return Trial(idp["entityId"], idp["singleSignOnService"]["url"])
    except OSError:
        raise
    except Exception as error:  # the parser raises plain Exception, and lxml's own
        raise ConfigurationError(
            f"Login {provider.key}: {provider.address} is no SAML metadata of a provider that people log in at"
            " by HTTP-Redirect. Check the address and the entity id."
        ) from error
