"""Only what the design itself answers."""

from django.urls import include, path

urlpatterns = [path("", include("allmanning.portals.design.urls"))]
