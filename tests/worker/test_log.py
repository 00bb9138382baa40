"""The log: lines for machines, and never in the way."""

import json
import os
import subprocess
import sys

SCRIPT = """
import logging
from gateway.worker.log import configure_logging
writer = configure_logging("main")
log = logging.getLogger("gateway.test")
{body}
writer.flush(60.0)
"""


def run(body: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", SCRIPT.format(body=body)]
    return subprocess.run(command, check=False, text=True, stderr=subprocess.PIPE, timeout=120, **options)  # type: ignore[call-overload, no-any-return]  # options of run


def test_every_line_is_one_json_document_on_standard_error() -> None:
    done = run(
        'log.info("kept", extra={"mail": 3})\nlog.warning("odd\\nline: %s", "\\x1b[31m")', stdout=subprocess.PIPE
    )
    first, second = (json.loads(line) for line in done.stderr.splitlines())
    assert (first["event"], first["mail"], first["process"], first["level"]) == ("kept", 3, "main", "info")
    assert second["event"] == "odd\nline: \x1b[31m"
    assert done.stdout == ""


def test_a_hostile_text_does_not_fill_the_log() -> None:
    assert len(run('log.info("x" * 1000000)').stderr) < 5000


def test_a_trace_stays_on_its_line() -> None:
    done = run('try:\n    1 / 0\nexcept ZeroDivisionError:\n    log.exception("failed")')
    [line] = done.stderr.splitlines()
    assert "ZeroDivisionError" in json.loads(line)["exception"]


def test_a_reader_that_does_not_read_costs_lines_and_no_time() -> None:
    read, write = os.pipe()
    body = 'for n in range(5000):\n    log.info("x" * 3000)\nprint("done", flush=True)'
    command = [sys.executable, "-c", SCRIPT.format(body=body).replace("flush(60.0)", "flush(0.1)")]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=write, timeout=120)
    os.close(read)
    os.close(write)
    assert done.stdout == b"done\n"
    assert done.returncode == 0


def test_a_closed_standard_error_is_no_error() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -c "$1" 2>&-', sys.executable, SCRIPT.format(body='log.info("x")\nprint("done")')],
        check=False,
        stdout=subprocess.PIPE,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, b"done\n")
