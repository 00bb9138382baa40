"""SMTP (RFC 5321): what the commands do. SMTPUTF8 is not offered; 8-bit content and headers are taken as they come."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from aiosmtpd.smtp import TLSSetupException

from gateway.desk.inbound.accept import check_size
from gateway.errors import DatabaseAway, DiskFull, GatewayError, MessageTooLarge
from gateway.intake.connection import Connection
from gateway.intake.context import ListenerContext
from gateway.intake.pace import Pace
from gateway.intake.paths import MALFORMED, BadPath, is_sender, read_path
from gateway.intake.trace import MOST_HOPS, count_hops, received_line
from gateway.intake.wire import Crowded, clean, is_clean
from gateway.mail.envelope import Envelope, InboundMail

log = logging.getLogger(__name__)

OK = "250 2.0.0 Ok"
HELLO_FIRST = "503 5.5.1 Say hello first"
NO_NAME = "501 5.5.4 Say who you are"
NESTED = "503 5.5.1 A sender was already given"
SENDER_FIRST = "503 5.5.1 Give a sender first"
RECIPIENT_FIRST = "503 5.5.1 Give a valid recipient first"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients"
BAD_PARAMETER = "555 5.5.4 That parameter is not supported"
NO_ARGUMENT = "501 5.5.4 That command takes no argument"
TOO_EAGER = "503 5.5.0 Wait for 354 before you send the message"
GO_AHEAD = "354 End the message with <CR><LF>.<CR><LF>"
NOT_CLEAN = "550 5.6.0 A message has no bare CR, no bare LF and no NUL"
TOO_MANY_HOPS = "554 5.4.6 Too many hops, this mail goes in circles"
NO_EXPANSION = "502 5.5.1 Lists are not shown"  # RFC 5321 section 7.3
NOT_VERIFIED = "252 2.5.2 Not verified; send the message and see"
NO_LOGIN = "502 5.5.1 AUTH is not available"
HELP = "214 2.0.0 See RFC 5321"
NO_TLS = "502 5.5.1 STARTTLS is not available"
TLS_ALREADY = "503 5.5.1 TLS is already in use"
BYE = "221 2.0.0 Bye"
SIZE_DIGITS = 20  # RFC 1870 section 5


class SmtpSession(Connection):
    """A client that speaks SMTP."""

    def __init__(self, door: ListenerContext) -> None:
        super().__init__(door)
        self._answers = self._commands()

    def _commands(self) -> dict[str, Callable[[str], str]]:
        """What is answered at once. Nobody logs in here: mail is only taken in, never relayed."""
        return {
            "HELO": lambda name: self._hello(name, extended=False),
            "EHLO": lambda name: self._hello(name, extended=True),
            "MAIL": self._open,
            "RCPT": self._add,
            "RSET": self._reset,
            "NOOP": lambda _: OK,
            "HELP": lambda _: HELP,
            "VRFY": lambda _: NOT_VERIFIED,
            "EXPN": lambda _: NO_EXPANSION,
            "AUTH": lambda _: NO_LOGIN,
        }

    @property
    def _named(self) -> bool:
        return self.session is not None and bool(self.session.host_name)

    def _hello(self, name: str, extended: bool) -> str:
        """RFC 5321 section 4.1.1.1."""
        if not name or self.session is None:
            return NO_NAME
        self._forget()
        self.session.host_name = name
        self.session.extended_smtp = extended
        offers = self._offers() if extended else []
        lines = [self.hostname, *offers]
        return "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"])

    def _forget(self) -> None:
        self.envelope = self._create_envelope()

    def _offers(self) -> list[str]:
        tls = ["STARTTLS"] if self.tls_context and self._tls_protocol is None else []
        return ["PIPELINING", f"SIZE {self.data_size_limit}", "8BITMIME", *tls, "ENHANCEDSTATUSCODES"]

    async def smtp_STARTTLS(self, arg: str) -> None:
        """RFC 3207. What the client sent in clear text behind the command is thrown away with all it said before."""
        if self._tls_protocol is not None or self.tls_context is None:
            self._say(TLS_ALREADY if self._tls_protocol else NO_TLS)
            return
        await super().smtp_STARTTLS(arg)
        if not self._secure:  # a client that left during the handshake is no error to aiosmtpd
            raise TLSSetupException

    def _open(self, arg: str) -> str:
        """MAIL: RFC 5321 section 4.1.1.2 with SIZE (RFC 1870) and BODY (RFC 6152)."""
        if not self._named:
            return HELLO_FIRST
        if self.envelope is None or self.envelope.mail_from is not None:
            return NESTED
        try:
            address, parameters = _read_argument("FROM:", arg)
        except BadPath as error:
            return str(error)
        if address and not is_sender(address):
            return MALFORMED
        refusal = self._check_parameters(parameters) or self.door.house.peers.send(self.peer)
        if refusal is None:
            self.envelope.mail_from = address
        return refusal or "250 2.1.0 Ok"

    def _check_parameters(self, parameters: str) -> str | None:
        for parameter in parameters.upper().split():
            name, _, value = parameter.partition("=")
            if name == "SIZE" and value.isdigit() and len(value) <= SIZE_DIGITS:
                refusal = self._check_size(int(value))
                if refusal:
                    return refusal
            elif not (name == "BODY" and value in ("7BIT", "8BITMIME")):
                return BAD_PARAMETER
        return None

    def _check_size(self, size: int) -> str | None:
        try:
            check_size(size, self.door.house.config.limits.message_bytes)
        except MessageTooLarge as error:
            return error.reply
        return None if self.door.has_room(size) else DiskFull.reply

    def _add(self, arg: str) -> str:
        """RCPT: RFC 5321 section 4.1.1.3, only addresses of ours."""
        if self.envelope is None or self.envelope.mail_from is None:
            return SENDER_FIRST
        if len(self.envelope.rcpt_tos) >= self.door.house.config.limits.recipients:
            return TOO_MANY_RECIPIENTS
        try:
            address, parameters = _read_argument("TO:", arg)
        except BadPath as error:
            return str(error)
        if parameters:
            return BAD_PARAMETER
        refusal = self.door.house.recipients.refusal(address)
        if refusal is None:
            self.envelope.rcpt_tos.append(address)
        return refusal or "250 2.1.5 Ok"

    async def smtp_DATA(self, arg: str) -> None:
        """RFC 5321 section 4.1.1.4. Whatever happens behind the 354, the message gets its answer."""
        if self.envelope is None or not self.envelope.rcpt_tos or arg:
            self._say(NO_ARGUMENT if arg else RECIPIENT_FIRST)
        elif self._wire.waiting:
            self._end(TOO_EAGER)  # RFC 2920 section 3.1; else the message would be read as commands
        else:
            self._busy = True
            try:
                await self.push(GO_AHEAD)
                self._answer(await self._receive(), len(self.envelope.rcpt_tos))
            finally:
                self._busy = False
            self._forget()
            if self._over:
                self._end("421 4.3.2 We are being restarted")

    def _answer(self, reply: str, recipients: int) -> None:
        """One reply for the message; LMTP gives one for every recipient."""
        if reply.startswith("2"):
            self._errors = 0
            self._reset_timeout()
        self._say(reply)

    async def _receive(self) -> str:
        house, taken = self.door.house, 0
        stranger = house.peers.stranger(self.peer)
        purse = house.memory.purse_of(stranger)
        pace = Pace(self._wire, house.config.limits, self._be_too_slow) if stranger is not None else None
        try:
            content, taken = await self._wire.message(house.config.limits.message_bytes, purse)
            if pace is not None:
                pace.end()
            return await self._take(content)
        except (ConnectionError, Crowded):
            raise
        except GatewayError as error:
            return error.reply
        except Exception as error:
            return await self.handle_exception(error)  # also here one reply for every recipient
        finally:
            if pace is not None:
                pace.end()
            purse.give_back(taken)

    async def _take(self, content: bytes) -> str:
        if not is_clean(content):
            if self.door.strict(self.peer):
                return NOT_CLEAN
            content = clean(content)
        if count_hops(content) > MOST_HOPS:
            return TOO_MANY_HOPS
        started = self.loop.time()
        mail_id = await self._keep(self._inbound(content))
        self.door.house.services.accepted(self.loop.time() - started)
        return f"{OK}, kept as {mail_id}"

    def _inbound(self, content: bytes) -> InboundMail:
        assert self.envelope is not None and self.session is not None  # noqa: PT018 - aiosmtpd types both optional
        now, helo = self.door.house.services.clock.now(), str(self.session.host_name)
        trace = received_line(helo, self.peer, self.hostname, self._protocol(), now)
        recipients = tuple(dict.fromkeys(self.envelope.rcpt_tos))
        envelope = Envelope(self.envelope.mail_from, recipients, now, self.peer, helo)
        return InboundMail(trace + content, envelope)

    def _protocol(self) -> str:
        """The word of RFC 3848."""
        extended = self.session is not None and self.session.extended_smtp
        return ("ESMTP" if extended else "SMTP") + ("S" if self._tls_protocol else "")

    async def _keep(self, mail: InboundMail) -> int:
        """The id of the kept mail. Raises DayIsFull, DiskFull, DatabaseAway."""
        budget, due = self.door.house.budget, self.loop.time() + self.door.house.config.limits.accept_seconds
        self._committing = True
        try:
            held = budget.take(len(mail.content))
            if held is None:
                held = await self._judge(mail, due)
            try:
                return await self._commit(mail, due)
            finally:
                budget.finish(held)
        finally:
            self._committing = False

    async def _judge(self, mail: InboundMail, due: float) -> int:
        house = self.door.house
        try:
            async with asyncio.timeout_at(due):
                return await house.budget.judge(mail, self.door.listener.protocol, self.peer in house.peers.trusted)
        except TimeoutError as error:
            raise DatabaseAway("judging the sender takes too long") from error

    async def _commit(self, mail: InboundMail, due: float) -> int:
        """A client that hangs up takes nothing back; a database that is late does."""
        waiter: asyncio.Future[int] = self.loop.create_future()
        answer = self.door.house.services.committer.submit(mail, self.door.listener.protocol)
        answer.add_done_callback(lambda done: _pass_on(self.loop, done, waiter))
        late = self.loop.call_at(due, _give_up, answer, waiter)
        try:
            return await waiter
        finally:
            late.cancel()

    def _reset(self, _arg: str) -> str:
        """RSET: RFC 5321 section 4.1.1.5."""
        self._forget()
        return OK

    async def smtp_QUIT(self, arg: str) -> None:
        """RFC 5321 section 4.1.1.10."""
        self._end(BYE)


def _read_argument(keyword: str, arg: str) -> tuple[str, str]:
    if arg[: len(keyword)].upper() != keyword:
        raise BadPath(f"501 5.5.4 Syntax: {keyword}<address>")
    return read_path(arg[len(keyword) :].strip())


def _pass_on(loop: asyncio.AbstractEventLoop, answer: "Future[int]", waiter: "asyncio.Future[int]") -> None:
    with suppress(RuntimeError):  # the loop has ended, and with it everybody who waited
        loop.call_soon_threadsafe(_tell, answer, waiter)


def _tell(answer: "Future[int]", waiter: "asyncio.Future[int]") -> None:
    if waiter.done():  # the client has gone, or was told to try again
        return
    error = answer.exception()
    if error is None:
        waiter.set_result(answer.result())
    else:
        waiter.set_exception(error)


def _give_up(answer: "Future[int]", waiter: "asyncio.Future[int]") -> None:
    if not waiter.done():
        waiter.set_exception(DatabaseAway("the commit takes too long"))
        answer.cancel()
