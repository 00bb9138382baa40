"""HTML made safe to show."""

from html import escape
from typing import Final

from gateway.mail.html.markup import tokens
from gateway.mail.html.rendering import VOID, html_to_text

_NESTING: Final = 200  # elements within each other that the sanitizer is given


def sanitize(html: str) -> str:
    """HTML that may be shown in the console: no scripts, styles sheets, forms, remote images; `cid:` images stay.

    Markup nested deeper than any mail client writes comes back as its plain text, because tree builders need
    time beyond measure for it.
    """
    if is_too_deep(html):
        return f"<pre>{escape(html_to_text(html))}</pre>"
    import nh3

    return nh3.clean(
        html,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        attribute_filter=_attribute,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Images only out of the message itself (RFC 2392): a remote one tells its sender that it was looked at."""
    if name in ("src", "background", "srcset", "poster") and not value.strip().lower().startswith("cid:"):
        return None
    if name == "href" and value.strip().lower().startswith("cid:"):
        return None
    return value


def is_too_deep(html: str) -> bool:
    """Is markup nested deeper than any mail client writes?"""
    return _nesting(html) > _NESTING


def _nesting(html: str) -> int:
    """An upper bound of the depth of the tree: tags that are opened and not closed again."""
    depth = deepest = 0
    for _, change in tokens(html, lambda tag, _: -1 if tag[:1] == "/" else int(tag != "" and tag not in VOID)):
        depth += change
        deepest = max(deepest, depth)
    return deepest
