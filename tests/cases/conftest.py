"""Connections that the application does not have."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings


@pytest.fixture
def as_superuser(transactional_db: None, database_server: object) -> Iterator[psycopg.Connection]:
    """Somebody with the keys to the database itself, whom no policy and no grant stops."""
    from dataclasses import replace

    keeper = replace(database_server.keeper, name=connection.settings_dict["NAME"])  # type: ignore[attr-defined]
    with psycopg.connect(keeper.as_conninfo(), autocommit=True) as made:
        yield made


@pytest.fixture
def storage_folder(settings: Settings, tmp_path: Path) -> Path:
    """A storage of the test's own for sent-in files."""
    made = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"attachments": made}
    return tmp_path
