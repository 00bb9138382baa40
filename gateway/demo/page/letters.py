"""A mail as its reader sees it, with everything in it made inert."""

import re
from base64 import b64encode
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Final

import nh3

from gateway.demo.page.views import MailView
from gateway.mail.html.sanitizing import sanitize
from gateway.mail.message import Message

TAGS: Final = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del div dl dt em figure figcaption h5 hr i img "
    "ins li ol p pre s small span strong sub sup table tbody td tfoot th thead tr u ul".split()
)
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MAX_PICTURE: Final = 200_000  # bytes of a picture that stands in the page
# Both look at markup that was made safe: a "<" in it begins a tag, and no attribute holds a quotation mark.
_LINK: Final = re.compile(r'(<a(?: [a-z]{1,10}="[^"]*"){0,4}) href="')
_HEADING: Final = re.compile(r"(</?)h[1-6]\b")
_EMPTY_PICTURE: Final = "<img>"
# What a mail can bring along that does something, by how it begins in markup.
_DOES_SOMETHING: Final = {
    "a script": re.compile(r"<script\b|\son[a-z]{3,20}\s{0,5}=|javascript:", re.IGNORECASE),
    "a form": re.compile(r"<(?:form|input|button)\b", re.IGNORECASE),
    "a frame": re.compile(r"<(?:iframe|frame|object|embed)\b", re.IGNORECASE),
    "a redirect": re.compile(r"<meta\b[^<>]{0,200}refresh", re.IGNORECASE),
    "a remote picture": re.compile(r"(?:(?:src|background)\s{0,5}=|url\()\s{0,5}[\"']?(?:https?:)?//", re.IGNORECASE),
}


def mail_view(message: Message) -> MailView:
    """What a mail program would show of a message."""
    headers = message.headers
    return MailView(
        sender=", ".join(headers.all("From")),
        to=", ".join(headers.all("To")),
        cc=", ".join(headers.all("Cc")),
        subject=message.subject,
        date=format_datetime(message.date) if message.date else "",
        text=message.body.text.strip(),
        html=inert(message.html, _pictures(message)) if message.html else None,
        files=tuple(one.name for one in message.attachments if not one.inline),
        defused=defused(message.html or ""),
    )


def inert(html: str, pictures: Mapping[str, str]) -> str:
    """Markup that loads nothing, runs nothing and leads nowhere: links keep their text and name their target.

    `pictures`: data URIs by Content-ID; no other picture is shown.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return pictures.get(value.removeprefix("cid:"))
        return value

    safe = nh3.clean(
        _HEADING.sub(r"\1h5", _LINK.sub(r'\1 title="', sanitize(html))),
        tags=set(TAGS),
        attributes={"a": {"title"}, "img": {"src", "alt"}, "td": {"colspan"}, "th": {"colspan"}},
        attribute_filter=attribute,
        url_schemes={"cid"},
        link_rel=None,
    )
    return safe.replace(_EMPTY_PICTURE, "")


def defused(html: str) -> tuple[str, ...]:
    """What of a mail's markup would have done something, in words."""
    return tuple(name for name, sign in _DOES_SOMETHING.items() if sign.search(html))


def _pictures(message: Message) -> dict[str, str]:
    shown = (one for one in message.attachments if one.content_id and one.type in PICTURES and one.size <= MAX_PICTURE)
    return {str(one.content_id): f"data:{one.type};base64,{b64encode(one.content).decode('ascii')}" for one in shown}
