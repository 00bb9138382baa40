"""`gateway doctor`: can other users of this machine speak in the name of the mail server?"""

import os
import pwd
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from gateway.cli.doctor.findings import Advice

if TYPE_CHECKING:
    from gateway.config import Config, Listener

FIRST_PERSON = 1000  # user ids of people begin here (login.defs of the usual distributions)
NOBODY = 65534
NO_SHELLS = ("nologin", "false", "sync")


def local_trust(config: "Config", accounts: Callable[[], list[str]] | None = None) -> str | Advice:
    """Where results of our mail server are believed from the loop-back interface, whoever can connect is believed."""
    settings = config.authentication
    if not settings.trusted_authserv_ids or not any(map(_is_loopback, settings.trusted_peers)):
        return "nobody is believed because of this machine's own addresses"
    doors = [f"{one.host}:{one.port}" for one in config.listener if one.socket is None and _is_local(one)]
    people = (accounts or other_people)() if doors else []
    if not people:
        return "no other user of this machine is believed as the mail server is"
    return Advice(
        f"{', '.join(people[:3])} and whoever else has an account here can write to {', '.join(doors)} in the name of"
        f" {settings.trusted_authserv_ids[0]}, as any sender",
        'Let the mail server use a unix socket ([[listener]] protocol = "lmtp", socket = ...; see deploy/postfix), or'
        " leave the loop-back addresses out of trusted_peers.",
    )


def _is_loopback(network: str) -> bool:
    try:
        return ip_network(network, strict=False).is_loopback
    except ValueError:
        return False  # `gateway check` says so


def _is_local(listener: "Listener") -> bool:
    """Does a listener take connections of the loop-back interface?"""
    try:
        address = ip_address(listener.host)
    except ValueError:
        return listener.host == "localhost"
    return address.is_loopback or address.is_unspecified


def other_people() -> list[str]:
    """Names of people with an account of their own, but not who runs this."""
    return [
        one.pw_name
        for one in pwd.getpwall()
        if FIRST_PERSON <= one.pw_uid < NOBODY
        and one.pw_uid != os.getuid()
        and one.pw_shell.rpartition("/")[2] not in NO_SHELLS
    ]
