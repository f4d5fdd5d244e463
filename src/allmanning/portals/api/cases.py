"""Cases: a list, one, its decisions and its journal; and for residents to begin, answer and send their own."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Header, Query

from allmanning.accounts.models import Organisation
from allmanning.cases import actions, queries
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import Case
from allmanning.cases.queries.listing import Wanted, listed
from allmanning.packages import Assessment, Text
from allmanning.portals.api import case_shapes, examples, shapes
from allmanning.portals.api.callers import Role, caller_in
from allmanning.portals.api.contract import Call, offer
from allmanning.portals.api.cursors import cursor as cursor_after
from allmanning.portals.api.cursors import next_page, place
from allmanning.portals.design.signing import level_of, method_of

type Status = Literal["draft", "submitted", "assessing", "completion", "control", "decided", "withdrawn"]

ActingAs = Annotated[
    Role | None,
    Header(
        None,
        alias="Acting-As",
        description="I eget ärende eller i tjänst / In one's own case or at work",
        example="resident",
    ),
]


@offer(
    Call(
        method="GET",
        path="/cases",
        summary=Text("Ärenden", "Cases"),
        about=Text(
            "De senaste först. Ett system ser sin organisations insända ärenden, en handläggare dem som hon får handlägga, "
            "en invånare sina egna. Ärenden med skyddad identitet lämnas inte till system.",
            "Latest first. A system sees its organisation's cases once sent, a caseworker those that she may handle, "
            "a resident their own. Cases with a protected identity are not handed to systems.",
        ),
        shape=case_shapes.Cases,
        given=examples.CASES,
        scope="cases:read",
        query=("limit", "cursor", "status", "package", "organisation"),
    )
)
def list_cases(
    request: HttpRequest,
    limit: shapes.Limit,
    cursor: shapes.Cursor,
    organisation: shapes.Municipality,
    acting_as: ActingAs,
    status: Annotated[Status | None, Query(None, description="Läge / State", example="decided")],
    package: Annotated[
        str | None,
        Query(
            None,
            pattern=shapes.SLUG,
            max_length=100,
            description="Paket / Package",
            example="ekonomiskt-bistand",
        ),
    ],
) -> case_shapes.Cases:
    actor = caller_in(request).actor(acting_as)
    owner = get_object_or_404(Organisation, slug=organisation).pk if organisation else None
    listing = f"cases:{actor.kind}:{actor.person_id}:{status}:{package}:{owner}"
    after = None
    if cursor:
        when, last = place(listing, cursor)
        after = datetime.fromisoformat(when), UUID(last)
    wanted = Wanted(status=status or "", package_id=package or "", owner=owner)
    found = listed(actor, wanted, after=after, limit=limit)
    following = None
    if found.following:
        following = cursor_after(listing, [found.following[0].isoformat(), str(found.following[1])])
    return case_shapes.Cases(items=[_line(case) for case in found.cases], next=next_page(request, following))


@offer(
    Call(
        method="POST",
        path="/cases",
        summary=Text("Börja en ansökan", "Begin an application"),
        about=Text(
            "För den som är inloggad, i egen sak. Samma månad igen ger den ansökan som redan är påbörjad.",
            "For who is logged in, in their own matter. The same month again gives the application that is begun already.",
        ),
        shape=case_shapes.CaseTold,
        taken=examples.START,
        given=examples.DRAFT,
        systems=False,
        status=201,
    )
)
def start_case(
    request: HttpRequest, response: HttpResponse, body: case_shapes.Start, idempotency_key: shapes.Key
) -> case_shapes.CaseTold:
    actor = caller_in(request).actor("resident")
    organisation = get_object_or_404(Organisation, slug=body.organisation)
    case_id = actions.start_application(
        actor, organisation, body.package, body.as_of, key=idempotency_key, level=level_of(request)
    )
    response["Location"] = reverse("api:cases-case_id", args=[case_id])
    return _told(queries.case_page(actor, case_id, page="api"))


@offer(
    Call(
        method="GET",
        path="/cases/{uuid:case_id}",
        summary=Text("Ett ärende", "A case"),
        about=Text(
            "Med de uppgifter som är angivna. Läsningen antecknas i ärendets läslogg, och den sökande ser den.",
            "With the facts that are stated. The reading is noted in the case's log of readings, and the applicant sees it.",
        ),
        shape=case_shapes.CaseTold,
        given=examples.CASE,
        scope="cases:read",
    )
)
def read_case(request: HttpRequest, case_id: UUID, acting_as: ActingAs) -> case_shapes.CaseTold:
    return _told(_page(request, case_id, acting_as))


@offer(
    Call(
        method="PATCH",
        path="/cases/{uuid:case_id}/facts",
        summary=Text("Svara på frågor", "Answer questions"),
        about=Text(
            "I en påbörjad ansökan. Ett svar som har ändrats på annat håll skrivs inte över.",
            "In an application that is begun. An answer that was changed elsewhere is not overwritten.",
        ),
        shape=case_shapes.Saved,
        taken=examples.SAVE,
        given=examples.SAVED,
        systems=False,
    )
)
def save_case_facts(request: HttpRequest, case_id: UUID, body: case_shapes.SaveFacts) -> case_shapes.Saved:
    saved = actions.save_facts(
        caller_in(request).actor("resident"), case_id, body.facts, version=body.version
    )
    said: Assessment = saved.assessment
    return case_shapes.Saved(
        version=saved.version,
        outcome=said.outcome,
        amount=said.amount,
        next_question=said.next,
        open=list(said.open),
    )


@offer(
    Call(
        method="POST",
        path="/cases/{uuid:case_id}/submission",
        summary=Text("Skriv under och skicka", "Sign and send"),
        about=Text(
            "Det som lästes vid version skrivs under och skickas in. Skickat två gånger blir det ett ärende.",
            "What was read at version is signed and sent. Sent twice it is one case.",
        ),
        shape=case_shapes.Receipt,
        taken=examples.SUBMIT,
        given=examples.RECEIPT,
        systems=False,
        status=201,
    )
)
def submit_case(
    request: HttpRequest, case_id: UUID, body: case_shapes.Submit, idempotency_key: shapes.Key
) -> case_shapes.Receipt:
    actor = caller_in(request).actor("resident")
    sent = actions.submit(
        actor,
        case_id,
        version=body.version,
        key=idempotency_key,
        method=method_of(request),
        level=level_of(request),
    )
    return case_shapes.Receipt(case=sent.case_id, number=sent.number, decided=sent.decision_id is not None)


@offer(
    Call(
        method="GET",
        path="/cases/{uuid:case_id}/decisions",
        summary=Text("Ärendets beslut", "The decisions of a case"),
        about=Text(
            "Med skäl, lagrum och hur de överklagas. Läsningen antecknas.",
            "With reasons, law and how to appeal. The reading is noted.",
        ),
        shape=case_shapes.Decisions,
        given=examples.DECISIONS,
        scope="cases:read",
    )
)
def list_decisions(request: HttpRequest, case_id: UUID, acting_as: ActingAs) -> case_shapes.Decisions:
    page = _page(request, case_id, acting_as)
    told = [
        case_shapes.Decision(
            id=each.pk,
            outcome=each.outcome,
            amount=each.amount,
            is_automatic=each.is_automatic,
            taken_by=each.taken_by_name,
            ground=each.ground,
            reason=each.reason,
            provisions=list(each.provisions),
            appeal=shapes.Appeal(route=each.appeal_route, weeks=each.appeal_weeks, law=each.appeal_law),
            appeal_until=each.appeal_until,
            decided_at=shapes.said(each.decided_at),
            served_on=each.served_on,
        )
        for each in page.decisions
    ]
    return case_shapes.Decisions(items=told)


@offer(
    Call(
        method="GET",
        path="/cases/{uuid:case_id}/journal",
        summary=Text("Ärendets journal", "The journal of a case"),
        about=Text(
            "Vad som har hänt, när, av vem och på vilken grund, kedjat så att en ändring syns. Läsningen antecknas.",
            "What happened, when, by whom and on what ground, chained so that a change shows. The reading is noted.",
        ),
        shape=case_shapes.Journal,
        given=examples.JOURNAL,
        scope="journal:read",
    )
)
def read_journal(request: HttpRequest, case_id: UUID, acting_as: ActingAs) -> case_shapes.Journal:
    page = _page(request, case_id, acting_as)
    applicant = page.case.applicant
    is_hidden = applicant.protected_identity and getattr(request.user, "pk", None) != applicant.pk
    told = [
        case_shapes.Event(
            sequence=each.sequence,
            happened_at=shapes.said(each.happened_at),
            action=each.action,
            actor_kind=each.actor_kind,
            actor="" if is_hidden and each.actor_kind in ("resident", "ombud") else each.actor_name,
            ground=each.ground,
            payload_digest=each.payload_digest,
            hash=each.hash,
        )
        for each in page.events
    ]
    return case_shapes.Journal(items=told)


def _page(request: HttpRequest, case_id: UUID, role: Role | None) -> queries.CasePage:
    actor = caller_in(request).actor(role)
    page = queries.case_page(actor, case_id, page="api")
    if actor.kind == "system" and page.case.applicant.protected_identity:
        raise CaseNotFoundError
    return page


def _line(case: Case) -> case_shapes.CaseLine:
    return case_shapes.CaseLine(
        id=case.pk,
        number=case.number,
        organisation=case.organisation.slug,
        package=case.package_id,
        as_of=case.as_of,
        status=case.status,
        created_at=shapes.said(case.created_at),
        submitted_at=shapes.utc(case.submitted_at),
        due_on=case.due_on,
        closed_at=shapes.utc(case.closed_at),
        proposed_outcome=case.proposed_outcome or None,
        proposed_amount=case.proposed_amount,
    )


def _told(page: queries.CasePage) -> case_shapes.CaseTold:
    applicant = page.case.applicant
    facts = [
        case_shapes.Stated(
            name=row.name, value=row.value, source=row.source, stated_at=shapes.said(row.stated_at)
        )
        for row in page.fact_rows
    ]
    return case_shapes.CaseTold(
        **_line(page.case).model_dump(),
        version=page.case.version,
        applicant=None if applicant.protected_identity else applicant.name,
        facts=facts,
        next_question=page.assessment.next,
        open=list(page.assessment.open),
    )
