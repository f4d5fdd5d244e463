"""Login by OpenID Connect and SAML, each organisation with its own providers, on django-allauth.

`flow.begin` sends a browser to a provider, `flow.finish` takes it back and lets the person in, or raises LoginError. Allauth
speaks the protocols; who the person is, is ours: found by personal identity number or by staff id. Nothing that a
provider tells is kept but the name of somebody new, and none of allauth's own tables exist.
"""
