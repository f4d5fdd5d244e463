"""The page of what serving costs and what survives kill -9, written from what the last whole runs recorded."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PAGE = FOLDER.parent / "docs" / "look-up" / "serving.md"

HEAD = """# What serving costs, and what survives kill -9

Measured here, not copied: run it yourself. Everything stands on one machine: two web workers, PostgreSQL, and the clients that ask.

    python -m benchmarks.serving      # intake, lists among a million cases, row-level security, memory; five minutes
    python -m benchmarks.kills        # web, worker and database killed in turns during a minute of writes
    python -m benchmarks.isolation    # 100,000 tries to get at somebody else's rows

An intake is one whole request: session, proof against forged forms, authorisation, row-level security, idempotency key, assessment,
automatic decision, journal and outbox. Nothing is cached. The four clients ask again as soon as they are answered.
"""
SHORT = """
**What the policies cost falls short.** They cost next to nothing when a statement runs (0.3 ms of "my cases") and 1 to 3 ms each time that it is
planned, which is two of the page's statements. Tried: keeping plans whatever is asked (`plan_cache_mode = force_generic_plan`) spares all of it
and takes the worklist's partial indexes away, 2.7 s a page. Statements that are prepared, and planned anew only where the values matter, took the
intake from 51 to 73–98 a second. Left: policies of fewer branches for those who never act by agreement or for another.
"""
KILLS = """
## kill -9

Four clients send applications and keep a ledger of what was acknowledged. An answer that did not come is asked for again with the same
key. Meanwhile all processes of the web, the worker for letters, or the database server are killed, by turns, and started again.
"""
# What a field of the record means.
SAID = {
    "acknowledged": "applications acknowledged", "asked_again": "times a client had to ask again", "wrong_answers": "answers that were wrong",
    "lost": "acknowledged and not there", "doubled": "done twice", "broken_journals": "journals that do not verify",
    "without_outbox": "without exactly one outbox row", "without_letter": "without a letter in the end", "number_gaps": "gaps in the case numbers",
}  # fmt: skip


def write() -> None:
    """Write the page again; a run that was never recorded has no part in it."""
    PAGE.write_text("\n".join([HEAD.rstrip(), *served(), *killed()]) + "\n", "utf-8")


def served() -> Iterator[str]:
    """The table of figures."""
    if told := _kept("serving.json"):
        yield f"\n## Figures\n\n{told['day']}, {told['machine']}.\n\n| what | measured | promised |\n|---|---:|---:|"
        for figure in told["figures"]:
            promised = "" if figure["most"] is None else f"≤ {figure['most']:g} {figure['unit']}"
            if figure["least"] is not None:
                promised = f"≥ {figure['least']:g} {figure['unit']}"
            yield f"| {figure['name']} | {figure['measured']:.1f} {figure['unit']} | {promised} |"
        yield SHORT.rstrip()


def killed() -> Iterator[str]:
    """The table of what held."""
    if told := _kept("kills.json"):
        times = ", ".join(f"{name} {count}" for name, count in told["kills"].items())
        yield f"{KILLS}\n{told['day']}, {told['machine']}; {told['seconds']} seconds of writes; killed: {times}.\n\n| what | how many |\n|---|---:|"
        yield from (f"| {words} | {told[name]} |" for name, words in SAID.items())


def _kept(name: str) -> dict[str, Any] | None:
    path = FOLDER / name
    return json.loads(path.read_text("utf-8")) if path.exists() else None


if __name__ == "__main__":
    write()
