"""Ask and decide: facts in, what is still to be asked or what the rules say out. Nothing is kept."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from allmanning import packages
from allmanning.catalogue.models import ruleset as rules_of
from allmanning.packages.package import bare_path
from allmanning.packages.reckoning import FactUse, ParameterLine
from allmanning.portals.api import examples, shapes
from allmanning.portals.api.contract import Call, offer
from allmanning.portals.api.releases import question, running_release

Text = packages.Text


@offer(
    Call(
        method="POST",
        path="/packages/{package_id}/ask",
        summary=Text("Vad behöver ännu frågas?", "What is still to be asked?"),
        about=Text(
            "Ta emot uppgifter och svara med nästa fråga och alla som ännu kan ändra utfallet. Inget sparas och inget loggas.",
            "Takes facts and answers with the next question and all that can still change the outcome. Nothing is kept or logged.",
        ),
        shape=shapes.Asked,
        taken=examples.ASK,
        given=examples.ASKED,
        scope="rules:run",
    )
)
def ask(request: HttpRequest, package_id: shapes.Package, body: shapes.Ask) -> shapes.Asked:
    version, ruleset, facts = _ruled(package_id, body)
    assessment = ruleset.assess(facts)
    asked = dict.fromkeys(bare_path(path) for path in assessment.open)
    return shapes.Asked(
        package=package_id,
        version=version,
        on=body.on,
        organisation=body.organisation,
        outcome=assessment.outcome,
        amount=assessment.amount,
        next=assessment.next,
        open=list(assessment.open),
        judgements=list(assessment.judgements),
        questions=[question(ruleset.package.question(path)) for path in asked],
    )


@offer(
    Call(
        method="POST",
        path="/packages/{package_id}/decide",
        summary=Text("Vad säger reglerna?", "What do the rules say?"),
        about=Text(
            "Ta emot uppgifter och svara med utfall, belopp och hela räkningen med lagrum. "
            "Det är en beräkning och inget beslut; inget sparas och inget loggas.",
            "Takes facts and answers with outcome, amount and the whole reckoning with its law. "
            "It is a calculation and no decision; nothing is kept or logged.",
        ),
        shape=shapes.Decided,
        taken=examples.DECIDE,
        given=examples.DECIDED,
        scope="rules:run",
    )
)
def decide(request: HttpRequest, package_id: shapes.Package, body: shapes.Ask) -> shapes.Decided:
    version, ruleset, facts = _ruled(package_id, body)
    assessment = ruleset.assess(facts)
    return shapes.Decided(
        package=package_id,
        version=version,
        on=body.on,
        organisation=body.organisation,
        outcome=assessment.outcome,
        amount=assessment.amount,
        open=list(assessment.open),
        judgements=list(assessment.judgements),
        automatic=assessment.automatic,
        hindrances=list(assessment.hindrances),
        items=[_item(each) for each in assessment.items],
        explanation=_line(ruleset.reckoning(facts, language=get_language() or "sv")),
    )


def _ruled(package_id: str, body: shapes.Ask) -> tuple[str, packages.Ruleset, dict[str, Any]]:
    """The version, the rules of the day, and the facts checked."""
    release, local = running_release(package_id, body.organisation, body.on)
    ruleset = rules_of(release.digest, local, body.on)
    return release.version, ruleset, ruleset.check_facts(body.facts)


def _item(told: packages.Item) -> shapes.Item:
    return shapes.Item(
        id=told.id,
        name=shapes.Words.of(told.name),
        requested=told.requested,
        granted=told.granted,
        status=told.status,
        law=told.law,
    )


def _line(told: packages.Line) -> shapes.Line:
    return shapes.Line(
        name=told.name,
        label=shapes.Words.of(told.label),
        text=shapes.Words.of(told.text),
        value=told.value,
        because=told.because,
        law=told.law,
        derived=told.derived,
        facts=[_fact(each) for each in told.facts],
        parameters=[_parameter(each) for each in told.parameters],
        parts=[_line(part) for part in told.parts],
    )


def _fact(told: FactUse) -> shapes.FactUsed:
    return shapes.FactUsed(path=told.path, label=shapes.Words.of(told.label), value=told.value)


def _parameter(told: ParameterLine) -> shapes.ParameterUsed:
    return shapes.ParameterUsed(
        name=told.name,
        label=shapes.Words.of(told.label),
        value=told.value,
        law=told.law,
        source=told.source,
        status=told.status,
        local=told.local,
    )
