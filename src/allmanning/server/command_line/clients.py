"""Commands about neighbouring systems: who may call, and with what key."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from allmanning.server.command_line.cases import data_option, database

# Beside accounts.clients.SCOPES, which cannot be read before Django is set up; a test holds them together.
SCOPES = ("rules:run", "cases:read", "journal:read", "effects:read")
NO = 3


@click.group()
def client() -> None:
    """Let neighbouring systems call the interface, see which may, and shut one out."""


@client.command()
@click.argument("organisation")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    help="What it may ask for; repeat for more.",
)
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
def add(organisation: str, name: str, scopes: tuple[str, ...], data: Path, as_json: bool) -> None:
    """Give a system of ORGANISATION (its slug) a key. The secret is printed this once and kept nowhere."""
    with database(data):
        from allmanning.accounts import clients
        from allmanning.accounts.models import Organisation

        owner = Organisation.objects.filter(slug=organisation).first()
        if owner is None:
            raise click.UsageError(f"There is no organisation {organisation}.")
        issued = clients.add(owner, name, scopes)
    if as_json:
        told = {"client_id": issued.identity, "client_secret": issued.secret, "key": issued.key}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"client_id      {issued.identity}")
    click.echo(f"client_secret  {issued.secret}")
    click.echo(f"key            {issued.key}")
    click.echo("Nobody can read the secret again. Send it another way than the address it is for.", err=True)


@client.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
def list_clients(data: Path, as_json: bool) -> None:
    """Every client, with what it may ask for and when it last did."""
    with database(data):
        from allmanning.accounts import clients

        found: list[dict[str, Any]] = [
            {
                "client_id": each.identity,
                "organisation": each.organisation.slug,
                "name": each.name,
                "scopes": each.scopes,
                "created": each.created_at.isoformat(timespec="minutes"),
                "last_used": each.last_used_at.isoformat(timespec="minutes") if each.last_used_at else None,
                "revoked": each.revoked_at.isoformat(timespec="minutes") if each.revoked_at else None,
            }
            for each in clients.known()
        ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        state = f"revoked {one['revoked']}" if one["revoked"] else f"last used {one['last_used'] or 'never'}"
        scopes = ", ".join(one["scopes"]) or "no scope"
        click.echo(f"{one['client_id']}  {one['organisation']}  {one['name']}: {scopes}; {state}")


@client.command()
@click.argument("client_id")
@data_option
def revoke(client_id: str, data: Path) -> None:
    """Shut CLIENT_ID out from its next request on. Exit code 3 when no such client is in use."""
    with database(data):
        from allmanning.accounts import clients

        try:
            clients.revoke(client_id)
        except clients.ClientNotFoundError as error:
            click.echo(str(error), err=True)
            sys.exit(NO)
    click.echo(f"{client_id} is shut out")


COMMANDS: tuple[click.Command, ...] = (client,)
