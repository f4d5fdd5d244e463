"""The text of a letter in a package: `letters/*.md` becomes a checked template.

A letter is plain markdown (headings, paragraphs, lists, emphasis, links) with {placeholders}.
A block placeholder stands alone on its line.  Lines between `::: when bifall, delvis bifall` and `:::` are
used for those outcomes only.  Nothing is filled in or set here; `connectors/letters` does that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath

from markdown_it import MarkdownIt
from markdown_it.token import Token

INLINE_PLACEHOLDERS = (
    "applicant",
    "organisation",
    "board",
    "service",
    "case_number",
    "decision_date",
    "month",
    "amount",
    "outcome",
    "due_date",
)
BLOCK_PLACEHOLDERS = ("items", "reckoning", "provisions", "circumstances", "appeal", "signature", "message")
PLACEHOLDERS = INLINE_PLACEHOLDERS + BLOCK_PLACEHOLDERS

# What 31-33 §§ förvaltningslagen asks of a written decision: who, on what provisions, on what facts, how to appeal.
REQUIRED = {
    "decision": ("provisions", "circumstances", "appeal", "signature"),
    "communication": ("message", "signature"),
    "completion": ("message",),
}

LONGEST_LETTER = 100_000
DEEPEST_HEADING = 3
DEEPEST_STRESS = 4

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_FENCE = re.compile(r":::+\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class LetterFinding:
    """One thing to mend in a letter; `line` counts from 1."""

    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" + (f" {self.hint}" if self.hint else "")


class LetterError(ValueError):
    """A letter of the package cannot be read; mend the lines named."""

    def __init__(self, name: str, findings: Sequence[LetterFinding]) -> None:
        self.name = name
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{name}, {finding}" for finding in findings) or self.__doc__)

    def __reduce__(self) -> tuple[type[LetterError], tuple[str, tuple[LetterFinding, ...]]]:
        return type(self), (self.name, self.findings)


@dataclass(frozen=True, slots=True)
class Words:
    """Running text, to be set as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word or phrase that the case fills in."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A break that the author wants inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Stress:
    """Emphasis, strong or not."""

    children: tuple[Inline, ...]
    strong: bool


type Inline = Words | Placeholder | LineBreak | Stress


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is the title of the letter; 2 and 3 are headings in it."""

    level: int
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ItemList:
    """A bulleted or numbered list; each item is a few blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a block placeholder: the reckoning, how to appeal …"""

    name: str
    line: int


type Block = Heading | Paragraph | ItemList | Slot


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks for some outcomes; no outcome named means every outcome."""

    outcomes: tuple[str, ...]
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A letter as its author wrote it, in order."""

    name: str
    sections: tuple[Section, ...]

    def blocks_for(self, outcome: str) -> tuple[Block, ...]:
        """The blocks a person with this outcome reads."""
        return tuple(
            block
            for section in self.sections
            if not section.outcomes or outcome in section.outcomes
            for block in section.blocks
        )


def parse_letter(text: str, name: str = "letters/decision.md", own: Collection[str] = ()) -> LetterTemplate:
    """Read a letter; `own` are the package's own values that it may name. Raises LetterError with every finding."""
    findings: list[LetterFinding] = []
    template = LetterTemplate(name=name, sections=tuple(_sections(text, findings, own)))
    if findings:
        raise LetterError(name, sorted(findings, key=lambda finding: finding.line))
    return template


def check_letter(
    text: str, outcomes: Sequence[str], name: str = "letters/decision.md", own: Collection[str] = ()
) -> tuple[LetterFinding, ...]:
    """Findings in a letter of a package with these outcomes; an empty tuple means that it can be published.

    The name of the file says what kind of letter it is, and so which blocks it cannot do without.
    """
    try:
        template = parse_letter(text, name, own)
    except LetterError as error:
        return error.findings
    findings = [finding for section in template.sections for finding in _unknown_outcomes(section, outcomes)]
    required = REQUIRED.get(PurePath(name).stem, ())
    for outcome in outcomes:
        findings.extend(_lacking(template.blocks_for(outcome), outcome, required))
    return tuple(dict.fromkeys(findings))


def _unknown_outcomes(section: Section, outcomes: Sequence[str]) -> Iterator[LetterFinding]:
    for outcome in section.outcomes:
        if outcome not in outcomes:
            yield LetterFinding(
                section.line, f"The package has no outcome “{outcome}”.", _did_you_mean(outcome, outcomes)
            )


