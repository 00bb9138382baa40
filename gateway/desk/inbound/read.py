"""Reading: the steps of a mail before anything is asked of the database. Who decides does them, or a reader ahead."""

from collections.abc import Callable

from gateway.mail.classify import classify
from gateway.mail.envelope import InboundMail
from gateway.mail.limits import Limits
from gateway.mail.parse import parse
from gateway.ports import Verifier
from gateway.store.inbox.reading_codec import Reading


def begin_reading(limits: Limits, verifier: Verifier, mail: InboundMail) -> Callable[[], Reading]:
    """Read a mail and start to verify its sender; what is returned waits for the network."""
    message = parse(mail.content, limits)
    nature = classify(message, mail.envelope)
    verified = verifier.begin(message, mail)
    return lambda: Reading(message, nature, verified())
