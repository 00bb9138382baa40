"""Rules, templates and configuration read again while the gateway runs: all of it, or nothing."""

from gateway.app.desk import build
from gateway.config import Config, load
from gateway.errors import ConfigurationError
from gateway.templating.check import check

# What a running process holds open, or has divided among its children.
FIXED = (
    *("gateway.database", "listener", "workers.processes", "workers.readers", "limits.connections"),
    *("http.host", "http.port", "http.public_host", "http.public_port"),
    *("limits.http_connections", "limits.http_request_seconds", "limits.http_answer_seconds"),
)


def read_again(present: Config) -> Config:
    """The configuration as it is written now, with the rules, templates and keys that it names.

    Raises ConfigurationError for the first fault, and for a change that only a new start can bring.
    """
    new = load(present.path)
    for key in FIXED:
        if _value(new, key) != _value(present, key):
            step = "Write it back, or end the gateway and start it again."
            raise ConfigurationError(str(new.path), key, "cannot change while the gateway runs.", step)
    desk = build(new)
    for fault in check(desk.templates):
        raise fault
    return new


def _value(config: Config, key: str) -> object:
    value: object = config
    for part in key.split("."):
        value = getattr(value, part)
    return value
