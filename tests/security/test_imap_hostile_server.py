"""A mail server that is broken, or not ours: whatever it says, the reader lives, no mail is lost or kept twice."""

import re
import ssl
from pathlib import Path

import pytest

from gateway.intake.imap_wire import SMALL_BYTES, BoundedClient, TooMuch
from gateway.store.store import Store
from tests.support.imap_server import Cut, ImapServer, Twist
from tests.support.mailboxes import Post, mail
from tests.support.smarthost import server_context

LITERAL = b"* 1 FETCH (UID 1 BODY[] {%b}\r\n"
NONSENSE = {
    "a literal that fits into no memory": LITERAL % b"99999999999999",
    "a literal whose length is no number a machine takes": LITERAL % (b"9" * 5000),
    "a literal of negative length": LITERAL % b"-1",
    "a line of brackets": b"* 1 FETCH " + b"(" * 50_000 + b"\r\n",
    "an open quote": b'* 1 FETCH (UID 1 BODY[] "' + b"x" * 1000 + b"\r\n",
    "a line that never ends": b"* " + b"x" * (2 * SMALL_BYTES),
    "lines that never end": (b"* OK " + b"x" * 1000 + b"\r\n") * (SMALL_BYTES // 1000),
    "bytes that are no text": bytes(range(256)) * 4 + b"\r\n",
    "line ends alone": b"\n\n\r\r\n",
    "an answer to a command nobody gave": b"ZZZZ999 OK done\r\n",
    "a continuation nobody waits for": b"+ go ahead\r\n",
    "goodbye": b"* BYE too busy\r\n",
    "the page of a web server": b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n<html>\r\n",
    "nothing": b"",
}
COMMANDS = {"GREETING", "CAPABILITY", "LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE", "IDLE", "NEWS"}


@pytest.mark.parametrize("said", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_ends_the_connection_and_nothing_else(server: ImapServer, post: Post, said: bytes) -> None:
    left = set(COMMANDS)

    def twist(command: str, answer: bytes) -> bytes:
        if command in left:
            left.remove(command)
            raise Cut(said)
        return answer

    server.twist = twist
    sent = [mail("one"), mail("two")]
    server.deliver(sent[0])
    with post.reading(backfill=True):
        server.until(lambda: left == {"NEWS"} and post.asleep(), "not every command was answered")
        server.deliver(sent[1])
        server.until(lambda: len(post.kept()) == 2 and post.asleep(), "not all was kept")
    assert not left
    assert post.kept() == sent
    assert all(one.flags == {"\\Seen"} for one in server.inbox)


def replaced(command: str, pattern: bytes, by: bytes) -> Twist:
    """Change an answer the first three times."""
    left = [True] * 3

    def twist(given: str, answer: bytes) -> bytes:
        if given != command or not left or not re.search(pattern, answer):
            return answer
        left.pop()
        return re.sub(pattern, lambda _: by, answer)

    return twist


@pytest.mark.parametrize(
    ("command", "pattern", "by"),
    [
        ("UID SEARCH", rb"SEARCH 1 2", b"SEARCH 4294967296 1 2"),
        ("UID SEARCH", rb"SEARCH 1 2", b"SEARCH 0 1 2"),
        ("UID SEARCH", rb"SEARCH 1 2", b"SEARCH -1 1 2"),
        ("UID SEARCH", rb"SEARCH 1 2", b"SEARCH one two"),
        ("UID SEARCH", rb"SEARCH 1 2", b"SEARCH 99 1 2"),
        ("UID SEARCH", rb"SEARCH 1 2", b"SEARCH 1 2\r\n* SEARCH 1 2"),
        ("SELECT", rb"UIDVALIDITY 7", b"UIDVALIDITY 0"),
        ("SELECT", rb"UIDVALIDITY 7", b"UIDVALIDITY 99999999999"),
        ("SELECT", rb"UIDVALIDITY 7", b"UIDVALIDITY x"),
        ("SELECT", rb"UIDVALIDITY 7", b"NOTHING"),
        ("SELECT", rb"UIDNEXT 3", b"UIDNEXT 99999999999"),
        ("SELECT", rb"READ-WRITE", b"READ-ONLY"),
        ("UID FETCH", rb"RFC822.SIZE \d+", b"RFC822.SIZE NIL"),
        ("UID FETCH", rb"RFC822.SIZE \d+", b"RFC822.SIZE (1 2)"),
        ("UID FETCH", rb"RFC822.SIZE \d+", b"RFC822.SIZE -5"),
        ("UID FETCH", rb"UID 2 RFC822.SIZE \d+", b"UID 7 RFC822.SIZE 1"),
        ("UID FETCH", rb"(?s)BODY\[\] .*?\)\r\n", b"BODY[] NIL)\r\n"),
        ("UID FETCH", rb"(?s)BODY\[\] .*?\)\r\n", b"BODY[] 12345)\r\n"),
        ("UID FETCH", rb"(?s)BODY\[\] .*?\)\r\n", b"FLAGS ())\r\n"),
        ("UID FETCH", rb"(?s)UID 2 BODY\[\] .*?\)\r\n", b"UID 9 BODY[] {5}\r\nHello)\r\n"),
    ],
)
def test_an_answer_that_makes_no_sense_is_not_believed(
    server: ImapServer, post: Post, command: str, pattern: bytes, by: bytes
) -> None:
    sent = [mail("one"), mail("two")]
    for one in sent:
        server.deliver(one)
    server.twist = replaced(command, pattern, by)
    with post.reading(backfill=True) as reader:
        server.until(lambda: len(post.kept()) == 2 and post.asleep(), "not all was kept")
        assert post.state(reader) == (7, 2)
    assert post.kept() == sent
    assert post.set_apart() == []


def test_a_list_that_grows_without_end_is_cut_off(server: ImapServer) -> None:
    client = BoundedClient("127.0.0.1", server.port, None, 10.0)
    server.twist = lambda _command, answer: b"* 1 EXISTS\r\n" * SMALL_BYTES + answer
    client.wire.allow(1000, 10.0)
    with pytest.raises(TooMuch):
        client.noop()
    client.wire.shutdown()


def test_a_server_that_is_too_slow_is_left(server: ImapServer) -> None:
    client = BoundedClient("127.0.0.1", server.port, None, 10.0)
    client.wire.allow(SMALL_BYTES, 0.0)
    with pytest.raises(client.wire.abort, match="takes too long"):
        client.noop()
    client.wire.shutdown()


def test_a_literal_is_refused_before_a_byte_of_it_is_read(server: ImapServer) -> None:
    client = BoundedClient("127.0.0.1", server.port, None, 10.0)
    server.twist = lambda _command, _answer: b"* 1 FETCH (BODY[] {1001}\r\n"
    client.wire.allow(1000, 10.0)
    with pytest.raises(TooMuch, match="1001 bytes"):
        client.noop()
    client.wire.shutdown()


def test_what_a_stranger_puts_behind_starttls_is_not_taken_for_the_server(certificate: dict[str, Path]) -> None:
    with ImapServer(tls=server_context(certificate)) as server:
        trusting = ssl.create_default_context(cafile=str(certificate["certificate"]))
        server.twist = lambda command, answer: (
            answer + b"* CAPABILITY IMAP4rev1\r\n" if command == "STARTTLS" else answer
        )
        client = BoundedClient("localhost", server.port, None, 10.0)
        with pytest.raises(client.wire.abort, match="clear text"):
            client.starttls(trusting)
        client.wire.shutdown()


def test_what_a_server_calls_a_header_is_no_second_message(
    server: ImapServer, sqlite_store: Store, tmp_path: Path
) -> None:
    post = Post(server, sqlite_store, tmp_path, limits={"message_bytes": 5000})
    said = b"Subject: x\r\n\r\nSecond: y\r\n\r\nA body"

    def add(command: str, answer: bytes) -> bytes:
        if command == "UID FETCH" and b"HEADER.FIELDS" in answer:
            return re.sub(rb"(?s)\{\d+\}.*\)\r\n", b"{%d}\r\n%b)\r\n" % (len(said), said), answer)
        return answer

    server.twist = add
    server.deliver(mail("x" * 6000))
    post.visit(lambda: post.set_apart() and post.asleep(), "nothing was set apart", backfill=True)
    with sqlite_store.read() as work:
        kept = work.mails.load(post.set_apart()[0].mail_id).mail.content
    assert b"Second" not in kept
    assert kept.count(b"\r\n\r\n") == 1
