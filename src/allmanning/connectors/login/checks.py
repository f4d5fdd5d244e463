"""System checks: nobody from a demonstration in a real installation, and login providers that can work."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Warned
from django.db import ProgrammingError, transaction

from allmanning.accounts.models import DemoLogin
from allmanning.connectors.login.configure import faults
from allmanning.connectors.login.models import LoginProvider

LONGEST_IDLE = 15 * 60


@register(Tags.database)
def nobody_is_from_a_demonstration(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Its people have no secrets, and its cases are invented."""
    if settings.DEMO or "default" not in (databases or ()):
        return []
    try:
        with transaction.atomic():
            left = DemoLogin.objects.count()
    except ProgrammingError:  # not migrated yet, which is another check's to say
        return []
    hint = "Begin with an empty database: this one has served a demonstration."
    return [Error(f"There are {left} test persons to log in as.", hint=hint, id="login.E001")] if left else []


@register(Tags.database)
def providers_can_work(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Without asking them: what is written of each is whole, and its secret is where it is said to be."""
    if "default" not in (databases or ()):
        return []
    try:
        with transaction.atomic():
            rows = list(LoginProvider.objects.filter(is_active=True))
    except ProgrammingError:
        return []
    found: list[CheckMessage] = [
        Error(fault, hint=f"allmanning login add {row.key} … writes it anew.", id="login.E002")
        for row in rows
        for fault in faults(row)
    ]
    if not rows and not settings.DEMO:
        hint = "allmanning login add connects a provider to an organisation."
        found.append(Warned("Nobody can log in: there is no login provider.", hint=hint, id="login.W001"))
    return found


@register(Tags.security, deploy=True)
def sessions_at_work_end(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.IDLE_SECONDS <= LONGEST_IDLE:
        return []
    hint = "Set ALLMANNING_IDLE_SECONDS to 900 or less."
    return [Warned("Somebody at work stays logged in for long without using it.", hint=hint, id="login.W002")]
