"""Looking at tickets, escalations, mail and the quarantine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.config import load
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.tickets.ticket import UNNUMBERED, NoteDraft, NoteFile, Ticket
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.inbox.records import MailDecision
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import Store
from tests.support.commandline import CommandLine

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TICKET_KEYS = """number subject state type subtype priority organization requester assignee app component line escalated
escalation first_response_due first_response_at resolution_due phone_call_required outage merged_into follow_up_of
resolution_code impact urgency test_request notes participants""".split()
ESCALATION_KEYS = """number ticket channel state level requested_by on_behalf_of reason_code reason business_impact
production_impact early manager manager_due next_update_due outage close_reason""".split()


@pytest.fixture
def cases(gateway: CommandLine) -> CommandLine:
    """Two tickets, an escalation, and two mails of which one waits for a person."""
    store = Store(load(gateway.folder / "config.toml").database_url)
    with store.begin() as work:
        new = Ticket(UNNUMBERED, "Orders \x1b[2J stand still", "new", "question", "medium", "user@acorn.example", NOW)
        first = work.tickets.open(new)
        work.tickets.open(replace(new, subject="Second", requester="tc@acorn.example", state="open", merged_into=1))
        file = NoteFile("log.txt", "text/plain", 3, "00")
        note = NoteDraft(first.id, NOW, "user@acorn.example", "public", "mail", "One\nTwo", attachments=(file,))
        work.tickets.add_note(note)
        work.tickets.add_participants(first.id, [("user@acorn.example", "requester")])
        escalation = Escalation(UNNUMBERED, 1, "email", "requested", 1, "user@acorn.example", "other", NOW)
        work.escalations.request(escalation)
        envelope = Envelope("a@acorn.example", (), NOW)
        work.mails.accept([InboundMail(b"Subject: %d\r\n\r\nx" % one, envelope) for one in (1, 2)], "pipe")
        decision = MailDecision(
            message_id="<1@acorn.example>", decision="quarantine", nature="person", sender_address="a@acorn.example",
            sender_proof="none", sender_evidence="spf=none", subject="Hello", settled_at=NOW,
        )  # fmt: skip
        work.mails.settle(1, decision)
        work.quarantines.add(QuarantineEntry(1, "stranger", "", NOW, None, "engineer@vendor.example", ticket_id=1))
    store.close()
    return gateway


def test_a_ticket_shows_all_that_the_contract_names(cases: CommandLine) -> None:
    shown = cases("ticket", "show", "T-001001", "--json").json
    assert set(TICKET_KEYS) <= set(shown)
    assert shown["escalation"] == "E-00001"
    assert shown["participants"] == [{"address": "user@acorn.example", "kind": "requester"}]
    assert shown["notes"][0]["attachments"] == [{"name": "log.txt", "type": "text/plain", "size": 3}]
    assert shown["notes"][0]["at"] == "2026-03-02T08:00:00Z"


def test_what_people_are_shown_of_a_case_has_the_local_times_of_lists(cases: CommandLine) -> None:
    for shown in (
        cases("ticket", "show", "T-001001"),
        cases("escalation", "show", "E-00001"),
        cases("mail", "show", "1"),
        cases("quarantine", "show", "1"),
    ):
        assert "2 Mar 09:00" in shown.out or "2 Mar 2026" in shown.out
        assert "2026-03-02T" not in shown.out


def test_a_deadline_that_runs_says_how_much_time_is_left(cases: CommandLine) -> None:
    store = Store(load(cases.folder / "config.toml").database_url)
    with store.begin() as work:
        case = Ticket(UNNUMBERED, "x", "new", "question", "low", "a@acorn.example", NOW)
        work.tickets.open(replace(case, first_response_due=NOW + timedelta(hours=3)))
        work.tickets.open(replace(case, state="closed", first_response_due=NOW))
    store.close()
    at = "2026-03-02T09:00:00+01:00"
    assert "2 Mar 12:00, due in 3 h" in cases("ticket", "show", "T-001003", "--at", at).out
    assert "2 Mar 09:00\n" in (closed := cases("ticket", "show", "T-001004", "--at", at).out)
    assert " late" not in closed


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


def test_the_list_of_mails_tells_how_many_have_no_number_yet(gateway: CommandLine) -> None:
    store = Store(load(gateway.folder / "config.toml").database_url)
    assert store.spool
    store.spool.keep([(InboundMail(LETTER, Envelope("a@acorn.example", (), NOW)), "smtp")] * 2)
    store.close()
    listed = gateway("mail", "list", "--state", "waiting", "--json")
    assert (listed.json, listed.err) == ([], "gateway: 2 more mails are accepted and wait for their turn.\n")
    assert gateway("mail", "list", "--state", "settled").err == ""
    assert gateway("audit", "--json", "--at", "2026-03-02T10:00:00+01:00").code in (0, 1)


def test_the_sender_of_a_mail_is_shown_with_the_evidence(cases: CommandLine) -> None:
    sender: dict[str, object] = {
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


def test_all_that_waits_for_a_cause_is_rejected_at_once(cases: CommandLine) -> None:
    assert cases("quarantine", "reject", "--cause", "forged", "--json").json == []
    assert cases("quarantine", "reject", "--cause", "stranger").out == "1 done.\n"
    assert cases("quarantine", "list", "--json").json == []


def test_a_subject_cannot_steer_the_terminal(cases: CommandLine) -> None:
    for command in (("ticket", "list"), ("ticket", "show", "T-001001"), ("ticket", "list", "--json")):
        assert "\x1b" not in cases(*command).out


def test_text_keeps_the_lines_of_a_note(cases: CommandLine) -> None:
    lines = cases("ticket", "show", "T-001001").out.splitlines()
    first = next(line for line in lines if line.endswith("One"))
    assert lines[lines.index(first) + 1] == " " * first.index("One") + "Two"


def test_what_waits_is_shown_with_what_was_written(cases: CommandLine) -> None:
    assert cases("quarantine", "show", "1", "--json").json["text"].strip() == "x"
    assert "text" in cases("quarantine", "show", "1").out


LETTER = (
    b"From: a@acorn.example\r\nSubject: Files\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nTwo logs.\r\n"
    b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=../log.txt\r\n\r\none\r\n"
    b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\ntwo\r\n--b--\r\n"
)


@pytest.fixture
def letter(gateway: CommandLine) -> CommandLine:
    store = Store(load(gateway.folder / "config.toml").database_url)
    with store.begin() as work:
        work.mails.accept([InboundMail(LETTER, Envelope("a@acorn.example", (), NOW))], "pipe")
    store.close()
    return gateway


def test_a_mail_leaves_as_the_bytes_that_came(letter: CommandLine) -> None:
    assert letter("mail", "raw", "1").out.encode() == LETTER
