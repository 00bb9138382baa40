"""Domain names compared as DNS has them."""

from gateway.mail.compose import ComposeError, ascii_domain


def ascii_name(domain: str) -> str | None:
    """A domain in A-labels and lower case without a last dot, None where it cannot be written so (RFC 5890)."""
    domain = domain.strip().removesuffix(".").lower()
    if domain.isascii():
        return domain
    try:
        return ascii_domain(f"@{domain}").removeprefix("@")
    except ComposeError:
        return None


def is_below(name: str, domain: str) -> bool:
    """Is a name a domain or below it? Both in lower case."""
    return name == domain or name.endswith("." + domain)