def _lacking(blocks: Sequence[Block], outcome: str, required: Sequence[str]) -> Iterator[LetterFinding]:
    slots = [block.name for block in blocks if isinstance(block, Slot)]
    for name in required:
        if name not in slots:
            yield LetterFinding(
                1,
                f"A letter with the outcome “{outcome}” never says {{{name}}}.",
                f"Put {{{name}}} alone on a line outside the `:::` sections, or in one for this outcome.",
            )
    for title in [block for block in blocks if isinstance(block, Heading) and block.level == 1][1:]:
        yield LetterFinding(
            title.line, "A letter has one title (`#`).", "Use `##` for headings inside the letter."
        )


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    names = list(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(names)}."


def _sections(text: str, findings: list[LetterFinding], own: Collection[str]) -> Iterator[Section]:
    if len(text) > LONGEST_LETTER:
        findings.append(
            LetterFinding(1, f"The letter is longer than {LONGEST_LETTER} characters.", "Shorten it.")
        )
        return
    outcomes: tuple[str, ...] = ()
    opened = 0
    begin = 1
    held: list[str] = []
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        fence = _FENCE.fullmatch(line)
        if fence is None:
            held.append(line)
            continue
        yield Section(outcomes, _blocks("\n".join(held), begin, findings, own), begin)
        outcomes, opened = _turn(fence[1], opened, number, findings)
        held, begin = [], number + 1
    if opened:
        findings.append(
            LetterFinding(opened, "This `::: when …` is never closed.", "End it with a line `:::`.")
        )
    yield Section(outcomes, _blocks("\n".join(held), begin, findings, own), begin)


def _turn(words: str, opened: int, number: int, findings: list[LetterFinding]) -> tuple[tuple[str, ...], int]:
    """What a `:::` line opens or closes: the outcomes that follow and the line that opened them (0: none)."""
    if not words:
        if not opened:
            findings.append(
                LetterFinding(number, "This `:::` closes nothing.", "Write `::: when bifall` first.")
            )
        return (), 0
    if opened:
        findings.append(
            LetterFinding(
                number, f"Sections cannot stand inside each other (line {opened}).", "Close it with `:::`."
            )
        )
    verb, _, rest = words.partition(" ")
    outcomes = tuple(outcome for part in rest.split(",") if (outcome := part.strip()))
    if verb != "when" or not outcomes:
        findings.append(
            LetterFinding(
                number, f"“::: {words}” is not understood.", "Write `::: when bifall, delvis bifall`."
            )
        )
    return outcomes, number


def _blocks(text: str, begin: int, findings: list[LetterFinding], own: Collection[str]) -> tuple[Block, ...]:
    # HTML is read as such only in order to be refused with its line; a letter has none.
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
    return tuple(_Reader(tokens, begin, findings, own).blocks())


