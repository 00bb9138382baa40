"""Mailboxes: what is new is kept once, marked afterwards, and nothing is lost when a line is cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gateway.desk.inbound.batch import settle_batch
from gateway.errors import DatabaseAway
from gateway.store.store import Store, UnitOfWork
from tests.support.imap_server import Cut, ImapServer
from tests.support.mailboxes import Post, mail
from tests.support.smarthost import server_context


class BreakingStore(Store):
    """A real store whose next transactions end in an error, before or after what they do is committed."""

    def __init__(self, store: Store) -> None:
        self._store, self.url = store, store.url
        self.fail_before = 0

    def read(self) -> Any:
        return self._store.read()

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        if self.fail_before:
            self.fail_before -= 1
            raise DatabaseAway("away")
        with self._store.begin() as work:
            yield work


def test_the_first_run_starts_from_now(server: ImapServer, post: Post) -> None:
    server.deliver(mail("old"))
    with post.reading() as reader:
        server.until(post.asleep, "nobody waits for news")
        server.deliver(mail("new"))
        server.until(post.kept, "nothing was kept")
        server.until(lambda: "\\Seen" in server.flags(2), "nothing was marked")
        assert post.state(reader) == (7, 2)
    assert [b"new" in one for one in post.kept()] == [True]
    assert server.flags(1) == set()
    assert post.woken == 1


def test_a_backfill_reads_a_new_mailbox_from_its_first_message_on(server: ImapServer, post: Post) -> None:
    for number in range(120):
        server.deliver(mail(f"old {number}."))
    post.visit(lambda: post.asleep() and len(post.kept()) == 120, "not all was kept", backfill=True)
    assert all(f"old {number}.".encode() in one for number, one in enumerate(post.kept()))
    assert all("\\Seen" in one.flags for one in server.inbox)


def test_a_backfill_leaves_alone_what_was_read_before(server: ImapServer, post: Post) -> None:
    server.deliver(mail("old"))
    post.visit(post.asleep, "nobody waits for news")
    post.visit(post.asleep, "nobody waits for news", backfill=True)
    assert post.kept() == []


def test_mail_of_a_downtime_is_read_at_the_next_start(server: ImapServer, post: Post) -> None:
    post.visit(post.asleep, "nobody waits for news")
    server.deliver(mail("while you were away"))
    post.visit(lambda: post.kept() and post.asleep(), "nothing was kept")
    assert len(post.kept()) == 1


def test_a_kept_mail_becomes_a_ticket(server: ImapServer, post: Post) -> None:
    post.visit(post.asleep, "nobody waits for news")
    server.deliver(mail("The till is slow."))
    post.visit(lambda: post.kept() and post.asleep(), "nothing was kept")
    assert [one.decision for one in settle_batch(post.desk, 10)] == ["new"]


def test_a_kept_mail_has_no_envelope_and_our_own_server_as_its_peer(server: ImapServer, post: Post) -> None:
    server.deliver(mail())
    post.visit(post.asleep, "nobody waits for news", backfill=True)
    with post.desk.store.read() as work:
        [kept] = work.mails.waiting(10)
    assert (kept.source, kept.mail.envelope.mail_from, kept.mail.envelope.recipients) == ("imap", None, ())
    assert kept.mail.envelope.peer is None


def test_a_kept_mail_is_deleted_where_that_is_wanted(server: ImapServer, post: Post) -> None:
    server.deliver(mail("deleted by somebody else"), "\\Deleted")
    post.visit(post.asleep, "nobody waits for news")
    server.deliver(mail())
    post.visit(lambda: post.kept() and post.asleep(), "nothing was kept", after="delete")
    assert [one.uid for one in server.inbox] == [1]


def test_without_uidplus_a_deleted_mail_is_only_flagged(server: ImapServer, post: Post) -> None:
    server.capabilities = "IMAP4rev1 IDLE"
    server.deliver(mail())
    post.visit(post.asleep, "nobody waits for news", backfill=True, after="delete")
    assert server.flags(1) == {"\\Deleted"}


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 IDLE MOVE", "IMAP4rev1 IDLE UIDPLUS"])
def test_a_kept_mail_is_moved_to_a_folder_that_may_be_new(server: ImapServer, post: Post, capabilities: str) -> None:
    server.capabilities = capabilities
    content = mail()
    server.deliver(content)
    post.visit(post.asleep, "nobody waits for news", backfill=True, after="move:Taken in")
    assert server.inbox == []
    assert [one.content for one in server.folders["Taken in"]] == [content]


def test_nothing_is_marked_before_it_is_committed(server: ImapServer, post: Post) -> None:
    seen_at_commit: list[set[str]] = []

    def look(command: str, answer: bytes) -> bytes:
        if command == "UID STORE":
            with post.desk.store.read() as work:
                seen_at_commit.append({str(one.id) for one in work.mails.waiting(10)})
        return answer

    server.twist = look
    server.deliver(mail())
    post.visit(post.asleep, "nobody waits for news", backfill=True)
    assert seen_at_commit == [{"1"}]


def test_a_line_cut_between_commit_and_mark_leaves_the_mark_for_later(server: ImapServer, post: Post) -> None:
    cuts = iter([True, True])

    def cut(command: str, answer: bytes) -> bytes:
        if command == "UID STORE" and next(cuts, False):
            server.flags(1).clear()
            raise Cut
        return answer

    server.twist = cut
    server.deliver(mail())
    post.visit(lambda: post.asleep() and "\\Seen" in server.flags(1), "nothing was marked", backfill=True)
    assert len(post.kept()) == 1
    assert server.connections == 3


def test_a_mark_that_is_refused_is_tried_again_and_keeps_nobody_from_reading(server: ImapServer, post: Post) -> None:
    refusing = [True]

    def refuse(command: str, answer: bytes) -> bytes:
        if command == "UID STORE" and refusing:
            return answer.split(b" ")[0] + b" NO not now\r\n"
        return answer

    server.twist = refuse
    server.deliver(mail("one"))
    with post.reading(backfill=True):
        server.until(post.asleep, "nobody waits for news")
        for one in server.inbox:
            one.flags.clear()
        server.deliver(mail("two"))
        server.until(lambda: len(post.kept()) == 2 and post.asleep(), "the second was not kept")
        refusing.clear()
        for one in server.inbox:
            one.flags.clear()
        server.deliver(mail("three"))
        server.until(lambda: all("\\Seen" in one.flags for one in server.inbox), "not all was marked")
    assert len(post.kept()) == 3


def test_a_line_cut_in_idle_loses_nothing(server: ImapServer, post: Post) -> None:
    def waits(connections: int) -> bool:
        return post.asleep() and server.connections == connections

    def kept(mails: int) -> bool:
        return len(post.kept()) == mails

    with post.reading():
        for number in range(3):
            server.until(partial(waits, number + 1), "nobody waits")
            server.hang_up()
            server.deliver(mail(f"number {number}"))
            server.until(partial(kept, number + 1), "nothing was kept")
    assert len(post.kept()) == 3


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_line_cut_in_fetch_loses_nothing_and_doubles_nothing(server: ImapServer, post: Post, share: float) -> None:
    cuts = [True] * 3

    def cut(command: str, answer: bytes) -> bytes:
        if command == "UID FETCH" and b"BODY[]" in answer and cuts:
            cuts.pop()
            raise Cut(answer[: int(share * len(answer))])
        return answer

    server.twist = cut
    sent = [mail(f"number {number}" + "x" * 5000) for number in range(9)]
    for one in sent:
        server.deliver(one)
    post.visit(lambda: post.asleep() and len(post.kept()) >= 9, "not all was kept", backfill=True)
    assert post.kept() == sent
    assert post.set_apart() == []


def test_a_database_that_is_away_keeps_mail_on_the_server(server: ImapServer, post: Post) -> None:
    breaking = BreakingStore(post.desk.store)
    breaking.fail_before = 3
    post.desk = replace(post.desk, store=breaking)
    server.deliver(mail())
    post.visit(lambda: post.asleep() and post.kept(), "nothing was kept", backfill=True)
    assert len(post.kept()) == 1
    assert server.flags(1) == {"\\Seen"}


def test_when_uids_lose_their_meaning_what_nobody_saw_is_read_again(server: ImapServer, post: Post) -> None:
    server.deliver(mail("before the first run"), "\\Seen")
    post.visit(post.asleep, "nobody waits for news")
    server.deliver(mail("kept and marked"))
    post.visit(lambda: post.kept() and post.asleep(), "nothing was kept")
    server.deliver(mail("in the downtime"))
    server.renumber(8)
    post.visit(lambda: len(post.kept()) == 2 and post.asleep(), "the new one was not kept")
    with post.reading() as reader:
        server.until(post.asleep, "nobody waits for news")
        assert post.state(reader) == (8, 3)
    assert [b"in the downtime" in one for one in post.kept()] == [False, True]


def test_a_server_that_went_back_to_an_old_copy_is_read_again(server: ImapServer, post: Post) -> None:
    post.visit(post.asleep, "nobody waits for news")
    for _ in range(5):
        server.deliver(mail("kept"))
    post.visit(lambda: len(post.kept()) == 5 and post.asleep(), "not all was kept")
    server.inbox[:] = server.inbox[:1]
    server.next_uid = 2
    server.deliver(mail("after the restore"))
    post.visit(lambda: len(post.kept()) == 6 and post.asleep(), "the new one was not kept")


def test_a_line_cut_while_a_mailbox_is_read_again_loses_nothing_and_doubles_nothing(
    server: ImapServer, post: Post
) -> None:
    post.visit(post.asleep, "nobody waits for news")
    for number in range(120):
        server.deliver(mail(f"number {number}."))
    server.renumber(9)
    bodies = iter(range(100))

    def cut(command: str, answer: bytes) -> bytes:
        if command == "UID FETCH" and b"BODY[]" in answer and next(bodies) == 1:
            raise Cut(answer[:1000])
        return answer

    server.twist = cut
    post.visit(lambda: len(post.kept()) >= 120 and post.asleep(), "not all was kept")
    assert len(post.kept()) == len(set(post.kept())) == 120


def test_mail_over_the_limit_stays_in_its_mailbox_and_a_person_sees_its_header(
    server: ImapServer, sqlite_store: Store, tmp_path: Path
) -> None:
    post = Post(server, sqlite_store, tmp_path, limits={"message_bytes": 5000})
    server.deliver(mail("x" * 6000, subject="Our log files"))
    server.deliver(mail("small"))
    post.visit(lambda: post.kept() and post.asleep(), "the small one was not kept", backfill=True)
    assert (len(post.kept()), server.flags(1), server.flags(2)) == (1, set(), {"\\Seen"})
    [apart] = post.set_apart()
    assert (apart.cause, apart.sender_address, apart.subject) == (
        "too_large", "ines@acorn.example", "Our log files",
    )  # fmt: skip
    assert not any("BODY.PEEK[]" in one and "FETCH 1 " in one for one in server.commands)
    with post.desk.store.read() as work:
        assert work.mails.load(apart.mail_id).mail.content.count(b"x" * 100) == 0


def test_a_size_that_is_a_lie_does_not_help_a_mail_over_the_limit(
    server: ImapServer, sqlite_store: Store, tmp_path: Path
) -> None:
    post = Post(server, sqlite_store, tmp_path, limits={"message_bytes": 5000})
    server.deliver(mail("x" * 9_000_000, subject="Huge"), claimed=10)
    server.deliver(mail("y" * 6000, subject="Large"), claimed=10)
    server.deliver(mail("small"))
    post.visit(lambda: post.kept() and post.asleep(), "the small one was not kept", backfill=True)
    assert [one.subject for one in post.set_apart()] == ["Huge", "Large"]
    assert len(post.kept()) == 1


def test_a_message_that_the_server_never_hands_out_does_not_hold_up_the_others(server: ImapServer, post: Post) -> None:
    def withhold(command: str, answer: bytes) -> bytes:
        if command == "UID FETCH" and b"(UID 2 BODY[] " in answer:
            raise Cut(answer[:100])
        return answer

    server.twist = withhold
    for number in range(3):
        server.deliver(mail(f"number {number}", subject=f"Number {number}"))
    post.visit(lambda: len(post.kept()) == 2 and post.asleep(), "the others were not kept", backfill=True)
    [apart] = post.set_apart()
    assert (apart.cause, apart.subject) == ("unreadable", "Number 1")
    assert server.flags(2) == set()


def test_a_message_that_has_gone_meanwhile_is_passed_over(server: ImapServer, post: Post) -> None:
    def remove(command: str, answer: bytes) -> bytes:
        if command == "UID SEARCH" and any(one.uid == 1 for one in server.inbox):
            del server.inbox[0]
        return answer

    server.twist = remove
    server.deliver(mail("gone"))
    server.deliver(mail("there"))
    post.visit(lambda: post.kept() and post.asleep(), "the other was not kept", backfill=True)
    assert [b"there" in one for one in post.kept()] == [True]
    assert post.set_apart() == []


def test_without_idle_the_mailbox_is_polled(server: ImapServer, post: Post) -> None:
    server.capabilities = "IMAP4rev1"
    with post.reading(idle_seconds=0.01):
        server.until(lambda: "NOOP" in server.commands, "nobody asks")
        server.deliver(mail())
        server.until(post.kept, "nothing was kept")
    assert "IDLE" not in server.commands


def test_idle_is_renewed(server: ImapServer, post: Post) -> None:
    with post.reading(idle_seconds=0.01):
        server.until(lambda: server.commands.count("IDLE") >= 3, "IDLE was not renewed")
    assert server.connections == 1


def test_news_that_comes_together_with_the_answer_to_idle_is_not_overheard(server: ImapServer, post: Post) -> None:
    late = [mail("just now")]

    def hurry(command: str, answer: bytes) -> bytes:
        if command == "IDLE" and late:
            server.deliver(late.pop())
            return b"* 0 RECENT\r\n* 1 EXISTS\r\n" + answer + b"* 1 EXISTS\r\n"
        return answer if command != "NEWS" else b""

    server.twist = hurry
    post.visit(post.kept, "nothing was kept")


def test_an_old_server_that_tells_no_uidnext_is_read_from_now_on(server: ImapServer, post: Post) -> None:
    server.uidnext = False
    server.deliver(mail("old"))
    with post.reading():
        server.until(post.asleep, "nobody waits for news")
        server.deliver(mail("new"))
        server.until(post.kept, "nothing was kept")
    assert [b"new" in one for one in post.kept()] == [True]


def test_several_mailboxes_are_read_side_by_side(server: ImapServer, post: Post, tmp_path: Path) -> None:
    with ImapServer(login=("escalation", "s3cret")) as other:
        second = Post(other, post.desk.store, tmp_path)
        server.deliver(mail("one"))
        other.deliver(mail("two"))
        with post.reading(backfill=True), second.reading(backfill=True):
            server.until(lambda: len(post.kept()) == 2, "not both were kept")


def test_mail_comes_over_tls_from_the_first_byte(
    certificate: dict[str, Path], sqlite_store: Store, tmp_path: Path
) -> None:
    with ImapServer(implicit_tls=server_context(certificate)) as server:
        post = Post(server, sqlite_store, tmp_path)
        server.deliver(mail())
        keys = {"tls": "implicit", "certificate_authority": certificate["certificate"]}
        post.visit(post.kept, "nothing was kept", backfill=True, **keys)


def test_mail_comes_over_starttls(certificate: dict[str, Path], sqlite_store: Store, tmp_path: Path) -> None:
    with ImapServer(tls=server_context(certificate)) as server:
        post = Post(server, sqlite_store, tmp_path)
        server.deliver(mail())
        keys = {"tls": "starttls", "certificate_authority": certificate["certificate"]}
        post.visit(post.kept, "nothing was kept", backfill=True, **keys)
        assert server.commands[:2] == ["CAPABILITY", "STARTTLS"]


def test_no_password_goes_to_a_server_whose_certificate_nobody_vouches_for(
    certificate: dict[str, Path], sqlite_store: Store, tmp_path: Path
) -> None:
    with ImapServer(implicit_tls=server_context(certificate)) as server:
        post = Post(server, sqlite_store, tmp_path)
        post.visit(lambda: server.connections >= 3, "nobody tried again", tls="implicit")
        assert server.commands == []


def test_no_password_goes_out_in_the_clear_where_tls_was_wanted(server: ImapServer, post: Post) -> None:
    post.visit(lambda: server.connections >= 3, "nobody tried again", tls="starttls")
    assert not any(one.startswith(("LOGIN", "AUTHENTICATE")) for one in server.commands)


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 IDLE", "IMAP4rev1 IDLE AUTH=PLAIN"])
def test_names_and_passwords_may_have_quotes_and_blanks(sqlite_store: Store, tmp_path: Path, capabilities: str) -> None:
    with ImapServer(capabilities=capabilities, login=('support "desk"', 'p"w x')) as server:
        post = Post(server, sqlite_store, tmp_path)
        post.visit(post.asleep, "nobody came in")


def test_a_password_may_have_letters_beyond_ascii_where_the_server_takes_them(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with ImapServer(capabilities="IMAP4rev1 IDLE AUTH=PLAIN", login=("support", "geh€im")) as server:
        post = Post(server, sqlite_store, tmp_path)
        post.visit(post.asleep, "nobody came in")


def test_a_wrong_password_is_tried_again_and_stands_in_no_log(
    server: ImapServer, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.password.write_text("wrong-secret")
    with caplog.at_level("DEBUG"):
        with post.reading():
            server.until(lambda: server.connections >= 3, "nobody tried again")
            post.password.write_text("s3cret")
            server.until(post.asleep, "the right one was not tried")
    assert "wrong-secret" not in caplog.text
    assert "s3cret" not in caplog.text


def test_a_mailbox_is_read_into_each_kind_of_database(server: ImapServer, store: Store, tmp_path: Path) -> None:
    post = Post(server, store, tmp_path)
    refusing = [True]

    def cut(command: str, answer: bytes) -> bytes:
        if command == "UID STORE" and refusing:
            refusing.clear()
            server.flags(1).clear()
            raise Cut
        return answer

    server.twist = cut
    server.deliver(mail("one"))
    with post.reading(backfill=True) as reader:
        server.until(lambda: post.kept() and post.asleep(), "nothing was kept")
        assert post.state(reader) == (7, 1)
    assert (len(post.kept()), server.flags(1)) == (1, {"\\Seen"})


def test_a_reader_says_whether_its_mailbox_can_be_read(server: ImapServer, post: Post) -> None:
    right, server.login = server.login, ("support", "changed")
    with post.reading() as reader:
        server.until(lambda: not reader.is_well, "the failure is not seen")
        server.login = right
        server.until(lambda: reader.is_well, "the recovery is not seen")
