"""Residents' proposals in the states that tests begin from: Mittköping asks for two supports within thirty days."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from allmanning import packages
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import actions, clock
from allmanning.cases.models import Publication
from allmanning.cases.public import publishing, supporting, writing
from allmanning.cases.public.writing import Written
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from tests.people import ANNA, BO, DAN, OTTO, organisation

PACKAGE_ID = "e-forslag"
FOLDER = Path(__file__).parents[1] / "services" / PACKAGE_ID
LOCAL: dict[str, Any] = {
    "gräns_i_antal": 2,
    "dagar_för_stöd": 30,
    "lägsta_ålder": 7,
    "lägsta_ålder_för_stöd": 7,
}
FREE = {"folkbokförd": True}
RIGHT = {"kommunens_fråga": True, "otillåtet_innehåll": False, "samma_förslag_pågår": False}


def adopted(local: Mapping[str, Any] = LOCAL, where: int = 1) -> None:
    """The municipality runs the service."""
    adopt(organisation(where), publish(packages.load(FOLDER)), valid_from=date(2025, 7, 1), local=local)


def begun(actor: Actor = ANNA, title: str = "En cykelväg längs ån", *, shows_name: bool = False) -> UUID:
    """A draft with its text and its answer."""
    case_id = actions.start_application(actor, organisation(), PACKAGE_ID, clock.today(), key=str(uuid4()))
    text = f"{title}. Det vore bra för alla som bor här."
    writing.write(actor, case_id, Written(title=title, text=text, shows_name=shows_name))
    actions.save_facts(actor, case_id, FREE)
    return case_id


def sent(actor: Actor = ANNA, title: str = "En cykelväg längs ån", *, shows_name: bool = False) -> UUID:
    """One that waits for its review."""
    case_id = begun(actor, title, shows_name=shows_name)
    with acting(actor):
        version = Publication.objects.select_related("case").get(case=case_id).case.version
    actions.submit(actor, case_id, version=version, key=str(uuid4()))
    return case_id


def published(
    actor: Actor = ANNA, title: str = "En cykelväg längs ån", *, shows_name: bool = False
) -> Publication:
    """One that everybody may read and support."""
    case_id = sent(actor, title, shows_name=shows_name)
    decided(case_id, RIGHT)
    return Publication.objects.select_related("organisation").get(case=case_id)


def supported() -> Publication:
    """One with the support of Dan."""
    made = published()
    supporting.support(DAN, made.pk, FREE)
    return again(made)


def reached() -> Publication:
    """One with the support of Dan and Otto, which the board is to answer."""
    made = published()
    for actor in (DAN, OTTO):
        supporting.support(actor, made.pk, FREE)
    return again(made)


def answered() -> Publication:
    """One that has its answer."""
    made = reached()
    decided(made.case_id, {"nämndens_svar": "bifall"})
    publishing.answer(BO, made.case_id, "Cykelvägen byggs nästa sommar.", key="")
    return again(made)


def decided(case_id: UUID, judged: Mapping[str, Any]) -> None:
    """Bo judges and signs what the rules then propose."""
    saved = actions.state_facts(BO, case_id, judged)
    actions.decide(BO, case_id, key=str(uuid4()), version=saved.version)


def again(made: Publication) -> Publication:
    """As it stands now."""
    return Publication.objects.select_related("organisation").get(pk=made.pk)
