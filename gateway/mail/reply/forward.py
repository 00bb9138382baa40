"""Messages that the sender passed on inside the text of a mail."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from gateway.mail.message import Forwarded
from gateway.mail.reply.cut import Cut
from gateway.mail.reply.header_block import HeaderBlock, header_block
from gateway.mail.reply.lines import BLANKS, bare_lines, is_rule, next_written
from gateway.mail.words.forward import FORWARD_MARKS, REPLY_MARKS

MAX_MARK_LENGTH: Final = 16
MAX_TAGS: Final = 4  # "[Ticket 7]" and the like in front of a mark

_AROUND_NAME: Final = BLANKS + "\"'“”„‘’*_<>()[],;"
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:|*]{1,128}@[^\s<>()\[\]\"',;:|*]{1,255}")
_COUNTER = re.compile(r"[\[(]\d{1,3}[\])]$|\^\d{1,3}$")


def subject_mark(subject: str) -> str:
    """The first mark of a subject in lower case ("fwd", "re", "wg"), empty where there is none."""
    if ":" not in subject and "：" not in subject:
        return ""
    rest = subject.strip(BLANKS)
    for _ in range(MAX_TAGS):
        head = rest.replace("：", ":", 1).partition(":")[0]
        mark = _COUNTER.sub("", head.strip(BLANKS + "[").lower()).strip(BLANKS + ".")
        if (
            len(head) <= MAX_MARK_LENGTH
            and ":" in rest.replace("：", ":", 1)
            and (mark in FORWARD_MARKS or mark in REPLY_MARKS)
        ):
            return mark
        if not rest.startswith("[") or "]" not in rest:
            return ""
        rest = rest.partition("]")[2].strip(BLANKS)
    return ""


def is_forward_subject(subject: str) -> bool:
    """Does a subject say that the message passes on another one?"""
    return subject_mark(subject) in FORWARD_MARKS


def own_below(raw: list[str], cut: Cut) -> Iterator[int]:
    """The lines that the forwarder wrote below a message that is marked with ">": paragraphs without that mark.

    A line right below a marked one is its end, which a mail program has broken.
    """
    written = [index for index in range(cut.rest, len(raw)) if raw[index].strip(BLANKS)]
    if not written or not _is_marked(raw[written[0]]):
        return
    mine = False
    for index in written:
        mine = not _is_marked(raw[index]) and (mine or not raw[index - 1].strip(BLANKS))
        if mine:
            yield index


def read_forwarded(raw: list[str], cut: Cut, own: Collection[int] = (), end: int = 0) -> Forwarded:
    """The message that begins at a cut, with what was written above it, and below it in the lines `own`, of which
    those from `end` on are a signature."""
    said = [_trimmed(_without_rules(raw[: cut.start])), _trimmed([raw[index] for index in own if index < end])]
    below = [line for index, line in enumerate(raw[cut.rest :], cut.rest) if index not in own]
    first = next((line for line in below if line.strip(BLANKS)), "")
    if _is_marked(first):
        below = [_one_level(line) for line in below]
    lines = bare_lines(below)
    begin = next_written(lines, 0)
    block = header_block(lines, begin) if begin < len(lines) else None
    end = block.end if block else 0
    if block is None and cut.block is not None:  # marker and block in one line
        block, end = cut.block, begin + 1
    name, address = _author(block.value("from") if block else None)
    return Forwarded(
        from_name=name,
        from_email=address,
        date=_value(block, "date"),
        subject=_value(block, "subject"),
        to=_value(block, "to"),
        body=_trimmed(_without_marks(below[end:])),
        message="\n\n".join(filter(None, said)),
    )


def _without_marks(raw: list[str]) -> list[str]:
    """The lines without one level of ">" where every written line has it."""
    marked = [_is_marked(line) for line in raw if line.strip(BLANKS)]
    return [_one_level(line) for line in raw] if all(marked) else raw


def _without_rules(raw: list[str]) -> list[str]:
    """The lines without blank lines and drawn rules at their end."""
    end = len(raw)
    while end > 0 and (not (line := raw[end - 1].strip(BLANKS)) or is_rule(line)):
        end -= 1
    return raw[:end]


def _value(block: HeaderBlock | None, kind: str) -> str | None:
    return next((value for key, value in block.fields if key == kind and value), None) if block else None


def _is_marked(line: str) -> bool:
    return line.lstrip(BLANKS).startswith(">")


def _one_level(line: str) -> str:
    text = line.lstrip(BLANKS)
    return text[1:].removeprefix(" ") if text.startswith(">") else line


def _trimmed(raw: list[str]) -> str:
    return "\n".join(line.rstrip() for line in raw).strip("\n \t\xa0\u200b\ufeff")


def _author(value: str | None) -> tuple[str | None, str | None]:
    """Name and address of a From value in any of the forms of mail clients."""
    if not value:
        return None, None
    found = _ADDRESS.search(value)
    if found is None:
        return value.strip(_AROUND_NAME) or None, None
    address = found.group().removeprefix("mailto:").rstrip(".")
    head = value[: found.start()]
    for mark in ("mailto:", "<", "[", "("):
        head = head.partition(mark)[0] if head.strip(BLANKS) != mark else head
    name = head.strip(_AROUND_NAME)
    if not name:
        tail = value[found.end() :].partition("(")[2].partition(")")[0]
        name = "" if "@" in tail else tail.strip(_AROUND_NAME)
    return (name if name and "@" not in name else None), address
