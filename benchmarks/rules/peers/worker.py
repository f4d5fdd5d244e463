"""One contestant in a process of its own: `python -m benchmarks.rules.peers.worker NAME FOLDER`.

It makes itself ready and says so in one line of JSON. Then each line that it is given makes it work once: `run` is measured
and told of; any other line is the name of a file for its answers about every household. It ends with its input.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.rules.peers.contest import CONTESTANTS, Ready

# Linux only: 5 makes the highest memory so far the memory of now.
FORGET_PEAK = Path("/proc/self/clear_refs")
STATUS = Path("/proc/self/status")
MOMENT, AT_MOST = 0.3, 5


def main(name: str, folder: str) -> None:
    """Prepare, then serve."""
    module, function = CONTESTANTS[name].prepare.split(":")
    prepare = getattr(importlib.import_module(module), function)
    ready: Ready = prepare(Path(folder), **dict(CONTESTANTS[name].options))
    give_back()
    before = memory("VmRSS")
    say({"ready": name, "memory": before})
    for line in sys.stdin:
        if line.strip() == "run":
            say(measured(ready, before))
        else:
            outcomes, amounts = ready.answers()
            np.savez(line.strip(), outcomes=outcomes, amounts=amounts)
            say({"saved": len(amounts)})


def measured(ready: Ready, before: int) -> dict[str, object]:
    """CPU of the whole process and wall in seconds for each time, what the memory grew by at most in bytes, and the total.

    What is done in a moment is done a few times in a row: others have worked in between, and left the machine cold.
    """
    give_back()
    with contextlib.suppress(OSError):
        FORGET_PEAK.write_text("5")
    cpu: list[float] = []
    wall: list[float] = []
    while sum(cpu) * ready.times < MOMENT and len(cpu) < AT_MOST:
        clock, started = time.process_time(), time.perf_counter()
        result = ready.run()
        cpu.append((time.process_time() - clock) / ready.times)
        wall.append((time.perf_counter() - started) / ready.times)
        total = ready.total(result)
        del result
    return {"cpu": cpu, "wall": wall, "extra": max(0, memory("VmHWM") - before), "total": total}


def give_back() -> None:
    """What preparing has freed goes back to the machine, so that it does not hide what working needs."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def memory(which: str) -> int:
    """Resident memory in bytes: now (VmRSS), or at most (VmHWM)."""
    try:
        lines = STATUS.read_text("utf-8").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(which))


def say(what: dict[str, object]) -> None:
    """One line of JSON."""
    os.write(OUT, json.dumps(what).encode() + b"\n")


# What libraries print must not come between the lines.
OUT = os.dup(1)
os.dup2(2, 1)

if __name__ == "__main__":
    # Who asked may be gone before the answer.
    with contextlib.suppress(BrokenPipeError):
        main(sys.argv[1], sys.argv[2])