class _Reader:
    """Walks markdown's flat list of tokens once; `begin` is the line of the file where the text starts."""

    def __init__(
        self, tokens: Sequence[Token], begin: int, findings: list[LetterFinding], own: Collection[str]
    ) -> None:
        self.tokens = tokens
        self.own = own
        self.at = 0
        self.line = begin
        self.begin = begin
        self.findings = findings

    def blocks(self, closing: str = "", *, in_list: bool = False) -> Iterator[Block]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == closing:
                return
            if token.map:
                self.line = self.begin + token.map[0]
            match token.type:
                case "heading_open":
                    yield self.heading(int(token.tag[1:]))
                case "paragraph_open":
                    yield from self.paragraphs(in_list=in_list)
                case "bullet_list_open" | "ordered_list_open":
                    yield self.list_of_items(token.type)
                case _:
                    self.refuse(token)

    def refuse(self, token: Token) -> None:
        what = _REFUSED.get(token.type, token.type)
        self.findings.append(
            LetterFinding(
                self.line,
                f"A letter cannot hold {what}.",
                "Use headings, paragraphs, lists, emphasis, links.",
            )
        )
        if token.nesting == 1:
            closing = token.type.removesuffix("_open") + "_close"
            while (self.tokens[self.at].type, self.tokens[self.at].level) != (closing, token.level):
                self.at += 1
            self.at += 1

    def heading(self, level: int) -> Heading:
        line = self.line
        children = tuple(self.inlines(self.tokens[self.at].children or []))
        self.at += 2
        if level > DEEPEST_HEADING:
            self.findings.append(
                LetterFinding(line, "A letter has headings of level 1 to 3.", "Use `##` or `###`.")
            )
        self.refuse_slots(children)
        return Heading(level, children, line)

    def list_of_items(self, opening: str) -> ItemList:
        line = self.line
        items: list[tuple[Block, ...]] = []
        closing = opening.replace("_open", "_close")
        while self.tokens[self.at].type != closing:
            self.at += 1  # list_item_open
            items.append(tuple(self.blocks("list_item_close", in_list=True)))
        self.at += 1
        return ItemList(opening == "ordered_list_open", tuple(items), line)

    def paragraphs(self, *, in_list: bool) -> Iterator[Paragraph | Slot]:
        """A paragraph; where a line of it is a block placeholder alone, the paragraph is divided there."""
        held: list[Inline] = []
        line = self.line
        children = self.tokens[self.at].children or []
        self.at += 2
        for row in _rows(list(self.inlines(children))):
            slot = row[0] if len(row) == 1 else None
            if not in_list and isinstance(slot, Placeholder) and slot.name in BLOCK_PLACEHOLDERS:
                if held:
                    yield Paragraph(tuple(held), line)
                yield Slot(slot.name, slot.line)
                held, line = [], slot.line + 1
                continue
            self.refuse_slots(row)
            held.extend([Words(" "), *row] if held and not isinstance(held[-1], LineBreak) else row)
        if held:
            yield Paragraph(tuple(held), line)

    def refuse_slots(self, children: Sequence[Inline]) -> None:
        for child in children:
            if isinstance(child, Placeholder) and child.name in BLOCK_PLACEHOLDERS:
                message = f"{{{child.name}}} is a whole block."
                self.findings.append(
                    LetterFinding(child.line, message, "Put it alone on its line, outside lists.")
                )

    def inlines(self, children: Sequence[Token]) -> Iterator[Inline]:
        return iter(self.nested(iter(children), ""))

    def nested(self, children: Iterator[Token], closing: str) -> tuple[Inline, ...]:
        made: list[Inline] = []
        for token in children:
            if token.type == closing:
                break
            match token.type:
                case "text":
                    made.extend(self.words(token.content))
                case "softbreak" | "hardbreak":
                    self.line += 1
                    made.append(LineBreak() if token.type == "hardbreak" else _SOFT_BREAK)
                case "em_open" | "strong_open" if token.level >= DEEPEST_STRESS:
                    self.findings.append(
                        LetterFinding(self.line, "Emphasis inside emphasis.", "Use one at a time.")
                    )
                case "em_close" | "strong_close":
                    continue
                case "em_open" | "strong_open":
                    strong = token.type == "strong_open"
                    inner = self.nested(children, token.type.replace("_open", "_close"))
                    self.refuse_slots(inner)
                    made.append(Stress(tuple(Words(" ") if c is _SOFT_BREAK else c for c in inner), strong))
                case "link_open":
                    inner = self.nested(children, "link_close")
                    made.extend([*inner, *_address(str(token.attrs.get("href", "")), inner)])
                case _:
                    self.findings.append(
                        LetterFinding(
                            self.line,
                            f"A letter cannot hold {_REFUSED.get(token.type, token.type)}.",
                            "Write it as plain words.",
                        )
                    )
        return tuple(made)

    def words(self, text: str) -> Iterator[Inline]:
        end = 0
        for brace in _BRACES.finditer(text):
            if brace.start() > end:
                yield Words(text[end : brace.start()])
            end = brace.end()
            yield self.placeholder(brace)
        if end < len(text):
            yield Words(text[end:])

    def placeholder(self, brace: re.Match[str]) -> Inline:
        name = brace[1]
        known = (*PLACEHOLDERS, *self.own)
        if name in known:
            return Placeholder(name, self.line)
        if name is None:
            message, hint = f"A lone {brace[0]}.", "Braces are for {placeholders} only."
        else:
            message, hint = f"There is no placeholder {{{name}}}.", _did_you_mean(name.strip(), known)
        self.findings.append(LetterFinding(self.line, message, hint))
        return Words(brace[0])


# A soft break is one space in the end; told apart by identity, to see the lines of the author until then.
_SOFT_BREAK = Words("\n")

_REFUSED = {
    "blockquote_open": "a quotation (`>`)",
    "code_block": "code (a line that starts with four spaces)",
    "code_inline": "code (`…`)",
    "fence": "code (```)",
    "hr": "a rule (`---`)",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "a picture",
}


def _rows(children: Sequence[Inline]) -> list[list[Inline]]:
    """The children line by line, as the author broke them; blank ends of a line are dropped."""
    rows: list[list[Inline]] = [[]]
    for child in children:
        if child is _SOFT_BREAK:
            rows.append([])
        else:
            rows[-1].append(child)
            if isinstance(child, LineBreak):
                rows.append([])
    return [row for row in rows if row]


def _address(href: str, inner: Sequence[Inline]) -> list[Inline]:
    """On paper a link must show where it leads, unless its words already do."""
    shown = "".join(child.text for child in inner if isinstance(child, Words))
    plain = href.removeprefix("mailto:").removeprefix("https://").removesuffix("/")
    return [] if not plain or plain in shown else [Words(f" ({plain})")]
