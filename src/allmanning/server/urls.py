"""Every address of the program: those of the portals, each under its own access rule."""

from importlib.util import find_spec

from django.urls import include, path

# Open last: its addresses begin with the name of a municipality, which any other could be taken for.
PORTALS = ("design", "caseworker", "resident", "open")

handler500 = "allmanning.server.errors.server_error"
urlpatterns = [
    path("", include(f"allmanning.portals.{portal}.urls"))
    for portal in PORTALS
    if find_spec(f"allmanning.portals.{portal}.urls")
]
