"""`gateway problem`: known issues from the command line."""

from tests.support.commandline import CommandLine

USER, ENGINEER = "user@acorn.example", "engineer@vendor.example"


def test_r16_news_of_a_known_issue_leave_and_are_printed(gateway: CommandLine) -> None:
    words = gateway.folder / "words.txt"
    words.write_text("The printer stays silent.\n")
    gateway("ticket", "open", "--from", USER, "--channel", "portal", "--subject", "No print", str(words))
    gateway("problem", "open", "ord-412", "--title", "Order entry waits", "--as", ENGINEER)
    gateway("ticket", "do", "T-001001", "problem ORD-412", "--as", ENGINEER)
    done = gateway("problem", "update", "ORD-412", "--planned", "10.6", "--text", "Found.", "--as", ENGINEER, "--json")
    assert [(one["template"], one["envelope_to"]) for one in done.json["outgoing"]] == [("known_issue_update", [USER])]
    shown = gateway("problem", "show", "ORD-412", "--json").json
    assert (shown["tickets"], shown["planned"], shown["updates"]) == (["T-001001"], "10.6", 1)
    assert gateway("ticket", "show", "T-001001", "--json").json["problem"] == "ORD-412"
    assert "ORD-412 (Order entry waits)" in gateway("ticket", "show", "T-001001").out
    assert [one["key"] for one in gateway("problem", "list", "--state", "open", "--json").json] == ["ORD-412"]
    assert "Did you mean ORD-412?" in gateway("problem", "update", "ORD-421", "--text", "x").err
