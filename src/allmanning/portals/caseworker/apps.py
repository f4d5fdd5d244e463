from django.apps import AppConfig


class CaseworkerConfig(AppConfig):
    name = "allmanning.portals.caseworker"
    label = "caseworker"
