"""Values that the outbox tells of its mails."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """Automatic answers to an address in the last hour and day, and about a ticket in the last hour; each counted up
    to its cap."""

    hour: int
    day: int
    about: int


@dataclass(frozen=True, slots=True)
class AnsweredMail:
    """A mail of ours that somebody answers: what its place in the conversation needs."""

    id: int
    message_id: str
    template: str
    subject_ref: str | None
    subject: str
    text: str
