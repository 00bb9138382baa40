"""A deadline that has come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer that did something: `kind` as `tick` prints it, the number of what it was about, the milestone in
    days after the end of a term (negative before), and the ids of the mails it queued."""

    kind: str
    subject: str
    milestone: int | None = None
    outgoing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """What one transaction of a timer did. `more`: its batch was full, there may be more to do at once."""

    fired: tuple[Fired, ...]
    more: bool = False
