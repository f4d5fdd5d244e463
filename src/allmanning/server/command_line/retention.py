"""Commands for the end of a case: how long it is kept, and the removal when its years have passed."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from allmanning.server.command_line.cases import data_option, database

if TYPE_CHECKING:
    from allmanning.accounts.models import Organisation
    from allmanning.cases.retention.due import Preview

SHOWN = 20
day_type = click.DateTime(formats=["%Y-%m-%d"])
organisation_option = click.option(
    "--organisation", "slug", required=True, help="The organisation's name in addresses, such as mittkoping."
)


@click.group()
def retention() -> None:
    """Cases that have had their time (gallring)."""


@retention.command()
@organisation_option
@click.option("--package", "package_id", required=True, help="The service, such as ekonomiskt-bistand.")
@click.option("--decision", required=True, help="The board's decision, such as 'SN 2026-03-12 § 40'.")
@click.option("--from", "valid_from", type=day_type, required=True, help="The first day it holds.")
@click.option(
    "--years", type=click.IntRange(0, 200), help="Only where no law says how many, and the plan does."
)
@data_option
def plan(
    slug: str, package_id: str, decision: str, valid_from: datetime, years: int | None, data: Path
) -> None:
    """Write down the organisation's decision on how long the cases of a service are kept."""
    with database(data):
        from django.db import IntegrityError
        from django.http import Http404

        from allmanning.cases.retention.plan import RetentionError, state_plan

        try:
            made = state_plan(
                named(slug), package_id, reference=decision, valid_from=valid_from.date(), years=years
            )
        except (RetentionError, Http404) as error:
            refuse(str(error))
        except IntegrityError:
            refuse(
                f"There is a decision on {package_id} from {valid_from:%Y-%m-%d} already. Name another day."
            )
        kept = f"; kept for research by {made.kept_law}" if made.kept_law else ""
    click.echo(f"{package_id}: {made.years} years after the last note, {made.law}, {made.reference}{kept}")


@retention.command()
@organisation_option
@click.option("--on", type=day_type, help="The day; today unless given. May be one that has not come.")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
def preview(slug: str, on: datetime | None, data: Path, as_json: bool) -> None:
    """Tell what would be removed on a day, oldest first, and what is kept and why. Exit code 3 when nothing is due."""
    with database(data):
        from allmanning.cases.retention import due

        found = due.preview(named(slug), _day(on))
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        _tell(found)
    sys.exit(0 if found.due else 3)


@retention.command()
@organisation_option
@click.option("--on", type=day_type, help="What was due on this day; today unless given.")
@click.option("--by", default="operator", show_default=True, help="Who orders it, for the log.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_option
def run(slug: str, on: datetime | None, by: str, yes: bool, data: Path) -> None:
    """Remove what is due, for ever, one case at a time. Exit code 3 when something that is due was left."""
    with database(data):
        from allmanning.cases.retention import due, removing
        from allmanning.cases.retention.plan import RetentionError

        organisation, day = named(slug), _day(on)
        found = due.preview(organisation, day)
        if not yes and found.due:
            _tell(found)
            click.confirm(f"Remove {len(found.due)} cases for ever?", abort=True, err=True)
        try:
            done = removing.remove_due(organisation, day, by)
        except RetentionError as error:
            refuse(str(error))
    click.echo(f"{done.erased} cases removed")
    for reason, count in done.left.items():
        click.echo(f"{count} left: {reason}", err=True)
    sys.exit(3 if done.left else 0)


def named(slug: str) -> "Organisation":
    """The organisation, or exit code 2 with the names there are."""
    from allmanning.accounts.models import Organisation

    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:300])
        refuse(f"There is no organisation {slug!r}. Those there are: {known or 'none'}.")
    return found


def refuse(message: str) -> NoReturn:
    """Say why on stderr, and end."""
    click.echo(message, err=True)
    sys.exit(2)


def _day(on: datetime | None) -> date:
    from allmanning.cases.retention.due import today

    return on.date() if on else today()


def _tell(found: "Preview") -> None:
    click.echo(f"{found.organisation.name}, {found.on}: {len(found.due)} cases are due")
    for package_id, year, count in found.by_year:
        click.echo(f"  {package_id}, last note {year}: {count}")
    for line in found.due[:SHOWN]:
        click.echo(f"    {line.number}  last note {line.last_note_on}, due {line.due_on}")
    if len(found.due) > SHOWN:
        click.echo(f"    and {len(found.due) - SHOWN} more")
    for state, count in found.kept.items():
        click.echo(f"  kept, {state}: {count}")
    for package_id in found.unplanned:
        click.echo(
            f"  {package_id}: no decision, nothing is removed. Write it with `allmanning retention plan`"
        )


def _as_json(found: "Preview") -> dict[str, object]:
    due = [
        {
            "number": each.number,
            "package": each.package_id,
            "last_note_on": str(each.last_note_on),
            "due_on": str(each.due_on),
        }
        for each in found.due
    ]
    return {
        "organisation": found.organisation.slug,
        "on": str(found.on),
        "due": due,
        "kept": found.kept,
        "unplanned": list(found.unplanned),
    }


COMMANDS: tuple[click.Command, ...] = (retention,)
