"""System check: the networks that webhooks may reach are networks."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def networks_are_readable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each of ALLMANNING_WEBHOOK_NETWORKS is an address range."""
    hint = "Write ALLMANNING_WEBHOOK_NETWORKS as ranges with commas between, such as 10.20.0.0/16,fd12::/16."
    return [
        Error(f"{written!r} is no network.", hint=hint, id="webhooks.E001")
        for written in settings.WEBHOOK_NETWORKS
        if not _is_network(written)
    ]


def _is_network(written: str) -> bool:
    try:
        ip_network(written)
    except ValueError:
        return False
    return True
