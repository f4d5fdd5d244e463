"""Every page that has an address, found from the addresses themselves: axe finds nothing, in light, dark and 320 pixels."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from allmanning.server.demo.together import BATCH
from tests.journeys.conftest import RULES, faults, log_in

pytestmark = pytest.mark.journey

COLOURS = ["color-contrast", "link-in-text-block"]
# What answers with something else than a page of its own: a redirect, a file, or a piece of a page.
NO_PAGE = {
    "caseworker:webhook_act", "caseworker:webhook_schema",
    "operations:alive", "operations:ready",
    "open:login_begin", "open:login_back", "design:stay", "saml_acs", "saml_finish_acs", "saml_metadata", "saml_sls",
    "design:language", "design:appearance", "caseworker:search", "caseworker:following", "caseworker:preview",
    "caseworker:record_revoke", "resident:act_for", "resident:follow",
    "caseworker:letter", "caseworker:take", "caseworker:agreement_sign", "caseworker:send_back", "caseworker:agreement_revoke", "caseworker:put_back", "resident:go_on", "resident:letters", "resident:letter",
    "resident:files", "resident:file", "caseworker:file",
}  # fmt: skip


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if (
                getattr(pattern.callback, "access", "") == "machine"
            ):  # answers another system, which opens no page
                continue
            yield f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
        else:
            yield from names(pattern, pattern.namespace or namespace)


def addresses(visit: Callable[..., Page]) -> dict[str, tuple[str, str]]:
    """For each name, who visits which address; taken from the demonstration as it stands."""
    economic = "service=ekonomiskt-bistand"
    open_case = first(visit, "Bo Berg", f"/handlaggning/?{economic}", r"/handlaggning/arende/[^/]+/$")
    mine = first(visit, "Bo Berg", f"/handlaggning/?show=mine&{economic}", r"/handlaggning/arende/[^/]+/$")
    judged = first(visit, "Cilla Ek", f"/handlaggning/?show=mine&{economic}", r"/handlaggning/arende/[^/]+/$")
    draft = first(
        visit, "Olle Öberg", "/soderslatt/mina-arenden/", r"/soderslatt/arende/[^/]+/fortsatt/$"
    ).removesuffix("fortsatt/")
    decided = first(visit, "Anna Andersson", "/mittkoping/mina-arenden/", r"/mittkoping/arende/[^/]+/$")
    waiting = first(visit, "Dan Åberg", "/mittkoping/mina-arenden/", r"/mittkoping/arende/[^/]+/$")
    proposals = "/mittkoping/e-forslag/publicerat/"
    collecting = first(visit, "Anna Andersson", f"{proposals}?show=collecting", r"/publicerat/[^/]+/$")
    proposal = proposed(visit)
    public = {
        "open:front": "/", "open:about": "/om/", "open:accessibility": "/tillganglighet/", "open:privacy": "/personuppgifter/",
        "api:page": "/api/", "open:login": "/logga-in/", "open:logout": "/logga-ut/", "open:municipality": "/mittkoping/",
        "open:service": "/mittkoping/ekonomiskt-bistand/", "open:publications": proposals, "open:publication": collecting,
    }  # fmt: skip
    bo = {name: f"{open_case}{tail}" for name, tail in {
        "caseworker:case": "", "caseworker:journal": "journal/", "caseworker:letters": "brev/", "caseworker:others": "fler/",
        "caseworker:reads": "laslogg/", "caseworker:keep": "bevara/", "caseworker:hand_out": "lamna-ut/", "caseworker:fact": "uppgift/hyra/",
    }.items()}  # fmt: skip
    bos_own = {name: f"{mine}{tail}" for name, tail in {
        "caseworker:hand_over": "lamna-over/", "caseworker:complete": "komplettera/", "caseworker:sign": "besluta/",
        "caseworker:change": "andra/", "caseworker:confirm": "bekrafta/", "caseworker:refuse": "avsla/",
    }.items()}  # fmt: skip
    olle = {
        "resident:question": f"{draft}fraga/sammanboende/",
        "resident:check": f"{draft}kontrollera/",
        "resident:withdraw": f"{draft}aterkalla/",
    }
    found = {name: ("", address) for name, address in public.items()}
    found |= {
        name: ("Bo Berg", address)
        for name, address in {**bo, **bos_own, "caseworker:worklist": "/handlaggning/"}.items()
    }
    found |= {"open:login_again": ("Bo Berg", "/logga-in/igen/")}
    agreement = first(visit, "Gustav Lo", "/handlaggning/avtal/", r"/handlaggning/avtal/\d+/$")
    found |= {
        f"caseworker:{name}": ("Gustav Lo", address)
        for name, address in {
            "overview": "/handlaggning/oversikt/",
            "agreements": "/handlaggning/avtal/",
            "agreement": agreement,
            "agreement_new": "/handlaggning/avtal/nytt/",
            "accesses": "/handlaggning/avtal/atkomst/",
            "agreement_report": "/handlaggning/avtal/rapport/",
            "retention": "/handlaggning/gallring/",
            "retention_remove": "/handlaggning/gallring/bekrafta/",
        }.items()
    }
    several = first(
        visit, "Bo Berg", "/handlaggning/?service=ekonomiskt-bistand", r"/handlaggning/skriv-under/\?case="
    )
    found |= {
        "caseworker:sign_many": ("Bo Berg", several),
        "caseworker:signed_many": ("Sten Åkesson", f"/handlaggning/skriv-under/{BATCH}/"),
    }
    system = first(visit, "Joel Ask", "/handlaggning/andra-system/", r"/handlaggning/andra-system/\d+/$")
    found |= {"caseworker:webhooks": ("Joel Ask", "/handlaggning/andra-system/")}
    found |= {"caseworker:webhook_new": ("Joel Ask", "/handlaggning/andra-system/nytt/")}
    found |= {f"caseworker:{name}": ("Joel Ask", f"{system}{tail}") for name, tail in {
        "webhook": "", "webhook_change": "andra/", "webhook_secret": "hemlighet/", "webhook_give_up": "ge-upp/",
        "webhook_remove": "ta-bort/",
    }.items()}  # fmt: skip
    ottos = first(visit, "Otto Holm", "/mittkoping/ombud/", r"/mittkoping/ombud/\d+/ta-tillbaka/$")
    found |= {
        "resident:representations": ("Otto Holm", "/mittkoping/ombud/"), "resident:consent_revoke": ("Otto Holm", ottos),
        "resident:consent": ("Otto Holm", "/mittkoping/ombud/nytt/"), "caseworker:recorded": ("Bo Berg", "/handlaggning/ombud/"),
        "caseworker:record_new": ("Bo Berg", "/handlaggning/ombud/nytt/"),
    }  # fmt: skip
    ending = first(visit, "Hedda Ry", "/handlaggning/delegation/", r"/handlaggning/delegation/\d+/avsluta/$")
    found |= {"caseworker:delegation": ("Hedda Ry", "/handlaggning/delegation/")}
    found |= {"caseworker:delegation_new": ("Hedda Ry", "/handlaggning/delegation/ny/")}
    found |= {"caseworker:delegation_end": ("Hedda Ry", ending)}
    found |= {"caseworker:judge": ("Cilla Ek", f"{judged}bedom/")}
    found |= {name: ("Olle Öberg", address) for name, address in olle.items()}
    found |= {
        "resident:cases": ("Anna Andersson", "/mittkoping/mina-arenden/"), "resident:own_data": ("Anna Andersson", "/mittkoping/mina-uppgifter/"), "resident:case": ("Anna Andersson", decided),
        "resident:reads": ("Anna Andersson", f"{decided}lasningar/"), "resident:complete": ("Dan Åberg", f"{waiting}komplettera/"),
        "resident:start": ("Dan Åberg", "/mittkoping/ekonomiskt-bistand/ansok/"),
    }  # fmt: skip
    found |= {
        "resident:support": ("Anna Andersson", f"{collecting}stod/"),
        "resident:take_back_support": ("Anna Andersson", f"{collecting}stod/ta-tillbaka/"),
        "resident:write": ("Dan Åberg", f"{proposal}text/"), "resident:alike": ("Dan Åberg", f"{proposal}text/liknande/"),
        "caseworker:publish_answer": ("Bo Berg", f"{to_answer(visit)}publicera-svar/"),
        "caseworker:take_down": ("Bo Berg", f"{to_answer(visit)}ta-bort-texten/"),
    }  # fmt: skip
    return found


def proposed(visit: Callable[..., Page]) -> str:
    """The address of a proposal that Dan has begun, which is like another."""
    page = visit()
    log_in(page, "Dan Åberg")
    page.goto("/mittkoping/e-forslag/")
    page.get_by_role("button", name="Börja").click()
    address = re.sub(r"(/arende/[^/]+/).*", r"\1", page.url)
    page.goto(f"{address}text/")
    page.locator("#field-title").fill("Bänkar på torget")
    page.locator("#field-text").fill("Det finns ingenstans att sitta.")
    page.locator("main form button").first.click()
    return address


def to_answer(visit: Callable[..., Page]) -> str:
    """A case of Bo's that has a public side."""
    return first(visit, "Bo Berg", "/handlaggning/?service=e-forslag", r"/handlaggning/arende/[^/]+/$")


