"""What the whole process tree has done since its start, counted in the main process.

Children report by lines on their standard output (`Report`), so the numbers outlive a child that dies.
"""

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from gateway.worker.role import Role

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0, 300.0)  # seconds


class Histogram:
    """Durations in seconds by bucket."""

    def __init__(self) -> None:
        self.total = 0.0
        self._counts = [0] * (len(BOUNDS) + 1)

    def observe(self, seconds: float) -> None:
        """Count one."""
        self._counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """Upper bound and how many were not longer, as Prometheus wants them."""
        rows, below = [], 0
        for bound, count in zip((*(str(b) for b in BOUNDS), "+Inf"), self._counts, strict=True):
            below += count
            rows.append((bound, float(below)))
        return rows


class ProcessMetrics:
    """Counters of the main process; every thread may count."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.role = Role.STARTING
        self.accepted = 0
        self.refused: Counter[str] = Counter()
        self.settled: Counter[str] = Counter()
        self.readings: Counter[str] = Counter()
        self.accept_seconds = Histogram()
        self.settle_seconds = Histogram()

    def accept(self, seconds: float | None = None) -> None:
        """A mail was kept; its answer took so long where somebody waited for one."""
        with self._lock:
            self.accepted += 1
            if seconds is not None:
                self.accept_seconds.observe(seconds)

    def refuse(self, reason: str) -> None:
        """A mail was not kept because of its bytes: strangers, organization, disk."""
        with self._lock:
            self.refused[reason] += 1

    def settle(self, decision: str, seconds: float) -> None:
        """A mail was settled so long after it was accepted."""
        with self._lock:
            self.settled[decision] += 1
            self.settle_seconds.observe(seconds)

    def read(self, outcome: str, count: int) -> None:
        """What became of so many readings that are made ahead: made, used, or why not."""
        with self._lock:
            self.readings[outcome] += count

    def settler_ended(self) -> None:
        """Whatever it was doing, it does no longer."""
        self.role = Role.STARTING

    def take(self, line: bytes) -> None:
        """Count what a line of a child reports; a line that is none is left out."""
        try:
            match line.decode("ascii").split():
                case ["accept", seconds]:
                    self.accept(float(seconds))
                case ["refuse", reason]:
                    self.refuse(reason)
                case ["settle", decision, seconds]:
                    self.settle(decision, float(seconds))
                case ["read", outcome, count]:
                    self.read(outcome, int(count))
                case ["role", role]:
                    self.role = Role(role)
        except ValueError:
            return


class Report:
    """The counters of a child: lines to its parent."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def accept(self, seconds: float) -> None:
        """See Tally."""
        self._send([f"accept {seconds:.6f}"])

    def refuse(self, reason: str) -> None:
        """See ProcessMetrics."""
        self._send([f"refuse {reason}"])

    def settle(self, rows: Iterable[tuple[str, float]]) -> None:
        """Decisions and seconds of a batch."""
        self._send([f"settle {decision} {seconds:.6f}" for decision, seconds in rows])

    def read(self, outcomes: Mapping[str, int]) -> None:
        """How many readings were made ahead, used, or neither and why."""
        self._send([f"read {outcome} {count}" for outcome, count in outcomes.items()])

    def role(self, role: Role) -> None:
        """What the settler does from now on."""
        self._send([f"role {role}"])

    def _send(self, lines: Sequence[str]) -> None:
        content = "".join(f"{line}\n" for line in lines).encode("ascii", "replace")
        try:
            while content:
                content = content[os.write(self._descriptor, content) :]
        except OSError:  # the parent has gone; the wake pipe tells so, too
            return
