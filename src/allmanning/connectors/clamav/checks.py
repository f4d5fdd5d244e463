"""System check: nobody runs without a scanner but a demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from .scanner import OFF


@register(Tags.security)
def scanning_is_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Elsewhere "off" is refused here, and would in any case make files wait, not pass."""
    if settings.DEMO or settings.CLAMD != OFF:
        return []
    hint = "Set ALLMANNING_CLAMD to clamd's host:port, or to the path of its socket."
    return [Error("Attached files are not scanned.", hint=hint, id="clamav.E001")]
