"""Pictures within the text of mails: shown with the note that first had them, left out where they come again."""

import struct
import zlib
from email.message import EmailMessage

from gateway.desk.desk import Desk
from tests.support.desk import case, deliver, letter, open_case, reply_address
from tests.support.people import INES, ROSA
from tests.support.query_plans import Plans

BIG = (900, 600)  # pixels: no logo by its size


def png(color: int, size: tuple[int, int] = BIG) -> bytes:
    """A picture of one color."""
    rows = b"".join(b"\0" + bytes([color]) * size[0] for _ in range(size[1]))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def with_picture(sender: str, text: str, to: str, picture: bytes) -> EmailMessage:
    """A mail with a picture in its HTML."""
    mail = letter(sender, text, to=to, html=f'<p>{text}</p><img src="cid:shown">')
    mail.add_related(picture, "image", "png", cid="<shown>", filename="shown.png", disposition="inline")
    return mail


def files(desk: Desk, number: str) -> list[list[str]]:
    """The names of the files of every note."""
    return [[one["name"] for one in note["attachments"]] for note in case(desk, number)["notes"]]


def test_a_picture_is_shown_once_and_left_out_where_the_organization_sends_it_again(desk: Desk) -> None:
    number = open_case(desk)
    address = reply_address(desk, number)
    plans = Plans(desk.store)
    deliver(desk, with_picture(INES, "Look at this.", address, png(1)))
    deliver(desk, with_picture(INES, "Any news?", address, png(1)))
    deliver(desk, with_picture(INES, "And this one?", address, png(2)))
    assert plans.scans() == []
    assert files(desk, number)[-3:] == [["shown.png"], [], ["shown.png"]]


def test_a_picture_that_another_organization_sent_is_shown(desk: Desk) -> None:
    first, second = open_case(desk), open_case(desk, ROSA)
    deliver(desk, with_picture(INES, "Look at this.", reply_address(desk, first), png(3)))
    deliver(desk, with_picture(ROSA, "Look at this.", reply_address(desk, second), png(3)))
    assert files(desk, second)[-1] == ["shown.png"]


def test_however_small_a_picture_among_the_words_is_shown(desk: Desk) -> None:
    number = open_case(desk)
    deliver(desk, with_picture(INES, "Look at this.", reply_address(desk, number), png(4, (1, 1))))
    assert files(desk, number)[-1] == ["shown.png"]


def test_a_mail_without_a_picture_asks_for_none(desk: Desk) -> None:
    number = open_case(desk)
    plans = Plans(desk.store)
    deliver(desk, letter(INES, "Any news?", to=reply_address(desk, number)))
    assert not any("picture" in statement for statement in plans.statements)
