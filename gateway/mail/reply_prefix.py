"""Subjects without what replies pile up in front of them (the base subject of RFC 5256 section 2.1)."""

import re
from typing import Final

MAX_SUBJECT_CHARS: Final = 500  # what people write is shorter; the rest is cut

# Marks of answers and of forwards that mail clients write, lower case. One-letter marks ("R:", "I:") are left out:
# "R: drive is full" is a subject.
_MARKS: Final = """
    re aw antw antwort sv vs res rép rep odp odg odpověď odpoveď ynt bls balas atb ats vá vastaus svar viðb απ απάντηση
    σχετ отв ответ відп відповідь 回复 回覆 答复 答覆 返信 답장 회신 השב תגובה رد ตอบ ตอบกลับ trả\\ lời
    fw fwd wg weitergeleitet tr trans rv reenv enc encam i̇lt ilt ml vb doorst vl fs pd prosl pres tl továbbítás
    προώθ пересл перенапр пер 转发 轉寄 轉發 転送 전달 הועבר إعادة\\ توجيه ส่งต่อ chuyển\\ tiếp
"""


def _alternatives() -> str:
    words = (word.replace("\x00", " ") for word in _MARKS.replace("\\ ", "\x00").split())
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_TAG: Final = r"\[\s?#?T[-\u2010-\u2015]\d{6,12}\s?\]"
_COUNT: Final = r"(?:\s?\[\d{1,3}\]|\s?\(\d{1,3}\)|\^\d{1,3}|\*\d{1,3}|\d{1,3})?"
_LEAD: Final = re.compile(rf"\s*+(?:(?:{_alternatives()})\.?{_COUNT}\s?[:\uff1a]|{_TAG})", re.IGNORECASE)
_ANY_TAG: Final = re.compile(_TAG, re.IGNORECASE)


def strip_reply_prefixes(subject: str) -> str:
    """The subject without leading marks such as "Re:", "AW:", "RE[2]:", "回复：" and without ticket tags of ours."""
    subject, position = subject[:MAX_SUBJECT_CHARS], 0
    while found := _LEAD.match(subject, position):
        position = found.end()
    return " ".join(part for part in _ANY_TAG.sub(" ", subject[position:]).split(" ") if part)
