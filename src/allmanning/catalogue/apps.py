"""The room catalogue as a Django application."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Releases and adoptions."""

    name = "allmanning.catalogue"
    label = "catalogue"
