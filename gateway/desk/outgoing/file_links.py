"""Signed links to files that are too large to go along: who has the mail has the file, for a month."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gateway.config import Config
from gateway.domain.outgoing.entry import SentFile
from gateway.domain.token import Signer

PATH: Final = "/files/"
PURPOSE: Final = "file"
DAYS: Final = 30  # a link works so long
_DIGITS: Final = 16  # of the file's SHA-256: enough to tell the files of one mail apart
_REFERENCE: Final = re.compile(r"(\d{1,15})-([0-9A-F]{16})-(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a file can be fetched, and the last day on which it can."""

    url: str
    until: date


def link_to(config: Config, signer: Signer, file: SentFile, today: date) -> Link | None:
    """The link to a file kept for its size alone; None for others, and where our pages have no public address."""
    if config.http.public_url is None or file.withheld != "too_large":
        return None
    until = today + timedelta(days=DAYS)
    reference = f"{file.mail_id}-{file.sha256[:_DIGITS]}-{until.toordinal()}"
    return Link(f"{config.http.public_url.rstrip('/')}{PATH}{signer.sub_address(PURPOSE, reference)}", until)


def read_link(signer: Signer, token: str, today: date) -> tuple[int, str] | None:
    """Mail and first digits of the file's SHA-256 of a link of ours; None for a forged one and one that is too old."""
    match = _REFERENCE.fullmatch(signer.read_sub_address(PURPOSE, token) or "")
    if match is None or int(match[3]) < today.toordinal():
        return None
    return int(match[1]), match[2].lower()
