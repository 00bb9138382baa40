"""Where a signature begins: after "-- " and its like, at a closing formula, a note of the sending device, a disclaimer.

All rules look at the end of what somebody wrote; a line in the middle of prose is never a signature.
"""

import re
import unicodedata
from typing import Final

from gateway.mail.reply.footer import (
    PUNCTUATION,
    disclaims,
    divides,
    is_contact,
    is_footer,
    is_prose,
    names_somebody,
    says_something,
)
from gateway.mail.reply.lines import bare_lines, end_written, is_rule, split_lines
from gateway.mail.words.closing import VALEDICTIONS
from gateway.mail.words.device import DEVICES, SENT_FROM, SENT_FROM_ANYWHERE, SENT_FROM_BEFORE_VERB, SENT_FROM_END
from gateway.mail.words.disclaimer import BANNER_BEGINS, BANNER_ENDS, BANNER_HEADS, BANNER_WORDS

MAX_SIGNATURE_LINES: Final = 30  # written lines after "-- "
MAX_FOOTER_LINES: Final = 14  # written lines after a drawn rule
MAX_CLOSING_LINES: Final = 14  # written lines from a closing formula to the end
MAX_NAME_LINES: Final = 5  # written lines after "-Ann"
MAX_PRODUCT_WORDS: Final = 5  # "Sent from" and the name of a product
MAX_DISCLAIMER_LINES: Final = 60
MAX_BANNER_LINES: Final = 8
MAX_CONTACT_LINES: Final = 8
MAX_VIA: Final = 24  # characters of "via mobile"

_DEVICE_LEAST: Final = 6
_DEVICE_LENGTH: Final = 120
_BANNER_SPAN: Final = 400  # characters of each line
_SEPARATORS: Final = frozenset({"--", "—", "–", "- -", "——", "–-", "‐‐", "---", "----"})
_USUAL_SCRIPTS: Final = frozenset(
    "CJK HIRAGANA KATAKANA HANGUL ARABIC HEBREW THAI DEVANAGARI BENGALI TAMIL TELUGU KANNADA GUJARATI".split()
)
_SHORT_RULE: Final = "__"  # above the footer of a mailing list
_DASHES: Final = "-–—/~"
_BULLETS: Final = "-*•·–+"
# Nearly every line fails these, which are cheap.
_DEVICE_HEADS: Final = frozenset(
    form(words[:3]) for words in (*SENT_FROM, *SENT_FROM_BEFORE_VERB) for form in (str.lower, str.capitalize, str.upper)
) | {mark + words[:2].capitalize() for words in SENT_FROM for mark in "*_<[("}
_DEVICE_TAILS: Final = frozenset(
    (words + mark)[-3:] for words in SENT_FROM_END for mark in ("", ".", "!", "*", "_")
) | frozenset(words[-3:].upper() for words in SENT_FROM_END)
_DEVICE = re.compile("|".join(map(re.escape, DEVICES)))
_SENT_WITH: Final = ("Sent from ", "Sent with ")


def signature_start(lines: list[str], start: int, end: int) -> int:
    """The first line of the signature in `lines[start:end]` (bare), or `end` where there is none."""
    end = _tracking_mark(lines, start, end_written(lines, start, end))
    found = _separator(lines, start, end_written(lines, start, end))
    found = _device_note(lines, start, end_written(lines, start, found))
    found = _disclaimer(lines, start, end_written(lines, start, found))
    found = _closing(lines, start, end_written(lines, start, found))
    found = _dashed_name(lines, start, end_written(lines, start, found))
    return _contact_lines(lines, start, end_written(lines, start, found)) if found == end else found


def _contact_lines(lines: list[str], start: int, end: int) -> int:
    """A last paragraph of a name and contact data, below a text that ends with a sentence."""
    top = end
    while top > start and lines[top - 1]:
        top -= 1
    block = lines[top:end]
    above = end_written(lines, start, top)
    if above == start or not 2 <= len(block) <= MAX_CONTACT_LINES or not names_somebody(block[0]):
        return end
    contacts = sum(map(is_contact, block[1:]))
    by_phone = len(block) == 2 and block[1].lower().startswith("via ") and len(block[1]) <= MAX_VIA
    short = not any(is_prose(line) or line[-1] in "?:" for line in block)
    return top if short and (contacts >= 2 or by_phone) and (lines[above - 1][-1] in ".!?)。") else end


def _tracking_mark(lines: list[str], start: int, end: int) -> int:
    """A lone letter at the end, of a script in which nothing else is written: tools that track readers leave it."""
    if end - start < 2 or len(lines[end - 1]) != 1 or unicodedata.category(lines[end - 1]) != "Lo":
        return end
    script = unicodedata.name(lines[end - 1], "").partition(" ")[0]
    return end if script in _USUAL_SCRIPTS else end - 1


