"""Outgoing mail that stays here: every message becomes a file in a folder and no host is ever asked."""

import re
from collections.abc import Mapping, Sequence
from email.parser import BytesHeaderParser
from email.policy import compat32
from hashlib import sha256
from pathlib import Path
from typing import Final

from gateway.ports import Reply

MAX_NAME_CHARS: Final = 100
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class FolderMailer:
    """The Mailer of `[smarthost] capture`. A mail that is sent again replaces its own file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        """250 for every recipient once the file is complete, 452 while it cannot be written."""
        name = f"{_file_name(content)}.eml"
        envelope = [f"Return-Path: <{envelope_from}>", *(f"Delivered-To: {one}" for one in recipients)]
        head = "".join(f"{' '.join(line.split())}\r\n" for line in envelope).encode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._folder / f".{name}"
            unfinished.write_bytes(head + content)
            unfinished.replace(self._folder / name)
        except OSError as error:
            return dict.fromkeys(recipients, Reply(452, f"4.3.1 {self._folder}: {error.strerror}"))
        return dict.fromkeys(recipients, Reply(250, f"2.0.0 captured as {name}"))

    def close(self) -> None:
        """There is no connection."""


def _file_name(content: bytes) -> str:
    """The left side of our Message-ID, which names the ticket; a digest where that is no plain name."""
    head = content.partition(b"\r\n\r\n")[0]
    message_id = str(BytesHeaderParser(policy=compat32).parsebytes(head).get("Message-ID", ""))
    name = message_id.strip().lstrip("<").partition("@")[0]
    if len(name) <= MAX_NAME_CHARS and _PLAIN_NAME.fullmatch(name):
        return name
    return sha256(content).hexdigest()[:32]
