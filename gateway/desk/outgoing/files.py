"""Files that go along with a mail of ours: which fit, and what is said of those that stay.

See docs/domain.md, "Files": their bytes stay in the mail that brought them, the outbox refers to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.outgoing.file_links import link_to
from gateway.domain.outgoing.entry import SentFile
from gateway.domain.phrase import Phrase, phrase
from gateway.letters.letter import Audience

TO_OUR_PEOPLE: Final = frozenset({"agent_new_ticket", "agent_reply_arrived"})
_UNITS: Final = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB"))


def files_with(template: str, files: tuple[SentFile, ...]) -> tuple[SentFile, ...]:
    """The files of an event, where a letter about it brings them."""
    return files if template in TO_OUR_PEOPLE else ()


def fitting(files: Iterable[SentFile], most: int) -> tuple[SentFile, ...]:
    """The same files, each marked that would bring their sum over so many bytes."""
    out: list[SentFile] = []
    left = most
    for one in files:
        if one.withheld is None and one.size <= left:
            left -= one.size
            out.append(one)
        else:
            out.append(replace(one, withheld=one.withheld or "too_large"))
    return tuple(out)


def with_notices(desk: Desk, text: str, files: Sequence[SentFile], audience: Audience, language: str) -> str:
    """The text of a mail, and behind it a line for each file that does not go along."""
    lines = [desk.templates.say(_offered(desk, one, audience), language) for one in files if one.withheld]
    return "\n".join((text.rstrip("\n"), "", *lines, "")) if lines else text


def _offered(desk: Desk, file: SentFile, audience: Audience) -> Phrase:
    """The link to a file that is only too large, else why it does not go along."""
    link = link_to(desk.config, desk.signer, file, desk.clock.now().date())
    if link is None:
        return notice(file, audience)
    return phrase(
        "file_kept.linked", name=file.name, size=shown_size(file.size), link=link.url, until=f"{link.until:%Y-%m-%d}"
    )


def notice(file: SentFile, audience: Audience) -> Phrase:
    """Why a file does not go along and where it is kept, for who gets the mail."""
    size = shown_size(file.size)
    if audience == "customer":
        return phrase(f"file_kept.{file.withheld}", name=file.name, size=size)
    return phrase(
        "file_kept.for_us",
        name=file.name,
        size=size,
        why=phrase(f"file_why.{file.withheld}"),
        mail=file.mail_id,
    )


def shown_size(size: int) -> str:
    """Bytes as people read them: "12 MB"."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.3g} {name}" if size < 10 * unit else f"{size // unit} {name}"
    return f"{size} B"
