"""The room cases as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their facts, decisions and journal."""

    name = "allmanning.cases"
    label = "cases"
