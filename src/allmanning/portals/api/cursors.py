"""Where a list goes on: the place of the last row, signed, so that new rows neither shift nor repeat any."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from allmanning.portals.api.problems import INVALID, FieldError, ProblemError


def cursor(listing: str, place: list[Any]) -> str:
    """The cursor after a place in a listing; `listing` names it with its filters."""
    return _signer(listing).sign_object(place)


def place(listing: str, written: str) -> list[Any]:
    """The place a cursor tells. Raises ProblemError for another listing's cursor, and for what is none."""
    try:
        found = _signer(listing).unsign_object(written)
    except (BadSignature, ValueError) as error:
        wrong = (FieldError("query", "cursor", "cursor"),)
        raise ProblemError(INVALID, _("Se errors för var felen är."), wrong) from error
    return list(found)


def _signer(listing: str) -> Signer:
    return Signer(salt=f"allmanning.api.cursor.{listing}", sep=".")


def next_page(request: HttpRequest, following: str | None) -> str | None:
    """The address of the next page, with the filters of this one."""
    if following is None:
        return None
    query = request.GET.copy()
    query["cursor"] = following
    return f"{request.path}?{query.urlencode()}"
