"""What the delegation order says of a decision, in the reader's words."""

from django.utils.translation import gettext

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation import Right, right_to_decide
from allmanning.accounts.models import Delegation
from allmanning.accounts.permissions import may
from allmanning.accounts.roles import Role
from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.portals.caseworker import words


def right(actor: Actor, page: CasePage, outcome: str, amount: int | None) -> Right:
    """Whether the reader may sign this; the action asks again."""
    manifest = page.package.manifest
    with acting(actor):
        return right_to_decide(
            actor,
            may(actor, "decide", page.case),
            page.case,
            words.kind_of(manifest.decision, outcome),
            amount,
            page.today,
            level=manifest.delegation.level,
        )


def others(right: Right) -> tuple[str, ...]:
    """Those who may when the reader may not: gruppledare, högst 10 000 kr (SN 2025-06-18 § 41)."""
    return tuple(_line(line) for line in right.others)


def _line(line: Delegation) -> str:
    who = line.person_name or words.roles([Role(line.role)])
    if line.employer is not None:
        who = gettext("%(role)s i %(where)s") % {"role": who, "where": line.employer.name}
    if line.highest_amount is None:
        return f"{who} ({line.reference})"
    most = text.money(line.highest_amount, words.language())
    return gettext("%(who)s, högst %(amount)s (%(reference)s)") % {
        "who": who,
        "amount": most,
        "reference": line.reference,
    }
