"""Commands for how people log in."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from allmanning.server.command_line.cases import data_option, database

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
organisation_option = click.option(
    "--organisation", "slug", required=True, help="The organisation's name in addresses, such as mittkoping."
)
HANDLING = ("caseworker", "team_leader", "service_developer", "board", "auditor", "operator")


@click.group()
def login() -> None:
    """Which providers people log in through, organisation by organisation."""


@login.command()
@click.argument("key")
@organisation_option
@click.option("--name", required=True, help="On its button, such as 'Freja eID'.")
@click.option("--protocol", type=click.Choice(["oidc", "saml"]), default="oidc", show_default=True)
@click.option("--address", required=True, help="Its OpenID discovery document, or its SAML metadata.")
@click.option("--client-id", default="", help="OpenID Connect: what the provider calls us.")
@click.option("--entity-id", default="", help="SAML: which one, where the metadata holds several.")
@click.option("--secret", default="", help="Where the secret is: env:NAME or file:/path. Never the secret.")
@click.option("--level", type=click.IntRange(2, 4), required=True, help="The tillitsnivå that it gives.")
@click.option("--acr", default="", help="What it must say of how the person was identified.")
@click.option("--serves", type=click.Choice(["residents", "staff", "both"]), required=True)
@click.option("--claim", required=True, help="Where it says who the person is.")
@click.option(
    "--identifies",
    type=click.Choice(["personnummer", "staff_id"]),
    default="personnummer",
    show_default=True,
    help="What the claim holds.",
)
@data_option
def add(key: str, slug: str, data: Path, **told: Any) -> None:
    """Connect a provider to an organisation under a KEY of your own, or write it anew."""
    with database(data):
        from allmanning.connectors.login.configure import add as write
        from allmanning.connectors.login.errors import ConfigurationError
        from allmanning.connectors.login.models import LoginProvider

        provider = LoginProvider(key=key, organisation=_named(slug), **told)
        try:
            is_new = write(provider)
        except ConfigurationError as error:
            _refuse(str(error))
    click.echo(f"{key}: {'added' if is_new else 'written anew'}. Try it with: allmanning login test {key}")


@login.command(name="list")
@data_option
@json_option
def listing(data: Path, as_json: bool) -> None:
    """List the providers of every organisation."""
    with database(data):
        from allmanning.connectors.login.models import LoginProvider

        rows = list(LoginProvider.objects.using("owner").select_related("organisation"))
    if as_json:
        names = ("key", "name", "protocol", "address", "level", "serves", "identifies", "is_active")
        told = [
            {name: getattr(row, name) for name in names} | {"organisation": row.organisation.slug}
            for row in rows
        ]
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for row in rows:
        off = "" if row.is_active else ", switched off"
        click.echo(
            f"{row.key}: {row.organisation.name}, {row.name}, {row.protocol}, level {row.level}, {row.serves}{off}"
        )
    if not rows:
        click.echo("No provider. Add one with: allmanning login add --help")


@login.command()
@click.argument("key")
@data_option
def test(key: str, data: Path) -> None:
    """Ask a provider what it is. Exit code 3 when it does not answer as it should."""
    with database(data):
        from allmanning.connectors.login.configure import attempt, faults
        from allmanning.connectors.login.errors import ConfigurationError

        row = _provider(key)
        try:
            for fault in faults(row):
                raise ConfigurationError(fault)
            trial = attempt(row)
        except ConfigurationError as error:
            click.echo(str(error), err=True)
            sys.exit(3)
    click.echo(f"{key}: {trial.name} answers, and wants people sent to {trial.address}")
    kind = "saml/{}/svar" if row.protocol == row.Protocol.SAML else "tillbaka/{}"
    click.echo(f"Register with the provider: https://YOUR-HOST/logga-in/{kind.format(key)}/")


@login.command()
@click.argument("key")
@click.option("--on/--off", "on", default=False, help="On again, or off; off unless said.")
@data_option
def switch(key: str, on: bool, data: Path) -> None:
    """Take a provider out of use at once, or into use again."""
    with database(data):
        row = _provider(key)
        row.is_active = on
        row.save(using="owner", update_fields=["is_active"])
    click.echo(f"{key}: {'in use' if on else 'out of use'}")


@login.command()
@click.argument("staff_id")
@organisation_option
@click.option("--given-name", "given", required=True)
@click.option("--family-name", "family", required=True)
@click.option("--role", type=click.Choice(HANDLING), default="caseworker", show_default=True)
@click.option(
    "--service", "services", multiple=True, help="Only the cases of this service; may be said again."
)
@data_option
def employ(
    staff_id: str, slug: str, given: str, family: str, role: str, services: tuple[str, ...], data: Path
) -> None:
    """Let somebody in at work by their STAFF_ID; again with another role, it adds the role."""
    with database(data):
        from allmanning.accounts.roles import Role
        from allmanning.connectors.login.configure import employ as let_in
        from allmanning.connectors.login.errors import ConfigurationError

        try:
            person, is_new = let_in(_named(slug), staff_id, (given, family), Role(role), services)
        except ConfigurationError as error:
            _refuse(str(error))
        told = f"{person.name}: {'new, ' if is_new else ''}{role} in {slug}"
        told += f", only for {', '.join(sorted(set(services)))}" if services else ""
    click.echo(told)


def _named(slug: str) -> Any:
    from allmanning.accounts.models import Organisation

    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:20])
        _refuse(f"There is no organisation {slug}. There are: {known or 'none'}.")
    return found


def _provider(key: str) -> Any:
    from allmanning.connectors.login.models import LoginProvider

    found = LoginProvider.objects.using("owner").select_related("organisation").filter(key=key).first()
    if found is None:
        _refuse(f"There is no login {key}. List them with: allmanning login list")
    return found


def _refuse(why: str) -> NoReturn:
    raise click.UsageError(why)


COMMANDS: tuple[click.Command, ...] = (login,)
