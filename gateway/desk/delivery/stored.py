"""The stored mails behind a mail of ours, read once more when it is sent."""

from collections.abc import Iterable

from gateway.domain.outgoing.entry import SentFile
from gateway.mail.limits import Limits
from gateway.mail.message import Attachment, Message
from gateway.mail.parse import parse
from gateway.store.store import Store

Messages = dict[int, Message]  # by the id of the stored mail


def messages_of(store: Store, reading: Limits, mail_ids: Iterable[int]) -> Messages:
    """The stored mails of these ids, each once. Raises NotFound."""
    found: Messages = {}
    for mail_id in dict.fromkeys(mail_ids):
        with store.read() as work:
            raw = work.mails.load(mail_id).mail.content
        found[mail_id] = parse(raw, reading)
    return found


def kept_files(files: Iterable[SentFile], messages: Messages) -> list[tuple[SentFile, Attachment]]:
    """Files as they came, in order; one that is not found any more is left out."""
    found: list[tuple[SentFile, Attachment]] = []
    for file in files:
        kept = [one for one in messages[file.mail_id].attachments if one.sha256 == file.sha256]
        found += [(file, one) for one in kept[:1]]
    return found
