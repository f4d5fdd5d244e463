from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "allmanning.portals.design"
    label = "design"
