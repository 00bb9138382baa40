"""The story of the demo, and what it tells on a terminal."""

import re
from pathlib import Path

import pytest

from gateway.cli.demo import show_page
from gateway.demo.account import Teller, commands, invitations
from gateway.demo.chronicle import Document, Entry
from gateway.demo.play import Played, perform, serve_on
from gateway.demo.story import CONVERSATION, HISTORY
from gateway.errors import NotAllowed
from gateway.mail.parse import parse
from gateway.store.sql.listing import Wanted


def became(played: Played, scene: str) -> Document:
    return next(entry.became for entry in played.entries if entry.name == scene)


def sent(played: Played, scene: str) -> dict[str, list[str]]:
    """Recipients by template."""
    entry = next(entry for entry in played.entries if entry.name == scene)
    return {str(mail["template"]): list(mail["envelope_to"]) for mail in entry.outgoing}  # type: ignore[call-overload]


def test_every_scene_is_told(played: Played) -> None:
    told = [entry.name for entry in played.entries]
    names = [one for one in told if not one.startswith("late_")]  # on a weekend nothing is late
    assert names == [*(one.name for one in HISTORY), "renewal", *(one.name for one in CONVERSATION)]


@pytest.mark.parametrize(
    ("scene", "decision"),
    [
        ("question", "new"),
        ("remark", "command"),
        ("slip", "note"),
        ("answer", "note"),
        ("reply", "note"),
        ("complaint", "no_ticket"),
        ("completed", "accept"),
        ("escalation", "accept"),
        ("absence", "automatic"),
        ("bounce", "bounce"),
        ("snooze", "command"),
        ("stranger", "quarantine"),
        ("forged", "quarantine"),
        ("german", "new"),
    ],
)
def test_every_mail_becomes_what_the_story_says(played: Played, scene: str, decision: str) -> None:
    assert became(played, scene)["decision"] == decision


def test_the_reply_from_outlook_is_kept_without_what_it_quotes(played: Played) -> None:
    note = str(became(played, "reply")["note_text"])
    assert "compares the two" in note
    assert "Observer" not in note
    assert became(played, "reply")["ticket"] == became(played, "question")["ticket"]


def test_the_engineer_answers_the_customer(played: Played) -> None:
    assert sent(played, "answer") == {"agent_public_reply": ["nora@halden.example"]}


def test_what_does_not_work_is_an_incident(played: Played) -> None:
    with played.desk.store.read() as work:
        types = {ticket.subject: ticket.type for ticket in work.tickets.newest(Wanted(), 50)}
    assert types["Depot: the nightly transfer stops halfway"] == "incident"
    assert types["Proof sheets come out blank"] == "incident"
    assert types["Read access for an auditor"] == "question"


def test_a_remark_reaches_no_customer(played: Played) -> None:
    assert list(sent(played, "remark")) == ["command_transcript"]
    left = [mail for entry in played.entries for mail in entry.outgoing if not mail["not_sent"]]
    assert "the price is not settled" not in str([mail for mail in left if mail["audience"] == "customer"])


def test_an_answer_with_a_line_of_the_remark_waits_and_says_which_line(played: Played) -> None:
    entry = next(entry for entry in played.entries if entry.name == "slip")
    assert [mail["template"] for mail in entry.outgoing if mail["not_sent"]] == ["agent_public_reply"]
    assert [one.text for one in entry.kept_back] == [
        "Their contract does not cover the archive, and the price is not settled."
    ]


def test_our_internal_mail_is_cut_out_of_the_answer_that_follows(played: Played) -> None:
    entry = next(entry for entry in played.entries if entry.name == "answer")
    assert entry.outgoing[0]["not_sent"] is None
    assert "assigned to nobody" not in str(entry.outgoing[0]["text"])
    assert "assigned to nobody" in entry.kept_back[0].text


def test_a_rejected_escalation_is_completed_by_a_reply(played: Played) -> None:
    assert became(played, "complaint")["ticket"] is None
    assert "escalation_rejected_no_ticket" in sent(played, "complaint")
    assert became(played, "completed")["ticket"] == became(played, "proofs")["ticket"]
    assert became(played, "completed")["escalation"] == "E-00001"


def test_an_escalation_is_acknowledged_to_the_customer_and_the_success_manager(played: Played) -> None:
    assert sent(played, "escalation")["escalation_ack"] == ["nora@halden.example", "clara@fernfeld.example"]


