"""`allmanning verify`: read every journal and find rows that were altered or taken away."""

from collections.abc import Iterator
from dataclasses import dataclass

from allmanning.accounts import actors
from allmanning.accounts.access import acting
from allmanning.accounts.models import Organisation
from allmanning.cases import journal
from allmanning.cases.models import Case, Erasure

PAGE = 500


@dataclass(frozen=True, slots=True)
class Journal:
    """One case's journal: whose case, its number, and where the chain is broken (None: whole)."""

    organisation: str
    number: str
    broken: journal.Break | None
    is_erased: bool = False
    """The case has been removed; its bare journal proves that it was, and that nothing was slipped in."""


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
        with acting(machine):
            for erasure in Erasure.objects.filter(organisation=organisation).order_by("pk").iterator():
                found = journal.verify_erased(erasure)
                yield Journal(organisation.name, erasure.number, found, is_erased=True)
