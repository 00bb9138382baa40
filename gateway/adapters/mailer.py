"""Outgoing mail over SMTP: the only place that speaks to the smarthost (RFC 5321).

Sends commands one by one instead of through `SMTP.sendmail`, because every recipient needs its own answer.
"""

import re
import smtplib  # noqa: TID251 - the one home of outgoing SMTP
import ssl
from collections.abc import Mapping, Sequence
from typing import Final

from gateway.config import Config, read_password
from gateway.errors import ConfigurationError
from gateway.mail.compose import ComposeError, ascii_domain
from gateway.mail.header.fields import one_line
from gateway.ports import Reply

MAX_REPLY_CHARS: Final = 500
MAX_ADDRESS_CHARS: Final = 320  # RFC 5321 section 4.5.3.1: 64 before and 255 behind the "@"

_UNSENDABLE: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n|\x00")
_PLAIN: Final = r'[^\s\x00-\x20\x7f-\x9f<>()\\,;:@"]+'
_QUOTED: Final = r'"(?>(?:[^"\\\x00-\x1f\x7f-\x9f]++|\\[ -~])*)"'
_ADDRESS: Final = re.compile(rf"(?:{_PLAIN}|{_QUOTED})@{_PLAIN}")
# The host wants to know us first: a fault of our settings, not of the mail (RFC 4954 section 6)
_WANTS_LOGIN: Final = frozenset({530, 534, 535, 538})
_BAD_ADDRESS: Final = Reply(553, "5.1.3 the address cannot be written in SMTP")
_BAD_BYTES: Final = Reply(554, "5.6.0 the message holds bare CR, LF or NUL and was not sent")
_NEEDS_UTF8: Final = Reply(553, "5.6.7 an address needs SMTPUTF8, which the smarthost does not offer")


class _Away(Exception):
    """The host cannot be used now, for any mail."""


class _Lost(Exception):
    """The connection ended in the middle of a mail."""


class SmtpMailer:
    """The Mailer of the configured smarthost. Keeps one connection between mails; for one thread only.

    Answers of code 0 say that no mail can be sent now: no connection, no TLS, no login. A connection that breaks in
    the middle of one mail is a 421 for that mail alone.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._settings = config.smarthost
        self._connection: smtplib.SMTP | None = None

    def send(self, envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        """The answer for every recipient; nothing is raised. `content` has CRLF line ends."""
        if _UNSENDABLE.search(content):
            return dict.fromkeys(recipients, _BAD_BYTES)
        sender = _wire_address(envelope_from) if envelope_from else ""
        if sender is None:
            return dict.fromkeys(recipients, _BAD_ADDRESS)
        replies = {one: _BAD_ADDRESS for one in recipients if _wire_address(one) is None}
        wire = {one: address for one in recipients if (address := _wire_address(one)) is not None}
        if wire:
            replies |= self._hand_over(sender, wire, content)
        return replies

    def close(self) -> None:
        """Say QUIT and end the connection; nothing is raised."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()

    def _hand_over(self, sender: str, wire: Mapping[str, str], content: bytes) -> dict[str, Reply]:
        replies: dict[str, Reply] = {}
        try:
            connection = self._ready()
            return _Transaction(connection, sender, wire, content, replies).run()
        except _Away as error:
            self.close()
            return dict.fromkeys(wire, Reply(0, _shown(str(error))))
        except _Lost as error:
            self.close()
            lost = Reply(421, _shown(f"4.4.2 connection lost: {error}"))
            return {one: replies[one] if _final(replies.get(one)) else lost for one in wire}

    def _ready(self) -> smtplib.SMTP:
        """A connection that answers. Raises _Away."""
        if self._connection is not None:
            if _answers(self._connection):
                return self._connection
            self._connection.close()
            self._connection = None
        self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        try:
            connection = self._open()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise _Away(_reason(error)) from error
        try:
            self._greet(connection)
        except (smtplib.SMTPException, OSError, ValueError, ConfigurationError) as error:
            connection.close()
            raise _Away(_reason(error)) from error
        return connection

    def _open(self) -> smtplib.SMTP:
        host, port, timeout = self._settings.host, self._settings.port, self._settings.timeout
        # our own domain as the name in EHLO: the default would ask DNS for the name of the machine
        name = self._config.gateway.domain
        if self._settings.tls == "implicit":
            return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=timeout, context=self._tls())
        return smtplib.SMTP(host, port, local_hostname=name, timeout=timeout)

    def _greet(self, connection: smtplib.SMTP) -> None:
        if self._settings.tls == "starttls":
            connection.starttls(context=self._tls())  # raises where it is not offered: never in the clear instead
        connection.ehlo_or_helo_if_needed()
        if self._settings.username is not None and self._settings.password is not None:
            password = read_password(self._config, self._settings.password, "smarthost.password")
            connection.login(self._settings.username, password.decode())

    def _tls(self) -> ssl.SSLContext:
        authority = self._settings.certificate_authority
        return ssl.create_default_context(cafile=str(self._config.resolve(authority)) if authority else None)


