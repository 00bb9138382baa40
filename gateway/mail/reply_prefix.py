"""Subjects without what replies pile up in front of them (the base subject of RFC 5256 section 2.1)."""

import re
from typing import Final

from gateway.mail.words.forward import FORWARD_MARKS, FURTHER_MARKS, REPLY_MARKS, WORDS_TOO

MAX_SUBJECT_CHARS: Final = 500  # what people write is shorter; the rest is cut

_MARKS: Final = (FORWARD_MARKS | REPLY_MARKS | FURTHER_MARKS) - WORDS_TOO
_ALTERNATIVES: Final = "|".join(re.escape(mark) for mark in sorted(_MARKS, key=len, reverse=True))
_TAG: Final = r"\[\s?#?T[-\u2010-\u2015]\d{6,12}\s?\]"
_COUNT: Final = r"(?:\s?\[\d{1,3}\]|\s?\(\d{1,3}\)|\^\d{1,3}|\*\d{1,3}|\d{1,3})?"
_LEAD: Final = re.compile(rf"\s*+(?:(?:{_ALTERNATIVES})\.?{_COUNT}\s?[:\uff1a]|{_TAG})", re.IGNORECASE)
_ANY_TAG: Final = re.compile(_TAG, re.IGNORECASE)


def strip_reply_prefixes(subject: str) -> str:
    """The subject without leading marks such as "Re:", "AW:", "RE[2]:", "回复：" and without ticket tags of ours."""
    subject, position = subject[:MAX_SUBJECT_CHARS], 0
    if ":" not in subject and "\uff1a" not in subject and "[" not in subject:  # every mark ends with one of them
        return " ".join(part for part in subject.split(" ") if part)
    while found := _LEAD.match(subject, position):
        position = found.end()
    return " ".join(part for part in _ANY_TAG.sub(" ", subject[position:]).split(" ") if part)
