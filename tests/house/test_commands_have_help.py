"""Every command explains itself, prints JSON where it prints data, and starts without heavy imports."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from gateway.cli.program import app

# what README.md and docs/domain.md promise ("What is seen from outside") and this version has
NAMED = """init audit report check doctor serve reload receive tick dispatch read explain demo dns
ticket/list ticket/show ticket/open ticket/note ticket/do ticket/remove
escalation/list escalation/show escalation/do problem/list problem/show problem/open problem/update
outage/list outage/show outage/open outage/update outage/resolve
mail/list mail/show mail/raw mail/save
queue/list queue/show queue/retry queue/hold queue/drop
quarantine/list quarantine/show quarantine/release quarantine/reject
directory/import directory/export license/renew renewals/forecast renewals/release
templates/list templates/show templates/copy rules/list rules/test rules/copy dkim/keygen keys/list keys/rotate
unsubscribed/list unsubscribed/add unsubscribed/remove sender/list sender/block sender/unblock""".split()
PRINTS_NO_DATA = {"serve", "reload", "demo", "mail/raw"}
READS_THE_CLOCK = """receive explain tick report ticket/open ticket/note ticket/do escalation/do
problem/open problem/update outage/open outage/update outage/resolve
dispatch queue/retry quarantine/release quarantine/reject license/renew
renewals/forecast keys/list keys/rotate unsubscribed/add
sender/block sender/unblock""".split()
HEAVY = ("sqlalchemy", "sqlmodel", "alembic", "rich", "jinja2", "starlette", "uvicorn", "aiosmtpd")


def commands(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        place = f"{path}/{name}".lstrip("/")
        if hasattr(command, "commands"):
            yield from commands(command, place)
        else:
            yield place, command


ALL = dict(commands(get_command(app)))


def options(path: str) -> set[str]:
    return {option for parameter in ALL[path].params for option in parameter.opts}


def test_the_commands_are_those_of_the_contract() -> None:
    assert set(ALL) == set(NAMED)


@pytest.mark.parametrize("path", NAMED)
def test_a_command_has_help_in_one_line_that_fits_the_list(path: str) -> None:
    first = (ALL[path].help or "").splitlines()[0]
    assert first.endswith(".")
    assert len(first) <= 80


@pytest.mark.parametrize("path", NAMED)
def test_a_command_has_an_example_of_its_own(path: str) -> None:
    example = (ALL[path].help or "").partition("Example: gateway ")[2]
    assert path.replace("/", " ") in example.partition(";")[0]


@pytest.mark.parametrize("path", NAMED)
def test_every_option_of_a_command_has_help(path: str) -> None:
    arguments_named_by_themselves = {"help"}
    for parameter in ALL[path].params:
        assert parameter.name in arguments_named_by_themselves or getattr(parameter, "help", None), parameter.name


@pytest.mark.parametrize("path", sorted(set(NAMED) - PRINTS_NO_DATA))
def test_a_command_that_prints_data_prints_json(path: str) -> None:
    assert "--json" in options(path)


@pytest.mark.parametrize("path", READS_THE_CLOCK)
def test_a_command_that_reads_the_clock_takes_simulated_time(path: str) -> None:
    assert "--at" in options(path)


@pytest.mark.parametrize("arguments", ["['--help']", "['--version']", "['read', '/dev/null']"])
def test_a_quick_command_imports_nothing_heavy(arguments: str) -> None:
    code = (
        f"import sys; from gateway.cli.program import run; run({arguments});"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("[]")
