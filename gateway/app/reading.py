"""How much of a mail a configuration lets us read."""

from dataclasses import fields

from gateway.config import Config
from gateway.mail.limits import Limits


def reading_limits(config: Config) -> Limits:
    """The bounds of `[limits]` that concern reading."""
    return Limits(**{name.name: getattr(config.limits, name.name) for name in fields(Limits)})
