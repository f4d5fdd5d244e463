"""SQL as the application's role, for every protected table there is: reading, changing, deleting, and writing in another's case."""

import random
from functools import cache

from django.apps import apps
from django.db import connection, models

from allmanning.server.checks import protected_models
from tests.isolation.world import World

READS = (
    "SELECT {key} FROM {table}",
    "SELECT x.{key} FROM {table} x WHERE x.{key} IS NOT NULL OR 1 = 1 ORDER BY random()",
    "SELECT {key} FROM {table} UNION SELECT {key} FROM {table}",
    "WITH all_of_it AS (SELECT * FROM {table}) SELECT {key} FROM all_of_it",
)
CASE_READS = (
    *READS,
    "SELECT c.id FROM cases_case c JOIN {table} x ON x.case_id = c.id WHERE c.submitted_at IS NOT NULL OR true",
    "SELECT x.case_id FROM {table} x WHERE x.case_id IN (SELECT id FROM cases_case) OR 1 = 1",
    "SELECT case_id FROM {table} UNION SELECT id FROM cases_case",
)
# Written by who operates the machines, about cases they do not see: judged as belonging to the organisation.
OF_THE_ORGANISATION = {"webhooks_message", "cases_erasure"}


@cache
def of_a_case() -> dict[str, type[models.Model]]:
    """Every protected table whose rows belong to a case."""
    return {
        model._meta.db_table: model
        for model in protected_models()
        if "case_id" in _columns(model) and model._meta.db_table not in OF_THE_ORGANISATION
    }


@cache
def of_an_organisation() -> dict[str, type[models.Model]]:
    """Every other protected table whose rows belong to an organisation."""
    return {
        model._meta.db_table: model
        for model in protected_models()
        if "organisation_id" in _columns(model)
        and model._meta.db_table not in {*of_a_case(), "cases_case", "accounts_agreementsignature"}
    }


def reading(table: str, key: str, chance: random.Random) -> str:
    """A way to read all keys of a table that one can think of."""
    return chance.choice(CASE_READS if table in of_a_case() else READS).format(table=table, key=key)


def changing(table: str, chance: random.Random) -> str:
    """A way to change or delete every row of a table; gives the cases it came at."""
    model = of_a_case().get(table) or apps.get_model("cases", "Case")
    key = "id" if table == "cases_case" else "case_id"
    if chance.random() < 0.25:
        return f"DELETE FROM {table} RETURNING {key}"  # noqa: S608
    column = connection.ops.quote_name(chance.choice(_columns(model)))
    return f"UPDATE {table} SET {column} = {column} RETURNING {key}"  # noqa: S608


def writing(table: str, chance: random.Random, world: World) -> tuple[str, list[object], object]:
    """A row in somebody's case, in somebody's name: the statement, its values, and the case."""
    model, case = of_a_case()[table], chance.choice(world.cases)
    values: dict[str, object] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.AutoField):
            continue
        values[field.column] = _value(field, chance, world)
    values |= {"case_id": case.id} | (
        {"organisation_id": case.organisation} if "organisation_id" in values else {}
    )
    names = ", ".join(connection.ops.quote_name(name) for name in values)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(values))})"  # noqa: S608
    return statement, list(values.values()), case.id


def _value(field: models.Field, chance: random.Random, world: World) -> object:
    """Something of the field's kind; a place for a person holds somebody."""
    column = field.column
    if column.endswith(("person_id", "actor_id", "by_id")):
        return chance.choice((*world.people, None))
    if field.null:
        return None
    if field.has_default():
        return field.get_db_prep_value(field.get_default(), connection)
    kinds = {
        "DateField": "2026-01-01", "DateTimeField": "2026-01-01T00:00Z", "JSONField": "{}", "UUIDField": chance.choice(world.cases).id,
        "BinaryField": b"x", "BooleanField": False, "ArrayField": [],
    }  # fmt: skip
    number = isinstance(field, models.IntegerField | models.ForeignKey)
    choices = [value for value, _ in field.choices or ()]
    return kinds.get(type(field).__name__, 1 if number else chance.choice(choices) if choices else "x")


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]
