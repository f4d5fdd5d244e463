"""Everything there is to look at, in order; what needs the database only when it answers."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError

from allmanning.server.doctor import attached, database, journals, machine, work
from allmanning.server.doctor.findings import DATABASE, Finding, from_check

type Check = Callable[[], Iterator[Finding]]

WITHOUT_DATABASE: tuple[Check, ...] = machine.CHECKS
WITH_DATABASE: tuple[Check, ...] = (*database.CHECKS, *work.CHECKS, *attached.CHECKS, *journals.CHECKS)


def examine() -> list[Finding]:
    """What is to be mended. A demonstration is not asked for what only a real installation must have."""
    unreachable = list(database.reachable())
    asked = [] if unreachable else ["default"]
    found = [
        from_check(each) for each in run_checks(include_deployment_checks=not settings.DEMO, databases=asked)
    ]
    for check in () if unreachable else WITH_DATABASE:
        found += attempt(check)
    return [*found, *unreachable, *(finding for check in WITHOUT_DATABASE for finding in check())]


def attempt(check: Check) -> list[Finding]:
    """What one check finds; that it could not be made, such as for a missing table, is a finding too."""
    try:
        return list(check())
    except DatabaseError as error:
        what = f"Could not look ({check.__module__.rpartition('.')[2]}.{check.__name__}): {database.brief(error)}"
        hint = "First mend what else is found here, above all missing migrations and rights."
        return [Finding("allmanning.E113", DATABASE, what, hint)]
