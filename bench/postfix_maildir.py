"""Debian's Postfix, which takes the mails of the bench and puts them into a maildir: what a mail server costs."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gateway_under_test import wait_until
from messages import CUSTOMER
from process_tree import ProcessTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def can_run() -> bool:
    """Postfix starts only as root."""
    return shutil.which("postfix") is not None and os.geteuid() == 0


def measure(kind: str, count: int, connections: int, place: str | None = None) -> dict[str, Any] | None:
    """Mails delivered in a second, and CPU for each in milliseconds; None where Postfix cannot run."""
    if not can_run():
        return None
    from tests.support.postfix_server import Postfix

    with tempfile.TemporaryDirectory(prefix="gateway-bench-", dir=place) as folder:
        Path(folder).chmod(0o755)  # its daemons are other users
        postfix = Postfix(Path(folder) / "postfix", "inet:127.0.0.1:9")
        postfix.start()
        try:
            return _measure(postfix.port, Path(folder) / "postfix", kind, count, connections)
        finally:
            postfix.stop()


def _measure(port: int, folder: Path, kind: str, count: int, connections: int) -> dict[str, Any]:
    from throughput import send

    arrived = folder / "mail" / "everybody" / "new"
    send(port, kind, connections, connections, CUSTOMER)
    wait_until(lambda: _count(arrived) == connections, "Postfix is warm")
    tree = ProcessTree(int((folder / "queue" / "pid" / "master.pid").read_text()))
    before, begun = sum(tree.cpu_seconds().values()), time.perf_counter()
    send(port, kind, count, connections, CUSTOMER)
    wait_until(lambda: _count(arrived) == connections + count, "Postfix has delivered")
    seconds, spent = time.perf_counter() - begun, sum(tree.cpu_seconds().values()) - before
    return {"delivered_per_second": round(count / seconds), "cpu_ms": round(1000 * spent / count, 3)}


def _count(folder: Path) -> int:
    return len([*folder.iterdir()]) if folder.exists() else 0
