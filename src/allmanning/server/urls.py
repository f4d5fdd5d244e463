"""Every address of the program: those of the portals, each under its own access rule."""

from importlib.util import find_spec

from django.urls import include, path

PORTALS = ("open", "caseworker", "resident")

handler500 = "allmanning.server.errors.server_error"
urlpatterns = [
    path("", include(f"allmanning.portals.{portal}.urls"))
    for portal in PORTALS
    if find_spec(f"allmanning.portals.{portal}.urls")
]
