"""SAML's own addresses, under the names by which allauth asks for them; so outside the namespace of the portal."""

from django.urls import path

from allmanning.portals.open import arriving

urlpatterns = [
    path("logga-in/saml/<slug:organization_slug>/svar/", arriving.saml_post, name="saml_acs"),
    path("logga-in/saml/<slug:organization_slug>/klar/", arriving.saml_back, name="saml_finish_acs"),
    path("logga-in/saml/<slug:organization_slug>/metadata/", arriving.saml_metadata, name="saml_metadata"),
    path("logga-in/saml/<slug:organization_slug>/logga-ut/", arriving.saml_log_out, name="saml_sls"),
]
