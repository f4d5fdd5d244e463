import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, router

from allmanning.accounts.grants import EVERYTHING, privileges


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_of_our_models_says_what_the_application_may_do_with_it() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("allmanning.")]
    assert len(ours) > 15
    assert [model.__name__ for model in ours if not hasattr(model, "application_may")] == []


@pytest.mark.django_db
def test_the_database_grants_just_that() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(privilege_type, ', ' ORDER BY privilege_type)"
            " FROM information_schema.role_table_grants WHERE grantee = current_user GROUP BY 1"
        )
        granted = dict(cursor.fetchall())
    # Some models of a library have no table here.
    tables = [
        model._meta.db_table for model in apps.get_models() if router.allow_migrate_model("owner", model)
    ]
    for table in tables:
        # A right to some columns is not a right to the table.
        wanted = set(re.sub(r", \w+ \([^)]*\)", "", privileges().get(table, EVERYTHING)).split(", ")) - {""}
        assert set(filter(None, granted.get(table, "").split(", "))) == wanted, table
