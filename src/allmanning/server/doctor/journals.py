"""A sample of journals: `allmanning verify` reads all of them."""

from collections.abc import Iterator

from allmanning.accounts import actors
from allmanning.accounts.access import acting
from allmanning.accounts.models import Organisation
from allmanning.cases import journal
from allmanning.cases.models import Case
from allmanning.server.doctor.findings import JOURNALS, Finding

SAMPLE = 20


def chains() -> Iterator[Finding]:
    """The journals of each organisation's latest cases hold together."""
    for organisation in Organisation.objects.order_by("pk"):
        with acting(actors.machine(organisation)):
            for case in Case.objects.filter(organisation=organisation).order_by("-submitted_at", "pk")[
                :SAMPLE
            ]:
                if broken := journal.verify(case):
                    what = f"{organisation.name} {case.number}: {broken.what} (event {broken.sequence})."
                    hint = "Run `allmanning verify` for all of them. Take no backup over an older one until it is explained."
                    yield Finding("allmanning.E141", JOURNALS, what, hint)


CHECKS = (chains,)
