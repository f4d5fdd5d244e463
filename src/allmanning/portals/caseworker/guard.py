"""The one door in: logged in, employed somewhere, asked anew at every request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from allmanning.accounts.staff import staff
from allmanning.portals.design.access import View, person_of, staff_page


def for_staff(view: Callable[..., HttpResponseBase]) -> View:
    """A page for staff; the view is given the actor after the request."""

    @wraps(view)
    def with_actor(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, staff(person_of(request)), *args, **kwargs)

    return staff_page(with_actor)