def first(visit: Callable[..., Page], who: str, address: str, pattern: str) -> str:
    """The first link on a page that leads to such an address."""
    page = visit()
    log_in(page, who)
    page.goto(address)
    links = [str(link.get_attribute("href")) for link in page.locator("main a").all()]
    return next(link for link in links if re.search(pattern, link))


def test_every_named_address_is_visited_or_is_no_page(visit: Callable[..., Page]) -> None:
    """And what is visited has no faults: each page in light, in dark, and 320 pixels wide without a sideways scroll."""
    pages = addresses(visit)
    assert sorted({*pages, *NO_PAGE}) == sorted(set(names(get_resolver())))
    found: list[str] = []
    visitors: dict[str, Page] = {}
    for name, (who, address) in sorted(pages.items()):
        page = visitors.get(who) or visitors.setdefault(who, visitor(visit, who))
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 500, f"{name} {address}: {answer.status}"
        found += looked_at(page, name)
    assert found == []


def visitor(visit: Callable[..., Page], who: str) -> Page:
    page = visit()
    if who:
        log_in(page, who)
    return page


def looked_at(page: Page, name: str) -> Iterator[str]:
    """Every fault of a page, in three ways of looking; in the dark it is the same page in other colours."""
    for scheme, width, rules in (("light", 1280, RULES), ("dark", 1280, COLOURS), ("light", 320, RULES)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"{name} {scheme} {width}: {fault}" for fault in faults(page, rules))
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            yield f"{name} {width}: scrolls sideways, {across} pixels"
