"""A letter's content and its author's template become the data that `typesetting/letter.typ` sets.

What comes out is JSON: text stays text, in every place, and is never read as markup again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from allmanning.lib.text import NO_BREAK, citation, day, joined, money
from allmanning.packages.letters import (
    REQUIRED,
    Block,
    Heading,
    Inline,
    ItemList,
    LineBreak,
    Paragraph,
    Placeholder,
    Slot,
    Stress,
    Words,
)

from .appeal import appeal_text
from .letter import DecidedItem, LetterContent, LetterContentError
from .phrases import phrases
from .reckoning import Row, receipt

type Data = dict[str, Any]

# A fact that is nought or no is told in one sentence with the others, or they would drown what did decide.
_NOTHING = frozenset({"0", f"0{NO_BREAK}kr", "0 kr", "nej", "no"})


def letter_data(content: LetterContent) -> Data:
    """The whole letter as JSON values; raises LetterContentError where a placeholder has nothing to say."""
    words = phrases(content.language)
    values = placeholder_values(content)
    title, blocks = _title(content, values)
    sender = content.sender
    return {
        "language": content.language,
        "region": "SE" if content.language == "sv" else "GB",
        "title": title,
        "document_title": f"{words['draft']}: {title}" if content.draft else title,
        "running": content.case_number,
        "date": [content.dated.year, content.dated.month, content.dated.day],
        "draft": content.draft,
        "draft_note": words["draft_note"],
        "words": words,
        "sender": {
            "organisation": sender.organisation,
            "board": sender.board,
            "accent": sender.accent,
            "foot": [sender.organisation, *_foot(sender.address), *sender.contact],
        },
        "recipient": list(content.recipient.lines),
        "particulars": _particulars(content),
        "summary": _summary(content),
        "body": list(_body(blocks, content, values)),
    }


def letter_title(content: LetterContent) -> str:
    """The title as it stands in the letter."""
    return _title(content, placeholder_values(content))[0]


def placeholder_values(content: LetterContent) -> dict[str, str]:
    """What each inline placeholder says in this letter."""
    return {
        "applicant": content.recipient.name,
        "organisation": content.sender.organisation,
        "service": content.service,
        "board": content.sender.board,
        "case_number": content.case_number,
        "decision_date": day(content.dated, content.language),
        "month": content.period,
        "amount": "" if content.amount is None else money(content.amount, content.language),
        "outcome": content.outcome_label or content.outcome,
        **content.values,
    }


def _foot(address: Sequence[str]) -> tuple[str, ...]:
    return (", ".join(address),) if address else ()


def _title(content: LetterContent, values: dict[str, str]) -> tuple[str, list[Block]]:
    """The author's `# title`, or the service's name; and the blocks that remain."""
    blocks = list(_sayable(content.template.blocks_for(content.outcome), content.unsaid))
    for index, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == 1:
            del blocks[index]
            return _plain(block.children, content, values), blocks
    return content.service, blocks


def _sayable(blocks: Iterable[Block], unsaid: frozenset[str]) -> Iterator[Block]:
    """The blocks without what names something unsaid: the paragraph, or the one point of a list."""
    for block in blocks:
        match block:
            case Paragraph(children=children) if _names(children) & unsaid:
                continue
            case ItemList(ordered=ordered, items=items, line=line):
                kept = tuple(tuple(_sayable(item, unsaid)) for item in items)
                if whole := tuple(
                    item for item, said in zip(kept, items, strict=True) if len(item) == len(said)
                ):
                    yield ItemList(ordered, whole, line)
            case _:
                yield block


def _names(children: Iterable[Inline]) -> frozenset[str]:
    """The placeholders in running text."""
    found: frozenset[str] = frozenset()
    for child in children:
        match child:
            case Placeholder(name=name):
                found |= {name}
            case Stress(children=inner):
                found |= _names(inner)
    return found


def _particulars(content: LetterContent) -> list[Data]:
    words = phrases(content.language)
    date_label = words["decision_date" if content.kind == "decision" else "letter_date"]
    if content.draft:
        date_label = words["draft_date"]
    return [
        {"label": words["case_number"], "value": content.case_number},
        {"label": date_label, "value": day(content.dated, content.language)},
    ]


def _summary(content: LetterContent) -> list[Data]:
    words = phrases(content.language)
    if content.kind != "decision":
        return []
    outcome = content.outcome_label or content.outcome
    facts = [{"label": words["outcome"], "value": outcome[:1].upper() + outcome[1:]}]
    if content.amount is not None:
        facts.append({"label": words["amount"], "value": money(content.amount, content.language)})
    if content.period:
        facts.append({"label": words["period"], "value": content.period[:1].upper() + content.period[1:]})
    return facts


def _body(blocks: Sequence[Block], content: LetterContent, values: dict[str, str]) -> Iterator[Data]:
    """The author's blocks; a block placeholder brings its own heading unless the author wrote one before it.

    What the law asks of a decision stands at the end if the author forgot it.
    """
    headed = False
    deepest = 1
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(block, Slot):
            yield from _slot(block.name, content, values, headed=headed)
            headed = False
            continue
        for made in _block(block, content, values):
            if made["kind"] == "heading":
                # A reader that jumps between headings must never meet a gap in their levels.
                made["level"] = deepest = min(max(made["level"], 2), deepest + 1)
            elif made["kind"] == "paragraph":
                # What leads into a table must not be left behind at the foot of a page.
                made["sticky"] = isinstance(following, Slot)
            yield made
        headed = headed or isinstance(block, Heading)
    present = {block.name for block in blocks if isinstance(block, Slot)}
    for name in REQUIRED["decision"] if content.kind == "decision" else ():
        if name not in present:
            yield from _slot(name, content, values, headed=False)


def _block(block: Block, content: LetterContent, values: dict[str, str]) -> Iterator[Data]:
    match block:
        case Heading(level=level, children=children):
            yield {"kind": "heading", "level": level, "children": _inline(children, content, values)}
        case Paragraph(children=children):
            yield {"kind": "paragraph", "sticky": False, "children": _inline(children, content, values)}
        case ItemList(ordered=ordered, items=items):
            made = [[part for child in item for part in _block(child, content, values)] for item in items]
            yield {"kind": "list", "ordered": ordered, "items": made}
        case Slot(name=name):
            yield from _slot(name, content, values, headed=True)


def _inline(children: Sequence[Inline], content: LetterContent, values: dict[str, str]) -> list[Data]:
    return [_inline_one(child, content, values) for child in children]


def _inline_one(child: Inline, content: LetterContent, values: dict[str, str]) -> Data:
    match child:
        case Words(text=text):
            return {"kind": "words", "text": text}
        case LineBreak():
            return {"kind": "break"}
        case Stress(children=inner, strong=strong):
            return {"kind": "strong" if strong else "emphasis", "children": _inline(inner, content, values)}
        case Placeholder():
            return {"kind": "words", "text": _value(child, content, values)}


def _value(placeholder: Placeholder, content: LetterContent, values: dict[str, str]) -> str:
    value = values.get(placeholder.name, "")
    if not value:
        raise LetterContentError(
            f"{content.template.name}, line {placeholder.line}: case {content.case_number} has nothing to put for "
            f"{{{placeholder.name}}}. Move it into a `::: when …` section for the outcomes that have it."
        )
    return value


def _plain(children: Sequence[Inline], content: LetterContent, values: dict[str, str]) -> str:
    """The words of a heading without emphasis."""
    parts = []
    for child in children:
        match child:
            case Words(text=text):
                parts.append(text)
            case LineBreak():
                parts.append(" ")
            case Stress(children=inner):
                parts.append(_plain(inner, content, values))
            case Placeholder():
                parts.append(_value(child, content, values))
    return "".join(parts)


def _slot(name: str, content: LetterContent, values: dict[str, str], *, headed: bool) -> Iterator[Data]:
    heading, made = _SLOTS[name](content, values)
    if not made:
        return
    if heading and not headed:
        yield _heading(2, heading)
    yield from made


type Filled = tuple[str, list[Data]]


def _items(content: LetterContent, values: dict[str, str]) -> Filled:
    words = phrases(content.language)
    rows = [_item(item, content.language) for item in content.items if item.status != "not_requested"]
    return words["items"], [{"kind": "items", "rows": rows}] if rows else []


def _item(item: DecidedItem, language: str) -> Data:
    return {
        "name": item.name,
        "requested": "" if item.requested is None else money(item.requested, language),
        "granted": "" if item.granted is None else money(item.granted, language),
        "status": item.status,
        "says": phrases(language)[f"status_{item.status}"],
        "reason": item.reason,
        "law": citation(item.law),
    }


def _reckoning(content: LetterContent, values: dict[str, str]) -> Filled:
    heading = phrases(content.language)["reckoning"]
    rows = receipt(content.reckoning, content.outcome_line, content.language)
    data = {
        "kind": "reckoning",
        "rows": [_row(row, first=index == 0) for index, row in enumerate(rows)],
        "depth": max((row.level for row in rows), default=1),
        "derived": any(row.derived for row in rows),
    }
    return heading, [data] if rows else []


def _row(row: Row, *, first: bool) -> Data:
    return {
        "level": row.level,
        "kind": row.kind,
        "label": row.label,
        "value": row.value,
        "law": row.law,
        "note": row.note,
        "mark": row.mark,
        "derived": row.derived,
        "first": first,
    }


def _provisions(content: LetterContent, values: dict[str, str]) -> Filled:
    rows = [
        {"law": citation(provision.law), "says": list(provision.says)} for provision in content.provisions
    ]
    return phrases(content.language)["provisions"], [{"kind": "provisions", "rows": rows}] if rows else []


def _circumstances(content: LetterContent, values: dict[str, str]) -> Filled:
    words = phrases(content.language)
    rows = [
        {"label": one.label, "value": one.value, "source": one.source}
        for one in content.circumstances
        if one.value not in _NOTHING
    ]
    data = {"kind": "circumstances", "rows": rows, "sourced": any(row["source"] for row in rows)}
    made = [data] if rows else []
    nothing = [
        one.label[:1].lower() + one.label[1:] for one in content.circumstances if one.value in _NOTHING
    ]
    if nothing:
        made.append(
            {"kind": "note", "text": words["nothing"].format(facts=joined(nothing, content.language))}
        )
    if content.departures or content.assessment_reason:
        made.append(_heading(3, words["reason"]))
    if content.departures:
        made.append({**_paragraph(words["departs"]), "sticky": True})
        made.append(
            {"kind": "list", "ordered": False, "items": [[_paragraph(one)] for one in content.departures]}
        )
    made.extend(_as_written(content.assessment_reason))
    return words["circumstances"], made


def _appeal(content: LetterContent, values: dict[str, str]) -> Filled:
    if content.appeal is None:
        return "", []
    text = appeal_text(content.appeal, content.sender, content.case_number, content.language)
    data = {
        "kind": "appeal",
        "paragraphs": list(text.paragraphs),
        "to": text.to,
        "address": list(text.address),
        "deadline": text.deadline,
        "lead": text.lead,
        "points": list(text.points),
        "after": list(text.after),
    }
    return text.heading, [data]


def _signature(content: LetterContent, values: dict[str, str]) -> Filled:
    who = content.signature
    lead, rows = _decided(content) if content.kind == "decision" else _written(content)
    name, role = ("", "") if who.automatic else (who.name, who.role)
    if who.executor:
        words = phrases(content.language)
        rows.append(words["on_behalf"].format(executor=who.executor, owner=content.sender.organisation))
    return "", [{"kind": "signature", "lead": lead, "name": name, "role": role, "rows": rows}]


def _decided(content: LetterContent) -> tuple[str, list[str]]:
    """Who decided, and on what ground."""
    words, who = phrases(content.language), content.signature
    if who.automatic:
        lead = words["decided_automatic"]
        rows = [words["automatic_ground"].format(law=citation(who.law) or words["automatic_law"])]
    elif who.name:
        lead, rows = words["decided_by"], [words["electronic"]]
    else:
        lead, rows = words["decided_unnamed"].format(board=content.sender.board), [words["electronic"]]
    if who.delegation:
        rows.append(words["delegation"].format(delegation=who.delegation))
    if who.presented_by:
        rows.append(words["presented_by"].format(name=who.presented_by))
    return lead, rows


def _written(content: LetterContent) -> tuple[str, list[str]]:
    words, who = phrases(content.language), content.signature
    if who.name and not who.automatic:
        return words["written_by"], []
    return (words["written_automatic"] if who.automatic else content.sender.board), []


def _message(content: LetterContent, values: dict[str, str]) -> Filled:
    return "", list(_as_written(content.values.get("message", "")))


def _as_written(text: str) -> Iterator[Data]:
    """A caseworker's text: an empty line parts its paragraphs, and what stands on a line of its own keeps its line."""
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [" ".join(line.split()) for line in part.split("\n") if line.strip()]
        children = [child for line in lines for child in ({"kind": "break"}, {"kind": "words", "text": line})]
        if lines:
            yield {"kind": "paragraph", "sticky": False, "children": children[1:]}


def _paragraph(text: str) -> Data:
    return {"kind": "paragraph", "sticky": False, "children": [{"kind": "words", "text": text}]}


def _heading(level: int, text: str) -> Data:
    return {"kind": "heading", "level": level, "children": [{"kind": "words", "text": text}]}


_SLOTS: dict[str, Callable[[LetterContent, dict[str, str]], Filled]] = {
    "items": _items,
    "reckoning": _reckoning,
    "provisions": _provisions,
    "circumstances": _circumstances,
    "appeal": _appeal,
    "signature": _signature,
    "message": _message,
}
