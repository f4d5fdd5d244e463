"""A whole case to be read on paper, from the values of its bundle; PDF/A for archives, and the same bytes for the same case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import typst
from django.utils import timezone

from allmanning.lib.text import money, month, short_day

from .glyphs import FONTS, cleaned, shown
from .phrases import phrases
from .render import TYPESETTING, LetterRenderingError

LANGUAGE = "sv"
# What the journal's actions are called in a report; one that is not here stands as it is.
ACTIONS = {
    "started": "Ansökan påbörjades",
    "submitted": "Ansökan skickades",
    "assessed": "Uppgifterna räknades",
    "left_to_a_person": "Lämnades till en handläggare",
    "decided": "Beslut",
    "taken": "Togs om hand",
    "put_back": "Lämnades tillbaka",
    "assigned": "Lämnades över",
    "facts_stated": "Uppgifter rättades eller bedömdes",
    "completion_asked": "Komplettering begärdes",
    "completion_answered": "Den sökande svarade",
    "withdrawn": "Ansökan togs tillbaka",
    "published_text": "Texten som ska publiceras skickades",
    "published": "Texten publicerades",
    "threshold_reached": "Stödet räckte, och ärendet öppnades igen",
    "closed_without_support": "Tiden gick ut utan tillräckligt stöd",
    "answer_published": "Svaret publicerades",
    "served": "Den sökande tog del av beslutet",
    "letter_written": "Brev skrevs",
    "control_asked": "Kontroll begärdes",
    "control_returned": "Förslaget skickades tillbaka",
    "held": "Hölls kvar från gallring",
    "released": "Släpptes till gallring",
    "handed_out": "Lämnades ut",
    "taken_in": "Lästes in",
}


def case_report(values: Mapping[str, Any]) -> bytes:
    """The report of a bundle's values. Raises LetterRenderingError."""
    data = cleaned(_data(values))
    try:
        try:
            return _set(data)
        except typst.TypstError:
            return _set(shown(data))
    except RuntimeError as error:
        raise LetterRenderingError(f"Typst could not set the report of {data['number']}: {error}") from error


def _set(data: dict[str, Any]) -> bytes:
    year, month_, day = data["date"]
    midnight = datetime(year, month_, day, tzinfo=UTC)
    pdf: bytes = typst.compile(
        str(TYPESETTING / "report.typ"),
        root=str(TYPESETTING),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)},
        pdf_standards="a-2a",
        timestamp=int(midnight.timestamp()),
    )
    return pdf


def _data(values: Mapping[str, Any]) -> dict[str, Any]:
    case, applicant = values["case"], values["applicant"]
    last = _moment(values["journal"][-1]["happened_at"])
    name = f"{applicant['given_name']} {applicant['family_name']}".strip()
    who = "Skyddade personuppgifter" if applicant["protected_identity"] else name
    about = [values["organisation"]["name"], who, month(date.fromisoformat(case["as_of"]), LANGUAGE)]
    return {
        "title": f"Ärende {case['number']}",
        "number": case["number"],
        "organisation": values["organisation"]["name"],
        "about": "  ·  ".join(about),
        "date": [last.year, last.month, last.day],
        "sections": [*_matter(values), *_traces(values)],
    }


def _matter(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What it is about: what was stated, decided, asked and written."""
    decided = [row for each in values["decisions"] for row in each["circumstances"]]
    words = {row["path"]: (row["label"][LANGUAGE], row["value"][LANGUAGE]) for row in decided}
    yield _section(
        "Uppgifter",
        (("Uppgift", 3), ("Svar (belopp utan kr är i öre)", 4), ("Från", 2), ("När", 2)),
        [_fact(row, words) for row in values["facts"]],
    )
    yield _section(
        "Beslut",
        (("När", 2), ("Beslut", 2), ("Belopp", 2), ("Av", 2), ("Skäl", 4)),
        [
            (
                _when(row["decided_at"]),
                row["outcome"],
                "" if row["amount"] is None else money(row["amount"], LANGUAGE),
                row["taken_by_name"] or "Automatiskt",
                " ".join([row["reason"], *row["provisions"]]).strip(),
            )
            for row in values["decisions"]
        ],
    )
    yield _section(
        "Kompletteringar",
        (("Begärd", 2), ("Fråga", 4), ("Svar", 4)),
        [(_when(row["asked_at"]), row["text"], row["answer"]) for row in values["completions"]],
    )
    yield _section(
        "Brev",
        (("Skrivet", 2), ("Brev", 4), ("Kontrollsumma", 6)),
        [(_when(row["written_at"]), row["title"], f"{row['sha256'][:16]} …") for row in values["letters"]],
    )


def _traces(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was sent in, what was done, and who has read."""
    yield _section(
        "Filer",
        (("Inlämnad", 2), ("Fil", 4), ("Kontrollsumma", 6)),
        [
            (_when(row["uploaded_at"]), row["name"], f"{row['sha256'][:16]} …")
            for row in values["attachments"]
        ],
    )
    yield _section(
        "Journal",
        (("När", 3), ("Vad", 4), ("Vem", 3), ("Med stöd av", 4)),
        [
            (
                _when(row["happened_at"]),
                ACTIONS.get(row["action"], row["action"]),
                row["actor_name"],
                row["ground"],
            )
            for row in values["journal"]
        ],
    )
    yield _section(
        "Vem som har läst",
        (("När", 3), ("Vem", 4), ("Med stöd av", 5)),
        [(_when(row["read_at"]), row["name"], row["ground"]) for row in values["reads"]],
    )


def _section(title: str, columns: tuple[tuple[str, int], ...], rows: list[tuple[str, ...]]) -> dict[str, Any]:
    return {
        "title": title,
        "columns": [word for word, _ in columns],
        "widths": [width for _, width in columns],
        "rows": [list(row) for row in rows],
        "empty": "Inga.",
    }


def _fact(row: Mapping[str, Any], words: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """In the decision's words where it has some; else as it is kept, amounts in öre."""
    label, value = words.get(row["name"], (row["name"].replace("_", " "), _told(row["value"])))
    return label, value, _source(row["source"]), _when(row["stated_at"])


def _source(code: str) -> str:
    return phrases(LANGUAGE).get(f"source_{code}", code)


def _told(value: Any) -> str:
    match value:
        case bool():
            return phrases(LANGUAGE)["yes" if value else "no"]
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _moment(written: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(written))


def _when(written: str) -> str:
    moment = _moment(written)
    return f"{short_day(moment.date(), LANGUAGE)} {moment:%H:%M}"
