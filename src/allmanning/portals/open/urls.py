"""The municipalities' own addresses come last: anything that is not another's may be the name of one."""

from django.urls import path

from allmanning.portals.open import arriving, front, login, municipality, published, service

app_name = "open"
urlpatterns = [
    path("", front.front, name="front"),
    path("om/", front.about, name="about"),
    path("tillganglighet/", front.accessibility, name="accessibility"),
    path("personuppgifter/", front.privacy, name="privacy"),
    path("logga-in/", login.log_in, name="login"),
    path("logga-in/med/<slug:key>/", arriving.begin, name="login_begin"),
    path("logga-in/tillbaka/<slug:key>/", arriving.back, name="login_back"),
    path("logga-in/igen/", arriving.again, name="login_again"),
    path("logga-ut/", login.log_out, name="logout"),
    path("<slug:municipality>/", municipality.start, name="municipality"),
    path("<slug:municipality>/<slug:package_id>/", service.about_service, name="service"),
    path("<slug:municipality>/<slug:package_id>/publicerat/", published.listing, name="publications"),
    path(
        "<slug:municipality>/<slug:package_id>/publicerat/<uuid:publication_id>/",
        published.publication,
        name="publication",
    ),
]
