"""Subjects without what replies pile up in front of them (the base subject of RFC 5256 section 2.1)."""

import re
from typing import Final

from gateway.mail.words.forward import FORWARD_MARKS, FURTHER_MARKS, REPLY_MARKS, WORDS_TOO

MAX_SUBJECT_CHARS: Final = 500  # what people write is shorter; the rest is cut

_MARKS: Final = (FORWARD_MARKS | REPLY_MARKS | FURTHER_MARKS) - WORDS_TOO
_ALTERNATIVES: Final = "|".join(re.escape(mark) for mark in sorted(_MARKS, key=len, reverse=True))
_TAG: Final = r"\[\s?#?T[-\u2010-\u2015]\d{6,12}\s?\]"
_COUNT: Final = r"(?:\s?\[\d{1,3}\]|\s?\(\d{1,3}\)|\^\d{1,3}|\*\d{1,3}|\d{1,3})?"
# What filters put in front: "[EXTERNAL]", "***SPAM***", "{Spam?}", "[Suspected Spam]", "EXTERNAL:", "【外部】".
_FILTER_WORD: Final = (
    r"(?:ext(?:ern(?:al|es?|er|o)?)?|esterno|e-?mail|mail|sender|message|content|spam|junk|bulk|phish(?:ing)?|caution|"
    r"suspected|suspicious|possible|possibly|probable|potential|likely|unverified|untrusted|outside|newsletter\?|"
    r"não confiável|внешн\w{2,3}|почта|внешний|外部|外部メール|メール|外部邮件)"
)
_FILTER: Final = (
    rf"[\[({{*<【]{{1,6}}[\s!]{{0,3}}(?:{_FILTER_WORD}(?![^\W_])[\s?!:,-]{{0,3}}){{1,4}}[\])}}*>】]{{1,6}}:?"
    r"|(?:\u26a0\ufe0f?\s?)?(?-i:(?:CAUTION[: ]{1,3})?(?:EXTERNAL|EXTERNAL E-?MAIL|SPAM))\s?:"
)
# Italian, Afrikaans and Russian marks that are words elsewhere ("R: drive is full") count in front of a capital letter.
_SHORT: Final = r"(?-i:(?:RIF|R|I|TRS|НА|На)\s?:(?=\s?[\[A-ZÀ-ÖØ-ÞА-Я]))"
_LEAD: Final = re.compile(
    rf"\s*+(?:(?:{_ALTERNATIVES})\.?{_COUNT}\s?[:\uff1a]|{_SHORT}|{_TAG}|{_FILTER})", re.IGNORECASE
)
_CONTAINED: Final = ":\uff1a[({*<【"
_ANY_TAG: Final = re.compile(_TAG, re.IGNORECASE)


def strip_reply_prefixes(subject: str) -> str:
    """The subject without leading marks such as "Re:", "AW:", "RE[2]:", "回复：" and without ticket tags of ours."""
    subject, position = subject[:MAX_SUBJECT_CHARS], 0
    if not any(map(subject.__contains__, _CONTAINED)):  # every mark and tag has one of them
        return " ".join(filter(None, subject.split(" ")))
    while found := _LEAD.match(subject, position):
        position = found.end()
    return " ".join(filter(None, _ANY_TAG.sub(" ", subject[position:]).split(" ")))
