"""Tags and filters for every portal. Each draws one part from one plain value; see docs/look-up/design-system.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from allmanning.lib import text
from allmanning.packages import Line
from allmanning.portals.design import parts, themes, views
from allmanning.portals.design.fields import Field
from allmanning.portals.design.reckoning import FactSource, Row, from_line
from allmanning.portals.design.rows import rows as drawn_rows

register = template.Library()

ICONS = (
    *("tick", "cross", "chevron", "arrow", "back", "section", "info", "warning", "danger", "success", "open"),
    *("clock", "external", "sun", "plus", "print"),
)


def _language() -> str:
    return get_language() or "sv"


def _request(context: Context) -> HttpRequest | None:
    found = context.get("request")
    return found if isinstance(found, HttpRequest) else None


@register.simple_tag(takes_context=True)
def page_theme(context: Context) -> themes.Theme:
    """{% page_theme as theme %}: of the context's `organisation`, or Allmänning's own."""
    return themes.theme_of(context.get("organisation"))


@register.simple_tag(takes_context=True)
def page_scheme(context: Context) -> str:
    return views.scheme_of(_request(context))


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """Where to come back to after a change of language or appearance."""
    request = _request(context)
    if request is None:
        return "/"
    return request.get_full_path() if request.method == "GET" else request.path


@register.simple_tag
def idle_seconds() -> str:
    """{% idle_seconds %}: after how long unused somebody at work is logged out, for the script that warns."""
    return str(settings.IDLE_SECONDS)


@register.simple_tag
def mark(slug: str = themes.OWN) -> SafeString:
    """{% mark "mittkoping" %}: the drawing, in the colours of the page. Its text is a file of the program's own."""
    return mark_safe(themes.theme(slug).drawing)  # noqa: S308


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "tick" %}: drawn in the text's colour, silent to a screen reader; the words beside it carry meaning."""
    return mark_safe(_icon(name))  # noqa: S308


@cache
def _icon(name: str) -> str:
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"No icon {name!r}. There are: {', '.join(ICONS)}.")
    return render_to_string(f"design/icons/{name}.svg").strip()


@register.filter
def kronor(ore: int | None) -> str:
    """{{ 518000|kronor }}: 5 180 kr."""
    return "" if ore is None else text.money(ore, _language())


@register.filter
def day(value: date | None) -> str:
    return "" if value is None else text.day(value, _language())


@register.filter
def short_day(value: date | None) -> str:
    return "" if value is None else text.short_day(value, _language())


@register.filter
def month(value: date | None) -> str:
    return "" if value is None else text.month(value, _language())


@register.filter
def law(citation: str | None) -> str:
    """Keeps the number of a paragraph beside its sign at a line's end."""
    return text.citation(citation or "")


@register.inclusion_tag("design/reckoning/reckoning.html")
def reckoning(
    line: Line | Row,
    variant: str = "full",
    title: str = "",
    sources: Mapping[str, FactSource] | None = None,
    expand: int = 1,
    level: int = 2,
) -> dict[str, Any]:
    """{% reckoning line %}, {% reckoning line variant="compact" title=... sources=... expand=2 level=3 %}."""
    if variant not in {"full", "compact"}:
        raise template.TemplateSyntaxError(f'A reckoning is "full" or "compact", not {variant!r}.')
    row = line if isinstance(line, Row) else from_line(line, _language(), sources=sources, expand=expand)
    compact = variant == "compact"
    heading = title or (gettext("Så ser det ut hittills") if compact else gettext("Så har vi räknat"))
    return {"row": row, "variant": variant, "compact": compact, "title": heading, "level": level}


@register.simple_tag
def field(question: Field) -> SafeString:
    """{% field f %}: label, help, box, error and why we ask, for any kind."""
    return render_to_string(question.template, {"field": question})


@register.inclusion_tag("design/parts/error_summary.html")
def error_summary(fields: Iterable[Field], other: Sequence[str] = ()) -> dict[str, Any]:
    """{% error_summary fields %}: nothing at all when nothing is wrong. `other` are errors that no field owns."""
    wrong = tuple(question for question in fields if question.error)
    return {"fields": wrong, "other": other, "count": len(wrong) + len(other)}


@register.inclusion_tag("design/parts/answers.html")
def answers(rows: Iterable[parts.Answer]) -> dict[str, Any]:
    return {"rows": tuple(rows)}


@register.inclusion_tag("design/parts/timeline.html")
def timeline(steps: Iterable[parts.Step], title: str = "") -> dict[str, Any]:
    return {"steps": tuple(steps), "title": title}


@register.inclusion_tag("design/parts/deadline.html")
def deadline(due: parts.Deadline) -> dict[str, Any]:
    return {"deadline": due}


@register.inclusion_tag("design/parts/table.html")
def table(rows: parts.Table) -> dict[str, Any]:
    return {"table": rows}


@register.simple_tag
def table_rows(rows: parts.Table) -> SafeString:
    return drawn_rows(rows)


@register.inclusion_tag("design/parts/filters.html")
def filters(choices: Iterable[parts.Filter], search: str | None = None) -> dict[str, Any]:
    """{% filters choices search=query %}: a GET form; without `search` there is no box for it."""
    return {"choices": tuple(choices), "search": search}


@register.inclusion_tag("design/parts/pages.html")
def pages(where: parts.Pages) -> dict[str, Any]:
    return {"pages": where}


@register.inclusion_tag("design/parts/tabs.html")
def tabs(links: Iterable[parts.Link], label: str) -> dict[str, Any]:
    return {"links": tuple(links), "label": label}


@register.inclusion_tag("design/parts/menu.html")
def menu(links: Iterable[parts.Link], label: str = "") -> dict[str, Any]:
    return {"links": tuple(links), "label": label or gettext("Huvudmeny")}


@register.inclusion_tag("design/parts/key_help.html")
def key_help(extra: Iterable[parts.Shortcut] = ()) -> dict[str, Any]:
    return {"shortcuts": parts.shortcuts_with(tuple(extra))}


@register.inclusion_tag("design/parts/progress.html")
def progress(number: int, count: int | None = None, title: str = "") -> dict[str, Any]:
    """{% progress 2 5 title="Boende" %}: words, no bar; the count may be unknown since questions fall away."""
    return {"number": number, "count": count, "title": title}


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    """{% notice tone="warning" title="…" %}…{% endnotice %}: a word that must not be missed. Four tones."""
    if tone not in {"info", "success", "warning", "danger"}:
        raise template.TemplateSyntaxError(f"A notice is info, success, warning or danger, not {tone!r}.")
    return render_to_string("design/parts/notice.html", {"content": content, "tone": tone, "title": title})


@register.simple_block_tag
def empty_state(content: SafeString, title: str) -> SafeString:
    """{% empty_state title="Inga ärenden" %}What to do now.{% endempty_state %}"""
    return render_to_string("design/parts/empty_state.html", {"content": content, "title": title})
