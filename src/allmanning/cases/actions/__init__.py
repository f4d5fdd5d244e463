"""Everything that can be done to a case: one function each, with permission, one transaction, journal and outbox inside."""

from allmanning.cases.actions.apply import (
    Saved,
    Submitted,
    answer_completion,
    save_facts,
    serve,
    start_application,
    submit,
    withdraw,
)
from allmanning.cases.actions.control import confirm, propose, send_back
from allmanning.cases.actions.deliver import keep_letter
from allmanning.cases.actions.handle import (
    Decided,
    ask_for_completion,
    assign,
    decide,
    put_back,
    state_facts,
    take,
)
from allmanning.cases.actions.hold import hold, release
from allmanning.cases.actions.many import Answer, sign_many, signed_many

__all__ = [
    "Answer",
    "Decided",
    "Saved",
    "Submitted",
    "answer_completion",
    "ask_for_completion",
    "assign",
    "confirm",
    "decide",
    "hold",
    "keep_letter",
    "propose",
    "put_back",
    "release",
    "save_facts",
    "send_back",
    "serve",
    "sign_many",
    "signed_many",
    "start_application",
    "state_facts",
    "submit",
    "take",
    "withdraw",
]
