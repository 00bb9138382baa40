"""A line that looks like a mail command, however it is dressed up.

In bullets, numbers, quotation marks, bold marks, behind a greeting or invisible characters, with a full-width `#`, with
`:` or `.` behind the word.

What looks like a command and is none must never reach a customer; see docs/domain.md, "Commands of our own people".
"""

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

INTERNAL: Final = "internal"
MAX_BEFORE: Final = 80  # characters in front of the # of a line that is still a command
MAX_ALIKE: Final = 40  # characters of a word that is compared with the commands
_MEANT: Final = 0.6  # likeness of an unknown command and the one that was probably meant
_SURELY: Final = 0.76  # likeness of a word inside a sentence that is taken for a misspelt command

_HASHES = "#\uff03\ufe5f\u266f"
_ASCII_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) != "\t"}
_MARKS = "*_~`"
_CLOSED = " \t\u00a0\u3000*_~`\"'“”„«»‹›’‘「」『』"
_BEHIND = ":.,;!?)]}|>\uff1a\uff0e\u3002\uff0c\u3001\uff1b\uff01-–—=" + _CLOSED
_WORD = re.compile(rf"(?<![{_HASHES}])[{_HASHES}]++([ \t\u00a0\u3000]{{0,5}})[{re.escape(_MARKS)}]*([^\W\d_][\w-]*)")
_NUMBERING = re.compile(r"[\W_]*(?:(?:\d{1,3}|(?:[A-Za-z]|[ivxIVX]{1,4})[.):\]])[\W_]*)?$")
_INITIALS = re.compile(r"\s{0,8}[^\W\d_]{0,5}[>\uff1e]")
_INSIDE = re.compile(rf"(?<![\w/=?&%@])[{_HASHES}][{re.escape(_MARKS)}]*([^\W\d_][\w-]*)")
_REMARK = re.compile(
    r"[\W_]{0,20}(?:(?:nur|only|for|strictly|streng|strikt|rein|use|usage|fyi|nb|info|note|hinweis)[:,]?\s{1,3}){0,3}"
    r"intern(?:al|[eo]s?|en|er|a|um)?(?:\s{1,3}(?:notiz|note|only|use|nur|info|remark|bemerkung|kommentar|comment|memo))"
    r"{0,2}[*_~`\s]{0,10}(?:[:\])}\uff1a|]|,[^\n]{0,80}\)|[-–—]{1,3}\s|$)",
    re.IGNORECASE,
)
_SET_OFF = re.compile(
    r"\W{0,20}[*_~<!/\\@]intern(?:al)?(?=[*_~>\s]|$)", re.IGNORECASE
)  # "*internal* ...", "<internal>"
_NOT_FOR = re.compile(  # "NOT FOR CUSTOMERS ...", in the languages of the templates and of their neighbours
    r"[\W_]{0,20}(?:not|nicht|pas|niet|no)\s{1,3}(?:for|to|für|an|pour|au|aux|voor|aan|para|al?)\s{1,3}"
    r"(?:(?:the|den|die|das|le|la|les|de|los|el)\s{1,3})?(?:customer|client|kunde|klant|cliente)[ns]?\b",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$", re.IGNORECASE)
_KEY = re.compile(r"[^\W\d_]{1,10}[-_]?\d+$")  # of a ticket or a change: T-001001, PR12
_CODE: Final = frozenset(("include", "define", "undef", "ifdef", "ifndef", "endif", "pragma"))
_ENDS: Final = ",!:.;-–—\uff0c\u3001\uff01\uff1a\u3002"
_GREETINGS: Final = frozenset(
    "hi hello hey dear hallo hej hei hoi moin guten liebe lieber sehr bonjour salut cher chère hola buenos buenas "
    "estimado estimada ciao buongiorno gentile olá oi prezado prezada beste geachte kære kära cześć witam dobrý ahoj "
    "szia merhaba привет здравствуйте добрый привіт γεια こんにちは 您好 你好 안녕하세요 שלום مرحبا".split()
)


def visible(line: str) -> str:
    """A line without the characters that nobody sees: formats, controls, variation selectors, the frame of a keycap."""
    if line.isascii():
        return line if line.isprintable() else line.translate(_ASCII_CONTROLS)
    return "".join(
        one for one in line if one == "\t" or not (unicodedata.category(one) in ("Cf", "Cc", "Me") or _selects(one))
    )


def _selects(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or character == "\u034f"


def is_quoted(line: str) -> bool:
    """Was the line quoted by a mail program: `>`, or the initials of its author in front of it?"""
    return _INITIALS.match(visible(line)) is not None


def command_in(line: str, known: Collection[str]) -> tuple[str, str] | None:
    """The word, lower case, and what stands behind it, where the line looks like a command; `known` are the words."""
    seen = visible(line)
    match = _WORD.search(seen)
    if match is None:
        return None
    word, known_words = _normal(match[2]), set(known)
    if match[1] and not _says_inside(word):  # a heading: "# Steps"
        return None
    if not _begins(seen[: match.start()], word, known_words) or _is_plain(word, known_words):
        return None
    return word, _argument(seen[match.end() :])


def _begins(before: str, word: str, known: set[str]) -> bool:
    """Is there nothing in front of the word but decoration, or a greeting where the word is or resembles a command?"""
    if len(before) > MAX_BEFORE:
        return False
    if _NUMBERING.match(before):
        return True
    words = [one.strip(_BEHIND + "([{<").casefold() for one in before.split()]
    if before.rstrip(_CLOSED + "([{<").endswith(tuple(_ENDS)) and len(words) <= 6:
        return bool(_alike(word, known, _SURELY))
    greets = any(one in _GREETINGS for one in words[:2]) and len(words) <= 4
    return greets and bool(_alike(word, known, _SURELY))


def _is_plain(word: str, known: set[str]) -> bool:
    """A colour, the key of a ticket, a line of C: plainly no command."""
    if word in known:
        return False
    key = _KEY.match(word) and not _alike(word.rstrip("-_0123456789"), known, _SURELY)
    return bool(_COLOUR.match(word) or key or word in _CODE)


def internal_inside(line: str) -> str | None:
    """`#internal`, or a word that is nearly that, wherever it stands in a line; as it is written, lower case."""
    for match in _INSIDE.finditer(visible(line)):
        if _says_inside(word := _normal(match[1])):
            return word
    return None


def _says_inside(word: str) -> bool:
    """Is it `internal`, or nearly that?"""
    begins = word.startswith("intern") and not word.startswith("internet")
    return begins or bool(_alike(word, {INTERNAL}, _SURELY))


def announces_internal(line: str) -> bool:
    """Does a line begin with a remark that it is meant for the house: "[internal]", "Not for customers: ..."?"""
    seen = visible(line)
    return any(one.match(seen) is not None for one in (_REMARK, _SET_OFF, _NOT_FOR))


def parted(text: str, known: Collection[str]) -> tuple[str, str]:
    """The text before the first command word but `#internal`, and the rest from there; without one all is rest."""
    for match in _INSIDE.finditer(text):
        if _normal(match[1]) in known and _normal(match[1]) != INTERNAL:
            return text[: match.start()].strip(), text[match.start() :]
    return "", text


def meant(word: str, known: Collection[str]) -> str | None:
    """The command that somebody probably meant by an unknown word."""
    begun = [one for one in known if word.startswith(one) or (len(word) >= 4 and one.startswith(word))]
    return next(iter(sorted(begun, key=len, reverse=True)), None) or next(iter(_alike(word, known, _MEANT)), None)


def _alike(word: str, known: Collection[str], likeness: float) -> list[str]:
    return get_close_matches(word[:MAX_ALIKE], list(known), n=1, cutoff=likeness)


def _normal(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().rstrip("-_")


def _argument(behind: str) -> str:
    """What stands behind the word, without marks, quotation marks and a full stop that belong to the sentence."""
    argument = behind.lstrip(_BEHIND).rstrip(_CLOSED)
    return argument.rstrip(".,;!" + _CLOSED) if len(argument.split()) == 1 else argument
