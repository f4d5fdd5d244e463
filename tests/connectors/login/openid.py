"""A real OpenID provider on this machine, whose ID tokens a test may twist before they are signed."""

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import werkzeug.serving
from joserfc import jwt
from oidc_provider_mock import app as provider_app

SUBJECTS: dict[str, dict[str, object]] = {}


@dataclass
class OpenIDProvider:
    """Where it answers, and what it lies about."""

    url: str
    twisted: dict[str, Any] = field(default_factory=dict)
    """Claims that replace those of the next ID tokens; None takes one away."""
    forged: Any = None
    """A key that signs the twisted ones instead of the provider's own."""
    userinfo: dict[str, Any] = field(default_factory=dict)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    """What each browser came with."""

    @property
    def discovery(self) -> str:
        return f"{self.url}/.well-known/openid-configuration"

    def knows(self, subject: str, **claims: object) -> None:
        httpx.put(f"{self.url}/users/{subject}", json=claims).raise_for_status()

    def identify(self, address: str, subject: str) -> str:
        """The browser comes, somebody identifies themselves, and is sent back to where the answer says."""
        self.asked.append({name: values[0] for name, values in parse_qs(urlsplit(address).query).items()})
        return str(httpx.post(address, data={"sub": subject}).headers["location"])

    def refuse(self, address: str) -> str:
        return str(httpx.post(address, data={"action": "deny"}).headers["location"])


@contextmanager
def running() -> Generator[OpenIDProvider]:
    application = provider_app()
    server = werkzeug.serving.make_server("127.0.0.1", 0, application, threaded=True)
    provider = OpenIDProvider(f"http://127.0.0.1:{server.server_port}")

    @application.after_request
    def twist(response: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and provider.twisted and response.status_code == 200:
            told = response.get_json()
            told["id_token"] = _signed_anew(told["id_token"], provider)
            response.set_data(flask.json.dumps(told))
        if flask.request.path == "/userinfo" and provider.userinfo:
            response.set_data(flask.json.dumps(provider.userinfo))
        return response

    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _signed_anew(token: str, provider: OpenIDProvider) -> str:
    key = flask.g.oidc_provider_mock_storage.jwk
    decoded = jwt.decode(token, key)
    told = {**decoded.claims, **provider.twisted}
    claims = {name: value for name, value in told.items() if value is not None}
    return jwt.encode(decoded.header, claims, provider.forged or key)
