"""Is what stands below a drawn line a footer and nothing else? In doubt it is not: then the text stays in the reply."""

import re
from typing import Final

from gateway.mail.reply.lines import is_rule
from gateway.mail.words.closing import VALEDICTIONS
from gateway.mail.words.disclaimer import (
    DISCLAIMER_STARTS,
    DISCLAIMER_STEMS,
    DISCLAIMER_SUBJECTS,
    LIST_WORDS,
    NOTICE_PHRASES,
    NOTICE_SUBJECTS,
)
from gateway.mail.words.footer import CONTACT_LABELS, LEVELS

LONG: Final = 78  # characters; names, titles and addresses are shorter
NAME_LENGTH: Final = 48
LEAST_DIGITS: Final = 6  # of a telephone number
LEAST_COLUMN: Final = 2  # signs of one column of a table's line
HEADING_DIFFERENCE: Final = 2  # characters that a heading and the line below it may differ by
PARAGRAPH: Final = 2_000  # characters of a paragraph that are looked at

PUNCTUATION: Final = " ,.!;:*_~-–—，。！、)("
_ASCII_STEMS: Final = tuple(filter(str.isascii, DISCLAIMER_STEMS))
_COLUMNS = re.compile(rf"[-=_]{{{LEAST_COLUMN},}}(?: +[-=_]{{{LEAST_COLUMN},}})+\Z")
_PARTS = re.compile(r"[|,/(•·–—]| - ")
_FENCE: Final = "```"


def divides(lines: list[str], index: int) -> bool:
    """Does a drawn line belong to what stands around it: under a heading, in a table, in a fenced block?"""
    line, above = lines[index], lines[index - 1] if index else ""
    heading = above != "" and abs(len(above) - len(line)) <= HEADING_DIFFERENCE and not is_rule(above)
    fenced = sum(one.startswith(_FENCE) for one in lines[:index]) % 2 == 1
    return heading or fenced or _COLUMNS.match(line) is not None


def is_footer(lines: list[str], start: int, end: int) -> bool:
    """Names and contact data, or notices about the mail; the latter alone where a second line is drawn among them."""
    paragraphs = _paragraphs(lines, start, end)
    others = [one for one in paragraphs if not _is_notice(one)]
    if any(map(is_rule, lines[start:end])):
        return not others
    return all(map(_is_name_block, others))


def says_something(lines: list[str]) -> bool:
    """Is there a paragraph that is neither names and contact data nor a notice about the mail?"""
    return not all(_is_notice(one) or _is_name_block(one) for one in _paragraphs(lines, 0, len(lines)))


def disclaims(text: str) -> bool:
    """Is a paragraph in small letters a notice about the mail itself, or the footer of a scanner or a list?"""
    if text.startswith(DISCLAIMER_STARTS):
        return True
    if "?" not in text and any(map(text.__contains__, NOTICE_PHRASES)) and any(map(text.__contains__, NOTICE_SUBJECTS)):
        return True
    stems = _ASCII_STEMS if text.isascii() else DISCLAIMER_STEMS
    return sum(map(text.__contains__, stems)) >= (2 if text.startswith(DISCLAIMER_SUBJECTS) else 3)


def is_prose(line: str) -> bool:
    """Is a line part of a text that somebody wrote, rather than a name or an address?"""
    if len(line) > LONG:
        return True
    return line[-1:] in ".!?" and line.count(" ") >= 4 and "@" not in line and "://" not in line


def _paragraphs(lines: list[str], start: int, end: int) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines[start:end]:
        if not line or is_rule(line):
            found.append([])
        else:
            found[-1].append(line)
    return [one for one in found if one]


def _is_notice(paragraph: list[str]) -> bool:
    text = " ".join(paragraph)[:PARAGRAPH].lower().lstrip("*_-=~[( ")
    return disclaims(text) or ("?" not in text and any(map(text.__contains__, LIST_WORDS)))


def _is_name_block(paragraph: list[str]) -> bool:
    """Short lines that begin with a name, a closing formula or contact data."""
    if any(is_prose(line) or line[-1] in "?:。？" or not _may_be_contact(line) for line in paragraph):
        return False
    first = paragraph[0]
    if first.strip(PUNCTUATION).lower() in VALEDICTIONS or is_contact(first):
        return True
    return names_somebody(first) and (first[0].isupper() or any(map(is_contact, paragraph)))


def is_contact(line: str) -> bool:
    """Is a line an address, a telephone number or a web site, perhaps behind a label?"""
    words = line.split()
    if len(words) > 8 or len(line) > LONG:
        return False
    if sum(map(str.isdigit, line)) >= LEAST_DIGITS and not any(c.isalpha() for c in line.partition(":")[2] or line):
        return True
    return any(("@" in word and "." in word) or "://" in word or word.lower().startswith("www.") for word in words[-2:])


def _may_be_contact(line: str) -> bool:
    """A field of a form or a line of a log has a label or a level of its own."""
    label, colon, value = line.partition(":")
    if any(word.strip("[]:") in LEVELS for word in line.split()[:3]):
        return False
    if not colon or value.startswith("//"):
        return True
    return label.strip().lower().rstrip(".") in CONTACT_LABELS or sum(map(str.isdigit, value)) >= LEAST_DIGITS


def names_somebody(line: str) -> bool:
    """Is a line a name, perhaps with a title or a company behind a comma or a stroke?"""
    name = _PARTS.split(line.strip("*_ "), maxsplit=1)[0].strip()
    words = name.split()
    if not 1 <= len(words) <= 5 or len(name) > NAME_LENGTH or any(map(str.isdigit, name)):
        return False
    return all(word[0].isalpha() and not (word[0].islower() and len(word) > 3) for word in words)
