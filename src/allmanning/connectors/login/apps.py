"""The connector login as a Django application; allauth finds its `provider` module by this."""

from django.apps import AppConfig


class LoginConfig(AppConfig):
    """Login providers of organisations."""

    name = "allmanning.connectors.login"
    label = "login"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
