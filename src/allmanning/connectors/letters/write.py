"""From a case to what its letters say. Reads what it is given; the caller stands inside `acting` where rows are fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypedDict

from django.utils import timezone

from allmanning import packages
from allmanning.accounts.models import Organisation
from allmanning.cases import reasons
from allmanning.cases.assessing import Run
from allmanning.cases.models import Case, Completion, Decision
from allmanning.cases.queries import CasePage
from allmanning.lib.text import day, money, month, short_day
from allmanning.packages.letters import LetterTemplate, parse_letter
from allmanning.packages.reckoning import humanised

from . import look
from .letter import (
    Appeal,
    AppealRoute,
    Circumstance,
    DecidedItem,
    Kind,
    LetterContent,
    Provision,
    Recipient,
    Sender,
    Signature,
)
from .phrases import phrases
from .reckoning import laws_applied
from .render import render_letter

TEXTS = Path(__file__).parent / "texts"

# A package's letters are in the language of its law; so is the letter until a package brings another.
LANGUAGE: Final = "sv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a decision letter is about, whether it is taken or only drafted. JSON shapes as in `cases.models.Decision`."""

    outcome: str
    amount: int | None
    dated: date
    reckoning: packages.Line | None
    outcome_line: packages.Line
    provisions: Sequence[str]
    circumstances: Sequence[Mapping[str, Any]]
    items: Sequence[Mapping[str, Any]]
    changes: Sequence[Mapping[str, Any]]
    reason: str
    appeal: Appeal
    signature: Signature
    values: Mapping[str, str]
    """What the package's own names in the letter say."""
    draft: bool = False


def decision_letter(case: Case, decision: Decision) -> LetterContent:
    """The letter of a decision, from the very rules it was taken by."""
    ruleset = decision.assessment.ruleset
    verdict = Verdict(
        outcome=decision.outcome,
        amount=decision.amount,
        dated=timezone.localdate(decision.decided_at),
        **_explained(case, ruleset, ruleset.check_facts(decision.assessment.facts)),
        values=_own_values(ruleset, ruleset.check_facts(decision.assessment.facts)),
        provisions=decision.provisions,
        circumstances=decision.circumstances,
        items=decision.items,
        changes=decision.changes,
        reason=decision.reason,
        appeal=Appeal(
            route=_route(decision.appeal_route), weeks=decision.appeal_weeks, law=decision.appeal_law
        ),
        signature=_signature_of(case, decision),
    )
    return _decision(case, verdict)


