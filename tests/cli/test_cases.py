"""Looking at tickets, escalations, mail and the quarantine."""

from datetime import UTC, datetime

import pytest
from commandline import CommandLine

from gateway.config import load
from gateway.domain.ticket import NoteDraft
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TICKET_KEYS = """number subject state type subtype priority organization requester assignee app component line escalated
escalation first_response_due first_response_at resolution_due phone_call_required outage merged_into follow_up_of
resolution_code impact urgency notes participants""".split()
ESCALATION_KEYS = """number ticket channel state level requested_by on_behalf_of reason_code reason business_impact
production_impact early manager manager_due next_update_due outage close_reason""".split()


@pytest.fixture
def cases(gateway: CommandLine) -> CommandLine:
    """Two tickets, an escalation, and two mails of which one waits for a person."""
    store = Store(load(gateway.folder / "config.toml").database_url)
    with store.begin() as work:
        first = work.tickets.open(subject="Orders \x1b[2J stand still", requester="user@acorn.example", received_at=NOW)
        work.tickets.open(subject="Second", requester="tc@acorn.example", received_at=NOW, state="open", merged_into=1)
        file: dict[str, str | int] = {"name": "log.txt", "type": "text/plain", "size": 3, "sha256": "00"}
        note = NoteDraft(first.id, NOW, "user@acorn.example", "public", "mail", "One\nTwo", attachments=(file,))
        work.tickets.add_note(note)
        work.tickets.add_participants(first.id, [("user@acorn.example", "requester")])
        work.escalations.request(ticket_id=1, channel="email", requested_by="user@acorn.example", created=NOW)
        envelope = Envelope("a@acorn.example", (), NOW)
        work.mails.accept([InboundMail(b"Subject: %d\r\n\r\nx" % one, envelope) for one in (1, 2)], "pipe")
        work.mails.settle(
            1, message_id="<1@acorn.example>", decision="quarantine", nature="person", sender_address="a@acorn.example",
            sender_proof="none", sender_evidence="spf=none", subject="Hello", settled_at=NOW,
        )  # fmt: skip
        work.quarantines.add(
            mail_id=1, cause="stranger", detail="", since=NOW, owner="engineer@vendor.example", ticket_id=1
        )
    store.close()
    return gateway


def test_a_ticket_shows_all_that_the_contract_names(cases: CommandLine) -> None:
    shown = cases("ticket", "show", "T-001001", "--json").json
    assert set(TICKET_KEYS) <= set(shown)
    assert shown["escalation"] == "E-00001"
    assert shown["participants"] == [{"address": "user@acorn.example", "kind": "requester"}]
    assert shown["notes"][0]["attachments"] == [{"name": "log.txt", "type": "text/plain", "size": 3}]
    assert shown["notes"][0]["at"] == "2026-03-02T08:00:00Z"


@pytest.mark.parametrize("number", ["T001001", "t-001001", "#T-001001"])
def test_a_ticket_number_may_be_written_as_people_do(cases: CommandLine, number: str) -> None:
    assert cases("ticket", "show", number, "--json").json["number"] == "T-001001"


def test_a_merged_ticket_names_its_target(cases: CommandLine) -> None:
    assert cases("ticket", "show", "T-001002", "--json").json["merged_into"] == "T-001001"


@pytest.mark.parametrize(
    ("kind", "number"), [("ticket", "T-999999"), ("ticket", "x"), ("escalation", "E-99999"), ("mail", "99")]
)
def test_what_does_not_exist_is_said_in_one_line(cases: CommandLine, kind: str, number: str) -> None:
    done = cases(kind, "show", number)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert number in done.err


def test_lists_have_the_newest_last_and_can_be_limited(cases: CommandLine) -> None:
    assert [one["number"] for one in cases("ticket", "list", "--json").json] == ["T-001001", "T-001002"]
    assert [one["number"] for one in cases("ticket", "list", "--json", "--limit", "1").json] == ["T-001002"]
    assert [one["number"] for one in cases("ticket", "list", "--json", "--state", "new").json] == ["T-001001"]


def test_an_escalation_shows_all_that_the_contract_names(cases: CommandLine) -> None:
    shown = cases("escalation", "show", "E-00001", "--json").json
    assert set(ESCALATION_KEYS) <= set(shown)
    assert (shown["ticket"], shown["production_impact"]) == ("T-001001", False)
    [row] = cases("escalation", "list", "--json").json
    assert set(row) == {"number", "ticket", "state", "level", "manager", "created"}


def test_every_mail_is_listed_and_found_by_its_message_id(cases: CommandLine) -> None:
    rows = cases("mail", "list", "--json").json
    assert [(row["mail"], row["state"], row["decision"]) for row in rows] == [
        (1, "settled", "quarantine"),
        (2, "waiting", None),
    ]
    for written in ("<1@acorn.example>", "1@acorn.example"):
        assert [row["mail"] for row in cases("mail", "list", "--json", "--message-id", written).json] == [1]


def test_the_sender_of_a_mail_is_shown_with_the_evidence(cases: CommandLine) -> None:
    sender = {
        "address": "a@acorn.example", "organization": None, "staff": False, "authenticated": False,
        "evidence": "spf=none", "disguise": [],
    }  # fmt: skip
    assert cases("mail", "show", "1", "--json").json["sender"] == sender
    assert cases("quarantine", "show", "1", "--json").json["sender"] == sender


def test_what_waits_in_quarantine_is_listed_with_its_owner(cases: CommandLine) -> None:
    assert cases("quarantine", "list", "--json").json == [
        {
            "mail": 1, "cause": "stranger", "since": "2026-03-02T08:00:00Z", "owner": "engineer@vendor.example",
            "from": "a@acorn.example", "disguise": [], "subject": "Hello", "ticket": "T-001001",
        }
    ]  # fmt: skip


def test_a_rejected_mail_rests_and_cannot_be_decided_again(cases: CommandLine) -> None:
    done = cases("quarantine", "reject", "1", "--by", "lead@vendor.example", "--json")
    assert done.code == 0, done.err
    assert (done.json["state"], done.json["decided_by"]) == ("rejected", "lead@vendor.example")
    assert cases("quarantine", "list", "--json").json == []
    assert cases("quarantine", "reject", "1").code == 2


def test_a_subject_cannot_steer_the_terminal(cases: CommandLine) -> None:
    for command in (("ticket", "list"), ("ticket", "show", "T-001001"), ("ticket", "list", "--json")):
        assert "\x1b" not in cases(*command).out


def test_text_keeps_the_lines_of_a_note(cases: CommandLine) -> None:
    lines = cases("ticket", "show", "T-001001").out.splitlines()
    first = next(line for line in lines if line.endswith("One"))
    assert lines[lines.index(first) + 1] == " " * first.index("One") + "Two"