class _Transaction:
    """MAIL, RCPT for each recipient, DATA: one mail over an open connection. Raises _Away, _Lost."""

    def __init__(
        self,
        connection: smtplib.SMTP,
        sender: str,
        wire: Mapping[str, str],
        content: bytes,
        replies: dict[str, Reply],
    ) -> None:
        self._connection = connection
        self._sender = sender
        self._wire = wire
        self._content = content
        self._replies = replies

    def run(self) -> dict[str, Reply]:
        """An answer for every recipient."""
        options = self._options()
        if options is None:
            return dict.fromkeys(self._wire, _NEEDS_UTF8)
        refusal = self._command("MAIL", f"FROM:<{self._sender}>{options}")
        if refusal.code // 100 != 2:
            return dict.fromkeys(self._wire, refusal)
        for recipient, address in self._wire.items():
            self._replies[recipient] = self._command("RCPT", f"TO:<{address}>")
        accepted = [one for one, reply in self._replies.items() if reply.code // 100 == 2]
        if accepted:
            result = self._data()
            self._replies.update(dict.fromkeys(accepted, result))
        return self._replies

    def _options(self) -> str | None:
        """Parameters of MAIL (RFC 1870, RFC 6531); None where the host cannot take this mail."""
        needs_utf8 = not (self._sender.isascii() and all(one.isascii() for one in self._wire.values()))
        if needs_utf8 or not self._content.isascii():
            if not self._connection.has_extn("smtputf8"):
                return None
            self._connection.command_encoding = "utf-8"
            return self._size() + " SMTPUTF8 BODY=8BITMIME"
        return self._size()

    def _size(self) -> str:
        return f" SIZE={len(self._content)}" if self._connection.has_extn("size") else ""

    def _data(self) -> Reply:
        try:
            code, text = self._connection.data(self._content)
        except smtplib.SMTPDataError as error:
            code, text = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost(_reason(error)) from error
        return self._judged(code, text)

    def _command(self, verb: str, argument: str) -> Reply:
        try:
            code, text = self._connection.docmd(verb, argument)
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost(_reason(error)) from error
        return self._judged(code, text)

    def _judged(self, code: int, text: bytes) -> Reply:
        reply = Reply(code, _shown(text.decode("utf-8", "replace")))
        if code in _WANTS_LOGIN:
            raise _Away(f"{code} {reply.text}")
        if code == 421 or not 200 <= code <= 599:  # RFC 5321 section 3.8: the host is closing
            raise _Lost(f"{code} {reply.text}" if code > 0 else "an answer that is not SMTP")
        return reply


def _answers(connection: smtplib.SMTP) -> bool:
    """Does a kept connection still serve? RSET asks, and clears what was left of the last mail."""
    try:
        return connection.rset()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _wire_address(address: str) -> str | None:
    """The address as it stands in a command, None for one that would not be a single address there."""
    if len(address) > MAX_ADDRESS_CHARS or not _ADDRESS.fullmatch(address):
        return None
    try:
        return ascii_domain(address)
    except ComposeError:
        return None


def _final(reply: Reply | None) -> bool:
    return reply is not None and reply.code >= 400


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_bytes(error.smtp_error).decode('utf-8', 'replace')}"
    return str(error) or type(error).__name__


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _shown(text: str) -> str:
    return one_line(text)[:MAX_REPLY_CHARS]
