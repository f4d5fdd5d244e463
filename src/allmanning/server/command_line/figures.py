"""The figures of a simulation as tables and bars in the terminal."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allmanning.lib.text import EN_DASH, MINUS, NO_BREAK, money, number, percent
from allmanning.rules.datatypes import MONEY, Type
from allmanning.rules.values import Value, rounded
from allmanning.server.command_line.show import WIDE, console, written
from allmanning.simulation.change import Change
from allmanning.simulation.picture import RED, stairs
from allmanning.simulation.simulate import Result

type Figures = dict[str, Any]
type Row = tuple[str | Text, ...]

GAIN, LOSS, PLAIN = "green", "red", "dim"
# As wide as there is room for, the widest first; without a bar where the numbers fill the line.
BARS = (24, 16, 10, 0)
MOST_CELLS = 3
_LINE = "\n"
_EIGHTHS = " ▏▎▍▌▋▊▉█"
# From a billion kronor on, millions with one decimal; nobody reads more digits than that.
_MILLIONS_FROM = 10**11


def result(found: Result) -> None:
    """Everything that was found, from the whole to the groups; single households come after."""
    out, figures, study = console(), found.figures, found.study
    _heading(out, found)
    if figures["amount"] is not None:
        _totals(out, figures)
    _outcomes(out, figures)
    if "difference" in figures:
        _winners(out, figures)
    for name, rows in figures["by"].items():
        is_money = study.before.package.vocabulary.facts[name].type == MONEY
        _groups(out, figures, f"By {name}{', in kronor' if is_money else ''}", rows)
    if "marginal" in figures:
        _marginal(out, figures["marginal"])


def _heading(out: Console, found: Result) -> None:
    figures, study = found.figures, found.study
    manifest = study.before.package.manifest
    out.print(Text(f"{manifest.name.sv} {manifest.version}, as of {figures['on']}", style="bold"))
    people, data = households(figures["households"]), figures["data"]
    if data["synthetic"]:
        text = f"{people}, invented by a program (seed {data['seed']}): none of them is real"
        out.print(Text(text, style=PLAIN))
    else:
        out.print(Text(f"{people} from {data['name']}", style=PLAIN))
    if figures["derived"]:
        out.print(Text(f"Derived, not confirmed: {', '.join(figures['derived'])}", style="magenta"))
    if study.after is not None and not study.changes:
        out.print(Text("Nothing is changed: what is set is what stands", style="yellow"))
    elif study.after is not None:
        by_name: dict[str, list[Change]] = {}
        for change in study.changes:
            by_name.setdefault(change.name, []).append(change)
        rows = [row for changes in by_name.values() for row in _changes(changes)]
        _print(out, "What is tried", table(("", "before>", "after>"), rows))


def _changes(changes: Sequence[Change]) -> list[Row]:
    """Each value that is set; many cells of one table together."""
    local = " (local)" if changes[0].local else ""
    if len(changes) <= MOST_CELLS:
        return [
            (
                f"{each.name} [{each.key}]{local}" if each.key else each.name + local,
                value(each.before, each.type),
                value(each.after, each.type),
            )
            for each in changes
        ]
    ends: list[str] = []
    for values in ([each.before for each in changes], [each.after for each in changes]):
        low, high = (value(end(values), changes[0].type) for end in (min, max))
        ends.append(f"{low.removesuffix(f'{NO_BREAK}kr')}{EN_DASH}{high}")
    return [(f"{changes[0].name}, {len(changes)} cells{local}", *ends)]


def value(given: Value, type_: Type) -> str:
    """A parameter's value for people."""
    return percent(given) if isinstance(given, Fraction) else written(given, type_)


def _totals(out: Console, figures: Figures) -> None:
    """The cost and how the amounts are spread, before, after, and by how much they differ."""
    runs = [figures[run] for run in ("before", "after") if run in figures]
    month = figures["period"] == "month"
    lines: list[tuple[str, list[int], Callable[[Sequence[int]], list[str]]]] = []
    lines += [("In all, a month" if month else "In all", [run["cost"] for run in runs], amounts)]
    if month:
        lines.append(("In all, a year", [run["cost_of_a_year"] for run in runs], amounts))
    what = "a fee" if figures["amount_is"] == "fee" else "support"
    lines.append((f"Households with {what}", [run["with_support"] for run in runs], numbers))
    for label, name in (
        (f"Mean of those with {what}", "mean_with_support"),
        ("Mean of all", "mean"),
        ("Standard deviation", "standard_deviation"),
    ):
        lines.append((label, [run[name] for run in runs], amounts))
    for label, part in (
        ("A tenth have at most", "10"),
        ("Half have at most", "50"),
        ("Nine tenths have at most", "90"),
    ):
        lines.append((label, [run["quantiles"][part] for run in runs], amounts))
    rows: list[Row] = []
    for label, values, shown in lines:
        if len(values) == 1:
            rows.append((label, *shown(values)))
            continue
        *levels, difference = shown([*values, values[1] - values[0]])
        rows.append((label, *levels, signed(difference)))
    heads = ("", "amount>") if len(runs) == 1 else ("", "before>", "after>", "difference>")
    _print(out, "Cost and spread", table(heads, rows))


