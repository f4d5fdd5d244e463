"""The municipalities' own addresses come last: anything that is not another's may be the name of one."""

from django.urls import path

from allmanning.portals.open import front, login, municipality, service

app_name = "open"
urlpatterns = [
    path("", front.front, name="front"),
    path("om/", front.about, name="about"),
    path("tillganglighet/", front.accessibility, name="accessibility"),
    path("personuppgifter/", front.privacy, name="privacy"),
    path("logga-in/", login.log_in, name="login"),
    path("logga-ut/", login.log_out, name="logout"),
    path("<slug:municipality>/", municipality.start, name="municipality"),
    path("<slug:municipality>/<slug:package_id>/", service.about_service, name="service"),
]
