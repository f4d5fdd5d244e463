"""What the application role may do with each table, told to the database after every migration.

Each model of ours says it as `application_may`; tables of others get all four verbs. Policies decide which rows.
"""

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
READ_ONLY_TABLES = {"django_migrations": "SELECT"}


def grant(alias: str = "owner", *, take_back: bool = True) -> None:
    """Grant what the models say to the role in DATABASE_URL, and take back the rest, in one moment.

    `take_back=False` while an earlier release still runs, which may need what this one does not.
    """
    connection = connections[alias]
    role = connection.ops.quote_name(settings.DATABASES["default"]["USER"])
    wanted = privileges()
    # Otherwise those who are served meanwhile would be refused between the two.
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        if take_back:
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for table in connection.introspection.table_names(cursor):
            if verbs := wanted.get(table, EVERYTHING):
                cursor.execute(f"GRANT {verbs} ON {_quoted(connection, table)} TO {role}")


def privileges() -> dict[str, str]:
    """Verbs by table, for every table of a model that states them. Empty means none."""
    stated = {model._meta.db_table: _stated(model) for model in apps.get_models(include_auto_created=True)}
    return READ_ONLY_TABLES | {table: verbs for table, verbs in stated.items() if verbs is not None}


def _stated(model: type[models.Model]) -> str | None:
    return getattr(model, "application_may", None)


def _quoted(connection: BaseDatabaseWrapper, name: str) -> str:
    return connection.ops.quote_name(name)
