"""What a plain text part says where the letter itself is only in the HTML part."""

from typing import Final

PLACEHOLDERS: Final = (
    "html",  # whatever is said of it: the letter is in the HTML part then, too
    "mime format",
    "view this email in",
    "view this message in",
    "view it in your browser",
    "no text version",
    "no plain text version",
)
MAX_PLACEHOLDER: Final = 300  # characters
