"""A consent as it is written: fields, and the extent that was read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext

from allmanning.accounts.representations import (
    Extent,
    NameMissingError,
    NotAdultError,
    NotANumberError,
    RepresentationEndsBeforeItBeginsError,
    RepresentationError,
    YourselfError,
)
from allmanning.accounts.roles import Errand
from allmanning.portals.design.fields import Field, Option, read
from allmanning.portals.resident.frame import language

ALL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """A question that takes several answers: each option and whether it is ticked."""

    name: str
    label: str
    options: tuple[tuple[Option, bool], ...]
    error: str = ""

    @property
    def ids(self) -> tuple[tuple[str, Option, bool], ...]:
        """Each with an id of its own; the first has the one that the summary of errors leads to."""
        return tuple(
            (f"field-{self.name}" + (f"-{place}" if place else ""), option, chosen)
            for place, (option, chosen) in enumerate(self.options)
        )

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(option.value for option, chosen in self.options if chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentForm:
    """The fields by name, and the extent when everything could be read."""

    number: Field
    name: Field
    services: Boxes
    errands: Boxes
    valid_to: Field
    agrees: bool = False
    agrees_error: str = ""
    extent: Extent | None = None

    @property
    def errors(self) -> tuple[Field, ...]:
        """For the summary; questions with several boxes as one each."""
        boxes = (
            Field(name=one.name, label=one.label, error=one.error) for one in (self.services, self.errands)
        )
        agrees = Field(name="agrees", label=gettext("Samtycke"), error=self.agrees_error)
        return (self.number, self.name, *boxes, self.valid_to, agrees)


def blank(offered: Sequence[tuple[str, str]]) -> ConsentForm:
    """`offered`: id and name of the municipality's services."""
    return ConsentForm(
        number=Field(
            name="ombud_number",
            label=gettext("Personnummer"),
            help=gettext("Tolv siffror. Vi säger inte om numret är känt hos oss."),
            autocomplete="off",
            rows=1,
        ),
        name=Field(
            name="ombud_name",
            label=gettext("Namn"),
            help=gettext("Det du kallar personen. Så känner du igen vem det gäller."),
            autocomplete="off",
            rows=1,
        ),
        services=Boxes(
            name="services",
            label=gettext("I vilka tjänster?"),
            options=tuple(
                (Option(value, label), False)
                for value, label in (*offered, (ALL, gettext("Alla tjänster, också nya")))
            ),
        ),
        errands=Boxes(
            name="errands",
            label=gettext("Vad får personen göra?"),
            options=(
                (Option(Errand.READ, gettext("Läsa dina ärenden")), False),
                (Option(Errand.APPLY, gettext("Ansöka, skriva under och återkalla åt dig")), False),
                (Option(Errand.COMPLETE, gettext("Svara när vi behöver mer från dig")), False),
                (
                    Option(
                        Errand.LETTERS,
                        gettext(
                            "Ta emot brev och beslut åt dig. Då börjar tiden för att överklaga när personen öppnar beslutet"
                        ),
                    ),
                    False,
                ),
            ),
        ),
        valid_to=Field(
            name="valid_to",
            label=gettext("Gäller till och med"),
            kind="date",
            required=False,
            help=gettext("Lämna tomt om det ska gälla tills du tar tillbaka det."),
        ),
    )


def filled(
    form: ConsentForm,
    typed: Mapping[str, str],
    chosen: Mapping[str, Sequence[str]],
    today: date,
    organisation: int,
) -> ConsentForm:
    """The form as it was sent, with what is wrong in it."""
    number, name = typed.get("ombud_number", "").strip(), typed.get("ombud_name", "").strip()
    reading = read("date", typed.get("valid_to", ""), language=language())
    last = reading.value if isinstance(reading.value, date) else None
    form = replace(
        form,
        number=replace(form.number, value=number),
        name=replace(form.name, value=name),
        services=_ticked(form.services, chosen, gettext("Välj minst en tjänst.")),
        errands=_ticked(form.errands, chosen, gettext("Välj minst en sak.")),
        valid_to=replace(form.valid_to, value=typed.get("valid_to", ""), error=reading.error),
        agrees="agrees" in typed,
        agrees_error="" if "agrees" in typed else gettext("Kryssa i att du samtycker."),
    )
    if not number:
        form = refused(form, NotANumberError())
    if not name:
        form = refused(form, NameMissingError())
    if any(field.error for field in form.errors):
        return form
    packages = form.services.chosen
    extent = Extent(
        ombud_number=number,
        ombud_name=name[:201],
        errands=[Errand(value) for value in form.errands.chosen],
        valid_from=today,
        valid_to=last,
        packages=() if ALL in packages else packages,
        organisation=organisation,
    )
    return replace(form, extent=extent)


def refused(form: ConsentForm, error: RepresentationError) -> ConsentForm:
    """The form with what stood in the way, at the field it is about."""
    match error:
        case NameMissingError():
            return replace(form, name=replace(form.name, error=gettext("Skriv ett namn.")))
        case RepresentationEndsBeforeItBeginsError():
            return replace(
                form, valid_to=replace(form.valid_to, error=gettext("Skriv en dag som inte har varit."))
            )
        case YourselfError():
            said = gettext("Det är ditt eget personnummer. Skriv numret till den som ska vara ombud.")
        case NotAdultError():
            said = gettext("Den som är ombud måste ha fyllt 18 år.")
        case _:
            said = gettext("Skriv personnumret med tolv siffror, till exempel 19800614-2387.")
    return replace(form, number=replace(form.number, error=said))


def _ticked(boxes: Boxes, chosen: Mapping[str, Sequence[str]], missing: str) -> Boxes:
    wanted = chosen.get(boxes.name, ())
    options = tuple((option, option.value in wanted) for option, _ in boxes.options)
    return replace(boxes, options=options, error="" if any(ticked for _, ticked in options) else missing)