def preview(
    page: CasePage,
    *,
    signer: str,
    outcome: str | None = None,
    amount: int | None = None,
    reason: str = "",
    changes: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The letter as it would be if the case were decided now, headed UTKAST; nothing is kept. `changes` as in Decision."""
    run = Run(ruleset=page.ruleset, rows=page.fact_rows, facts=dict(page.facts), assessment=page.assessment)
    manifest = page.package.manifest
    proposed = page.assessment
    decided = outcome or proposed.outcome or ""
    if amount is None:
        amount = manifest.decision.follows(decided, proposed.amount)
    appeal = manifest.appeal_of(decided)
    departs = [("outcome", proposed.outcome, decided), ("amount", proposed.amount, amount)]
    verdict = Verdict(
        outcome=decided,
        amount=amount,
        dated=page.today,
        **_explained(page.case, run.ruleset, run.facts),
        values=_own_values(run.ruleset, run.facts),
        **reasons.told(run),
        changes=[
            *changes,
            *({"what": what, "from": old, "to": new} for what, old, new in departs if old != new),
        ],
        reason=reason,
        appeal=Appeal(route=appeal.route, weeks=appeal.weeks, law=appeal.law),
        signature=Signature(name=signer, role=_role(page.package)),
        draft=True,
    )
    return render_letter(_decision(page.case, verdict))


def completion_letter(case: Case, completion: Completion) -> LetterContent:
    """The letter that asks for what is missing, or that lets the applicant answer before the decision."""
    kind: Kind = "communication" if completion.kind == "communication" else "completion"
    values = {"message": completion.text, "due_date": day(completion.due_on, LANGUAGE)}
    content = _content(case, kind, timezone.localdate(completion.asked_at))
    role = _role(case.adoption.release.package)
    signature = Signature(name=completion.asked_by, role=role, executor=completion.executor_name)
    return replace(content, values=values, signature=signature)


def receipt_letter(case: Case) -> LetterContent:
    """The receipt of an application that was sent."""
    sent = timezone.localdate(case.submitted_at) if case.submitted_at else timezone.localdate()
    values = {"due_date": day(case.due_on, LANGUAGE)} if case.due_on else {}
    state = "decided" if case.status == Case.Status.DECIDED else "waiting"
    return replace(_content(case, "receipt", sent), outcome=state, values=values)


def _content(case: Case, kind: Kind, dated: date) -> LetterContent:
    """What every letter of a case has."""
    release = case.adoption.release
    return LetterContent(
        kind=kind,
        language=LANGUAGE,
        sender=sender(case.organisation, case.board),
        # Nobody's address is kept here: a letter is read on one's own page, or addressed by whoever posts it.
        recipient=Recipient(
            name=case.applicant.name,
            protected=case.applicant.protected_identity,
            through=phrases(LANGUAGE)["through"].format(name=case.ombud_name) if case.ombud_name else "",
        ),
        case_number=case.number or phrases(LANGUAGE)["no_number"],
        dated=dated,
        service=release.package.manifest.name.in_(LANGUAGE).lower(),
        template=template(release.package, kind),
        period=month(case.as_of, LANGUAGE),
        signature=Signature(automatic=True),
    )


def _decision(case: Case, verdict: Verdict) -> LetterContent:
    package = case.adoption.release.package
    explained = [line for line in (verdict.reckoning, verdict.outcome_line) if line is not None]
    told = laws_applied(explained, LANGUAGE)
    overruled = any(change["what"] == "outcome" for change in verdict.changes)
    return replace(
        _content(case, "decision", verdict.dated),
        outcome=verdict.outcome,
        amount=verdict.amount,
        # When a person decided otherwise than the rules, what the rules granted item by item does not hold.
        items=() if overruled else tuple(_items(verdict, package)),
        reckoning=verdict.reckoning,
        outcome_line=verdict.outcome_line,
        departures=tuple(_departure(change, package) for change in verdict.changes),
        assessment_reason=verdict.reason,
        circumstances=tuple(_circumstance(row) for row in verdict.circumstances),
        provisions=tuple(Provision(law=law, says=told.get(law, ())) for law in verdict.provisions),
        appeal=replace(verdict.appeal, instance=_instance(case.organisation, verdict.appeal.route)),
        signature=verdict.signature,
        draft=verdict.draft,
        period=month(case.as_of, LANGUAGE) if package.manifest.period == "month" else "",
        values={**verdict.values, "month": month(case.as_of, LANGUAGE)},
        unsaid=frozenset(package.manifest.decision.contents) if overruled else frozenset(),
        outcome_label=verdict.outcome or phrases(LANGUAGE)["undecided"],
    )


class _Explained(TypedDict):
    reckoning: packages.Line | None
    outcome_line: packages.Line


def _explained(case: Case, ruleset: packages.Ruleset, facts: Mapping[str, Any]) -> _Explained:
    """Why the amount, where there is one, and why the outcome."""
    spec = case.adoption.release.package.manifest.decision
    amount = ruleset.reckoning(facts, spec.amount, LANGUAGE) if spec.amount else None
    return {"reckoning": amount, "outcome_line": ruleset.reckoning(facts, spec.outcome, LANGUAGE)}


def _own_values(ruleset: packages.Ruleset, facts: Mapping[str, Any]) -> dict[str, str]:
    """The values that the package's decision letter names."""
    text = ruleset.package.letters.get("decision", "")
    return ruleset.told(
        facts, (name for name in ruleset.package.letter_names if f"{{{name}}}" in text), LANGUAGE
    )


def sender(organisation: Organisation, board: str) -> Sender:
    """The organisation as it signs its letters, by the board that answers for the service."""
    town = " ".join(part for part in (organisation.postcode, organisation.town) if part)
    return Sender(
        organisation=organisation.name,
        board=board,
        address=tuple(part for part in (organisation.address, town) if part),
        contact=tuple(part for part in (organisation.telephone, organisation.email) if part),
        mark=look.mark(organisation.theme),
        accent=look.accent(organisation.theme),
    )


def template(package: packages.Package, kind: Kind) -> LetterTemplate:
    """The package's own letter of this kind, or the plain one that any package can be written with."""
    if kind in package.letters:
        own = package.letter_names if kind == "decision" else ()
        return parse_letter(package.letters[kind], f"letters/{kind}.md", own)
    return parse_letter((TEXTS / f"{kind}.md").read_text(encoding="utf-8"), f"texts/{kind}.md")


def _items(verdict: Verdict, package: packages.Package) -> Iterator[DecidedItem]:
    rules = {spec.id: spec.granted for spec in package.manifest.decision.items}
    roots = [verdict.outcome_line] if verdict.reckoning is None else [verdict.outcome_line, verdict.reckoning]
    lines = {line.name: line for root in roots for line in _lines(root) if not line.repeated}
    for item in verdict.items:
        line = lines.get(rules.get(item["id"], ""))
        yield DecidedItem(
            name=item["name"][LANGUAGE],
            requested=item["requested"],
            granted=item["granted"],
            status=item["status"],
            reason="" if item["status"] == "granted" else _reason(item["reason"][LANGUAGE], line),
            law=item["law"],
        )


def _reason(rule: str, line: packages.Line | None) -> str:
    """The rule without its name, which stands above already, and what settled it in this case."""
    says = rule.partition(": ")[2] or rule
    settled = f"{line.because}." if line and line.because else ""
    return " ".join(part[:1].upper() + part[1:] for part in (says, settled) if part)


def _lines(root: packages.Line) -> Iterator[packages.Line]:
    waiting = [root]
    while waiting:
        line = waiting.pop()
        yield line
        waiting.extend(line.parts)


def _circumstance(row: Mapping[str, Any]) -> Circumstance:
    words = phrases(LANGUAGE)
    source = words.get(f"source_{row['source']}", "")
    if source and row["stated_on"]:
        source = f"{source}, {short_day(date.fromisoformat(row['stated_on']), LANGUAGE)}"
    return Circumstance(label=row["label"][LANGUAGE], value=row["value"][LANGUAGE], source=source)


def _departure(change: Mapping[str, Any], package: packages.Package) -> str:
    """One change a caseworker made: “Hyra: 15 000 kr i stället för 16 000 kr”."""
    words = phrases(LANGUAGE)
    what = str(change["what"])
    match what:
        case "outcome" | "amount":
            label, kind = words[what], "money" if what == "amount" else "choice"
        case _:
            label, kind = humanised(what.rpartition(".")[2]), package.question(what).kind
    if kind == "list":
        return words["list_changed"].format(label=label)
    old, new = (_told(change[side], kind) for side in ("from", "to"))
    return words["changed"].format(label=label, new=new, old=old)


def _told(value: Any, kind: str) -> str:
    words = phrases(LANGUAGE)
    match value:
        case None | "":
            return words["unanswered"]
        case bool():
            return words["yes" if value else "no"]
        case int() if kind == "money":
            return money(value, LANGUAGE)
        case _:
            return str(value)


def _signature_of(case: Case, decision: Decision) -> Signature:
    if decision.is_automatic:
        law, _, delegation = decision.ground.partition("; ")
        return Signature(automatic=True, law=law, delegation=delegation)
    role = _role(case.adoption.release.package)
    return Signature(name=decision.taken_by_name, role=role, executor=decision.executor_name)


def _role(package: packages.Package) -> str:
    level = package.manifest.delegation.level
    return level[:1].upper() + level[1:]


def _route(route: str) -> AppealRoute:
    match route:
        case "förvaltningsrätten" | "länsstyrelsen" | "laglighetsprövning" | "none":
            return route
    raise ValueError(f"There is no appeal route {route!r}.")


def _instance(organisation: Organisation, route: AppealRoute) -> str:
    return organisation.county_board if route == "länsstyrelsen" else organisation.court
