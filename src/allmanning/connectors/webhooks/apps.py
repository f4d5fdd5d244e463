"""The connector webhooks as a Django application."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Webhooks; its tasks are found by the worker."""

    name = "allmanning.connectors.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
