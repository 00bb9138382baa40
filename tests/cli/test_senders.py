"""Whose mail is kept and nothing else, from the shell."""

from tests.support.commandline import CommandLine


def test_a_domain_is_blocked_listed_and_let_in_again(gateway: CommandLine) -> None:
    assert gateway("sender", "block", "Spam.example", "--by", "lead@vendor.example", "--json").json == {
        "sender": "spam.example",
        "blocked": True,
        "changed": True,
    }
    assert gateway("sender", "block", "spam.example", "--json").json["changed"] is False
    [row] = gateway("sender", "list", "--json").json
    assert (row["sender"], row["by"]) == ("spam.example", "lead@vendor.example")
    assert gateway("sender", "unblock", "spam.example", "--json").json["changed"] is True
    assert gateway("sender", "list", "--json").json == []


def test_what_is_no_sender_and_what_is_ours_is_refused(gateway: CommandLine) -> None:
    for wrong in ("everybody", "vendor.example"):
        assert gateway("sender", "block", wrong).code == 2
