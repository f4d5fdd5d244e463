"""Addresses for machines beside ours."""

from django.urls import path

from allmanning.server.telemetry import health, metrics

app_name = "operations"
urlpatterns = [
    path("halsa/lever", health.alive, name="alive"),
    path("halsa/redo", health.ready, name="ready"),
    path("metrics", metrics.page, name="metrics"),
]
