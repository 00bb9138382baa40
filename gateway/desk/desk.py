"""Everything a use case needs, handed from verb to verb."""

from dataclasses import dataclass, field

from gateway.config import Config
from gateway.domain.token import Signer
from gateway.letters.views import Vendor
from gateway.mail.limits import Limits
from gateway.ports import Clock, Scanner, Verifier
from gateway.rules.decisions.book import RuleBook
from gateway.store.inbox.reading_codec import ReadingCodec
from gateway.store.store import Store
from gateway.templating import Templates


@dataclass(frozen=True, slots=True)
class Desk:
    """The support desk of one vendor. Built by `gateway.app.desk.build`."""

    config: Config
    store: Store
    clock: Clock
    verifier: Verifier
    rules: RuleBook
    templates: Templates
    signer: Signer
    reading: Limits = field(default_factory=Limits)  # how much of a message is looked at
    codec: ReadingCodec | None = None  # of what readers have found out ahead; None: all mail is read here
    scanner: Scanner | None = None  # of files that are sent along; None: they are not scanned
    # what templates may say about us, by the telephone numbers of a region; made when first asked for
    vendors: dict[tuple[str, ...], Vendor] = field(default_factory=dict, init=False, repr=False)
