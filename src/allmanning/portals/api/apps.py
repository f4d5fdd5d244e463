"""The room portals.api as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The program's interface for other systems."""

    name = "allmanning.portals.api"
    label = "api"
