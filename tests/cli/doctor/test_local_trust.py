"""`gateway doctor`: who else on this machine is believed as the mail server is."""

from typing import Any

import pytest

from gateway.cli.doctor.findings import Advice
from gateway.cli.doctor.local_trust import local_trust, other_people
from gateway.config import Config

VENDOR: dict[str, Any] = {
    "gateway": {"name": "Example Software", "domain": "vendor.example"},
    "addresses": {
        "support": ["support@vendor.example"],
        "escalation": ["escalation@vendor.example"],
        "bounces": "bounces@vendor.example",
    },
}
TRUSTING: dict[str, Any] = {"trusted_authserv_ids": ["mx.vendor.example"]}


def judged(listener: dict[str, Any], authentication: dict[str, Any], *people: str) -> str | Advice:
    """What the doctor says where these people have an account."""
    return local_trust(
        Config.model_validate({**VENDOR, "listener": [listener], "authentication": authentication}), lambda: [*people]
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "0.0.0.0"])
def test_a_port_that_others_on_the_machine_can_open_is_worth_a_hint(host: str) -> None:
    said = judged({"host": host, "port": 2525}, TRUSTING, "ada", "eve")
    assert isinstance(said, Advice)
    assert "ada, eve" in said.detail
    assert "unix socket" in said.next_step


@pytest.mark.parametrize(
    ("listener", "authentication", "people"),
    [
        ({"port": 2525}, TRUSTING, ()),
        ({"socket": "lmtp.sock", "protocol": "lmtp"}, TRUSTING, ("eve",)),
        ({"port": 2525}, {}, ("eve",)),
        ({"port": 2525}, {**TRUSTING, "trusted_peers": ["192.0.2.1"]}, ("eve",)),
        ({"host": "192.0.2.7", "port": 2525}, TRUSTING, ("eve",)),
    ],
)
def test_where_nobody_else_is_believed_there_is_none(
    listener: dict[str, Any], authentication: dict[str, Any], people: tuple[str, ...]
) -> None:
    assert isinstance(judged(listener, authentication, *people), str)


def test_programs_without_a_shell_are_no_people() -> None:
    assert not {"root", "nobody", "daemon", "mail"} & set(other_people())
