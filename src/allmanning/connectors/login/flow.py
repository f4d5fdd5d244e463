"""To a provider and back."""

import logging
import time
from collections.abc import Callable
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.saml import views as saml
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from allmanning.connectors.login.errors import ConfigurationError, LoginError
from allmanning.connectors.login.letting_in import Errand
from allmanning.connectors.login.models import LoginProvider

logger = logging.getLogger(__name__)


def active(key: str) -> LoginProvider:
    """The provider with this key. Raises Http404 without one."""
    found = LoginProvider.objects.select_related("organisation").filter(key=key, is_active=True).first()
    if found is None:
        raise Http404
    return found


def begin(
    request: HttpRequest, provider: LoginProvider, wanted: str, *, again: str = "", signs: str = ""
) -> HttpResponse:
    """The way to a provider. `wanted` is where to go afterwards, which the caller has found to be an address of ours."""
    errand = Errand(began=time.time(), again=again, signs=signs)

    def redirect() -> HttpResponse:
        found = get_adapter().get_provider(request, provider.key)
        return found.redirect(request, AuthProcess.REDIRECT, next_url=wanted, data=errand)  # type: ignore[no-any-return]

    return _told(provider.key, redirect)


def finish(request: HttpRequest, provider: LoginProvider) -> HttpResponse:
    """Back from an OpenID provider: a redirect to where the person was heading, or LoginError."""
    if provider.protocol != provider.Protocol.OIDC:
        raise Http404

    def answer() -> HttpResponse:
        adapter = get_adapter().get_provider(request, provider.key).get_oauth2_adapter(request)
        return OAuth2CallbackView.adapter_view(adapter)(request)  # type: ignore[no-any-return]

    return _told(provider.key, answer)


def receive(request: HttpRequest, key: str) -> HttpResponse:
    """A SAML response, posted from the provider's page without our cookies: put aside, and fetched in the next request."""
    _saml(key)
    return saml.acs(request, key)  # type: ignore[no-any-return]


def finish_saml(request: HttpRequest, key: str) -> HttpResponse:
    """The same as `finish` for what `receive` put aside."""
    _saml(key)
    return _told(key, lambda: saml.finish_acs(request, key))


def metadata(request: HttpRequest, key: str) -> HttpResponse:
    """Our side, for the provider's."""
    _saml(key)
    return _told(key, lambda: saml.metadata(request, key))


def _saml(key: str) -> None:
    if active(key).protocol != LoginProvider.Protocol.SAML:
        raise Http404


def _told(key: str, step: Callable[[], Any]) -> HttpResponse:
    """Whatever goes wrong on the way is a LoginError, and stands in the log without anything of the person."""
    try:
        answer: HttpResponse = step()
    except LoginError as error:
        logger.warning("Login refused. %s", error)
        raise
    except ConfigurationError as error:
        logger.error("%s", error)
        raise LoginError("down", key) from error
    except OSError as error:  # as all errors of requests and urllib are
        logger.error("Login %s: no answer, %s", key, type(error).__name__)
        raise LoginError("down", key) from error
    except PermissionDenied as error:
        raise LoginError("lost", key) from error
    except Http404:
        raise
    except Exception as error:  # python3-saml raises plain Exception for metadata that it cannot read
        logger.error("Login %s: what cannot be read, %s", key, type(error).__name__)
        raise LoginError("distrusted", key) from error
    return answer
