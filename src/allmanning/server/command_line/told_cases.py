"""The most changed households with their reckoning, what was left out, and where everything was written."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.text import Text

from allmanning.lib.text import money, number
from allmanning.server.command_line.figures import GAIN, LOSS, PLAIN, households, signed
from allmanning.server.command_line.show import console
from allmanning.simulation.cases import ChangedLine
from allmanning.simulation.output import Targets
from allmanning.simulation.population import Source
from allmanning.simulation.simulate import Result
from allmanning.simulation.tally import Case

WIDEST = 100
MOST_LINES = 12


def cases(found: Result) -> None:
    """Each of the most changed, with the lines of its reckoning that changed."""
    if not found.cases:
        return
    out = console()
    out.print()
    out.print(Text("Most changed", style="bold"))
    for case, lines in found.cases:
        out.print(_case(case, has_amount=found.study.amount is not None))
        shown = without_repetition(lines)
        for line in shown[:MOST_LINES]:
            out.print(_line(line, min(out.width, WIDEST)), soft_wrap=True)
        if len(shown) > MOST_LINES:
            out.print(Text(f"  and {len(shown) - MOST_LINES} lines more", style=PLAIN))


def _case(case: Case, *, has_amount: bool) -> Text:
    text = Text(f"Row {number(case.row)}: ", style="bold")
    if has_amount:
        text.append(f"{money(case.amounts[0])} → {money(case.amounts[1])} ")
        text.append(f"({signed(money(case.difference))})", style=GAIN if case.difference >= 0 else LOSS)
    before, after = case.outcomes
    if before != after:
        text.append(f" {before} → {after}", style="yellow")
    return text


def without_repetition(lines: Sequence[ChangedLine]) -> list[ChangedLine]:
    """The lines without those that only repeat the change of the line above them, and moved out accordingly."""
    found: list[ChangedLine] = []
    above: list[tuple[int, ChangedLine]] = []
    for line in lines:
        while above and above[-1][0] >= line.depth:
            above.pop()
        parent = above[-1][1] if above else None
        if parent is not None and (parent.before, parent.after) == (line.before, line.after):
            above.append((line.depth, parent))
            continue
        shown = replace(line, depth=parent.depth + 1 if parent else 0)
        above.append((line.depth, shown))
        found.append(shown)
    return found


def _line(line: ChangedLine, width: int) -> Text:
    """The label, and to the right what it was and is."""
    values = f"{line.before or 'not counted'} → {line.after or 'open'}"
    room = max(20, width - len(values) - 1)
    label = "  " * (line.depth + 1) + line.label.sv
    if len(label) > room:
        label = f"{label[: room - 1]}…"
    return Text.assemble(f"{label:<{room}} ", (values, "cyan"))


def left_out(lines: Sequence[str], count: int) -> None:
    """What was not computed, on stderr."""
    out = console(errors=True)
    for text in (f"Left out: {households(count)}", *(f"  {line}" for line in lines)):
        out.print(Text(text, style="yellow"), soft_wrap=True)


def files(targets: Targets | None) -> None:
    """Where the files are."""
    if targets is not None:
        out = console()
        out.print()
        for target in targets.all():
            out.print(Text(f"Written: {target}", style="green"), soft_wrap=True)


def invented(source: Source, count: int, target: Path) -> None:
    """What was invented, and what was drawn evenly since the package says nothing of it."""
    out, manifest = console(), source.package.manifest
    text = (
        f"{households(count)} invented for {manifest.id} {manifest.version} with seed {source.seed}: {target}"
    )
    out.print(Text(text, style="green"), soft_wrap=True)
    out.print(Text("None of them is real, and no statistics stand behind the numbers", style=PLAIN))
    if source.unsaid:
        text = f"Drawn evenly from all that they allow, as population.toml says nothing of them: {', '.join(source.unsaid)}"
        out.print(Text(text, style="yellow"))