def test_the_renewal_notice_goes_to_both_technical_contacts(played: Played) -> None:
    assert sent(played, "renewal")["license_renewal_notice"] == ["petra@halden.example", "tom@halden.example"]


def test_machines_and_strangers_get_no_answer(played: Played) -> None:
    assert (sent(played, "absence"), sent(played, "forged")) == ({}, {})
    assert "market@printrivals.example" not in [to for tos in sent(played, "stranger").values() for to in tos]


def test_a_german_question_is_answered_in_german(played: Played) -> None:
    entry = next(entry for entry in played.entries if entry.name == "german")
    assert "Ticketnummer" in str(entry.outgoing[0]["text"])


def test_outgoing_mail_becomes_files_that_can_be_read(played: Played) -> None:
    files = sorted(played.place.outbox.iterdir())
    left = [mail for entry in played.entries for mail in entry.outgoing if not mail["not_sent"]]
    queued = {str(mail["headers"]["Message-ID"]) for mail in left}  # type: ignore[index]  # documents
    assert queued <= {parse(file.read_bytes()).message_id for file in files}


def test_the_account_is_plain_text_where_there_is_no_terminal(
    played: Played, capsys: pytest.CaptureFixture[str]
) -> None:
    teller = Teller(played.place.folder)
    for entry in played.entries:
        teller.tell(entry)
    teller.end(played, played.place.folder / "index.html", "gateway")
    text = capsys.readouterr().out
    assert "no escalation: it names no ticket" in text
    assert f"gateway --config {played.place.config_file} ticket show T-001003" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [44, 72, 100, 160])
def test_no_line_is_wider_than_the_terminal_but_those_to_copy(
    played: Played, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    teller = Teller(Path(".demo"))
    for entry in played.entries:
        teller.tell(entry)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    assert not any(line.endswith(" ") for line in lines if line.strip())


def test_a_long_text_hangs_below_its_beginning(
    played: Played, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    Teller(Path(".demo")).tell(next(entry for entry in played.entries if entry.name == "forged"))
    lines = capsys.readouterr().out.splitlines()
    [first] = [at for at, line in enumerate(lines) if line.startswith("    because    intake/forged: ")]
    assert re.match(r" {15}\w", lines[first + 1])


def test_what_was_kept_back_is_told_with_its_reason(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller(Path(".demo"))
    for entry in played.entries:
        teller.tell(entry)
    text = " ".join(capsys.readouterr().out.split())
    assert "kept back Every word of this mail. “#internal” stands in it" in text
    assert "not sent The engineer's answer, to nora@halden.example Meant for customers" in text


def test_without_a_browser_the_address_of_the_page_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked: list[str] = []

    def opens(address: str) -> bool:
        asked.append(address)
        return False

    page = tmp_path / "index.html"
    show_page(page, opens, Teller(tmp_path))
    assert asked == [page.as_uri()]
    assert page.as_uri() in capsys.readouterr().out


def test_with_a_browser_nothing_more_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    show_page(tmp_path / "index.html", lambda address: True, Teller(tmp_path))
    assert capsys.readouterr().out == ""


def test_a_path_that_is_shown_exists(played: Played) -> None:
    shown = [*commands(played, "gateway"), *invitations(played)]
    paths = re.findall(re.escape(str(played.place.folder)) + r"[^ \"\n]*", "\n".join(shown))
    assert paths
    assert [path for path in paths if not Path(path).exists()] == []


class Enough(Exception):
    """Ends the serving."""


def test_mail_that_comes_later_is_told_as_well(played: Played) -> None:
    content = (played.place.mails / "try-me.eml").read_bytes()
    told: list[Entry] = []

    def tell(entry: Entry) -> None:
        told.append(entry)
        raise Enough

    played.server.deliver("nora@halden.example", ["escalation@fernfeld.example"], content)
    with pytest.raises(Enough):
        serve_on(played, tell)
    assert [entry.became["decision"] for entry in told] == ["incomplete"]


def test_a_second_demo_leaves_a_running_one_alone(played: Played) -> None:
    with pytest.raises(NotAllowed, match="is running"), perform(played.place.folder, lambda entry: None):
        pass
    assert played.place.config_file.exists()


def test_a_folder_with_other_things_in_it_is_never_wiped(tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("years of work")
    with pytest.raises(NotAllowed, match="holds other things"), perform(tmp_path, lambda entry: None):
        pass
    assert thesis.read_text() == "years of work"
