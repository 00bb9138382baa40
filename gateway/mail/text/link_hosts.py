"""Links that pretend to lead to somebody else's host: letters of two alphabets that share shapes in one name."""

from typing import Final

from gateway.mail.text.homoglyphs import mixes_alphabets, shown_domain

MAX_HOST: Final = 255  # characters (RFC 1035 section 2.3.4)


def disguised_host(link: str) -> str:
    """The host of a link or mail address in ASCII, where a part of its name mixes alphabets; else ""."""
    host = _host(link)
    if host.isascii() and "xn--" not in host:
        return ""
    labels = shown_domain(host).split(".")
    return ".".join(map(_ascii, labels)) if any(map(mixes_alphabets, labels)) else ""


def _host(link: str) -> str:
    rest = link.partition("://")[2] if "://" in link else link.removeprefix("mailto:")
    for mark in ("/", "?", "#", "\\"):
        rest = rest.partition(mark)[0]
    return rest.rpartition("@")[2].partition(":")[0][:MAX_HOST].lower()


def _ascii(label: str) -> str:
    """An A-label (RFC 5890), made without asking whether it may be registered."""
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
