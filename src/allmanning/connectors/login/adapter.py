"""Where allauth asks us: which providers there are, what to do with who arrives, what to do when it went wrong."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from django.http import HttpRequest

from allmanning.connectors.login.errors import ConfigurationError, LoginError, Reason
from allmanning.connectors.login.letting_in import let_in
from allmanning.connectors.login.models import LoginProvider
from allmanning.connectors.login.provider import ASKED_ANEW, Arrival

PROVIDER_ID = {LoginProvider.Protocol.OIDC: "openid_connect", LoginProvider.Protocol.SAML: "saml"}
METADATA_SECONDS = 10
END_CERTIFICATE = "-----END CERTIFICATE-----"
PRIVATE_KEY = "PRIVATE KEY-----"


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Allauth's adapter over our table of login providers."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[Any]:
        """The one named by its key: for OpenID Connect as `provider`, for SAML as `client_id`."""
        rows = LoginProvider.objects.select_related("organisation").filter(is_active=True)
        return [app_of(row) for row in rows.filter(key=client_id or provider)]

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str = AuthError.UNKNOWN,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Always raises, so that allauth shows no page of its own."""
        detail = f"{provider.app.provider_id}: {exception.__class__.__name__ if exception else error}"
        if exception is not None and exception.__cause__ is not None:
            detail += f", {exception.__cause__.__class__.__name__}"
        if said := (extra_context or {}).get("saml_errors"):
            detail += f", {said}"
        raise LoginError(_reason(error, exception, extra_context or {}), detail)

    def pre_social_login(self, request: HttpRequest, sociallogin: Arrival) -> None:
        """Allauth has checked all that the protocol asks for."""
        let_in(request, sociallogin.provider.app.login_provider, sociallogin.told, sociallogin.state["data"])


def app_of(row: LoginProvider) -> Any:
    """A provider as allauth wants it. It is never saved."""
    app = SocialApp(
        provider=PROVIDER_ID[LoginProvider.Protocol(row.protocol)],
        provider_id=row.key,
        name=row.name,
        client_id=row.client_id if row.protocol == row.Protocol.OIDC else row.key,
    )
    if row.protocol == row.Protocol.OIDC:
        app.secret = row.read_secret()
        app.settings = _openid(row)
    else:
        app.settings = _saml(row)
    app.login_provider = row
    return app


def _openid(row: LoginProvider) -> dict[str, Any]:
    asked = ASKED_ANEW | ({"acr_values": row.acr} if row.acr else {})
    return {
        "server_url": row.address,
        "oauth_pkce_enabled": True,
        "auth_params": asked,
        "scope": ["openid", "profile"],
    }


def _saml(row: LoginProvider) -> dict[str, Any]:
    """The other side's metadata is fetched from its address, and believed because the address is https."""
    advanced: dict[str, Any] = {"reject_idp_initiated_sso": True, "want_name_id": False}
    if pem := row.read_secret():
        certificate, key = _pair(pem, row.key)
        advanced |= {
            "x509cert": certificate,
            "private_key": key,
            "authn_request_signed": True,
            "metadata_signed": True,
        }
    idp = {
        "metadata_url": row.address,
        "entity_id": row.entity_id or None,
        "metadata_request_timeout": METADATA_SECONDS,
    }
    return {"idp": idp, "advanced": advanced}


def _pair(pem: str, key: str) -> tuple[str, str]:
    """Certificate and private key out of one PEM."""
    parts = [part.strip() for part in pem.replace(END_CERTIFICATE, END_CERTIFICATE + "\0").split("\0")]
    certificate = next((part for part in parts if part.endswith(END_CERTIFICATE)), "")
    begins = certificate.find("-----BEGIN CERTIFICATE")
    private = pem.replace(certificate[begins:], "").strip() if certificate else ""
    if not private.endswith(PRIVATE_KEY) or begins < 0:
        raise ConfigurationError(
            f"Login {key}: the secret is no PEM with a certificate and its private key. Put both in one file."
        )
    return certificate[begins:], private


def _reason(error: str, exception: Exception | None, context: dict[str, Any]) -> Reason:
    if error == AuthError.CANCELLED:
        return "cancelled"
    if isinstance(exception, OSError):  # as all errors of requests are
        return "down"
    if exception is not None or "saml_errors" in context:
        return "distrusted"
    # The provider itself said no; or the browser came back with a state that is not its own, or is too old.
    return "cancelled" if context.get("state") else "lost"
