"""Every address of the program: those of the portals, each under its own access rule."""

from django.urls import include, path

handler500 = "allmanning.server.errors.server_error"
urlpatterns = [
    path("", include("allmanning.server.telemetry.urls")),
    path("", include("allmanning.portals.design.urls")),
    path("", include("allmanning.portals.api.urls")),
    path("", include("allmanning.portals.caseworker.urls")),
    path("", include("allmanning.portals.resident.urls")),
    path("", include("allmanning.portals.open.saml_urls")),
    # Last, since anything that is not another's may be the name of a municipality.
    path("", include("allmanning.portals.open.urls")),
]
