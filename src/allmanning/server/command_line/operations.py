"""Commands for whoever runs the machines."""

import contextlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from rich import box
from rich.table import Table
from rich.text import Text

from allmanning.server.command_line.cases import data_option, database
from allmanning.server.command_line.progress import progress
from allmanning.server.command_line.show import console

if TYPE_CHECKING:
    from allmanning.server.doctor.findings import Finding

SOUND, SICK = 0, 3
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")


@click.command()
@data_option
@json_option
def doctor(data: Path, as_json: bool) -> None:
    """Look the installation over, and say what is wrong and how to mend it. Exit code 3 when something is."""
    found = _examined(data)
    errors = [each for each in found if each.level == "error"]
    if as_json:
        told = {"ok": not errors, "findings": [each.to_json() for each in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(found)
    sys.exit(SICK if errors else SOUND)


def _examined(data: Path) -> "Sequence[Finding]":
    """What cannot even be started is a finding like the others."""
    from django.core.exceptions import ImproperlyConfigured

    from allmanning.server.doctor.findings import DATABASE, SETTINGS, Finding
    from allmanning.server.postgres import DatabaseError

    try:
        with database(data, refuse=False):
            from allmanning.server.doctor.examine import examine

            return examine()
    except ImproperlyConfigured as error:
        hint = "Mend the setting; all of them stand on docs/look-up/settings.md."
        return [Finding("allmanning.E100", SETTINGS, str(error), hint)]
    except DatabaseError as error:
        what = " ".join(part for part in (error.what, error.where, error.said) if part)
        return [Finding("allmanning.E101", DATABASE, what, error.mend)]


def _print(found: "Sequence[Finding]") -> None:
    from allmanning.server.doctor.findings import GROUPS

    out = console()
    for group in GROUPS:
        here = [each for each in found if each.group == group]
        out.print(Text(group, style="bold"))
        if not here:
            out.print(Text("  ✓ nothing to mend", style="green"))
        for each in here:
            mark, style = ("✗", "bold red") if each.level == "error" else ("!", "yellow")
            out.print(Text(f"  {mark} {each.what}", style=style))
            if each.hint:
                out.print(Text(f"    {each.hint}"))
            out.print(Text(f"    {each.id}", style="dim"))
    errors = sum(each.level == "error" for each in found)
    out.print(Text(f"Errors: {errors}. Warnings: {len(found) - errors}.", style="bold"))


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@json_option
def backup(out: Path, data: Path, as_json: bool) -> None:
    """Write database and attached files, as one moment saw them, to the new file OUT."""
    with database(data):
        from dataclasses import asdict

        from allmanning.server.backup import make
        from allmanning.server.backup.errors import BackupError

        try:
            manifest = make.backup(out)
        except BackupError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps(asdict(manifest), indent=2))
        return
    size = out.stat().st_size
    rows, files = sum(manifest.tables.values()), len(manifest.members) - 1
    told = f"{rows} rows of {len(manifest.tables)} tables and {files} files, {size / 1e6:.1f} MB: {out}"
    console().print(Text(told, style="green"), soft_wrap=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@json_option
def restore(file: Path, data: Path, as_json: bool) -> None:
    """Restore the backup FILE into an empty database, and see that all of it is as it was."""
    data.mkdir(parents=True, exist_ok=True)
    with database(data):
        from dataclasses import asdict

        from allmanning.server.backup import restore as restoring
        from allmanning.server.backup.errors import BackupError

        try:
            manifest, wrong = restoring.restore(file)
        except BackupError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps({"ok": not wrong, "wrong": wrong, "manifest": asdict(manifest)}, indent=2))
    else:
        rows = sum(manifest.tables.values())
        told = f"{rows} rows of {len(manifest.tables)} tables restored, as of {manifest.made_at}."
        console().print(Text(told, style="red" if wrong else "green"), soft_wrap=True)
        for each in wrong:
            console(errors=True).print(Text(each, style="bold red"), soft_wrap=True)
    sys.exit(SICK if wrong else SOUND)


LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@click.command("load-test")
@click.argument("url", required=False)
@click.option("--demo", "own", is_flag=True, help="Start a demonstration for it, and remove it afterwards.")
@click.option("--clients", type=click.IntRange(1, 64), default=4, show_default=True, help="How many at once.")
@click.option(
    "--seconds", type=click.IntRange(4, 3600), default=30, show_default=True, help="About how long."
)
@click.option("--yes-this-is-a-test", "sure", is_flag=True, help="Also when URL is another machine.")
@json_option
def load_test(url: str | None, own: bool, clients: int, seconds: int, sure: bool, as_json: bool) -> None:
    """Press the pages of a demonstration, and tell how many answers a second and how long they took."""
    if (url is None) == (not own):
        raise click.UsageError("Name the address of a demonstration, or let --demo start one; not both.")
    if url and not sure and urlsplit(url).hostname not in LOOPBACK:
        raise click.UsageError(f"{url} is not this machine. If it may be burdened, say --yes-this-is-a-test.")
    if url and urlsplit(url).scheme != "http":
        raise click.UsageError("A demonstration is served over plain http: http://127.0.0.1:8000.")
    from allmanning.server.load.drill import DrillError, drill
    from allmanning.server.load.own import Own, own_demonstration
    from allmanning.server.postgres import DatabaseError

    with contextlib.ExitStack() as stack:
        try:
            started = stack.enter_context(own_demonstration()) if own else Own(url or "", 0)
            with progress("Load test, seconds", seconds) as done:
                parts = drill(started.address, clients, seconds, done)
            memory = started.memory() if own else []
        except (DrillError, DatabaseError) as error:
            raise click.UsageError(str(error)) from error
    told = [part.to_json() for part in parts]
    if as_json:
        workers = [round(each / 2**20) for each in memory]
        click.echo(json.dumps({"clients": clients, "parts": told, "worker_mib": workers}, indent=2))
    else:
        _print_parts(told, memory)


def _print_parts(parts: Sequence[dict[str, Any]], memory: Sequence[int]) -> None:
    table = Table("what", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("count", "per second", "p50 ms", "p95 ms", "p99 ms"):
        table.add_column(name, justify="right")
    for part in parts:
        table.add_row(*map(str, part.values()))
    out = console()
    out.print(table)
    if memory:
        out.print(f"Memory of the web workers: {', '.join(f'{each / 2**20:.0f} MiB' for each in memory)}")


COMMANDS: tuple[click.Command, ...] = (doctor, backup, restore, load_test)
