from django.apps import AppConfig


class OpenConfig(AppConfig):
    name = "allmanning.portals.open"
    label = "open"
