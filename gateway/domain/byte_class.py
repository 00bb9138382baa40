"""Whose bytes a mail is: what may be kept in a day is counted for each class of sender. Pure.

A class is a text: STRANGERS for all who are of no customer or without proof, together; OURS for our own people;
else one customer.
"""

from typing import Final

STRANGERS: Final = "strangers"
OURS: Final = "our people"
DISK: Final = "disk"  # no class: what stands in place of one where the disk is the reason
PUT_OFF: Final = "put off "  # before a class: the alarm that its mail is put off
_ORGANIZATION: Final = "organization "
_DOMAIN: Final = "domain "


def of_organization(code: str) -> str:
    """A customer of the directory."""
    return _ORGANIZATION + code


def of_domain(domain: str) -> str:
    """Proven mail of a domain that we know and that is no single customer's: several share it, or it is our own."""
    return _DOMAIN + domain.lower()


def customer_of(byte_class: str) -> str:
    """The code of the organization, or the domain."""
    return byte_class.removeprefix(_ORGANIZATION).removeprefix(_DOMAIN)
