"""The doors to the outside: time, outgoing mail, proof of senders, virus scanner, disk. Tests replace only these."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from gateway.mail.envelope import InboundMail
from gateway.mail.message import Message

Proof = Literal["pass", "none", "fail"]


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Verification:
    """What is known about who wrote a message.

    `address` is the one judged address of the From field, lower-case domain, or None where the field names no
    single usable address: then nobody is identified. `proof` is "pass" for dmarc=pass aligned with that
    address (or, where its domain publishes no DMARC policy, an aligned SPF or DKIM pass), "fail" for a failed
    DMARC evaluation, else "none". `evidence` is shown to people: RFC 8601 words, "spf=pass dkim=pass dmarc=pass".
    `details` say how it was found, one line for each check; `gateway explain` shows them. `direct`: the host that
    gave us the mail speaks for the domain (an aligned SPF pass, or a chain of a sealer that is trusted).
    """

    address: str | None
    proof: Proof
    evidence: str
    details: tuple[str, ...] = ()
    direct: bool = False

    @property
    def is_temporary(self) -> bool:
        """Did an answer of DNS not come, so that another try may find more?"""
        return any("temperror" in line for line in (self.evidence, *self.details))


class Verifier(Protocol):
    """Judges who can prove to have written a message."""

    def verify(self, message: Message, mail: InboundMail) -> Verification:
        """Never raises: a temporary failure of DNS is neither pass nor fail."""
        ...

    def begin(self, message: Message, mail: InboundMail) -> Callable[[], Verification]:
        """Start to judge one of several; what is returned waits for the result, and no longer than some seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What the next host said about one recipient: SMTP code 250, 4yz or 5yz and its text; code 0: no connection."""

    code: int
    text: str


class Scanner(Protocol):
    """Looks for viruses in files that are about to leave."""

    def clean(self, contents: Sequence[bytes]) -> list[bool]:
        """For each content whether it is known to be clean. Raises nothing: what cannot be told is not clean."""
        ...


class Disk(Protocol):
    """The disk that the database writes to."""

    def free(self) -> int | None:
        """Bytes that may still be written there; None where that cannot be seen."""
        ...


class Mailer(Protocol):
    """Hands finished messages to the next host."""

    def send(self, envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        """The answer for every recipient. Raises nothing for a host that is away: every recipient gets code 0."""
        ...

    def close(self) -> None:
        """End a connection that is kept open between messages."""
        ...
