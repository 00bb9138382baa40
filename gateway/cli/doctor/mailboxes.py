"""Can each mailbox be opened as `gateway serve` opens it?"""

from imaplib import IMAP4
from typing import TYPE_CHECKING

from gateway.cli.doctor.findings import Failed
from gateway.errors import ConfigurationError

if TYPE_CHECKING:
    from gateway.config import Config, Imap


def mailbox_opens(config: "Config", mailbox: "Imap") -> str:
    """Log in and select the folder; nothing is read or changed. Raises Failed."""
    from gateway.intake.imap_session import Session, access, said

    place = f"{mailbox.host}:{mailbox.port}"
    try:
        session = Session(access(config, mailbox))
    except ConfigurationError as error:
        raise Failed(f"{error.key} {error.problem}", error.next_step or f"Correct {error.file}.") from error
    except IMAP4.error as error:
        step = "Check username, password file and folder of this mailbox under [[imap]]."
        raise Failed(f"{place}: {said(error)}", step) from error
    except OSError as error:
        raise Failed(
            f"{place} cannot be reached: {error.strerror or error}", "Check host, port, tls and firewall."
        ) from error
    try:
        return f"{place} lets us in, {mailbox.folder} is open"
    finally:
        session.leave()
        session.close()
