"""The virus scanner as a command: only exit 0 in time is clean."""

import time

import pytest

from gateway.adapters.scanner import CommandScanner

LOOKS = ("sh", "-c", "! grep -q EICAR")


def test_each_file_is_judged_by_what_the_command_reads() -> None:
    assert CommandScanner(LOOKS, 20).clean([b"good", b"an EICAR test", b"", b"x" * 3_000_000]) == [
        True,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("command", [("sh", "-c", "exit 2"), ("sh", "-c", "kill -9 $$"), ("/nowhere/scanner",), ("/",)])
def test_a_command_that_fails_or_is_missing_calls_nothing_clean(command: tuple[str, ...]) -> None:
    assert CommandScanner(command, 20).clean([b"good" * 100_000]) == [False]


def test_a_command_that_exits_before_it_has_read_all_is_believed() -> None:
    assert CommandScanner(("true",), 20).clean([b"x" * 3_000_000]) == [True]


def test_a_command_that_hangs_is_ended_with_what_it_started_and_the_rest_is_not_clean() -> None:
    before = time.monotonic()
    assert CommandScanner(("sh", "-c", "sleep 60; true"), 0.5).clean([b"one", b"two"]) == [False, False]
    assert time.monotonic() - before < 50
