"""The address of a database is read and written without loss and without showing its password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmanning.server.postgres import DatabaseAddress, DatabaseError, parse_database_url
from allmanning.server.postgres.errors import DatabaseUrlError

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def test_an_address_with_host_port_and_options_is_read() -> None:
    address = parse_database_url(
        "postgresql://allmanning_app:hem%2Fligt@db.kommun.example:5433/allmanning?sslmode=require"
    )
    assert address == DatabaseAddress(
        name="allmanning",
        user="allmanning_app",
        password="hem/ligt",
        host="db.kommun.example",
        port="5433",
        options={"sslmode": "require"},
    )


def test_the_folder_of_a_socket_is_a_host() -> None:
    assert parse_database_url("postgres:///allmanning?host=/run/postgresql").host == "/run/postgresql"


@given(name=words, user=words, password=words, host=words)
def test_what_is_written_is_read_back(name: str, user: str, password: str, host: str) -> None:
    address = DatabaseAddress(name=name, user=user, password=password, host=host, port="5432")
    assert parse_database_url(address.as_url()) == address


def test_django_is_given_every_part() -> None:
    django = parse_database_url("postgresql://a:b@c:1/d?sslmode=require").as_django()
    assert {key: django[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "d", "USER": "a", "PASSWORD": "b", "HOST": "c", "PORT": "1",
    }  # fmt: skip
    assert django["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url",
    ["", "sqlite:///hemligt", "postgresql://anna:hemligt@host:port/db?x", "postgresql://anna:hemligt@host"],
)
def test_a_wrong_address_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        parse_database_url(url)
    assert "hemligt" not in str(caught.value)
    assert isinstance(caught.value, DatabaseError)


def test_a_printout_leaves_the_password_out() -> None:
    assert "hemligt" not in repr(DatabaseAddress(name="db", password="hemligt"))
