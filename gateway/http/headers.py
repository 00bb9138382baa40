"""Header fields of every page that a signed link leads to: the link is a secret."""

from typing import Final

BEHIND_A_LINK: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
