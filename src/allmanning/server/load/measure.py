"""Several clients at once, and what they say of it: how many a second, and how long the slow ones took."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: how many answers, in how many seconds, and how long each took, shortest first."""

    seconds: float
    times: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Answers a second, of all clients together."""
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """The time that this share of the answers (0 to 1) did not exceed, in seconds."""
        return self.times[min(len(self.times) - 1, int(share * len(self.times)))]

    def told(self) -> str:
        """74.1/s, half within 48 ms, 95 of 100 within 80 ms."""
        half, most = (1000 * self.percentile(share) for share in (0.5, 0.95))
        return f"{self.rate:.1f}/s, half within {half:.0f} ms, 95 of 100 within {most:.0f} ms"


def measured(clients: Sequence[Callable[[], Sequence[float]]]) -> Measured:
    """Let every client do its share in a thread of its own; each gives the seconds of each of its answers."""
    started = time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        times = [each for waiting in [pool.submit(client) for client in clients] for each in waiting.result()]
    return Measured(time.perf_counter() - started, tuple(sorted(times)))
