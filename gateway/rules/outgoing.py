"""The checked loader of `outgoing.toml`."""

from gateway.domain.letters import LETTERS
from gateway.domain.outgoing import LISTED, OutgoingPolicy, fits
from gateway.rules.reader import Reader

TEMPLATES = tuple(name for letter in LETTERS for name in letter.TEMPLATES)


def read_outgoing(reader: Reader) -> OutgoingPolicy:
    """The classes of outgoing mail. Raises ConfigurationError."""
    table = reader.table("classes")
    classes = {name: table.texts(name) for name in LISTED}
    for name, patterns in classes.items():
        for pattern in patterns:
            if not any(fits(template, pattern) for template in TEMPLATES):
                raise table.fault(name, f"no template is named {pattern!r}.", "See: gateway templates list")
    table.done()
    reader.done()
    return OutgoingPolicy(classes)
