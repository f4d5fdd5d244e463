"""Tokens: a system changes its identity and secret for a token of ten minutes (RFC 6749 4.4, client credentials)."""

import base64
import binascii
from typing import Annotated, Any
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Form

from allmanning.accounts import clients
from allmanning.packages import Text
from allmanning.portals.api import case_shapes, examples
from allmanning.portals.api.contract import Call, offer


class TokenError(Exception):
    """The token is refused, in the words of RFC 6749 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


@offer(
    Call(
        method="POST",
        path="/oauth/token",
        summary=Text("Hämta en token", "Get a token"),
        about=Text(
            "OAuth 2.0 client credentials (RFC 6749 4.4). Identitet och hemlighet skickas med HTTP Basic eller i formuläret. "
            "Token gäller i tio minuter och slutar gälla när nyckeln återkallas. Fel svaras som RFC 6749 5.2 säger.",
            "OAuth 2.0 client credentials (RFC 6749 4.4). Identity and secret are sent by HTTP Basic or in the form. "
            "The token lasts ten minutes, and ends when the key is revoked. Errors are answered as RFC 6749 5.2 says.",
        ),
        shape=case_shapes.Token,
        taken=examples.CREDENTIALS,
        given=examples.TOKEN,
    )
)
def issue_token(
    request: HttpRequest,
    response: HttpResponse,
    grant_type: Annotated[str | None, Form(None, max_length=100)],
    client_id: Annotated[str | None, Form(None, max_length=100)],
    client_secret: Annotated[str | None, Form(None, max_length=100)],
    scope: Annotated[str | None, Form(None, max_length=500)],
) -> Any:
    try:
        client = _client(request, client_id, client_secret)
        if grant_type != "client_credentials":
            raise TokenError("unsupported_grant_type", "grant_type is client_credentials, and nothing else")
        wanted = frozenset(scope.split()) if scope else client.scopes
        if not wanted <= client.scopes:
            strangers = " ".join(sorted(wanted - client.scopes))
            raise TokenError("invalid_scope", f"the client does not have: {strangers}")
    except TokenError as error:
        return _refused(request, error)
    return case_shapes.Token(
        access_token=clients.token(client, wanted),
        token_type="Bearer",  # noqa: S106
        expires_in=clients.TOKEN_SECONDS,
        scope=" ".join(sorted(wanted)),
    )


def _client(request: HttpRequest, identity: str | None, secret: str | None) -> clients.Client:
    scheme, _blank, written = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        identity, secret = _basic(written)
    client = clients.by_secret(identity, secret) if identity and secret else None
    if client is None:
        raise TokenError("invalid_client", "identity and secret do not belong together, or are revoked", 401)
    return client


def _basic(written: str) -> tuple[str, str]:
    """Each part is itself form-encoded (RFC 6749 2.3.1)."""
    try:
        identity, _colon, secret = base64.b64decode(written, validate=True).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(identity), unquote_plus(secret)


def _refused(request: HttpRequest, error: TokenError) -> JsonResponse:
    told = {"error": error.error, "error_description": error.description}
    response = JsonResponse(told, status=error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Basic realm="allmanning"'
    return response
