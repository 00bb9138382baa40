"""The files of the demo have places in braces; here they are filled."""

import re
from collections.abc import Mapping
from importlib.resources import files

# narrow enough for the braces of style sheets to stay what they are
_PLACE = re.compile(r"\{([a-z_]+)\}")


def filled(name: str, values: Mapping[str, str]) -> str:
    """A file of the demo with every place filled. Raises KeyError for a place that has no value."""
    text = files("gateway.demo").joinpath(name).read_text(encoding="utf-8")
    return _PLACE.sub(lambda place: values[place[1]], text)


def filled_mail(name: str, values: Mapping[str, str]) -> bytes:
    """The same as a message, with the line ends of the wire."""
    return filled(f"mails/{name}.eml", values).replace("\n", "\r\n").encode()
