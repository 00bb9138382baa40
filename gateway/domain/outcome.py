"""What was done about a mail."""

from dataclasses import dataclass

from gateway.domain.verdict import Ground


@dataclass(frozen=True, slots=True)
class Outcome:
    """One decision code of the contract with what it changed; written to the mail when it is settled."""

    decision: str
    ground: Ground
    ticket_id: int | None = None
    note_id: int | None = None
    escalation_id: int | None = None
    missing: tuple[str, ...] = ()
