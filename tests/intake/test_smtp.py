"""SMTP sessions over real sockets."""

import smtplib

import pytest

from tests.support.edge import NOW, Edge, OpenEdge


def test_a_mail_is_kept_with_its_envelope_before_the_final_dot_is_answered(edge: Edge) -> None:
    with edge.client() as client:
        reply = client.deliver(b"Subject: Hello\r\n\r\nText", "support@vendor.example", "Escalation@VENDOR.example")
        [mail] = edge.mails()
    assert reply == "250 2.0.0 Ok, kept as 1"
    assert mail.content.endswith(b"\r\nSubject: Hello\r\n\r\nText\r\n")
    assert mail.envelope.mail_from == "user@acorn.example"
    assert mail.envelope.recipients == ("support@vendor.example", "Escalation@VENDOR.example")
    assert mail.envelope.received_at == NOW
    assert (mail.envelope.peer, mail.envelope.helo) == ("127.0.0.1", "client.example")


def test_a_kept_mail_begins_with_a_trace_line(edge: Edge) -> None:
    with edge.client() as client:
        client.deliver(b"Subject: Hello\r\n\r\nText")
    [mail] = edge.mails()
    assert mail.content.startswith(
        b"Received: from client.example ([127.0.0.1])\r\n\tby vendor.example with ESMTP;\r\n"
        b"\tTue, 03 Mar 2026 09:00:00 +0000\r\nSubject: Hello\r\n"
    )


def test_a_name_that_is_no_host_name_does_not_reach_the_trace_line(edge: Edge) -> None:
    with edge.client() as client:
        client.start("EHLO evil; (by x) with")
        client.send(b"Subject: Hello\r\n\r\nText\r\n.\r\n")
        client.reply()
    assert edge.mails()[0].content.startswith(b"Received: from unknown ([127.0.0.1])\r\n")


def test_leading_dots_of_lines_are_doubled_on_the_wire_only(edge: Edge) -> None:
    with edge.client() as client:
        client.deliver(b"..first\r\nSubject: x\r\n\r\n..\r\n...two\r\nno.dot\r\n..")
    assert edge.mails()[0].content.endswith(b".first\r\nSubject: x\r\n\r\n.\r\n..two\r\nno.dot\r\n.\r\n")


def test_an_empty_message_is_a_message(edge: Edge) -> None:
    with edge.client() as client:
        client.start()
        client.send(b".\r\n")
        assert client.reply().startswith("250")


def test_a_final_dot_in_pieces_is_found(edge: Edge) -> None:
    with edge.client() as client:
        client.start()
        for piece in (b"Subject: x\r\n\r\nText\r", b"\n", b".", b"\r", b"\n"):
            client.send(piece)
        assert client.reply().startswith("250")


def test_long_lines_are_kept_as_they_are(edge: Edge) -> None:
    with edge.client() as client:
        assert client.deliver(b"Subject: x\r\n\r\n" + b"a" * 300_000).startswith("250")
    assert b"a" * 300_000 in edge.mails()[0].content


def test_commands_may_be_pipelined_up_to_data(edge: Edge) -> None:
    with edge.client() as client:
        assert "PIPELINING" in client.say("EHLO client.example")
        client.send(b"MAIL FROM:<user@acorn.example>\r\nRCPT TO:<support@vendor.example>\r\nDATA\r\n")
        assert [client.reply()[:3] for _ in range(3)] == ["250", "250", "354"]
        client.send(b"Subject: x\r\n\r\nText\r\n.\r\nMAIL FROM:<>\r\nQUIT\r\n")
        assert [client.reply()[:3] for _ in range(3)] == ["250", "250", "221"]


def test_several_mails_travel_over_one_connection(edge: Edge) -> None:
    with smtplib.SMTP("127.0.0.1", edge.port) as client:
        for number in range(5):
            client.sendmail("user@acorn.example", ["support@vendor.example"], f"Subject: {number}\r\n\r\nText")
    assert len(edge.mails()) == 5


