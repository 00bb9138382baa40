"""Files of a mail written into a folder: under safe names, over nothing, and never elsewhere."""

import os
from collections.abc import Iterable
from pathlib import Path

from gateway.errors import NotAllowed
from gateway.mail.message import Attachment
from gateway.mail.mime.attachments import safe_name

BLOCKED = ".blocked"
MAX_TRIES = 1000  # of names for one file


def save_files(files: Iterable[Attachment], folder: Path, blocked: frozenset[str]) -> list[dict[str, object]]:
    """Write the files, those of a blocked ending under a name that nothing opens; what was written.

    Raises NotAllowed where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_save(one, folder, blocked) for one in files]
    except OSError as error:
        raise NotAllowed(f"{folder}: {error.strerror}. Name a folder that you may write.") from error


def _save(file: Attachment, folder: Path, blocked: frozenset[str]) -> dict[str, object]:
    name = safe_name(file.name, file.type)
    if name.rpartition(".")[2].lower() in blocked:
        name += BLOCKED
    path = _written(folder, name, file.content)
    return {"file": str(path), "type": file.type, "size": file.size, "sha256": file.sha256}


def _written(folder: Path, name: str, content: bytes) -> Path:
    """The file just made. A name that is taken, by a link too, is passed over; nothing is followed."""
    stem, dot, ending = name.rpartition(".")
    for number in range(1, MAX_TRIES):
        tried = name if number == 1 else f"{stem} ({number}).{ending}" if dot else f"{name} ({number})"
        try:
            handle = os.open(folder / tried, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        return folder / tried
    raise NotAllowed(f"{folder} has {MAX_TRIES} files called {name} already. Name another folder.")
