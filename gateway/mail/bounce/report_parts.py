"""The parts of a message in the roles they have in a report: words, status fields, and the mail that came back."""

import html
from dataclasses import dataclass
from typing import Final

from gateway.mail.message import Message, Part

PART_BYTES: Final = 196_608  # read of one part
TEXT_PARTS: Final = 10
RETURNED_PARTS: Final = 10

_STATUS: Final = frozenset(("message/delivery-status", "message/global-delivery-status"))
_RECEIPT: Final = frozenset(("message/disposition-notification", "message/global-disposition-notification"))
_RETURNED: Final = frozenset(
    ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "text/rfc822-header",
     "message/rfc822-headers", "message/partial", "text/rfc822")
)  # fmt: skip
_BREAKING: Final = frozenset(
    ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "pre", "hr", "td", "title", "blockquote")
)


@dataclass(frozen=True, slots=True)
class ReportParts:
    """Decoded texts of the parts, in the order of the message."""

    status: tuple[str, ...]
    receipt: tuple[str, ...]
    feedback: tuple[str, ...]
    returned: tuple[str, ...]
    plain: tuple[str, ...]
    rich: tuple[str, ...]  # HTML, as text

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of the report: plain text, else the text of the HTML."""
        return self.plain if any(text.strip() for text in self.plain) else self.rich


def report_parts(message: Message) -> ReportParts:
    """Sort the parts of a message by their role in a report."""
    roles: dict[str, list[str]] = {name: [] for name in ("status", "receipt", "feedback", "returned", "plain", "rich")}
    for part in message.parts:
        role = _role(part, bool(roles["returned"]))
        if role and len(roles[role]) < (RETURNED_PARTS if role == "returned" else TEXT_PARTS):
            text = decoded(part)
            roles[role].append(text_of_html(text) if role == "rich" else text)
    return ReportParts(**{name: tuple(texts) for name, texts in roles.items()})


def _role(part: Part, after_returned: bool) -> str | None:
    if part.type in _STATUS:
        return "status"
    if part.type in _RECEIPT:
        return "receipt"
    if part.type == "message/feedback-report":
        return "feedback"
    if part.type in _RETURNED:
        return "returned"
    if part.disposition == "attachment" and b"final-recipient:" in part.content[:8000].lower():
        return "status"
    if after_returned or part.disposition == "attachment":
        return None
    if part.type == "text/html":
        return "rich"
    return "plain" if part.type.startswith("text/") or part.type in ("multipart/report", "message/plain") else None


def decoded(part: Part) -> str:
    """The text of a part by its declared charset, else by UTF-8, else by Windows-1252; never fails."""
    content = part.content[:PART_BYTES].replace(b"\x00", b"")
    for charset in (part.parameter("charset") or "utf-8", "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def text_of_html(source: str) -> str:
    """The words of an HTML report, one line for each block; `<a@b>` written without escapes stays. Linear."""
    pieces: list[str] = []
    position, hidden, verbatim = 0, "", False
    while (opening := source.find("<", position)) >= 0:
        if not hidden:
            pieces.append(_words(source[position:opening], verbatim))
        closing = source.find(">", opening)
        if closing < 0:
            position = len(source)
            break
        tag = source[opening + 1 : closing]
        hidden = _hidden_after(tag, hidden)
        verbatim = not tag.startswith("/") if _tag_name(tag[:40]) == "pre" else verbatim
        pieces.append("" if hidden else _break_or_address(tag))
        position = closing + 1
    pieces.append(_words(source[position:], verbatim))
    return html.unescape("".join(pieces)).replace("\xa0", " ")


def _words(text: str, verbatim: bool) -> str:
    return text if verbatim else text.replace("\n", " ").replace("\r", " ")


def _tag_name(tag: str) -> str:
    return tag.strip("/ \n").partition(" ")[0].partition("\n")[0].lower()


def _hidden_after(tag: str, hidden: str) -> str:
    name = _tag_name(tag[:40])
    if hidden:
        return "" if tag.startswith("/") and name == hidden else hidden
    return name if name in ("style", "script") and not tag.startswith("/") else ""


def _break_or_address(tag: str) -> str:
    if "@" in tag and "=" not in tag and " " not in tag.strip() and ":" not in tag:
        return f"<{tag}>"
    return "\n" if _tag_name(tag[:40]) in _BREAKING else ""
