"""What must hold before a package is published, beyond being readable. Every finding says where and what to do."""

from collections.abc import Iterator, Sequence
from itertools import islice

from allmanning.packages.citations import citations
from allmanning.packages.coverage import Stretch, gaps, stretches
from allmanning.packages.letters import check_letter
from allmanning.packages.outsized import outsized, too_many_examples, tried
from allmanning.packages.package import Package
from allmanning.packages.pointing import Pointer
from allmanning.packages.proving import conditions, never_asked, outcomes, proved, ranges
from allmanning.packages.testing import run_example
from allmanning.packages.unused import Use, unused, use
from allmanning.rules.errors import MOST_FINDINGS, Finding, in_order


def check(package: Package) -> tuple[Finding, ...]:
    """What must be mended before the package is published, in the order of its files; of each kind not more than 200."""
    pointer = Pointer(package.files)
    used, all_stretches = use(package), stretches(package)
    large = list(outsized(package, pointer, all_stretches))
    parts = (
        unused(package, used, pointer),
        citations(package, pointer),
        gaps(package, pointer, all_stretches),
        _letters(package, pointer),
        large or _proofs(package, used, pointer, all_stretches),
    )
    return tuple(in_order(finding for part in parts for finding in islice(part, MOST_FINDINGS)))


def _proofs(
    package: Package, used: Use, pointer: Pointer, all_stretches: Sequence[Stretch]
) -> Iterator[Finding]:
    """What no example can show: every household, every day, everything that an adopter may set."""
    whole = [stretch for stretch in all_stretches if not stretch.missing]
    if not whole:
        message = "On no day have the rules and every parameter they use a row in force"
        hint = "Let the periods of the rules and of the parameters meet"
        yield pointer.at_key("C023", message, hint, "parameters.toml")
        return
    found = proved(package, whole)
    yield from ranges(found, pointer)
    # Of what is not proved to its end, nobody knows what can never be.
    if found.tangled is None:
        yield from conditions(found, pointer)
        yield from outcomes(package, found, pointer)
        yield from never_asked(package, found, used.by_decision, pointer)
        yield from _without_example(package, found.outcomes, pointer)


def _without_example(package: Package, possible: set[str], pointer: Pointer) -> Iterator[Finding]:
    """Every outcome that can come about has been seen to."""
    decision = package.manifest.decision
    reached: set[str | None] = set()
    for example in tried(package):
        if reached >= possible:
            break
        result = run_example(package, example)
        reached |= {result.outcome} if result.passed else set()
    else:
        yield from too_many_examples(package, pointer)
    for key in ("granted", "partly", "refused"):
        for outcome in getattr(decision, key):
            if outcome in possible and outcome not in reached:
                message = f"No example that comes out ends in {outcome!r}"
                hint = "Write a worked example that does, with its source; allmanning test runs them"
                yield pointer.at_key("C030", message, hint, "package.toml", "decision", key)


def _letters(package: Package, pointer: Pointer) -> Iterator[Finding]:
    """There is a decision letter, and no letter lacks what the law asks of it."""
    decision = package.manifest.decision
    outcomes = (*decision.granted, *decision.partly, *decision.refused)
    if "decision" not in package.letters:
        hint = "Write letters/decision.md; FL (2017:900) 32 and 33 §§ say what it must hold"
        yield pointer.at_key("C040", "There is no decision letter", hint, "package.toml")
    for name, text in package.letters.items():
        file = f"letters/{name}.md"
        own = package.letter_names if name == "decision" else ()
        for finding in check_letter(text, outcomes, file, own):
            message = finding.message.rstrip(".")
            yield pointer.at_line("C041", message, finding.hint, file, finding.line)
