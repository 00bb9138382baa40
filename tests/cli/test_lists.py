"""Lists for people: what they show, what is filtered. How long they take: bench/lists.py."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from gateway.cli.listing import Column, laid_out
from gateway.cli.output import wide
from gateway.config import load
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.outgoing.entry import OutboxEntry, Recipient
from gateway.domain.tickets.ticket import UNNUMBERED, State, Ticket
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.inbox.records import MailDecision
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import Store, UnitOfWork
from tests.support.commandline import CommandLine

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AT = "2026-03-02T09:00:00Z"


def at_the_desk(gateway: CommandLine) -> Store:
    return Store(load(gateway.folder / "config.toml").database_url)


def fill(work: UnitOfWork, count: int) -> None:
    for number in range(count):
        ticket = Ticket(
            id=UNNUMBERED,
            subject=f"Printer {number} prints nothing but empty pages since the update of this morning",
            state="new",
            type="question",
            priority="high" if number % 3 == 0 else "low",
            requester="somebody.with.a.long.name@birch.example" if number % 2 else "user@acorn.example",
            received_at=NOW + timedelta(minutes=number),
            organization="birch" if number % 2 else "acorn",
            assignee="engineer@vendor.example" if number == 7 else None,
            first_response_due=NOW + timedelta(hours=4),
        )
        work.tickets.open(ticket)


@pytest.fixture
def filled(gateway: CommandLine) -> CommandLine:
    store = at_the_desk(gateway)
    with store.begin() as work:
        fill(work, 60)
    store.close()
    return gateway


def numbers(gateway: CommandLine, *filters: str) -> int:
    return len(gateway("ticket", "list", "--json", *filters).json)


def open_ticket(work: UnitOfWork, state: State, answer: int, solution: int, answered: bool = False) -> None:
    """A ticket whose answer and solution are due so many hours from AT."""
    now = datetime.fromisoformat(AT)
    work.tickets.open(
        Ticket(
            id=UNNUMBERED,
            subject=f"{state} {answer} {solution} {answered}",
            state=state,
            type="question",
            priority="high",
            requester="user@acorn.example",
            received_at=NOW,
            first_response_due=now + timedelta(hours=answer),
            first_response_at=NOW if answered else None,
            resolution_due=now + timedelta(hours=solution),
        )
    )


@pytest.fixture
def due(gateway: CommandLine) -> CommandLine:
    """Tickets that are late, due soon and due later, and some on which no clock runs."""
    store = at_the_desk(gateway)
    with store.begin() as work:
        open_ticket(work, "new", -1, 20)
        open_ticket(work, "open", -5, -1, answered=True)
        open_ticket(work, "new", 3, 20)
        open_ticket(work, "open", -5, 5, answered=True)
        open_ticket(work, "pending", -5, -1, answered=True)
        open_ticket(work, "on_hold", -5, -1, answered=True)
        open_ticket(work, "closed", -5, -5)
    store.close()
    return gateway


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["--late"], ["T-001001", "T-001002"]),
        (["--due", "4h"], ["T-001001", "T-001002", "T-001003"]),
        (["--due", "2d"], ["T-001001", "T-001002", "T-001003", "T-001004"]),
        (["--late", "--state", "open"], ["T-001002"]),
    ],
)
def test_what_is_late_and_what_will_be_soon_is_listed_by_the_clock_that_runs(
    due: CommandLine, wanted: list[str], found: list[str]
) -> None:
    listed = due("ticket", "list", "--json", "--at", AT, *wanted).json
    assert [one["number"] for one in listed] == found


@pytest.mark.parametrize("length", ["soon", "4", "-1h", "1234567h"])
def test_a_length_that_is_none_is_refused_with_how_one_is_written(due: CommandLine, length: str) -> None:
    refused = due("ticket", "list", "--due", length)
    assert (refused.code, "write 4h" in refused.err) == (2, True)


def test_people_see_the_newest_fifty_and_how_many_more_there_are(filled: CommandLine) -> None:
    lines = filled("ticket", "list").out.splitlines()
    assert len(lines) == 1 + 50 + 1
    assert lines[1].startswith("T-001011")
    assert lines[50].startswith("T-001060")
    assert lines[-1] == "10 more, --limit 60"


def test_a_program_gets_all_of_them(filled: CommandLine) -> None:
    assert numbers(filled) == 60


def test_what_was_asked_for_with_a_limit_is_told_as_well(filled: CommandLine) -> None:
    assert filled("ticket", "list", "--limit", "3").out.splitlines()[-1] == "57 more, --limit 60"
    assert "more" not in filled("ticket", "list", "--limit", "60").out


def test_filters_narrow_a_list_and_go_together(filled: CommandLine) -> None:
    assert numbers(filled, "--organization", "birch") == 30
    assert numbers(filled, "--priority", "high", "--organization", "acorn") == 10
    assert numbers(filled, "--assignee", "Engineer@vendor.example") == 1
    assert numbers(filled, "--since", "2026-03-02T08:50:00Z") == 10
    assert numbers(filled, "--since", "2026-03-03") == 0
    assert numbers(filled, "--search", "PRINTER 4") == 11
    assert numbers(filled, "--search", "100%") == 0
    assert numbers(filled, "--search", "user@acorn") == 30


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--state", "pendng", 'Did you mean "pending"? Known are new, open, pending'),
        ("--priority", "hi", "is not known. "),
        ("--priority", "urgent", "Known are critical, high, medium, low."),
        ("--organization", "acron", 'Did you mean "acorn"?'),
        ("--organization", "nobody", "no organization of the directory has this code. Run: gateway directory export"),
        ("--assignee", "engin", "nobody of the directory's staff has this address. Did you mean"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_filter_that_can_find_nothing_is_refused_in_words(
    filled: CommandLine, option: str, value: str, said: str, form: tuple[str, ...]
) -> None:
    done = filled("ticket", "list", option, value, *form)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


@pytest.mark.parametrize("kind", ["ticket", "escalation", "queue", "mail", "quarantine"])
def test_every_list_knows_its_states(gateway: CommandLine, kind: str) -> None:
    done = gateway(kind, "list", "--state", "asleep")
    assert (done.code, "Known are" in done.err) == (2, True)
    known = done.err.partition("Known are ")[2].rstrip(".\n").split(", ")
    assert all(gateway(kind, "list", "--state", one).code == 0 for one in known)


def test_an_organization_that_left_the_directory_still_lists_its_tickets(filled: CommandLine) -> None:
    assert numbers(filled, "--organization", "birch") == 30


def test_a_time_that_is_none_is_refused_with_an_example(filled: CommandLine) -> None:
    done = filled("ticket", "list", "--since", "yesterday")
    assert done.code == 2
    assert "3d" in done.err


@pytest.mark.parametrize("columns", [80, 200])
def test_an_entry_is_one_line_as_wide_as_the_terminal(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = filled("ticket", "list", "--at", AT, "--limit", "5").out.splitlines()
    assert len(lines) == 1 + 5 + 1
    assert max(map(len, lines)) <= columns
    assert all("due in 3 h" in line and "Printer" in line for line in lines[1:-1])


def test_times_are_those_of_the_desk(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert "2 Mar 09:00" in filled("ticket", "list", "--at", AT, "--limit", "60").out.splitlines()[1]
    late = filled("ticket", "list", "--at", "2026-03-05T12:00:00Z").out.splitlines()[1]
    assert "3 d late" in late


def test_an_empty_list_says_so(gateway: CommandLine) -> None:
    assert gateway("ticket", "list").out == "Nothing to list.\n"
    assert gateway("ticket", "list", "--json").json == []


def test_characters_of_double_width_do_not_break_the_line() -> None:
    lines = laid_out([Column("subject", gives_way=True), Column("state")], [["打印机" * 20, "new"], ["x", "new"]], 30)
    assert all(wide(line) <= 30 for line in lines)
    assert lines[1].endswith("…  new") or lines[1].endswith("…   new")


def test_an_escalation_is_listed_with_the_subject_of_its_ticket(filled: CommandLine) -> None:
    store = at_the_desk(filled)
    with store.begin() as work:
        for ticket in (1, 2):
            escalation = Escalation(
                UNNUMBERED, ticket, "email", "requested", 1, "user@acorn.example", "other", NOW,
                manager="manager@vendor.example", manager_due=NOW + timedelta(hours=2),
            )  # fmt: skip
            work.escalations.request(escalation)
    store.close()
    lines = filled("escalation", "list", "--at", AT, "--organization", "birch").out.splitlines()
    assert len(lines) == 2
    assert all(word in lines[1] for word in ("E-00002", "T-001002", "Printer 1", "due in 60 min"))


def test_mail_is_listed_by_sender_and_subject_and_found_by_them(gateway: CommandLine) -> None:
    store = at_the_desk(gateway)
    with store.begin() as work:
        work.mails.accept([InboundMail(b"Subject: %d\r\n\r\nx" % one, Envelope("", (), NOW)) for one in (1, 2)], "pipe")
        for one in (1, 2):
            decision = MailDecision(
                f"<{one}@acorn.example>", "quarantine", NOW, subject=f"Invoice {one}", nature="person",
                sender_address="user@acorn.example", sender_organization="acorn",
            )  # fmt: skip
            work.mails.settle(one, decision)
            work.quarantines.add(QuarantineEntry(one, "stranger", "", NOW, None, "engineer@vendor.example"))
    store.close()
    assert [one["mail"] for one in gateway("mail", "list", "--search", "invoice 2", "--json").json] == [2]
    heading, first, _ = gateway("mail", "list").out.splitlines()
    assert heading.split()[:4] == ["mail", "came", "from", "subject"]
    assert first.index("user@acorn.example") < first.index("Invoice 1") < first.index("<1@acorn.example>")
    assert len(gateway("quarantine", "list", "--organization", "acorn", "--search", "invoice", "--json").json) == 2
    assert gateway("quarantine", "list", "--assignee", "manager@vendor.example", "--json").json == []
    assert "user@acorn.example  Invoice 2  stranger" in gateway("quarantine", "list").out


def test_waiting_mail_of_ours_says_when_the_next_try_is(gateway: CommandLine) -> None:
    store = at_the_desk(gateway)
    with store.begin() as work:
        entry = OutboxEntry(
            work.outbox.next_id(), "ack_new_ticket", "customer", "", "<1@vendor.example>", {"Subject": "Hello"},
            "Hello", "Text", (Recipient("user@acorn.example"),), NOW, NOW + timedelta(days=36_500), "deferred",
            "450 later",
        )  # fmt: skip
        work.outbox.add(entry)
    store.close()
    line = gateway("queue", "list", "--search", "user@acorn").out.splitlines()[1]
    assert "again in 3" in line
    assert line.index("Hello") < line.index("450 later")
    [row] = gateway("queue", "list", "--json").json
    assert (row["envelope_to"], row["reason"]) == (["user@acorn.example"], "450 later")


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What any engine is asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def test_a_list_for_people_asks_for_no_more_rows_than_it_shows(filled: CommandLine, statements: list[str]) -> None:
    assert "10 more" in filled("ticket", "list").out
    about = [one for one in statements if "FROM ticket" in one]
    assert len(about) == 2
    assert all("LIMIT" in one or "count(*)" in one for one in about)
