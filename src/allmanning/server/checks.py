"""System checks: what is wrong with an installation, and how to mend it.

`manage.py check --deploy --database default` runs them all.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Warned
from django.db import connections, models

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}

ROLE = "SELECT rolsuper OR rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user"
UNPROTECTED = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) AND NOT (relrowsecurity AND relforcerowsecurity)
"""


@register(Tags.security, deploy=True)
def secret_key_is_set(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings._wrapped.SECRET_KEY:  # type: ignore[misc]
        return []
    hint = "Set ALLMANNING_SECRET_KEY, or ALLMANNING_SECRET_KEY_FILE to a file with at least 50 random characters."
    return [Error("There is no secret key.", hint=hint, id="allmanning.E001")]


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.ALLOWED_HOSTS:
        return []
    hint = "Set ALLMANNING_HOSTS to the names people write in the browser, with commas between."
    return [Error("No host may be served.", hint=hint, id="allmanning.E002")]


@register(Tags.security)
def demonstration_stays_at_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.DEMO or set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return []
    hint = "Unset ALLMANNING_DEMO, or let ALLMANNING_HOSTS name this machine only (127.0.0.1, localhost)."
    return [
        Error("A demonstration lets anybody in as anybody; it may not be reached from outside.",
              hint=hint, id="allmanning.E003")
    ]  # fmt: skip


@register(Tags.security, deploy=True)
def owner_is_another_role(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DATABASES["default"]["USER"] != settings.DATABASES["owner"]["USER"]:
        return []
    hint = "Let DATABASE_URL enter as a role that owns no table, and DATABASE_OWNER_URL as the one that does."
    return [Error("Pages are served by the role that owns the tables.", hint=hint, id="allmanning.E004")]


@register(Tags.database)
def row_level_security_binds(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The application role cannot pass the policies by, and every table that needs one has them forced."""
    if "default" not in (databases or ()):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(ROLE)
        passes, role = cursor.fetchone() or (True, "?")
        cursor.execute(UNPROTECTED, [sorted(model._meta.db_table for model in protected_models())])
        unprotected = [table for (table,) in cursor.fetchall()]
    found: list[CheckMessage] = []
    if passes:
        hint = f"As a superuser: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS."
        found.append(Error(f"The role {role} passes row-level security by.", hint=hint, id="allmanning.E005"))
    if unprotected:
        hint = "Run `manage.py migrate`; a new table gets its policies in the migration that creates it."
        tables = ", ".join(unprotected)
        found.append(Error(f"Without forced row-level security: {tables}.", hint=hint, id="allmanning.E006"))
    return found


@register(Tags.security, deploy=True)
def session_is_short(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.SESSION_COOKIE_AGE <= 12 * 60 * 60:
        return []
    hint = "Set ALLMANNING_SESSION_SECONDS to 43200 or less."
    return [Warned("A session lasts longer than a working day.", hint=hint, id="allmanning.W001")]


@register(deploy=True)
def traces_can_be_sent(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.TRACES_ENDPOINT or find_spec("opentelemetry") is not None:
        return []
    hint = "Install allmanning[telemetry], or unset ALLMANNING_TRACES_ENDPOINT."
    return [Error("Traces are asked for, and nothing can send them.", hint=hint, id="allmanning.E151")]


def protected_models() -> list[type[models.Model]]:
    """Our models with anybody's data in them: all but those that say `is_public`."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("allmanning.")]
    return [model for model in ours if not getattr(model, "is_public", False)]
