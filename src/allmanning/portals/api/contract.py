"""The list of calls: what each is for, who may make it, what it takes and gives. openapi.json and the page are made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer
from pydantic import BaseModel

from allmanning.packages import Text
from allmanning.portals.api.callers import Caller, caller_in
from allmanning.portals.api.problems import answer

VERSION = "1.0.0"


class Json(JSONRenderer):
    """Swedish letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Allmänning",
    version=VERSION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=Json(),
)
for error in (
    Exception,
    Http404,
    HttpError,
    ValidationError,
):  # the last three have a handler of django-ninja's own
    api.add_exception_handler(error, answer)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. Without a scope anybody may make it; `people` says whether somebody who is logged in may.

    `given` and `taken` are examples of the answer and of what is sent.
    """

    method: str
    path: str
    summary: Text
    about: Text
    shape: type[BaseModel]
    given: Any
    taken: Any = None
    scope: str = ""
    systems: bool = True
    people: bool = True
    status: int = 200
    query: tuple[str, ...] = ()
    """The names that may stand after the question mark; any other is refused, lest a misspelt filter show everything."""

    @property
    def tag(self) -> str:
        """The resource it is about."""
        return self.path.split("/")[1]


CALLS: dict[str, Call] = {}


@dataclass(frozen=True, slots=True)
class Requires:
    """Asked before anything of the call is read."""

    call: Call

    def __call__(self, request: HttpRequest) -> Caller:
        caller = caller_in(request)
        if self.call.scope or not self.call.systems:
            caller.require(self.call.scope, people=self.call.people)
        refuse_strangers(request, self.call.query)
        return caller


def refuse_strangers(request: HttpRequest, known: tuple[str, ...]) -> None:
    """No other names after the question mark than those the call has, and each once."""
    from django.utils.translation import gettext_lazy as _

    from allmanning.portals.api.problems import INVALID, FieldError, ProblemError

    wrong = [name for name, values in request.GET.lists() if name not in known or len(values) > 1]
    if wrong:
        errors = tuple(FieldError("query", name[:100], "extra_forbidden") for name in wrong)
        raise ProblemError(INVALID, _("Se errors för var felen är."), errors)


def offer[**P, R](call: Call) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Put a view on the list."""

    def listed(view: Callable[P, R]) -> Callable[P, R]:
        name = str(getattr(view, "__name__", ""))
        CALLS[name] = call
        route = api.api_operation(
            [call.method],
            call.path,
            auth=Requires(call),
            response={call.status: call.shape},
            operation_id=name,
            url_name=call.path.strip("/")
            .replace("/", "-")
            .replace("{", "")
            .replace("}", "")
            .replace("uuid:", ""),
            summary=both(call.summary),
            description=both(call.about),
            tags=[call.tag],
        )
        return route(view)

    return listed


def both(text: Text) -> str:
    """A text in both languages, as the profile asks for (DOK.06)."""
    return f"{text.sv} / {text.en}"


def example_of(call: Call) -> Mapping[str, Any]:
    """What is sent and what comes back, for the page."""
    return {"taken": call.taken, "given": call.given}
