"""Whose bytes a mail is: what may be kept in a day is counted for each class of sender. Pure.

A class is a text: STRANGERS for all who are of no customer or without proof, together; OURS for our own people;
else one customer.
"""

from typing import Final

STRANGERS: Final = "strangers"
OURS: Final = "our people"
_ORGANIZATION: Final = "organization "
_DOMAIN: Final = "domain "


def of_organization(code: str) -> str:
    """A customer of the directory."""
    return _ORGANIZATION + code


def of_domain(domain: str) -> str:
    """Proven mail of a domain that we know and that is no single customer's: several share it, or it is our own."""
    return _DOMAIN + domain.lower()
