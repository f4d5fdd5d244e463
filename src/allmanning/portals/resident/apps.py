from django.apps import AppConfig


class ResidentConfig(AppConfig):
    name = "allmanning.portals.resident"
    label = "resident"
