"""Where a database is and as whom one enters it: from the environment, to Django, and back to text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from allmanning.server.postgres.errors import DatabaseUrlError


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseAddress:
    """One database, entered as one role. `host` is a name, or the folder of a Unix socket."""

    name: str
    user: str = ""
    host: str = ""
    port: str = ""
    # Out of every printout, since errors and debug pages show their variables.
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict)

    def as_django(self) -> dict[str, Any]:
        """Return the entry for Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
        }

    def as_url(self) -> str:
        """Return the address as text, password included; `parse_database_url` reads it back."""
        password = f":{quote(self.password, safe='')}" if self.password else ""
        query = {"host": self.host, "port": self.port, **self.options}
        tail = urlencode({key: value for key, value in query.items() if value}, quote_via=quote)
        return f"postgresql://{quote(self.user, safe='')}{password}@/{quote(self.name, safe='')}" + (
            tail and f"?{tail}"
        )

    def as_conninfo(self) -> str:
        """Return the address for `psycopg.connect`."""
        known = {"user": self.user, "password": self.password, "host": self.host, "port": self.port}
        return make_conninfo("", dbname=self.name, **{k: v for k, v in known.items() if v}, **self.options)


def parse_database_url(url: str) -> DatabaseAddress:
    """Read the value of DATABASE_URL: whatever libpq itself reads, sockets, several hosts and `sslmode`
    included.

    Raises DatabaseUrlError, which never repeats a password.
    """
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as error:
        # libpq quotes the whole text in some of its messages, password and all, so only ours is told.
        raise DatabaseUrlError(f"It begins with {url.partition(':')[0][:20]!r}.") from error
    if "dbname" not in parts:
        raise DatabaseUrlError("It names no database: nothing follows the last slash.")
    known = {key: parts.pop(key, "") for key in ("user", "host", "port", "password")}
    return DatabaseAddress(name=parts.pop("dbname"), options=parts, **known)
