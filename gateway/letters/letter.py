"""What every letter has."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from gateway.letters.views import Recipient, Vendor

Audience = Literal["customer", "vendor"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What every template knows, and what every class of letters says of itself.

    `TEMPLATES`: those written against the class; a template that uses anything else fails when it is loaded.
    `AUDIENCE`: for whom they are written; words for our own people never go to a customer. Times are aware and are
    shown by the filters `when` (recipient's zone and UTC) and `day`.
    """

    TEMPLATES: ClassVar[tuple[str, ...]] = ()
    AUDIENCE: ClassVar[Audience]

    vendor: Vendor
    recipient: Recipient

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """The letter with invented contents for one of its templates: for previews, golden mails and checks."""
        raise NotImplementedError(f"{cls.__name__} has no sample")  # abstract: a letter without templates
