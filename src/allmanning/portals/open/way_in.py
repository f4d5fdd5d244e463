"""Where to go once logged in: never to another site, and never to a page for somebody else."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from allmanning.accounts.authentication import Serves
from allmanning.accounts.models import Organisation

STAFF_START = "/handlaggning/"
OPEN_TO: dict[Serves, frozenset[str]] = {
    "staff": frozenset({"staff"}),
    "residents": frozenset({"resident", "public"}),
    "both": frozenset({"staff", "resident", "public"}),
}


def way_in(request: HttpRequest, wanted: str, organisation: Organisation, serves: Serves) -> str:
    """Where one was heading if it is ours and meant for such a person, else to one's start."""
    if rule_of(request, wanted) in OPEN_TO[serves]:
        return wanted
    return STAFF_START if serves == "staff" else reverse("open:municipality", args=[organisation.slug])


def rule_of(request: HttpRequest, address: str) -> str:
    """The access rule of one of our own addresses; empty for any other, so that nobody is led elsewhere."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or not address.startswith("/"):
        return ""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return str(getattr(match.func, "access", ""))
