"""What was written in a stored mail, and its files, as people and programs see it."""

from gateway.desk.documents.cases import Document
from gateway.mail.message import Attachment, Message


def written_document(message: Message) -> Document:
    """The readable text of a mail, and the files that came with it."""
    return {"text": message.body.text, "attachments": [_file(one) for one in message.attachments]}


def _file(file: Attachment) -> Document:
    return {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256}
