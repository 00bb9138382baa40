"""Where a signature begins: after "-- " and its like, at a closing formula, a note of the sending device, a disclaimer.

All rules look at the end of what somebody wrote; a line in the middle of prose is never a signature.
"""

import re
from typing import Final

from gateway.mail.lines import end_written, is_rule
from gateway.mail.words.closing import VALEDICTIONS
from gateway.mail.words.device import DEVICES, SENT_FROM, SENT_FROM_ANYWHERE, SENT_FROM_BEFORE_VERB, SENT_FROM_END
from gateway.mail.words.disclaimer import (
    BANNER_HEADS,
    BANNER_WORDS,
    DISCLAIMER_STARTS,
    DISCLAIMER_STEMS,
    DISCLAIMER_SUBJECTS,
)

MAX_SIGNATURE_LINES: Final = 30  # written lines after "-- "
MAX_FOOTER_LINES: Final = 14  # written lines after a drawn rule
MAX_CLOSING_LINES: Final = 14  # written lines from a closing formula to the end
MAX_NAME_LINES: Final = 5  # written lines after "-Ann"
MAX_PRODUCT_WORDS: Final = 5  # "Sent from" and the name of a product
MAX_DISCLAIMER_LINES: Final = 60
MAX_BANNER_LINES: Final = 8

_LONG: Final = 78  # characters; names, titles and addresses are shorter
_DEVICE_LEAST: Final = 6
_DEVICE_LENGTH: Final = 120
_BANNER_SPAN: Final = 400  # characters of each line
_SEPARATORS: Final = frozenset({"--", "—", "–", "- -", "——", "–-", "‐‐", "---", "----"})
_DASHES: Final = "-–—/~"
_BULLETS: Final = "-*•·–+"
# Nearly every line fails these, which are cheap.
_DEVICE_HEADS: Final = frozenset(
    form(words[:3]) for words in (*SENT_FROM, *SENT_FROM_BEFORE_VERB) for form in (str.lower, str.capitalize, str.upper)
) | {mark + words[:2].capitalize() for words in SENT_FROM for mark in "*_<[("}
_DEVICE_TAILS: Final = frozenset(
    (words + mark)[-3:] for words in SENT_FROM_END for mark in ("", ".", "!", "*", "_")
) | frozenset(words[-3:].upper() for words in SENT_FROM_END)
_ASCII_STEMS: Final = tuple(filter(str.isascii, DISCLAIMER_STEMS))
_DEVICE = re.compile("|".join(map(re.escape, DEVICES)))
_SENT_WITH: Final = ("Sent from ", "Sent with ")
_PUNCTUATION: Final = " ,.!;:*_~-–—，。！、)("


def signature_start(lines: list[str], start: int, end: int) -> int:
    """The first line of the signature in `lines[start:end]` (bare), or `end` where there is none."""
    end = end_written(lines, start, end)
    found = _separator(lines, start, end)
    found = _device_note(lines, start, end_written(lines, start, found))
    found = _disclaimer(lines, start, end_written(lines, start, found))
    found = _closing(lines, start, end_written(lines, start, found))
    return _dashed_name(lines, start, end_written(lines, start, found))


def banner_end(lines: list[str], start: int, end: int) -> int:
    """The end of a warning that a gateway put above mail from outside; `start` where there is none or nothing else."""
    if not lines[start].lower().lstrip("*_[(<!-⚠️ ").startswith(BANNER_HEADS):
        return start
    stop = min(end, start + MAX_BANNER_LINES)
    after = next((at for at in range(start, stop) if not lines[at] or is_rule(lines[at])), stop)
    text = " ".join(line[:_BANNER_SPAN] for line in lines[start:after]).lower()
    if sum(word in text for word in BANNER_WORDS) < 2:
        return start
    while after < end and (not lines[after] or is_rule(lines[after])):
        after += 1
    return after if after < end else start


def _separator(lines: list[str], start: int, end: int) -> int:
    """The first "-- ", or the first drawn rule with nothing but a footer below."""
    written = 0
    found = end
    for index in range(end - 1, start - 1, -1):
        line = lines[index]
        if not line:
            continue
        if line[0] in "-—–_=*~#‐+" and _separates(lines, index, end, written):
            found = index
        written += 1
        if written > MAX_SIGNATURE_LINES:
            break
    return found


def _separates(lines: list[str], index: int, end: int, below: int) -> bool:
    line = lines[index]
    if line in _SEPARATORS and len(line) < 3:
        return True
    if line in _SEPARATORS or is_rule(line):
        return below <= MAX_FOOTER_LINES and not _goes_on(lines, index + 1, end)
    if line.startswith("--") and line[2:3] != "-" and below <= MAX_NAME_LINES:
        rest = line[2:].strip()
        return bool(rest) and (not lines[index - 1] or index == 0) and _is_name(rest)
    return False


