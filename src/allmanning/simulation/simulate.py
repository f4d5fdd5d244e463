"""A study computed over a population: the tally, the figures, the most changed households explained, and the files."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from allmanning.lib.text import money, number
from allmanning.rules.datatypes import DATE, MONEY, Choice, ListOf
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.simulation.cases import ChangedLine, changed_lines, facts_of
from allmanning.simulation.errors import DataError
from allmanning.simulation.job import Engine, Progress, Refusal, Refused
from allmanning.simulation.output import Output, Targets, output
from allmanning.simulation.picture import picture
from allmanning.simulation.population import marks
from allmanning.simulation.reading import Population
from allmanning.simulation.report import Figures, figures
from allmanning.simulation.study import Study
from allmanning.simulation.tally import Case, Tally

MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Request:
    """What to compute on: files that have been looked at, with which engine, and where to."""

    study: Study
    data: Path
    looked_at: Population
    engine: Engine
    leave_out_refused: bool = False
    targets: Targets | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What was found. `cases` are the most changed households with the lines that changed."""

    study: Study
    figures: Figures
    refused: Refused
    cases: tuple[tuple[Case, tuple[ChangedLine, ...]], ...]


def simulate(request: Request, progress: Progress) -> Result:
    """Compute a study. Nothing is left behind when anything fails. Raises SimulationError."""
    study, tally, refused = request.study, Tally(request.study), Refused()
    job = study.job(request.data)
    with output(study, request.targets) if request.targets else nullcontext() as out:
        for batch in request.engine(job, progress, refused):
            tally.add(batch)
            if isinstance(out, Output):
                out.add(batch)
        if refused.households and not request.leave_out_refused:
            raise DataError(told(refused, job.graph.vocabulary, request))
        result = _result(request, tally, refused)
        if isinstance(out, Output):
            out.finish(result.figures, picture(result.figures))
    return result


def _result(request: Request, tally: Tally, refused: Refused) -> Result:
    study, files = request.study, request.looked_at.files
    found = facts_of(request.looked_at, [case.row for case in tally.top])
    cases = tuple((case, tuple(changed_lines(study, case, found[case.row]))) for case in tally.top)
    shown = figures(tally, refused)
    shown["data"] = {"name": request.data.name, "rows": request.looked_at.rows} | marks(files[0])
    for row, (_, lines) in zip(shown["top"], cases, strict=True):
        row["lines"] = [
            {"name": line.name, "label": line.label.sv, "before": line.before, "after": line.after}
            for line in lines
        ]
    return Result(study, shown, refused, cases)


def told(refused: Refused, vocabulary: Vocabulary, request: Request) -> str:
    """Why rows cannot be computed, for who has made the data."""
    total = request.looked_at.rows
    lines = [f"{request.data}: {number(refused.households)} of {number(total)} households cannot be computed"]
    worst = sorted(refused.refusals, key=lambda each: (-each.rows, each.column))
    lines += [f"  {_refusal(each, vocabulary)}" for each in worst[:MOST_TOLD]]
    if len(worst) > MOST_TOLD:
        lines.append(f"  and {len(worst) - MOST_TOLD} columns more")
    lines.append("Mend the rows, or leave them out with --leave-out-refused")
    return "\n".join(lines)


def _refusal(refusal: Refusal, vocabulary: Vocabulary) -> str:
    list_name, _, field_name = refusal.column.partition(".")
    fact = vocabulary.fields(list_name)[field_name] if field_name else vocabulary.facts[list_name]
    rows = f"{number(refusal.rows)} {'row' if refusal.rows == 1 else 'rows'}, the first is row {number(refusal.row)}"
    if refusal.reason == "missing":
        return f"{refusal.column}: nothing is said (NULL) in {rows}"
    return f"{refusal.column}: outside {allowed(fact)} in {rows}"


def allowed(fact: FactDeclaration) -> str:
    """What a fact may be, in words."""
    match fact.type:
        case Choice(options=options):
            return "the words " + ", ".join(f'"{option}"' for option in options)
        case ListOf():
            return f"{fact.low} to {fact.high} elements"
        case type_ if type_ == MONEY and isinstance(fact.low, int) and isinstance(fact.high, int):
            return f"{number(fact.low)} to {number(fact.high)} öre ({money(fact.low)} to {money(fact.high)})"
        case type_ if type_ == DATE:
            return f"{fact.low} to {fact.high}"
        case _:
            return f"{fact.low} to {fact.high}"


def told_left_out(refused: Refused, vocabulary: Vocabulary) -> Sequence[str]:
    """The same in one line for each column, when the rows were left out."""
    worst = sorted(refused.refusals, key=lambda each: (-each.rows, each.column))
    return [_refusal(each, vocabulary) for each in worst[:MOST_TOLD]]
