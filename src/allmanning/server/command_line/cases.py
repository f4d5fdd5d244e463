"""Commands that need the web and the database."""

import contextlib
import json
import os
import sys
from collections.abc import Generator
from pathlib import Path

import click

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".data"),
    show_default=True,
    envvar="ALLMANNING_DATA",
    help="The folder of the program's own database.",
)


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path(".data"), show_default=True
)
@click.option("--fresh", is_flag=True, help="Start over: forget what was done in the demonstration.")
def demo(port: int, data: Path, fresh: bool) -> None:
    """Run three invented municipalities on this machine: database, web and worker."""
    from allmanning.server.demo.run import Demo, run

    run(Demo(port, data.resolve(), fresh))


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's commands, such as `allmanning manage migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmanning.server.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *arguments])


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
def verify(data: Path, as_json: bool) -> None:
    """Read every journal and find rows that were altered or taken away. Exit code 1 when one is broken."""
    with database(data):
        from allmanning.server.verify import journals

        read = list(journals())
    broken = [journal for journal in read if journal.broken]
    if as_json:
        found = [
            {"case": each.number, "event": each.broken.sequence, "what": each.broken.what}
            for each in broken
            if each.broken
        ]
        erased = sum(each.is_erased for each in read)
        click.echo(json.dumps({"journals": len(read), "erased": erased, "broken": found}, ensure_ascii=False))
    else:
        for each in broken:
            if each.broken:
                click.echo(
                    f"{each.organisation} {each.number}: {each.broken.what} (event {each.broken.sequence})",
                    err=True,
                )
        removed = sum(each.is_erased for each in read)
        of_them = f" ({removed} of removed cases)" if removed else ""
        click.echo(f"{len(read)} journals read{of_them}, {len(broken)} broken")
    sys.exit(1 if broken else 0)


ACTIONS = (
    "read",
    "answer",
    "submit",
    "complete",
    "withdraw",
    "serve",
    "take",
    "assign",
    "state",
    "ask",
    "decide",
    "hold",
    "hand_out",
)


@click.command()
@click.argument("person")
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("case")
@click.option("--outcome", help="For decide: this outcome instead of the one the rules propose.")
@click.option(
    "--amount", type=click.IntRange(min=0), help="For decide: kronor instead of what the rules propose."
)
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
def may(
    person: str, action: str, case: str, outcome: str | None, amount: int | None, data: Path, as_json: bool
) -> None:
    """Explain whether PERSON may do ACTION with CASE. Exit code 3 when not.

    PERSON is a name or an id, CASE a case number or an id; never a personal identity number.
    """
    with database(data):
        from allmanning.server.explain import QuestionError, explain

        try:
            answer = explain(
                person,
                action,  # type: ignore[arg-type]
                case,
                outcome=outcome,
                amount=None if amount is None else amount * 100,
            )
        except QuestionError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps(answer.to_json(), ensure_ascii=False))
    else:
        click.echo(f"{answer.person} {'may' if answer.allowed else 'may not'} {answer.action} {answer.case}")
        told = {
            "ground": answer.ground,
            "agreement": answer.agreement and f"{answer.agreement}, {answer.council_decision}",
            "clause": answer.clause,
            "delegation": answer.delegation,
            "who may": "; ".join(answer.others),
        }
        for name, value in told.items():
            if value:
                click.echo(f"  {name}: {value}")
    sys.exit(0 if answer.allowed else 3)


@contextlib.contextmanager
def database(data: Path, *, refuse: bool = True) -> Generator[None]:
    """Django, and the database that DATABASE_URL names or the one in the data folder.

    Exit code 2 without one; with `refuse=False` a database that does not start raises DatabaseError.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmanning.server.settings")
    os.environ.update(ALLMANNING_DATA=str(data.resolve()))
    from allmanning.server.postgres import Cluster, DatabaseError, sensible_folder

    own = not ({"DATABASE_URL", "DATABASE_URL_FILE"} & set(os.environ))
    if own and not data.is_dir():
        raise click.UsageError(f"{data} is no folder. Name the data folder with --data, or set DATABASE_URL.")
    cluster = Cluster(sensible_folder(data.resolve() / "postgres"))
    try:
        with cluster.running() if own else contextlib.nullcontext():
            import django
            from django.db import connections

            django.setup()
            yield
            connections.close_all()
    except DatabaseError as error:
        if not refuse:
            raise
        raise click.UsageError(str(error)) from error


COMMANDS: tuple[click.Command, ...] = (demo, manage, may, verify)
