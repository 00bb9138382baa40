"""`gateway reload`: what is written takes effect while the gateway runs, all of it or nothing."""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli.program import run
from gateway.config import load, shipped
from gateway.worker.serving_file import ServingFile, who_serves
from tests.support.gateway_process import until
from tests.support.serving import Serving


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Serving]:
    serving = Serving(tmp_path)
    yield serving
    serving.stop(signal.SIGKILL)


def change(gateway: Serving, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, gateway.config.read_text(), count=1, flags=re.MULTILINE)
    assert count == 1
    gateway.config.write_text(text)


def reload(gateway: Serving) -> int:
    return run(["--config", str(gateway.config), "reload"])


def test_new_words_are_sent_after_a_reload_and_no_mail_is_lost(
    gateway: Serving, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway.start()
    templates = gateway.folder / "templates"
    shutil.copytree(shipped("templates"), templates)
    for letter in ("ack_unknown_sender", "ack_new_ticket", "ack_new_ticket_no_sla", "agent_new_ticket"):
        (templates / "mail" / "en" / f"{letter}.txt").write_text("Subject: Heard\n\nThe words of today.\n")
    change(gateway, r"^\[gateway\]$", '[gateway]\ntemplates = "templates"')
    assert reload(gateway) == 0
    assert "Reloaded." in capsys.readouterr().out
    gateway.send()
    until(lambda: gateway.settled() == 1, "not settled")
    assert "Heard" in gateway.run("queue", "show", "1")


def test_a_smaller_limit_holds_for_the_next_connection(gateway: Serving) -> None:
    gateway.start()
    change(gateway, r"^\[limits\]$", "[limits]\nmessage_bytes = 1024")
    assert reload(gateway) == 0
    with pytest.raises(Exception, match="552"):
        gateway.send(subject="x" * 2000)


def test_a_fault_is_shown_and_the_gateway_runs_on(gateway: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    gateway.start()
    change(gateway, r"^\[limits\]$", "[limits]\nmessage_bites = 1024")
    assert reload(gateway) == 1
    assert "message_bites" in capsys.readouterr().err
    gateway.send()
    until(lambda: gateway.settled() == 1, "not settled")


def test_what_needs_a_new_start_is_refused_by_name(gateway: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    gateway.start()
    change(gateway, r"^# processes = 1|^processes = 1", "processes = 2")
    change(gateway, r"^database = .*$", 'database = "postgresql+psycopg://127.0.0.1:9/none"')
    assert reload(gateway) == 2
    assert "gateway.database: cannot change while the gateway runs" in capsys.readouterr().err
    gateway.send()
    until(lambda: gateway.settled() == 1, "not settled")


def test_a_signal_alone_reloads_and_a_fault_of_it_stands_in_the_file(gateway: Serving) -> None:
    gateway.start()
    config = load(gateway.config)
    before = who_serves(config)
    assert before is not None
    assert before.problem == ""
    change(gateway, r"^\[limits\]$", "[limits]\nmessage_bites = 1024")
    os.kill(before.pid, signal.SIGHUP)
    until(lambda: (one := who_serves(config)) is not None and "message_bites" in one.problem, "not refused")


def test_a_new_process_settles_after_a_reload(gateway: Serving) -> None:
    gateway.start()
    until(gateway.children, "no settler")
    before = gateway.children()
    assert reload(gateway) == 0
    until(lambda: gateway.children() and gateway.children() != before, "the same settler")


def test_where_nobody_serves_that_is_said(gateway: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    assert reload(gateway) == 1
    assert "nobody serves with this configuration" in capsys.readouterr().err


def test_the_file_of_a_process_that_died_is_not_believed(gateway: Serving) -> None:
    config = load(gateway.config)
    file = ServingFile(config)
    file.open()
    assert who_serves(config) is not None
    file.close()
    assert who_serves(config) is None
