"""Allauth's two protocols as we use them: signatures always checked, the person always asked anew, nothing looked up or stored.

Allauth finds this module by its name and takes `provider_classes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from allauth.socialaccount.providers.saml.utils import build_auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from lxml import etree  # type: ignore[import-untyped]

from allmanning.connectors.login.errors import LoginError

ASKED_ANEW = {"prompt": "login", "max_age": "0"}
AUTHN_INSTANT = "string(//*[local-name() = 'AuthnStatement']/@AuthnInstant)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a provider told: claims by name, when it identified the person (seconds since 1970), and in which ways."""

    claims: Mapping[str, Any]
    at: float | None
    contexts: tuple[str, ...] = field(default=())


class Arrival(SocialLogin):  # type: ignore[misc]
    """Somebody who comes back from a provider, before we know who it is."""

    def __init__(self, provider: Any, told: Told) -> None:
        super().__init__(provider=provider, account=SocialAccount(provider=provider.sub_id))
        self.told = told

    def lookup(self) -> None:
        """Allauth would look in its own tables; ours are asked when it hands the arrival over."""


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The code flow with every ID token's signature checked, although it came straight from the provider."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        app.settings["fetch_userinfo"] = "userinfo_endpoint" in self.openid_config
        if "id_token" not in kwargs["response"]:
            raise LoginError("distrusted", "no ID token came")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> Any:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("open:login_back", args=[app.provider_id]))


class OpenID(OpenIDConnectProvider):  # type: ignore[misc]
    """OpenID Connect."""

    oauth2_adapter_class = OpenIDAdapter

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> Arrival:
        signed, also = response["id_token"], response.get("userinfo", {})
        # OpenID Connect Core 5.3.2: otherwise what it tells may be about somebody else.
        if also and also.get("sub") != signed["sub"]:
            raise LoginError("distrusted", "userinfo is about another subject than the ID token")
        at = signed.get("auth_time")
        contexts = (str(signed["acr"]),) if "acr" in signed else ()
        return Arrival(self, Told(claims={**also, **signed}, at=at and float(at), contexts=contexts))


class SAML(SAMLProvider):  # type: ignore[misc]
    """SAML 2.0."""

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """As allauth does, and with ForceAuthn."""
        auth = build_auth(request, self)
        address = auth.login(return_to="", force_authn=True)
        self.stash_redirect_state(
            request, process, next_url, data, state_id=auth.get_last_request_id(), **kwargs
        )
        return HttpResponseRedirect(address)

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> Arrival:
        told = {**response.get_friendlyname_attributes(), **response.get_attributes()}
        claims = {name: values[0] for name, values in told.items() if values}
        contexts = tuple(response.get_last_authn_contexts())
        claims.setdefault("NameID", response.get_nameid())
        return Arrival(self, Told(claims=claims, at=_instant(response), contexts=contexts))


provider_classes = [OpenID, SAML]


def _instant(response: Any) -> float | None:
    """When the assertion says that the person was identified; its signature has been checked."""
    xml = response.get_last_response_xml()
    written = str(etree.fromstring(xml.encode() if isinstance(xml, str) else xml).xpath(AUTHN_INSTANT))
    return datetime.fromisoformat(written).timestamp() if written else None
