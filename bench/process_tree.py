"""Memory and CPU of a process and its children, from /proc."""

import os
import threading
from pathlib import Path
from typing import Self

TICK = os.sysconf("SC_CLK_TCK")
PAUSE_SECONDS = 0.2


class ProcessTree:
    """Watches the peak of resident memory while it is open."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak_rss_mb = self.peak_pss_mb = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._end.set()
        self._thread.join()

    def cpu_seconds(self) -> dict[str, float]:
        """By role: `main`, or the role of a child; user and system time together, and that of children which ended."""
        spent: dict[str, float] = {}
        for process in self._members():
            try:
                fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
            except OSError:
                continue
            role = next((word for word in words if word in ("settler", "acceptor", "reader")), "main")
            spent[role] = spent.get(role, 0.0) + sum(map(int, fields[11:15])) / TICK
        return spent

    def read_calls(self) -> int:
        """How often the tree read from files so far; what SQLite finds in its page cache is not read."""
        count = 0
        for process in self._members():
            try:
                lines = Path(f"/proc/{process}/io").read_text().splitlines()
            except OSError:
                continue
            count += int(dict(line.split(": ") for line in lines)["syscr"])
        return count

    def _members(self) -> list[int]:
        found, todo = [], [self._root]
        while todo:
            process = todo.pop()
            found.append(process)
            for task in Path(f"/proc/{process}/task").glob("*/children"):
                try:
                    todo += [int(child) for child in task.read_text().split()]
                except OSError:
                    continue
        return found

    def _watch(self) -> None:
        while not self._end.wait(PAUSE_SECONDS):
            rss = pss = 0.0
            for process in self._members():
                try:
                    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
                except OSError:
                    continue
                sizes = dict(line.split()[:2] for line in rollup.splitlines()[1:])
                rss += int(sizes.get("Rss:", 0)) / 1024
                pss += int(sizes.get("Pss:", 0)) / 1024
            self.peak_rss_mb, self.peak_pss_mb = max(self.peak_rss_mb, rss), max(self.peak_pss_mb, pss)
