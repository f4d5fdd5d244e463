"""The doors in: logged in, employed somewhere, asked anew at every request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from allmanning.accounts.actors import Actor
from allmanning.accounts.authentication import authentication
from allmanning.accounts.staff import staff
from allmanning.portals.design.access import View, person_of, staff_page


class NoCasesError(PermissionDenied):
    """Your role sees no cases. A team leader gives roles."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def for_staff(view: Callable[..., HttpResponseBase]) -> View:
    """A page about cases, for those at work who may see any; the view is given the actor after the request."""

    @wraps(view)
    def with_actor(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = at_desk(request)
        if not actor.reads_cases:
            raise NoCasesError
        return view(request, actor, *args, **kwargs)

    return staff_page(with_actor)


def at_work(view: Callable[..., HttpResponseBase]) -> View:
    """A page without any case's contents, for everybody who has a role somewhere."""

    @wraps(view)
    def with_actor(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, at_desk(request), *args, **kwargs)

    return staff_page(with_actor)


def at_desk(request: HttpRequest) -> Actor:
    """Who is at work here: with the roles of the organisation whose login let them in, and no other's."""
    found = authentication(request)
    return staff(person_of(request), found.organisation if found else None)
