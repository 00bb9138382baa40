"""LMTP (RFC 2033): SMTP with another greeting and one answer for every recipient."""

from gateway.intake.smtp import SmtpSession

WRONG_HELLO = "500 5.5.1 This is LMTP, greet with LHLO"


class LmtpSession(SmtpSession):
    """A client that speaks LMTP, often an MTA of our own."""

    async def smtp_LHLO(self, hostname: str) -> None:
        """RFC 2033 section 4.1."""
        self._hello(hostname, extended=True)

    async def smtp_HELO(self, hostname: str) -> None:
        """RFC 2033 section 4.1: not in LMTP."""
        self._say(WRONG_HELLO)

    async def smtp_EHLO(self, hostname: str) -> None:
        """RFC 2033 section 4.1: not in LMTP."""
        self._say(WRONG_HELLO)

    def _answer(self, reply: str, recipients: int) -> None:
        """RFC 2033 section 4.2: a sender that misses an answer delivers to that recipient again."""
        super()._answer("\r\n".join([reply] * recipients), recipients)

    def _protocol(self) -> str:
        return "LMTP" + ("S" if self._tls_protocol else "")
