"""Files travel both ways: an engineer's with the answer, a customer's with the notice to our people."""

import email
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from gateway.adapters.scanner import CommandScanner
from gateway.desk.delivery.dispatch import dispatch
from gateway.desk.desk import Desk
from gateway.ports import Reply
from gateway.store.store import Store
from tests.support.desk import (
    Document,
    build_desk,
    case,
    deliver,
    do_not_sync,
    letter,
    notes,
    open_case,
    queue,
    reply,
    reply_address,
    sent,
    write,
)
from tests.support.people import INES, NADIA

GUIDE = b"%PDF-1.4 how to restart the till"
LOG = b"09:00:01 export stopped\r\n" * 3
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1200).to_bytes(4, "big") + (900).to_bytes(4, "big") + b"pixels" * 20
LOGO = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (120).to_bytes(4, "big") + (40).to_bytes(4, "big") + b"logo" * 20


@dataclass
class Post:
    """A host that takes every mail, or says that it comes later."""

    code: int = 250
    mails: list[bytes] = field(default_factory=list)

    def send(self, _envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        self.mails.append(content)
        return dict.fromkeys(recipients, Reply(self.code, "so be it"))

    def close(self) -> None:
        """Nothing is kept open."""

    def of(self, template: str) -> EmailMessage:
        """The one mail of a template that left."""
        read = [email.message_from_bytes(one, policy=default) for one in self.mails]
        [found] = [one for one in read if one["X-Gateway-Template"] == template]
        assert isinstance(found, EmailMessage)
        return found


def posted(desk: Desk) -> Post:
    """What leaves when the queue is sent."""
    post = Post()
    dispatch(desk, post)
    return post


def files_of(mail: EmailMessage) -> dict[str, bytes]:
    return {str(one.get_filename()): one.get_payload(decode=True) for one in mail.walk() if one.get_filename()}  # type: ignore[misc]  # bytes


def answer(desk: Desk, number: str, text: str = "See the guide.", **parts: Any) -> Document:
    return write(desk, NADIA, text, **{"to": reply_address(desk, number), "subject": "Re: x", **parts})


def small(store: Store, folder: Path, **limits: object) -> Desk:
    """A desk with other limits."""
    do_not_sync(store)
    return build_desk(store, folder, limits=limits)


def test_the_file_of_an_engineers_answer_reaches_the_customer_as_it_was(desk: Desk) -> None:
    document = answer(desk, open_case(desk), files={"Anleitung für Sie.pdf": GUIDE})
    mail = posted(desk).of("agent_public_reply")
    assert files_of(mail) == {"Anleitung für Sie.pdf": GUIDE}
    shown = sent(document, "agent_public_reply")["attachments"]
    assert shown == [{"name": "Anleitung für Sie.pdf", "type": "application/pdf", "size": len(GUIDE)}]


def test_the_files_of_a_new_ticket_reach_the_first_line_but_no_acknowledgement(desk: Desk) -> None:
    write(desk, INES, "It stops.", files={"export.log": LOG})
    post = posted(desk)
    assert files_of(post.of("agent_new_ticket")) == {"export.log": LOG}
    assert files_of(post.of("ack_new_ticket")) == {}


def test_the_files_of_a_customers_reply_reach_whoever_works_on_it(desk: Desk) -> None:
    alert = sent(answer(desk, open_case(desk)), "agent_public_reply")
    reply(desk, alert, INES, "Here is the log.", files={"till.log": LOG})
    assert files_of(posted(desk).of("agent_reply_arrived")) == {"till.log": LOG}


def test_files_below_internal_stay_inside(desk: Desk) -> None:
    number = open_case(desk)
    answer(desk, number, "#internal\nOnly for us.", files={"costs.pdf": GUIDE})
    post = posted(desk)
    assert all(
        GUIDE not in part
        for one in post.mails
        for part in files_of(email.message_from_bytes(one, policy=default)).values()
    )


def test_an_answer_that_is_tried_again_is_the_same_mail(desk: Desk) -> None:
    answer(desk, open_case(desk), files={"guide.pdf": GUIDE})
    first, second = Post(451), Post()
    dispatch(desk, first)
    with desk.store.begin() as work:
        for one in work.outbox.listing("deferred", None):
            work.outbox.save(replace(one, next_attempt=desk.clock.now()))
    dispatch(desk, second)
    assert first.of("agent_public_reply").as_bytes() == second.of("agent_public_reply").as_bytes()


def test_a_file_over_the_cap_is_named_with_its_size_and_the_others_go_along(store: Store, tmp_path: Path) -> None:
    desk = small(store, tmp_path, relayed_bytes=100)
    number = open_case(desk)
    answer(desk, number, files={"dump.bin": b"\1" * 4200, "guide.pdf": GUIDE})
    mail = posted(desk).of("agent_public_reply")
    assert files_of(mail) == {"guide.pdf": GUIDE}
    words = mail.get_body(("plain",))
    assert words is not None
    assert "dump.bin (4.2 kB) is too large" in words.get_content()
    assert "dump.bin" in notes(desk, number, "internal")[-1]


def test_our_people_are_told_where_a_file_over_the_cap_is_kept(store: Store, tmp_path: Path) -> None:
    desk = small(store, tmp_path, relayed_bytes=0)
    document = write(desk, INES, "It stops.", files={"export.log": LOG})
    text = sent(document, "agent_new_ticket")["text"]
    assert "export.log (75 B) was not sent along: too large." in text
    assert f"gateway mail save {document['mail']} DIR" in text


@pytest.mark.parametrize(
    ("name", "content"), [("setup.exe", b"harmless"), ("setup.ExE", b"x"), ("picture.gif", b"MZ\x90\0program")]
)
def test_programs_are_named_and_never_sent(desk: Desk, name: str, content: bytes) -> None:
    document = answer(desk, open_case(desk), files={name: content})
    mail = posted(desk).of("agent_public_reply")
    assert (files_of(mail), "attachments" in sent(document, "agent_public_reply")) == ({}, False)
    assert f"{name} (" in sent(document, "agent_public_reply")["text"]


def with_pictures(sender: str, to: str, text: str, html: str, pictures: Mapping[str, bytes]) -> EmailMessage:
    """A mail with pictures in its text, by their Content-ID."""
    mail = letter(sender, text, to, "Re: x")
    mail.add_alternative(html, subtype="html")
    for cid, content in pictures.items():
        mail.get_payload()[1].add_related(  # type: ignore[union-attr,index]  # the HTML
            content, "image", "png", cid=f"<{cid}>", filename=f"{cid.partition('@')[0]}.png", disposition="inline"
        )
    return mail


def test_the_logo_of_a_signature_does_not_count_as_a_file(desk: Desk) -> None:
    number = open_case(desk)
    html = '<p>Please restart it.</p><p>-- <br>Nadia Berg<br>Example Software, Support</p><img src="cid:logo@x">'
    text = "Please restart it.\n\n-- \nNadia Berg\nExample Software, Support\n"
    document = deliver(desk, with_pictures(NADIA, reply_address(desk, number), text, html, {"logo@x": LOGO}))
    assert "attachments" not in sent(document, "agent_public_reply")


def test_a_picture_that_an_answer_only_quotes_is_not_sent_again(desk: Desk) -> None:
    shot = with_pictures(INES, "support@vendor.example", "See:", '<p>See: <img src="cid:shot@x"></p>', {"shot@x": PNG})
    number = str(deliver(desk, shot)["ticket"])
    html = '<p>We see it.</p><blockquote><p>See: <img src="cid:shot@x"></p></blockquote>'
    mail = with_pictures(NADIA, reply_address(desk, number), "We see it.\n\n> See:", html, {"shot@x": PNG})
    assert "attachments" not in sent(deliver(desk, mail), "agent_public_reply")


def test_the_outbox_keeps_no_copy_of_a_file(desk: Desk) -> None:
    answer(desk, open_case(desk), files={"guide.pdf": GUIDE})
    [entry] = [one for one in queue(desk) if one.template == "agent_public_reply"]
    [file] = entry.files
    assert (file.name, file.size, file.mail_id) == ("guide.pdf", len(GUIDE), entry.mail_id)
    assert case(desk, "T-001001")["notes"][-1]["attachments"][0]["name"] == "guide.pdf"


def html_of(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_picture_in_an_answer_is_shown_where_the_engineer_put_it(desk: Desk) -> None:
    number = open_case(desk)
    html = '<p>Press <b>this</b>: <img src="cid:button@x"> twice.</p>'
    deliver(desk, with_pictures(NADIA, reply_address(desk, number), "Press this: twice.", html, {"button@x": PNG}))
    mail = posted(desk).of("agent_public_reply")
    [picture] = [one for one in mail.walk() if one.get_content_type() == "image/png"]
    identity = str(picture["Content-ID"]).strip("<>")
    assert f'<p>Press <b>this</b>: <img src="cid:{identity}" alt=""> twice.</p>' in html_of(mail)
    assert (picture.get_payload(decode=True), picture.get_content_disposition()) == (PNG, "inline")


def test_rich_text_of_an_answer_survives_and_its_quotation_and_commands_do_not(desk: Desk) -> None:
    number = open_case(desk)
    below = "-- \nNadia Berg\n\nOn Monday Ines wrote:\n> Till is slow\n"
    text = f"#priority high\nUse the second button.\n\n- first\n- last\n\n{below}"
    html = (
        "<div>#priority high</div><div>Use the <b>second</b> button.</div><ul><li>first</li><li>last</li></ul>"
        "<div>-- <br>Nadia Berg</div><div>On Monday Ines wrote:<blockquote>Till is slow</blockquote></div>"
    )
    mail = letter(NADIA, text, reply_address(desk, number), "Re: x")
    mail.add_alternative(html, subtype="html")
    deliver(desk, mail)
    shown = html_of(posted(desk).of("agent_public_reply"))
    assert "<div><div>Use the <b>second</b> button.</div><ul><li>first</li><li>last</li></ul></div>" in shown
    assert "priority" not in shown
    assert "Ines wrote" not in shown


def test_an_answer_whose_html_says_something_else_goes_as_its_text(desk: Desk) -> None:
    number = open_case(desk)
    mail = letter(NADIA, "Please restart it.", reply_address(desk, number), "Re: x")
    mail.add_alternative("<p>Please <b>never</b> restart it.</p>", subtype="html")
    deliver(desk, mail)
    shown = html_of(posted(desk).of("agent_public_reply"))
    assert ("Please restart it." in shown, "never" in shown) == (True, False)


LOOKS = ("sh", "-c", "! grep -q EICAR")


def test_a_file_that_the_scanner_does_not_call_clean_stays_and_mail_and_ticket_say_so(desk: Desk) -> None:
    number = open_case(desk)
    answer(desk, number, files={"tool.txt": b"an EICAR test", "guide.pdf": GUIDE})
    first, second = Post(451), Post()
    scanned = replace(desk, scanner=CommandScanner(LOOKS, 20))
    dispatch(scanned, first)
    with desk.store.begin() as work:
        for one in work.outbox.listing("deferred", None):
            work.outbox.save(replace(one, next_attempt=desk.clock.now()))
    dispatch(scanned, second)
    mail = second.of("agent_public_reply")
    assert files_of(mail) == {"guide.pdf": GUIDE}
    words = mail.get_body(("plain",))
    assert words is not None
    assert words.get_content().count("tool.txt (13 B) was not sent along") == 1
    assert mail.as_bytes() == first.of("agent_public_reply").as_bytes()
    assert len([one for one in notes(desk, number, "internal") if "tool.txt" in one]) == 1


def test_a_scanner_that_is_missing_keeps_every_file_back_but_no_words(desk: Desk) -> None:
    answer(desk, open_case(desk), "See the guide.", files={"guide.pdf": GUIDE})
    post = Post()
    dispatch(replace(desk, scanner=CommandScanner(("/nowhere/scanner",), 20)), post)
    mail = post.of("agent_public_reply")
    assert files_of(mail) == {}
    assert "See the guide." in mail.as_string()
