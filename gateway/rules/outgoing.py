"""The checked loader of `outgoing.toml`."""

from gateway.domain.letters import LETTERS
from gateway.domain.outgoing import LISTED, Class, OutgoingPolicy, fits
from gateway.rules.reader import Reader

TEMPLATES = tuple(name for letter in LETTERS for name in letter.TEMPLATES)


def read_outgoing(reader: Reader) -> OutgoingPolicy:
    """The classes of outgoing mail. Raises ConfigurationError."""
    table = reader.table("classes")
    classes: dict[str, Class] = {}
    for name in LISTED:
        for pattern in table.texts(name):
            named = [template for template in TEMPLATES if fits(template, pattern)]
            if not named:
                raise table.fault(name, f"no template is named {pattern!r}.", "See: gateway templates list")
            for template in named:
                classes.setdefault(template, name)  # the first class that names it
    table.done()
    reader.done()
    return OutgoingPolicy(classes)