def test_the_null_sender_is_accepted(edge: Edge) -> None:
    with edge.client() as client:
        client.say("HELO client.example")
        assert client.say("MAIL FROM:<>").startswith("250")
        assert client.say("RCPT TO:<bounces+k3v@vendor.example>").startswith("250")
        client.say("DATA")
        client.send(b"Subject: x\r\n\r\n.\r\n")
        assert client.reply().startswith("250")
    [mail] = edge.mails()
    assert mail.envelope.mail_from == ""
    assert b"with SMTP;" in mail.content


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("MAIL FROM:<user@acorn.example> BODY=8BITMIME SIZE=2000", "250"),
        ("mail from: user@acorn.example", "250"),
        ('MAIL FROM:<"a b>c"@acorn.example>', "250"),
        ("MAIL FROM:<user@[192.0.2.1]>", "250"),
        ("MAIL FROM:<user@acorn.example> SMTPUTF8", "555"),
        ("MAIL FROM:<user@acorn.example> SIZE=x", "555"),
        ("MAIL FROM:<user@acorn.example> SIZE=99999999999", "552"),
        ("MAIL FROM:<user@acorn.example", "553"),
        ("MAIL FROM:<user>", "553"),
        ("MAIL FROM:<a@b@acorn.example>", "553"),
        ("MAIL FROM:<@relay.example:user@acorn.example>", "553"),
        ("MAIL FROM:<usér@acorn.example>", "553"),
        ("MAIL user@acorn.example", "501"),
        ("RCPT TO:<support@vendor.example>", "503"),
        ("DATA", "503"),
        ("VRFY support", "252"),
        ("EXPN support", "502"),
        ("AUTH PLAIN AHgAeA==", "502"),
        ("STARTTLS", "502"),
        ("NOOP", "250"),
        ("HELP", "214"),
        ("RSET", "250"),
        ("BOGUS", "500"),
        ("", "500"),
        ("NOOP a\tb", "501"),
        ("NOOP " + "a" * 2000, "500"),
    ],
)
def test_each_command_has_its_answer(edge: Edge, command: str, code: str) -> None:
    with edge.client() as client:
        client.say("EHLO client.example")
        assert client.say(command)[:3] == code


def test_a_message_over_the_limit_is_refused_behind_its_final_dot_and_the_session_goes_on(open_edge: OpenEdge) -> None:
    edge = open_edge(limits={"message_bytes": 10_000})
    with edge.client() as client:
        assert "SIZE 10000" in client.say("EHLO client.example")
        assert client.deliver(b"a" * 200_000) == "552 5.3.4 Message too large"
        assert client.deliver(b"a" * 9_998).startswith("250")
        assert client.deliver(b"a" * 9_999).startswith("552")
    assert len(edge.mails()) == 1


def test_recipients_beyond_the_limit_are_for_the_next_transaction(edge: Edge) -> None:
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        replies = [client.say(f"RCPT TO:<support+{n}@vendor.example>")[:3] for n in range(101)]
    assert replies == ["250"] * 100 + ["452"]


def test_a_client_that_closes_its_sending_side_still_gets_its_answer(edge: Edge) -> None:
    with edge.client() as client:
        client.start()
        client.send(b"Subject: x\r\n\r\nText\r\n.\r\n")
        client.socket.shutdown(1)
        assert client.reply().startswith("250")
        assert client.rest() == b""


def test_mail_that_goes_in_circles_is_refused(edge: Edge) -> None:
    with edge.client() as client:
        assert client.deliver(b"Received: x\r\n" * 101 + b"\r\nText").startswith("554")


def test_bare_newlines_from_a_trusted_relay_are_repaired(edge: Edge) -> None:
    with edge.client() as client:
        assert client.deliver(b"Subject: x\n\na\rb\0c").startswith("250")
    assert edge.mails()[0].content.endswith(b"Subject: x\r\n\r\na\r\nbc\r\n")