def _goes_on(lines: list[str], start: int, end: int) -> bool:
    """Does prose go on below a drawn rule, so that the rule only divides?"""
    prose = [line for line in lines[start:end] if _is_prose(line)]
    if not prose:
        return False
    text = " ".join(prose).lower()
    return not _disclaims(text) and not any(is_rule(line) for line in lines[start + 1 : end])


def _is_prose(line: str) -> bool:
    if len(line) > _LONG:
        return True
    return line[-1:] in ".!?" and line.count(" ") >= 4 and "@" not in line and "://" not in line


def is_device_note(line: str) -> bool:
    """Is a bare line "Sent from my phone" or its like in another language?"""
    if not _DEVICE_LEAST <= len(line) <= _DEVICE_LENGTH:
        return False
    text = line.strip(_PUNCTUATION + "_<>[]\"'").lower()
    head = text
    for mark in (",", ";", ". ", " - ", " – ", " — ", "!", "|", "("):
        head = head.partition(mark)[0]
    if line.startswith(_SENT_WITH) and _names_product(line):
        return True
    named = _DEVICE.search(head) is not None
    if text.startswith(SENT_FROM) or (named and head.endswith(SENT_FROM_END)):
        if named:
            return " is " not in text and head.count(" ") <= 10
        return head == text and text.startswith(SENT_FROM_ANYWHERE) and text.count(" ") <= 7 and line[-1] not in ".?"
    if len(text) < 60 and "outlook" in text and ("ios" in text or "android" in text):
        return True
    return named and text.startswith(SENT_FROM_BEFORE_VERB) and len(text) <= 30 and text.count(" ") <= 3


def _names_product(line: str) -> bool:
    """Is all that follows "Sent from" a name in capitals?"""
    words = line.split()
    return len(words) <= MAX_PRODUCT_WORDS and line[-1] not in ".?!" and all(word[0].isupper() for word in words[2:])


def _device_note(lines: list[str], start: int, end: int) -> int:
    likely = [
        at
        for at, line in enumerate(lines[start:end], start)
        if _DEVICE_LEAST <= len(line) <= _DEVICE_LENGTH
        and (line[:3] in _DEVICE_HEADS or line[-3:] in _DEVICE_TAILS or "utlook" in line)
    ]
    for index in likely:
        if is_device_note(lines[index]) and (index > start or index + 1 == end):
            above = end_written(lines, start, index)
            return above - 1 if above > start and lines[above - 1] in _SEPARATORS else index
    return end


def _disclaims(text: str) -> bool:
    if text.startswith(DISCLAIMER_STARTS):
        return True
    stems = _ASCII_STEMS if text.isascii() else DISCLAIMER_STEMS
    return sum(map(text.__contains__, stems)) >= (2 if text.startswith(DISCLAIMER_SUBJECTS) else 3)


def _disclaimer(lines: list[str], start: int, end: int) -> int:
    """The first paragraph from which on everything disclaims; needs a paragraph above it."""
    found = bottom = end
    while bottom > start and end - bottom < MAX_DISCLAIMER_LINES:
        top = bottom
        while top > start and lines[top - 1]:
            top -= 1
        if top == start:
            break
        text = " ".join(lines[top:bottom])[:2000].lower().lstrip("*_-=~[( ")
        if not (_disclaims(text) or (is_rule(lines[top]) and top + 1 == bottom)):
            break
        found = top
        bottom = end_written(lines, start, top)
    return found


def _closing(lines: list[str], start: int, end: int) -> int:
    """The last closing formula with nothing but short lines below it, at least one."""
    found, written = end, 0
    for index in range(end - 1, start, -1):
        line = lines[index]
        if not line:
            continue
        if written and len(line) <= 48 and _is_valediction(line):
            return index
        if _is_prose(line) or line[-1] in "?:" or written >= MAX_CLOSING_LINES:
            return found
        written += 1
    return found


def _is_valediction(line: str) -> bool:
    return line.strip(_PUNCTUATION).lower() in VALEDICTIONS


def _dashed_name(lines: list[str], start: int, end: int) -> int:
    """ "-Ann", "/Ann" or "— Ann" at the end, below a blank line or prose, not below a list."""
    written = 0
    for index in range(end - 1, start, -1):
        line = lines[index]
        if not line:
            continue
        if line[0] in _DASHES and _is_name(line[1:].strip()):
            above = end_written(lines, start, index)
            spaced = line[1:2] == " " and (above == index or written > 1)
            listed = above > start and lines[above - 1][0] in _BULLETS
            return end if spaced or listed else index
        if _is_prose(line) or written >= MAX_NAME_LINES or line[0] in _BULLETS:
            return end
        written += 1
    return end


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 4 or len(text) > 40 or text[-1] in ",;:?!" or not text[0].isalpha():
        return False
    return text[0].isupper() or not text[0].islower()
