"""How many machine instructions it takes to settle one mail: a figure that a busy machine does not disturb.

Usage: instructions.py [--json FILE]. Needs valgrind. The same settling runs twice, with few mails and with many; the
difference is what a mail costs, without start and end.
"""

import argparse
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

FEW, MANY, BATCH, WARM = 50, 250, 50, 100
_COUNTED = re.compile(r"Collected : (\d+)")


def settle(folder: Path, kind: str, count: int) -> None:
    """Settle so many mails in this process, in batches."""
    from gateway.app.desk import build
    from gateway.config import load
    from gateway.desk.inbound.accept import keep
    from gateway.desk.inbound.batch import settle_batch
    from gateway.mail.envelope import Envelope, InboundMail

    desk = build(load(folder / "config.toml"))
    for run, mails in (("warm", WARM), ("counted", count)):  # what is compiled once, is compiled then
        received = datetime.now(UTC)
        contents = [(sender(number), MAKERS[kind](number, run)) for number in range(mails)]
        with desk.store.begin() as work:
            keep(work, [InboundMail(one, Envelope(who, (SUPPORT,), received)) for who, one in contents], "smtp")
        while settle_batch(desk, BATCH):
            pass


def counted(kind: str, count: int) -> int:
    """Instructions of a whole process that settles so many mails."""
    with tempfile.TemporaryDirectory(prefix="gateway-bench-") as name:
        folder = Path(name) / "gateway"
        folder.mkdir()
        Bench(folder, f"sqlite:///{folder}/gateway.db")
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, __file__]
        command += ["--settle", str(folder), kind, str(count)]
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        found = _COUNTED.search(done.stderr)
        if found is None:
            raise RuntimeError(done.stderr[-2000:])
        return int(found[1])


def per_mail(kind: str) -> int:
    """Instructions for one mail of a kind."""
    return (counted(kind, MANY) - counted(kind, FEW)) // (MANY - FEW)


def main(arguments: Sequence[str]) -> None:
    """Count and print."""
    if arguments[:1] == ["--settle"]:
        _, folder, kind, count = arguments
        settle(Path(folder), kind, int(count))
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
