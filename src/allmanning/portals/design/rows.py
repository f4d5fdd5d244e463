"""The rows of a table, written without a template: a list of fifty has hundreds of cells, and a template takes its time for each.

Everything that is shown is escaped here, once.
"""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from allmanning.lib import text
from allmanning.portals.design.parts import Cell, Choice, Column, Deadline, Table, TableRow


def rows(table: Table) -> SafeString:
    """Every row with its cells; the first cell carries the link."""
    language = get_language() or "sv"
    opened = [_opening(column) for column in table.columns]
    written = [_row(row, [cell for _, cell in cells], opened, language) for row, cells in table.lines]
    return mark_safe("\n".join(written))  # noqa: S308 - every text in it is escaped below


def _opening(column: Column) -> str:
    kind = "number" if column.number else "wraps" if column.wraps else ""
    return f'<td data-title="{escape(column.title)}" class="{kind}"'


def _row(row: TableRow, cells: list[Cell], opened: list[str], language: str) -> str:
    first, *others = cells
    link = f'<a href="{escape(row.url)}">{escape(first.text)}</a>'
    written = [_cell(opened[0], first, f"{_box(row.choice)}{link}" if row.choice else link)]
    for opening, cell in zip(opened[1:], others, strict=True):
        shown = _deadline(cell.deadline, language) if cell.deadline else escape(cell.text)
        written.append(_cell(opening, cell, shown))
    return f"<tr>{''.join(written)}</tr>"


def _box(choice: Choice) -> str:
    ticked = " checked" if choice.ticked else ""
    return (
        f'<input class="ds-input" type="checkbox" form="{escape(choice.form)}" name="{escape(choice.name)}"'
        f' value="{escape(choice.value)}" aria-label="{escape(choice.label)}"{ticked}>'
    )


def _cell(opening: str, cell: Cell, shown: str) -> str:
    tone = f' data-tone="{escape(cell.tone)}"' if cell.tone else ""
    detail = f'<span class="cell-detail">{escape(cell.detail)}</span>' if cell.detail else ""
    return f"{opening}{tone}>{shown}{detail}</td>"


def _deadline(deadline: Deadline, language: str) -> str:
    """As design/parts/deadline.html draws it on a page that has one."""
    day, short = deadline.day.isoformat(), escape(text.short_day(deadline.day, language))
    return (
        f'<span class="deadline" data-tone="{escape(deadline.tone)}"><time datetime="{day}">{short}</time>'
        f' <span class="deadline-words">{escape(deadline.words)}</span></span>'
    )
