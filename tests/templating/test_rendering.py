"""From a letter to a mail: language, subject, and mail data that stays data."""

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.errors import ConfigurationError, NotFound
from gateway.letters.escalations import RejectionLetter
from gateway.letters.staff import AgentReplyLetter
from gateway.letters.tickets import NewTicketLetter, NumberLetter
from gateway.letters.views import Recipient
from gateway.templating import Templates
from gateway.templating.check import check
from gateway.templating.engine import MAX_SUBJECT

TEMPLATES = Templates.load(None, "en")


def new_ticket(language: str = "en", subject: str = "Question about exports") -> NewTicketLetter:
    letter = TEMPLATES.sample("ack_new_ticket", language)
    assert isinstance(letter, NewTicketLetter)
    return replace(letter, ticket=replace(letter.ticket, subject=subject))


def own_templates(folder: Path, name: str, content: str, language: str = "en") -> Templates:
    file = folder / "mail" / language / f"{name}.txt"
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    return Templates.load(folder, "en")


def test_the_subject_of_an_acknowledgement_is_the_customers_own() -> None:
    assert TEMPLATES.render("ack_new_ticket", new_ticket()).subject == "Question about exports"


def test_template_syntax_in_mail_data_stays_text() -> None:
    rendered = TEMPLATES.render("ack_critical_call_us", new_ticket(subject="{{ vendor.name }} {% raw %} {# x #}"))
    assert rendered.subject == "{{ vendor.name }} {% raw %} {# x #}"


def test_markup_in_mail_data_is_not_escaped_in_text() -> None:
    assert TEMPLATES.render("ack_new_ticket", new_ticket(subject="a < b & c")).subject == "a < b & c"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("hi\r\nBcc: x@y.example", "hi Bcc: x@y.example"),
        ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
        ("a\x00b\x1bc\x7fd\x9be\ud800f", "abcdef"),
        ("  two   blanks\tand tab ", "two blanks and tab"),
        ("Grüße an 東京 👋🏽", "Grüße an 東京 👋🏽"),
    ],
)
def test_a_subject_is_one_clean_line(written: str, sent: str) -> None:
    assert TEMPLATES.render("ack_new_ticket", new_ticket(subject=written)).subject == sent


def test_a_long_subject_is_cut() -> None:
    subject = TEMPLATES.render("ack_new_ticket", new_ticket(subject="x" * 5000)).subject
    assert len(subject) == MAX_SUBJECT
    assert subject.endswith("x...")


def test_control_characters_and_foreign_line_ends_in_a_text_are_cleaned() -> None:
    letter = TEMPLATES.sample("agent_public_reply", "en")
    assert isinstance(letter, AgentReplyLetter)
    letter = replace(letter, body="one\r\ntwo\rthree\x00\ud800\tend")
    assert TEMPLATES.render("agent_public_reply", letter).text.startswith("one\ntwo\nthree\tend\n\n")


def test_a_text_ends_with_one_line_end() -> None:
    for name in TEMPLATES.names():
        text = TEMPLATES.render(name, TEMPLATES.sample(name, "en")).text
        assert text == text.strip("\n") + "\n"


