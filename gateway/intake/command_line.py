"""A line of a client as a command (RFC 5321 section 4.1.1): verb and argument, or the reply that refuses it."""

from gateway.intake.replies import CONTROL, ENDLESS, NO_ADDRESS_BEYOND_ASCII, NOT_ASCII
from gateway.intake.wire import COMMAND_BYTES


def read_command(line: bytes) -> tuple[str, str, str | None]:
    """Verb in upper case, argument and, for a line that is no command, the reply."""
    if len(line) > COMMAND_BYTES:
        return "", "", ENDLESS
    try:
        text = line.rstrip(b"\r\n").decode("ascii")
    except UnicodeDecodeError:
        return "", "", NO_ADDRESS_BEYOND_ASCII if line[:4].upper() in (b"MAIL", b"RCPT") else NOT_ASCII
    verb, _, argument = text.partition(" ")
    return verb.upper(), argument.strip(), None if text.isprintable() else CONTROL
