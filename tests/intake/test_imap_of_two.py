"""A mailbox that two gateways could read: one does, the other stands by."""

from contextlib import ExitStack

from tests.support.imap_server import ImapServer
from tests.support.mailboxes import Post, mail


def test_the_other_one_reads_on_when_the_first_has_ended(server: ImapServer, post: Post) -> None:
    running = ExitStack()
    first = running.enter_context(post.reading())
    server.until(post.asleep, "nobody waits for news")
    with post.reading() as second:
        server.deliver(mail("one"))
        server.until(lambda: len(post.kept()) == 1 and post.asleep(), "nothing was kept")
        assert (first.is_well, second.is_well, server.connections) == (True, True, 1)
        running.close()
        server.deliver(mail("two"))
        server.until(lambda: len(post.kept()) == 2 and post.asleep(), "the other one does not take over")


def test_what_another_one_took_meanwhile_is_not_kept_again(server: ImapServer, post: Post) -> None:
    with post.reading() as reader:
        server.until(post.asleep, "nobody waits for news")
        known = post.state(reader)
        assert known is not None
        with post.desk.store.begin() as work:
            work.mailboxes.set_state(reader.name, known[0], 1)  # the other one was quicker with the next mail
        server.deliver(mail("taken by the other one"))
        server.until(lambda: server.connections > 1 and post.asleep(), "it goes on as if nothing had happened")
        assert post.kept() == []
        server.deliver(mail("the next"))
        server.until(post.kept, "nothing was kept")