@pytest.mark.parametrize(
    ("wished", "language"), [("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("en-GB", "en"), ("", "en"), ("?", "en")]
)
def test_a_mail_is_in_the_recipients_language(wished: str, language: str) -> None:
    rendered = TEMPLATES.render("ack_new_ticket", new_ticket(wished))
    assert rendered.language == language
    assert "not available in your language" not in rendered.text


def test_a_mail_in_another_language_says_so_in_its_last_line() -> None:
    rendered = TEMPLATES.render("ack_new_ticket", new_ticket("qaa"))
    assert rendered.language == "en"
    assert rendered.text.endswith("\n\nThis mail is not available in your language (qaa).\n")


def test_the_default_language_comes_before_english() -> None:
    assert Templates.load(None, "de").render("ack_new_ticket", new_ticket("qaa")).language == "de"


def test_an_engineers_own_words_get_no_excuse_for_their_language() -> None:
    rendered = TEMPLATES.render("agent_public_reply", TEMPLATES.sample("agent_public_reply", "qaa"))
    assert "not available" not in rendered.text


def test_an_unknown_template_is_not_found() -> None:
    for call in (TEMPLATES.languages, lambda name: TEMPLATES.render(name, new_ticket())):
        with pytest.raises(NotFound):
            call("ack_nothing")


def test_an_own_folder_needs_only_what_it_changes(tmp_path: Path) -> None:
    templates = own_templates(tmp_path, "ack_new_ticket", "Subject: Ours\n\nTicket {{ ticket.number }}\n")
    assert templates.render("ack_new_ticket", new_ticket()).text == "Ticket T-001007\n"
    assert templates.render("ack_new_ticket", new_ticket("de")).language == "de"
    assert check(templates) == []


def test_a_new_language_is_a_folder_with_its_words(tmp_path: Path) -> None:
    templates = own_templates(tmp_path, "ack_new_ticket", "Subject: Ticket\n\n{{ ticket.response_due | when }}\n", "nl")
    words = (Path(__file__).parents[2] / "templates/mail/en/words.toml").read_text(encoding="utf-8")
    (tmp_path / "mail/nl/words.toml").write_text(words.replace('locale = "en_GB"', 'locale = "nl"'))
    rendered = templates.render("ack_new_ticket", new_ticket("nl"))
    assert (rendered.language, rendered.text) == ("nl", "maandag 2 maart 2026, 13:00 CET (12:00 UTC)\n")


def test_a_folder_without_templates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"gateway\.templates"):
        Templates.load(tmp_path / "nowhere", "en")


@pytest.mark.parametrize(
    "expression",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ vendor.__class__ }}",
        "{{ vendor['__class__'] }}",
        "{{ ticket.number | attr('__class__') }}",
        "{{ vendor.phones.__class__.__base__.__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
    ],
)
def test_the_sandbox_holds(tmp_path: Path, expression: str) -> None:
    templates = own_templates(tmp_path, "ack_new_ticket", f"Subject: x\n\n{expression}\n")
    with pytest.raises(Exception, match=r"unsafe|undefined|no attribute"):
        templates.render("ack_new_ticket", new_ticket())


def test_the_same_words_leave_for_an_unknown_and_a_foreign_number() -> None:
    for name in ("ticket_not_found", "escalation_rejected_unknown_ticket"):
        letter = TEMPLATES.sample(name, "en")
        assert isinstance(letter, NumberLetter)
        other = replace(letter, number_as_typed="T-001002")
        first, second = TEMPLATES.render(name, letter), TEMPLATES.render(name, other)
        assert first.text.replace("T-999999", "T-001002") == second.text
        assert first.subject.replace("T-999999", "T-001002") == second.subject


@pytest.mark.parametrize(
    ("missing", "shown", "absent"),
    [
        (("business_impact",), ["Business impact:"], ["reason", "summary", "ticket number"]),
        (("reason",), ["Reason:"], ["business impact", "summary", "ticket number"]),
        (("ticket", "reason"), ["Ticket number:", "Reason:"], ["business impact", "summary"]),
        (("problem_summary", "business_impact"), ["Summary:", "Business impact:"], ["reason", "ticket number"]),
        (("csm_cc",), ["Cora Winter (csm@vendor.example) in copy"], ["reason", "business impact", "fill in"]),
    ],
)
def test_an_incomplete_escalation_is_asked_for_exactly_what_is_missing(
    missing: tuple[str, ...], shown: list[str], absent: list[str]
) -> None:
    letter = TEMPLATES.sample("escalation_rejected_incomplete", "en")
    assert isinstance(letter, RejectionLetter)
    text = TEMPLATES.render("escalation_rejected_incomplete", replace(letter, missing=missing)).text
    assert all(word in text for word in shown)
    assert not [word for word in absent if word in text.lower()]


def test_times_are_shown_in_the_recipients_zone() -> None:
    letter = new_ticket()
    letter = replace(letter, recipient=Recipient("Uma", "user@acorn.example", "America/New_York", "en"))
    assert "Monday 2 March 2026, 07:00 EST (12:00 UTC)" in TEMPLATES.render("ack_new_ticket", letter).text
