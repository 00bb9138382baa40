"""How many machine instructions it takes to settle one mail: a figure that a busy machine does not disturb.

Usage: instructions.py [--json FILE]. Needs valgrind, whose counting is switched on when everything is imported and
compiled, and off when the mails are settled.
"""

import argparse
import gc
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from gateway_under_test import Bench
from messages import MAKERS, SUPPORT, sender

MAILS, BATCH, WARM = 100, 50, 100
VALGRIND = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--instr-atstart=no")
_COUNTED = re.compile(r"Collected : (\d+)")


def settle(folder: Path, kind: str) -> None:
    """Settle mails in this process, in batches, those that are counted behind others."""
    from gateway.app.desk import build
    from gateway.config import load
    from gateway.desk.desk import Desk
    from gateway.desk.inbound.accept import keep
    from gateway.desk.inbound.batch import settle_batch
    from gateway.mail.envelope import Envelope, InboundMail

    def accept(desk: Desk, run: str, count: int) -> None:
        received = datetime.now(UTC)
        contents = [(sender(number), MAKERS[kind](number, run)) for number in range(count)]
        with desk.store.begin() as work:
            keep(work, [InboundMail(one, Envelope(who, (SUPPORT,), received)) for who, one in contents], "smtp")

    desk = build(load(folder / "config.toml"))
    accept(desk, "warm", WARM)
    while settle_batch(desk, BATCH):
        pass
    accept(desk, "counted", MAILS)
    gc.collect()
    gc.freeze()  # as the settler does
    _counting("on")
    while settle_batch(desk, BATCH):
        pass
    _counting("off")


def _counting(state: str) -> None:
    subprocess.run(["callgrind_control", "-i", state, str(os.getpid())], check=True, capture_output=True)


def per_mail(kind: str) -> int:
    """Instructions for one mail of a kind."""
    with tempfile.TemporaryDirectory(prefix="gateway-bench-") as name:
        folder = Path(name) / "gateway"
        folder.mkdir()
        Bench(folder, f"sqlite:///{folder}/gateway.db")
        command = [*VALGRIND, sys.executable, __file__, "--settle", str(folder), kind]
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        found = _COUNTED.search(done.stderr)
        if done.returncode or found is None:
            sys.exit(done.stderr[-2000:])
        return int(found[1]) // MAILS


def main(arguments: Sequence[str]) -> None:
    """Count and print."""
    if arguments[:1] == ["--settle"]:
        _, folder, kind = arguments
        settle(Path(folder), kind)
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    if shutil.which("valgrind") is None:
        sys.exit("instructions are counted by valgrind, which is not installed (on Debian: apt install valgrind)")
    figures = {}
    for kind in MAKERS:
        figures[kind] = per_mail(kind)
        print(f"{kind:32} {figures[kind]:>12,} instructions to settle one mail", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
