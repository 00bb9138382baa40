"""Chinese text of Hong Kong and Taiwan: Big5 with the characters of HKSCS and of Windows, whatever it is called."""

import re
from typing import Final

_CHARACTER: Final = re.compile(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]|.", re.DOTALL)


def from_big5(data: bytes) -> str:
    """Text of Big5 in the wider of its two forms for every character; what no character belongs to is U+FFFD."""
    return "".join([_of_big5(found[0]) for found in _CHARACTER.finditer(data)])


def _of_big5(character: bytes) -> str:
    if len(character) == 1:
        return character.decode("ascii", "replace")
    try:
        return character.decode("cp950")
    except UnicodeDecodeError:
        return character.decode("big5hkscs", "replace")
