"""Clients that deliver conversations over SMTP, and repeat whatever got no 250."""

import smtplib
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

CONVERSATION = 4  # messages of one person, each a reply to the one before
REPLY_SECONDS = 25.0  # the gateway answers every final dot within 20
RETRY_SECONDS = 0.02


@dataclass(slots=True)
class Clients:
    """Deliver conversations over several connections until each message has got its 250."""

    ports: list[int]
    connections: int
    waiting: "SimpleQueue[range]" = field(default_factory=SimpleQueue)  # the messages of a conversation
    acknowledged: list[int] = field(default_factory=list)  # the numbers of messages with a 250
    deliveries: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, messages: int) -> None:
        """Begin to send the messages 0 to `messages` - 1."""
        for first in range(0, messages, CONVERSATION):
            self.waiting.put(range(first, min(first + CONVERSATION, messages)))
        self.threads = [threading.Thread(target=self._run, args=(one,), daemon=True) for one in range(self.connections)]
        for thread in self.threads:
            thread.start()

    def have(self, number: int) -> bool:
        """Whether so many messages got their 250."""
        return len(self.acknowledged) >= number

    def stop(self) -> None:
        """End, whether everything is delivered or not."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(REPLY_SECONDS)

    def _run(self, turn: int) -> None:
        with suppress(Empty):
            while not self.stopped.is_set():
                for number in self.waiting.get_nowait():
                    turn = self._insist(number, turn + 1)

    def _insist(self, number: int, turn: int) -> int:
        """Deliver a message, to the next gateway where one gives no 250; the turn at which it got one."""
        while not self.stopped.is_set():
            try:
                self._deliver(number, self.ports[turn % len(self.ports)])
            except (OSError, smtplib.SMTPException):  # no 250: the same message again, over a new connection
                self.stopped.wait(RETRY_SECONDS)
                turn += 1
            else:
                break
        return turn

    def _deliver(self, number: int, port: int) -> None:
        self.deliveries += 1  # several threads may lose a count; it is only for the report
        with smtplib.SMTP("127.0.0.1", port, "client.acorn.example", timeout=REPLY_SECONDS) as client:
            client.sendmail(sender(number), ["support@vendor.example"], content(number))
            self.acknowledged.append(number)


def sender(number: int) -> str:
    """A sender of its own for every conversation, so that no cap on answers is reached."""
    return f"user{number // CONVERSATION}@acorn.example"


def message_id(number: int) -> str:
    """The Message-ID of a message."""
    return f"<crash-{number}@acorn.example>"


def number_of(name: str) -> int:
    """The message that has this Message-ID."""
    return int(name.partition("@")[0].removeprefix("<crash-"))


def is_first(name: str) -> bool:
    """Whether a Message-ID is that of the first message of a conversation, which alone is acknowledged."""
    return number_of(name) % CONVERSATION == 0


def content(number: int) -> bytes:
    """A question, or one more sentence about it, of about 1 KB."""
    proof = "mx.vendor.example; spf=pass smtp.mailfrom=acorn.example; dmarc=pass header.from=acorn.example"
    head = f"Authentication-Results: {proof}\r\nFrom: {sender(number)}\r\nTo: support@vendor.example\r\n"
    answered = f"In-Reply-To: {message_id(number - 1)}\r\n" if number % CONVERSATION else ""
    subject = f"{'Re: ' if answered else ''}Export {number // CONVERSATION} stops"
    rest = f"Subject: {subject}\r\nMessage-ID: {message_id(number)}\r\n{answered}"
    return f"{head}{rest}Date: Mon, 02 Mar 2026 09:00:00 +0100\r\n\r\n{f'It stops at {number}. ' * 40}\r\n".encode()
