"""LMTP (RFC 2033): SMTP with another greeting and one answer for every recipient."""

from collections.abc import Callable

from gateway.intake.smtp import SmtpSession

WRONG_HELLO = "500 5.5.1 This is LMTP, greet with LHLO"


class LmtpSession(SmtpSession):
    """A client that speaks LMTP, often an MTA of our own."""

    def _commands(self) -> dict[str, Callable[[str], str]]:
        """RFC 2033 section 4.1: LHLO in place of HELO and EHLO."""
        return super()._commands() | {
            "LHLO": lambda name: self._hello(name, extended=True),
            "HELO": lambda _: WRONG_HELLO,
            "EHLO": lambda _: WRONG_HELLO,
        }

    def _answer(self, reply: str, recipients: int) -> None:
        """RFC 2033 section 4.2: a sender that misses an answer delivers to that recipient again."""
        super()._answer("\r\n".join([reply] * recipients), recipients)

    def _protocol(self) -> str:
        return "LMTP" + ("S" if self._tls_protocol else "")
