"""Signing takes an identification that is minutes old: whoever has none is sent to identify themselves, and finds again what
they wrote.

    if (first := identify_first(request)) is not None:
        return first
    actions.decide(…, method=method_of(request))
"""

import base64
import json
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from allmanning.accounts.authentication import authentication, is_fresh, spend

KEPT = "written"
# As long as allauth waits for somebody to come back from a provider.
KEPT_SECONDS = 10 * 60
NEVER_KEPT = {"csrfmiddlewaretoken"}


def identify_first(request: HttpRequest, *, alone: bool = False, page: str = "") -> HttpResponse | None:
    """The way to the person's provider, or None when they may sign now.

    What they posted is kept for the page of the same address, or for the other one to come back to. `alone`: the
    identification must have been made for this signature and no other, so that nobody confirms in the session of whoever
    sat there before.
    """
    found, page = authentication(request), page or request.path
    if found is not None and is_fresh(found, address=page if alone else ""):
        spend(request)
        request.session.pop(KEPT, None)
        return None
    fields = {name: value for name, value in request.POST.items() if name not in NEVER_KEPT}
    # A session is a row of a table without policies; the key is not in the database.
    request.session[KEPT] = [page, _sealing().encrypt(json.dumps(fields).encode()).decode()]
    return redirect(f"{reverse('open:login_again')}?{urlencode({'next': page})}")


def written_before(request: HttpRequest) -> dict[str, str]:
    """What was posted to this address before its writer was sent to identify themselves; empty without it."""
    path, sealed = request.session.get(KEPT) or ("", "")
    if path != request.path:
        return {}
    try:
        kept: dict[str, str] = json.loads(_sealing().decrypt(sealed, ttl=KEPT_SECONDS))
    except InvalidToken:
        return {}
    return kept


def method_of(request: HttpRequest) -> str:
    """How and when the signer was identified, as the signature keeps it."""
    found = authentication(request)
    return found.told if found else ""


def level_of(request: HttpRequest) -> int:
    """How surely the person was identified, as a Swedish tillitsnivå; 0 for nobody."""
    found = authentication(request)
    return found.level if found else 0


def _sealing() -> Fernet:
    key = salted_hmac("allmanning.written", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
