"""What mailing lists and mailbox rules write into the mail that they pass on.

A list in front of a support address marks every customer's mail. RFC 3834 section 2 means lists that the responder
reads; of these, and of what a rule forwarded, only the marks tell, not the words.
"""

from collections.abc import Iterable
from typing import Final

from gateway.mail.message import Message

_OF_LISTS: Final = (
    "List-",
    "Mailing-List",
    "X-Mailman-Version",
    "X-Beenthere",
    "X-BeenThere",
    "X-Mailing-List",
    "X-Listname",
    "X-List",
    "Precedence: list",
    "Precedence: bulk",
    "X-Precedence: list",
    "X-Precedence: bulk",
)
_OF_RULES: Final = (
    "Auto-Submitted: auto-forw",
    "X-MS-Exchange-",
    "X-Auto-Response-Suppress",
    "forwarded by a rule",
)
_NAMING: Final = ("List-Post", "Mailing-List", "X-BeenThere", "X-Mailing-List")
_FIELD_CHARS: Final = 1000


def set_by_lists(evidence: str) -> bool:
    """Is a sign of classify one that a mailing list sets on whatever it carries?"""
    return evidence.startswith(_OF_LISTS)


def only_passed_on(evidence: Iterable[str]) -> bool:
    """Are there signs, and all of them marks of lists and mailbox rules?"""
    found = list(evidence)
    return bool(found) and all(one.startswith((*_OF_LISTS, *_OF_RULES)) for one in found)


def list_addresses(message: Message) -> tuple[str, ...]:
    """The addresses of the lists that a mail names in List-Post (RFC 2369) and its older relatives."""
    values = [value[:_FIELD_CHARS] for name in _NAMING for value in message.headers.all(name)[:3]]
    words = " ".join(values).replace("<", " ").replace(">", " ").replace(";", " ").replace(",", " ").split()
    named = (word.lower().removeprefix("mailto:").partition("?")[0] for word in words)
    return tuple(dict.fromkeys(one for one in named if "@" in one))


def list_ids(message: Message) -> tuple[str, ...]:
    """The identifiers of the lists of a mail (RFC 2919), in lower case, without brackets."""
    values = [value[:_FIELD_CHARS] for value in message.headers.all("List-Id")[:3]]
    return tuple(value.rpartition("<")[2].partition(">")[0].strip().lower() for value in values)
