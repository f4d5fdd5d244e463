"""`allmanning verify`: read every journal and find rows that were altered or taken away."""

from collections.abc import Iterator
from dataclasses import dataclass

from allmanning.accounts import actors
from allmanning.accounts.access import acting
from allmanning.accounts.models import Organisation
from allmanning.cases import journal
from allmanning.cases.models import Case

PAGE = 500


@dataclass(frozen=True, slots=True)
class Journal:
    """One case's journal: whose case, its number, and where the chain is broken (None: whole)."""

    organisation: str
    number: str
    broken: journal.Break | None


def journals() -> Iterator[Journal]:
    """Every journal of every organisation, in the order the cases were begun."""
    for organisation in Organisation.objects.order_by("pk"):
        machine = actors.machine(organisation)
        with acting(machine):
            cases = list(Case.objects.order_by("created_at", "pk").values_list("pk", flat=True))
        for start in range(0, len(cases), PAGE):
            with acting(machine):
                # Each case is read anew, with its journal, as one moment saw both.
                for case in Case.objects.filter(pk__in=cases[start : start + PAGE]).order_by(
                    "created_at", "pk"
                ):
                    yield Journal(organisation.name, case.number or str(case.pk), journal.verify(case))