def _outcomes(out: Console, figures: Figures) -> None:
    outcomes, total = figures["outcomes"], figures["households"]
    if "matrix" not in figures:

        def rows(width: int) -> list[Row]:
            counts = [(each["outcome"], each["before"]) for each in outcomes]
            return [
                (word, number(count), share(count, total), bar(count, total, width)) for word, count in counts
            ]

        _fit(out, "Outcomes", ("", "households>", "share>"), rows)
        return
    words = [each["outcome"] for each in outcomes]
    cells = {(each["before"], each["after"]): each["households"] for each in figures["matrix"]}
    matrix: list[Row] = [
        (
            each["outcome"],
            *(_cell(cells[each["outcome"], word], moved=word != each["outcome"]) for word in words),
            number(each["before"]),
        )
        for each in outcomes
    ]
    heads = ("", *(f"{word}>" for word in words), "before>")
    found = table(heads, matrix)
    found.add_section()
    found.add_row("after", *(number(each["after"]) for each in outcomes), number(total))
    _print(out, "Outcomes, before (down) and after (across)", found)


def _cell(count: int, *, moved: bool) -> Text:
    return Text(number(count), style=PLAIN if not count else "bold yellow" if moved else "")


def _winners(out: Console, figures: Figures) -> None:
    found, total = figures["difference"], figures["households"]
    kinds = (
        ("gain", found["winners"], found["mean_gain"], GAIN),
        ("lose", found["losers"], found["mean_loss"], LOSS),
        ("unchanged", found["unchanged"], 0, PLAIN),
    )

    def rows(width: int) -> list[Row]:
        return [
            (label, number(count), share(count, total), signed(amounts([mean])[0]) if mean else "",
             bar(count, total, width, colour))
            for label, count, mean, colour in kinds
        ]  # fmt: skip

    _fit(out, "Who gains and who loses", ("", "households>", "share>", "on average>"), rows)
    if found["same_amount_other_outcome"]:
        text = f"{number(found['same_amount_other_outcome'])} of the unchanged get another outcome for the same amount"
        out.print(Text(text, style="yellow"))
    bars = stairs(
        (each for each in figures["stairs"] if each["from"] or each["to"]),
        is_fee=figures["amount_is"] == "fee",
    )
    most = max((each.households for each in bars), default=0)
    if not most:
        return

    def steps(width: int) -> list[Row]:
        colours = [LOSS if each.colour == RED else GAIN for each in bars]
        return [
            (each.label, number(each.households), bar(each.households, most, width, colour))
            for each, colour in zip(bars, colours, strict=True)
        ]

    _fit(out, "By how much, in kronor", (">", "households>"), steps)


