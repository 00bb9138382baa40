"""The address type of everything that people write: configuration, directory, commands, options.

Mail that arrives is read by `gateway.mail.header.addresses`, which takes what senders really write.
"""

import re
from functools import lru_cache
from typing import Annotated

import email_validator
from pydantic import AfterValidator

EXAMPLE = "support@vendor.example"
_BETWEEN = re.compile(r"[<>,;\"()\s]+")
MAX_ADDRESS = 320  # characters: 64 before the @, 255 behind it (RFC 5321 section 4.5.3.1)

# names for tests, for documents and for closed networks are as good as any: nobody is asked whether they exist
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


@lru_cache(maxsize=32_768)  # a directory names the same people several times
def mail_address(text: str) -> str:
    """One address (RFC 5321, RFC 6531) without a name: the domain in lower case, the part before it as written.

    Raises ValueError with what is wrong, as the rest of a sentence.
    """
    if len(text) > MAX_ADDRESS:
        raise ValueError(f"must be a mail address such as {EXAMPLE}, of at most {MAX_ADDRESS} characters.")
    try:
        found = email_validator.validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError as error:
        raise ValueError(f"must be a mail address such as {EXAMPLE}. {error}") from error
    domain = found.ascii_domain if found.original.isascii() else found.domain  # xn-- stays as it was written
    return f"{found.local_part}@{domain.lower()}"


def is_mail_address(text: str) -> bool:
    """Is this one address?"""
    try:
        mail_address(text)
    except ValueError:
        return False
    return True


def first_address(text: str) -> str | None:
    """The first address among the words of a text, in angle brackets or not; None where there is none."""
    words = _BETWEEN.sub(" ", text).split()
    return next((mail_address(word) for word in words if "@" in word and is_mail_address(word)), None)


Address = Annotated[str, AfterValidator(mail_address)]