def banner_end(lines: list[str], start: int, end: int) -> int:
    """The end of a warning that a gateway put above mail from outside; `start` where there is none or nothing else."""
    first = start
    while first < end and (not lines[first] or is_rule(lines[first])):
        first += 1
    stop = min(end, first + MAX_BANNER_LINES)
    if first < end and lines[first].endswith(BANNER_BEGINS):
        after = next((at + 1 for at in range(first, stop) if lines[at].endswith(BANNER_ENDS)), start)
    else:
        after = _warning_end(lines, first, stop, 1 if first > start else 2)
    while start < after < end and (not lines[after] or is_rule(lines[after])):
        after += 1
    return after if start < after < end else start


def _warning_end(lines: list[str], first: int, stop: int, least: int) -> int:
    """The end of a paragraph that begins as a warning and has at least so many of the words of one; -1 for none."""
    if first >= stop or not lines[first].lower().lstrip("*_[(<!-⚠️ ").startswith(BANNER_HEADS):
        return -1
    after = next((at for at in range(first, stop) if not lines[at] or is_rule(lines[at])), stop)
    text = " ".join(line[:_BANNER_SPAN] for line in lines[first:after]).lower()
    enclosed = lines[first][0] in "*[(<" and lines[after - 1][-1] in "*])>" and len(text) <= _BANNER_SPAN
    return after if sum(word in text for word in BANNER_WORDS) >= (1 if enclosed else least) else -1


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
    if line in _SEPARATORS or is_rule(line) or line == _SHORT_RULE:
        return below <= MAX_FOOTER_LINES and not divides(lines, index) and is_footer(lines, index + 1, end)
    if line.startswith("--") and line[2:3] != "-" and below <= MAX_NAME_LINES:
        rest = line[2:].strip()
        return bool(rest) and (not lines[index - 1] or index == 0) and _is_name(rest)
    return False


def is_device_note(line: str) -> bool:
    """Is a bare line "Sent from my phone" or its like in another language?"""
    if not _DEVICE_LEAST <= len(line) <= _DEVICE_LENGTH:
        return False
    text = line.strip(PUNCTUATION + "_<>[]\"'").lower()
    head = text
    for mark in (",", ";", ". ", " - ", " – ", " — ", "!", "|", "("):
        head = head.partition(mark)[0]
    if line.startswith(_SENT_WITH) and _names_product(line):
        return True
    begins = text.startswith(SENT_FROM)
    if begins or head.endswith(SENT_FROM_END):
        if _DEVICE.search(head):
            return " is " not in text and head.count(" ") <= 10
        if begins:
            anywhere = head == text and text.startswith(SENT_FROM_ANYWHERE)
            return anywhere and text.count(" ") <= 7 and line[-1] not in ".?"
    if len(text) < 60 and "outlook" in text and ("ios" in text or "android" in text):
        return True
    short = text.startswith(SENT_FROM_BEFORE_VERB) and len(text) <= 30 and text.count(" ") <= 3
    return short and _DEVICE.search(head) is not None


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


def written_below_note(signature: str) -> str:
    """What stands below the device note of a signature and is neither names and contact data nor a notice; or "".

    In a mail that answers another it may be the text of that one, without any mark: who asks knows whether it is.
    """
    lines = bare_lines(split_lines(signature))
    note = next((at for at, line in enumerate(lines) if is_device_note(line)), len(lines))
    if any(line in _SEPARATORS for line in lines[: max(0, end_written(lines, 0, note) - 1)]):
        return ""
    end = next((at for at in range(note + 1, len(lines)) if lines[at] in _SEPARATORS or is_rule(lines[at])), len(lines))
    written = [index for index in range(note + 1, end) if not is_device_note(lines[index])]
    below = [lines[index] for index in written]
    return "\n".join(below).strip("\n") if says_something(below) else ""


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
        if not (disclaims(text) or (is_rule(lines[top]) and top + 1 == bottom)):
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
            above = end_written(lines, start, index) - 1
            return above if above > start and _is_valediction(lines[above]) else index
        if is_prose(line) or line[-1] in "?:" or written >= MAX_CLOSING_LINES:
            return found
        written += 1
    return found


def _is_valediction(line: str) -> bool:
    return line.strip(PUNCTUATION).lower() in VALEDICTIONS


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
        if is_prose(line) or written >= MAX_NAME_LINES or line[0] in _BULLETS:
            return end
        written += 1
    return end


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 4 or len(text) > 40 or text[-1] in ",;:?!" or not text[0].isalpha():
        return False
    return text[0].isupper() or not text[0].islower()
