"""What can be read in the files of an answer, to compare it with what must stay inside."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from gateway.mail.limits import Limits
from gateway.mail.message import Attachment
from gateway.mail.parse import parse

MOST_FILES: Final = 20
MOST_BYTES: Final = 500_000  # of one file


def texts_in(files: Iterable[Attachment], limits: Limits) -> Iterator[str]:
    """The text of text files and of mails that are attached; of longer ones the beginning."""
    readable = (one for one in files if one.type.startswith(("text/", "message/")))
    for one in islice(readable, MOST_FILES):
        content = one.content[:MOST_BYTES]
        if one.type.startswith("message/"):
            body = parse(content, limits).body
            yield f"{body.reply}\n{body.quoted}"
        else:
            yield content.decode(errors="replace")