def _groups(out: Console, figures: Figures, title: str, groups: Sequence[Figures]) -> None:
    """What a change, or the whole, comes to for each group."""
    changed = "difference" in figures
    sums = [group["difference" if changed else "before"] for group in groups]
    means = [total // group["households"] for total, group in zip(sums, groups, strict=True)]
    most = max((abs(mean) for mean in means), default=0)
    mark = signed if changed else str
    is_fee = figures["amount_is"] == "fee"

    def rows(width: int) -> list[Row]:
        found: list[Row] = []
        for group, total, mean, each in zip(groups, amounts(sums), amounts(means), means, strict=True):
            sides = (number(group["winners"]), number(group["losers"])) if changed else ()
            colour = "cyan" if not changed else LOSS if each and (each < 0) != is_fee else GAIN
            picture = bar(abs(each), most, width, colour)
            found.append(
                (group["group"], number(group["households"]), *sides, mark(total), mark(mean), picture)
            )
        return found

    total = "a month>" if figures["period"] == "month" else "in all>"
    heads = ("", "households>", *(("gain>", "lose>") if changed else ()), total, "for each>")
    _fit(out, title, heads, rows)


def _marginal(out: Console, found: Figures) -> None:
    """What those with support keep of a little more, and where a little more costs more than it gives."""
    runs = sorted(found["runs"], key=lambda run: (run["more"], run["run"] == "after"))
    total = runs[-1]["households"]
    if total:

        def rows(width: int) -> list[Row]:
            kept: list[Row] = []
            for bands in zip(*(run["bands"] for run in runs), strict=True):
                counts = [band["with_support"] for band in bands]
                label = bands[0]["band"]
                colour = LOSS if label.startswith("loses") else "cyan"
                if any(counts):
                    picture = bar(counts[-1], total, width, colour)
                    kept.append((label.removeprefix("keeps "), *map(number, counts), picture))
            means = [share(run["mean_kept"], run["more"]) for run in runs]
            return [*kept, ("on average", *means, "")]

        named = {100: "1 kr", 100_000: "1 000 kr"}
        ordered = [f"+{named[run['more']]}{_LINE + run['run'] if len(runs) > 2 else ''}>" for run in runs]
        _fit(out, f"What those with support keep of more {found['fact']}", ("", *ordered), rows)
    for run in runs:
        if run["more"] == 100:
            style = "yellow" if run["falls_by_more"] else PLAIN
            out.print(Text(_threshold(run, found["fact"], alone=len(runs) <= 2), style=style))


def _threshold(run: Figures, fact: str, *, alone: bool) -> str:
    """One line on the households for whom a krona is a threshold."""
    when = "" if alone else f"{run['run'].capitalize()}: "
    krona = f"{when}{'O' if alone else 'o'}ne krona more {fact}"
    parts: list[str] = []
    if run["falls_by_more"]:
        deepest = run["deepest_fall"]
        worst = f"by {money(-deepest['change'])} at most, in row {number(deepest['row'])}"
        parts.append(f"takes more than a krona from {households(run['falls_by_more'])} ({worst})")
    if run["rises_by_more"]:
        parts.append(f"gives more than a krona to {households(run['rises_by_more'])}")
    return f"{krona} {' and '.join(parts) or 'changes the support of nobody by more than a krona'}"


def bar(part: int, whole: int, width: int, colour: str = "cyan") -> Text:
    """A bar of block letters, at most `width` of them; somebody is never drawn as nobody."""
    eighths = max(part * width * 8 // whole if whole else 0, 1 if part else 0)
    full, rest = divmod(eighths, 8)
    return Text("█" * full + (_EIGHTHS[rest] if rest else ""), style=colour)


def table(heads: Sequence[str], rows: Sequence[Row]) -> Table:
    """A column whose head ends in > is aligned to the right."""
    found = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in heads:
        found.add_column(
            head.removesuffix(">"), justify="right" if head.endswith(">") else "left", no_wrap=True
        )
    for row in rows:
        found.add_row(*row)
    return found


def _fit(out: Console, title: str, heads: Sequence[str], rows: Callable[[int], list[Row]]) -> None:
    """A table that ends in bars, as wide as the line has room for."""
    unbounded = out.options.update(max_width=10 * WIDE)
    for width in BARS:
        made = rows(width)
        found = table((*heads, "") if width else heads, made if width else [row[:-1] for row in made])
        if not width or out.measure(found, options=unbounded).maximum <= out.width:
            _print(out, title, found)
            return


def _print(out: Console, title: str, found: Table) -> None:
    out.print()
    out.print(Text(title, style="bold"))
    out.print(found)


def amounts(ore: Sequence[int]) -> list[str]:
    """Amounts in kronor, or all of them in millions where one is very large."""
    if all(abs(each) < _MILLIONS_FROM for each in ore):
        return [money(each, decimals=False) for each in ore]
    return [f"{money(each // 10**7 * 10, decimals=True)[: -len('0 kr')]} Mkr" for each in ore]


def numbers(values: Sequence[int]) -> list[str]:
    """Numbers as people write them."""
    return [number(each) for each in values]


def signed(shown: str) -> str:
    """With its sign, also above nothing."""
    return shown if shown.startswith((MINUS, "0")) else f"+{shown}"


def share(part: int, whole: int) -> str:
    """In hundredths with one decimal."""
    thousandths = rounded(part * 1000, whole, "närmast") if whole else 0
    return f"{thousandths // 10},{thousandths % 10}{NO_BREAK}%"


def households(count: int) -> str:
    """ "1 household", "2 000 households"."""
    return f"{number(count)} household{'' if count == 1 else 's'}"
