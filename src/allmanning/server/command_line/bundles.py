"""Commands for one case, or one person, as a file."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allmanning.server.command_line.cases import data_option, database
from allmanning.server.command_line.retention import named, organisation_option, refuse

if TYPE_CHECKING:
    from allmanning.cases.models import Case

out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write; it must not be there already.",
)


@click.group()
def case() -> None:
    """One whole case as a file: out of an installation, and into one."""


@case.command("export")
@click.argument("number")
@out_option
@click.option("--to", required=True, help="To whom and why; it stands in the journal.")
@data_option
def export_case(number: str, out: Path, to: str, data: Path) -> None:
    """Write the whole of case NUMBER to a file, and a line in its journal that it was handed out."""
    if out.exists():
        refuse(f"{out} is there already. Name another file.")
    with database(data):
        from allmanning.accounts.actors import machine
        from allmanning.cases.bundles.handing_out import hand_out
        from allmanning.cases.errors import CaseError
        from allmanning.connectors.letters.report import case_report

        found = _case(number)
        try:
            bundle = hand_out(
                machine(found.organisation, name="operator"), found.pk, to=to, report=case_report
            )
        except CaseError as error:
            refuse(str(error))
        with bundle.content as content, out.open("xb") as file:
            shutil.copyfileobj(content, file)
    click.echo(f"{out}: {found.number}, sha256 {bundle.sha256}")


@case.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@organisation_option
@data_option
def import_case(file: Path, slug: str, data: Path) -> None:
    """Take a case in from FILE. All of it is checked first, and all of it is written or nothing."""
    with database(data):
        from allmanning.cases.bundles.errors import BundleError
        from allmanning.cases.bundles.taking_in import take_in

        try:
            with file.open("rb") as source:
                taken = take_in(source, named(slug))
        except BundleError as error:
            refuse(f"{file}: {error}")
    click.echo(f"{taken.number} is here, with {taken.journal_length} events in its journal")


@click.group()
def person() -> None:
    """All that an organisation holds about one person."""


@person.command("export")
@organisation_option
@out_option
@data_option
def export_person(slug: str, out: Path, data: Path) -> None:
    """Write all that the organisation holds about somebody who asks; the personal identity number is asked for, and kept nowhere."""
    if out.exists():
        refuse(f"{out} is there already. Name another file.")
    number = click.prompt("Personal identity number, twelve digits", hide_input=True, err=True)
    with database(data):
        from allmanning.accounts.actors import machine
        from allmanning.accounts.models import Person
        from allmanning.cases.bundles.extract import extract, held
        from allmanning.connectors.letters.report import case_report

        organisation = named(slug)
        asked = (
            Person.objects.using("owner").filter(personnummer="".join(filter(str.isdecimal, number))).first()
        )
        operator = machine(organisation, name="operator")
        if asked is None or not held(operator, asked).cases:
            refuse(f"{organisation.name} holds no case of that person.")
        with extract(operator, asked, case_report) as content, out.open("xb") as file:
            shutil.copyfileobj(content, file)
    click.echo(f"{out}: written. Each case says in its log that it was read.")


def _case(number: str) -> "Case":
    from allmanning.cases.models import Case

    sent = Case.objects.using("owner").filter(number=number.upper()).exclude(number="")
    found = sent.select_related("organisation").first()
    if found is None:
        refuse(f"There is no case {number!r}. Write its number, such as MK-2025-000123.")
    return found


COMMANDS: tuple[click.Command, ...] = (case, person)
