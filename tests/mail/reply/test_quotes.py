"""What of a mail was written now and what stood there before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.reply.body import split_body
from gateway.mail.reply.lines import MAX_LOOKS

INTRO = "On Mon, 2 Mar 2026 at 10:05, Ann Miller <ann@acorn.example> wrote:"


def test_text_without_a_quote_is_the_reply() -> None:
    body = split_body("Hello,\n\nthe server is down.\nPlease help.")
    assert body.reply == "Hello,\n\nthe server is down.\nPlease help."
    assert (body.quoted, body.signature) == ("", "")


def test_a_reply_below_the_quote_is_kept_without_the_quote() -> None:
    body = split_body(f"{INTRO}\n> Is it done?\n>\n> Ann\n\nYes, it is.")
    assert body.reply == "Yes, it is."
    assert body.quoted.startswith(INTRO)


def test_a_greeting_above_and_an_answer_below_the_quote_are_one_reply() -> None:
    body = split_body(f"Hello Ann,\n\n{INTRO}\n> Is it done?\n> Ann\n\nYes, it is.\n\n> -- \n> Ann Miller\n")
    assert body.reply.split() == "Hello Ann, Yes, it is.".split()


def test_answers_between_quotes_stay_with_the_lines_they_answer() -> None:
    text = f"{INTRO}\n> Is it done?\n\nYes.\n\n> Does it cost?\n\nNo.\n\n> Thank you\n> Ann"
    body = split_body(text)
    assert body.reply == f"{INTRO}\n> Is it done?\n\nYes.\n\n> Does it cost?\n\nNo."
    assert body.quoted == "> Thank you\n> Ann"


def test_one_answer_in_the_middle_of_a_quote_stays_with_the_lines_above_it() -> None:
    body = split_body(f"{INTRO}\n> Is it done?\n\nYes.\n\n> And may we close the ticket\n> this week?\n")
    assert body.reply == f"{INTRO}\n> Is it done?\n\nYes."


def test_a_short_citation_without_an_intro_stays() -> None:
    text = "> the month end closing\n\nWhich one do you mean?"
    assert split_body(text).reply == text


def test_a_long_quote_without_an_intro_is_dropped() -> None:
    assert split_body("> one\n> two\n> three\n> four\n\nI agree.").reply == "I agree."


def test_a_quote_that_nothing_introduces_below_own_words_is_the_writers_and_stays() -> None:
    text = "The manual says:\n\n> one\n> two\n> three\n> four"
    assert split_body(text).reply == text
    assert split_body(f"{text}\n\nIs that so?").reply == f"{text}\n\nIs that so?"


def test_a_quote_of_a_mail_with_its_own_intro_or_an_older_quote_is_dropped() -> None:
    assert split_body(f"I agree.\n\n> {INTRO}\n>\n> Is it done?").reply == "I agree."
    assert split_body("I agree.\n\n> one\n>> two").reply == "I agree."
    assert (
        split_body(
            "I agree.\n\n> From: Ann <ann@acorn.example>\n> Sent: Monday, 2 March 2026 10:05\n> Subject: x\n>\n> one"
        ).reply
        == "I agree."
    )


def test_text_that_is_only_a_quote_is_kept() -> None:
    text = f"{INTRO}\n> Is it done?\n> Ann"
    body = split_body(text)
    assert (body.reply, body.quoted) == (text, "")


def test_rests_of_wrapped_quoted_lines_are_no_answers() -> None:
    quote = (
        "> the export of all the orders of the last month has been running since the early\nmorning and does not end\n"
        "> and the second one waits for the address of the server that is given in the\nhttps://acorn.example/long/path\n"
        "> page\n"
    )
    assert split_body(f"We look into it.\n\n{INTRO}\n{quote}").reply == "We look into it."


def test_marks_that_point_at_something_are_no_quote() -> None:
    text = "Visit the page below.\n\n>>> https://acorn.example <<<\n\nIt shows the fault."
    assert split_body(text).reply == text


def test_a_rule_above_a_header_block_goes_with_it() -> None:
    block = "*From:* Ann [mailto:ann@acorn.example]\n*Sent:* Monday\n*To:* us\n\nHi"
    assert split_body(f"Done.\n\n ------------------------------\n\n{block}").reply == "Done."


def test_the_second_header_block_counts_where_the_first_stands_on_top() -> None:
    block = "From: Ann <ann@acorn.example>\nSent: 2 March 2026 10:05\nTo: us\nSubject: Re: stop\n\n"
    body = split_body(f"{block}It is done.\n\n{block.replace('Ann', 'Bob')}Is it?", subject="Re: stop")
    assert body.reply == f"{block}It is done."


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----",
        "-------- Original Message --------",
        "-----Ursprüngliche Nachricht-----",
        "-----Message d'origine-----",
        "-----Mensaje original-----",
        "-----Mensagem original-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-----Oryginalna wiadomość-----",
        "-----Ursprungligt meddelande-----",
        "-----Oprindelig meddelelse-----",
        "-----Opprinnelig melding-----",
        "-----Alkuperäinen viesti-----",
        "-----Původní zpráva-----",
        "-----Orijinal İleti-----",
        "-----Исходное сообщение-----",
        "-----Оригінальне повідомлення-----",
        "-----原始邮件-----",
        "-----元のメッセージ-----",
        "-----원본 메시지-----",
        "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐",
        "-----Eredeti üzenet-----",
        "-----Mesaj original-----",
        "-----Αρχικό μήνυμα-----",
        "##- Please type your reply above this line -##",
        "--- Reply above this line ---",
        "## Please do not write below this line ##",
        "## Bitte antworten Sie oberhalb dieser Zeile ##",
    ],
)
def test_a_separator_of_a_client_or_help_desk_ends_the_reply(separator: str) -> None:
    body = split_body(f"It is done.\n\n{separator}\nIs it done?\nWe wait.")
    assert body.reply == "It is done."
    assert body.quoted.startswith(separator)


def test_a_form_with_from_and_to_is_no_header_block() -> None:
    text = "Please book this trip.\n\nFrom: Amsterdam\nTo: Paris\nClass: second\n\nThank you"
    assert split_body(text).reply == text


def test_a_header_block_flattened_into_one_line_ends_the_reply() -> None:
    line = "From: Ann <ann@acorn.example> Sent: Monday, 2 March 2026 10:05 To: us Subject: Re: stop"
    assert split_body(f"Done.\n\n{line}\n\nIs it done?").reply == "Done."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<p>Done.</p><div class="gmail_quote"><div class="gmail_attr">เมื่อ จ. Ann เขียนว่า</div>'
            "<p>Is it done?</p></div>",
            "Done.\n\nเมื่อ จ. Ann เขียนว่า\n\nIs it done?",
        ),
        (
            '<div>Done.</div><div id="divRplyFwdMsg">Ann Miller asked on Monday<br>Is it done?</div>',
            "Done.\nAnn Miller asked on Monday\nIs it done?",
        ),
        (
            '<div>Done.<div class="yahoo_quoted"><div>Ann Miller asked on Monday</div>Is it done?</div></div>',
            "Done.\nAnn Miller asked on Monday\nIs it done?",
        ),
        (
            '<div>Done.</div><div name="quote" style="x"><div>Gesendet: gestern</div><div>Is it done?</div></div>',
            "Done.\nGesendet: gestern\nIs it done?",
        ),
        (
            '<p>Done.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>Kutoka kwa: Ann Miller</p></div>'
            "<p>Is it?</p>",
            "Done.\nKutoka kwa: Ann Miller\nIs it?",
        ),
    ],
)
def test_a_mark_in_the_html_ends_the_reply(html: str, text: str) -> None:
    assert split_body(text, html).reply == "Done."


def test_a_mark_in_the_html_without_its_words_in_the_text_changes_nothing() -> None:
    assert split_body("Done.\nMore.", '<div class="gmail_quote">something else entirely</div>').reply == "Done.\nMore."


PIECES = st.sampled_from(
    [
        INTRO,
        "> quoted",
        ">> deeper",
        "",
        " ",
        "own text",
        "-- ",
        "Ann Miller",
        "Best regards,",
        "Sent from my iPhone",
        "From: Ann <ann@acorn.example>",
        "Sent: 2 March 2026 10:05",
        "To: us",
        "Subject: stop",
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "________________",
        "wrote:",
        "> wrote:",
        "On",
        "This e-mail is confidential, for the intended recipient, delete it if received in error.",
        "\u200b",
        "\u202b",
        "AM> x",
        "| x",
    ]
)


def squeezed(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]


def check_nothing_is_lost(text: str, subject: str = "") -> None:
    body = split_body(text, None, subject)
    assert body.text == text
    assert bool(body.reply.strip()) >= bool(text.strip())
    parts = squeezed(body.reply) + squeezed(body.quoted) + squeezed(body.signature)
    assert sorted(parts) == sorted(squeezed(text))


@pytest.mark.parametrize("line", ["From: somebody", "To:", "key: value at 10:00:", "Begin forwarded message:"])
def test_an_intro_is_found_below_more_lines_of_one_kind_than_are_looked_at_closely(line: str) -> None:
    attribution = "On Mon, 2 Mar 2026 at 10:00, Ann <ann@acorn.example> wrote:"
    text = f"See the log:\n\n{f'{line}{chr(10)}x{chr(10)}' * 2 * MAX_LOOKS}\n{attribution}\nold words"
    assert split_body(text).quoted == f"{attribution}\nold words"


@given(st.lists(PIECES, max_size=40).map("\n".join), st.sampled_from(["", "Fwd: x", "Re: x"]))
def test_every_line_of_a_mail_is_in_exactly_one_part(text: str, subject: str) -> None:
    check_nothing_is_lost(text, subject)


@given(st.text(max_size=400))
def test_any_text_is_split_without_loss(text: str) -> None:
    check_nothing_is_lost(text)


@given(st.lists(PIECES, max_size=20).map("\n".join), st.text(alphabet='<>div="gmail_quote / a\n', max_size=200))
def test_any_html_is_searched_without_fault(text: str, html: str) -> None:
    assert split_body(text, html).text == text


@pytest.mark.parametrize(
    "text",
    [
        "On " * 8_000,
        "On \n" * 8_000,
        "\n" * 20_000,
        ">" * 1_000_000,
        "a" * 1_000_000,
        " " * 400_000,
        "From: a@b.example\n" * 5_000,
        "Cc: a@b.example\nFrom:\n" * 5_000,
        "x\nAnn wrote:\n" * 5_000,
        "<\n>:\n" * 5_000,
        "(" * 5_000,
    ],
    ids=["on", "on-lines", "newlines", "marks", "one-line", "blanks", "from", "labels", "intros", "brackets", "parens"],
)
def test_hostile_text_is_split(text: str) -> None:
    assert split_body(text, text, "Fwd: x").text == text


def test_what_notes_repeats_above_its_block_goes_with_the_block() -> None:
    lead = "Ann Berg ---02.03.2026 10:00:00---Hello, the export stops"
    block = "From: Ann Berg/ACORN\nTo: support@vendor.example\nDate: 02.03.2026 10:00\nSubject: Export"
    body = split_body(f"It is done.\n\n{lead}\n\n{block}\n\nHello,\nthe export stops.")
    assert body.reply == "It is done."


@pytest.mark.parametrize(
    "text",
    [
        "Our settings:\n\nFrom: noreply@acorn.example\nTo: all@acorn.example\nSubject: Daily\n\nNothing is sent.",
        "I ran this:\n\n>>> date(2026, 3, 2) >>>\n\nand it failed.",
        "The log:\n2026-03-02 10:00:00 ann@acorn.example logged in:\n2026-03-02 10:01:00 a@oak.example is out:\nerror",
        "Ann Berg <ann@acorn.example>, sent 2.3.2026 10:00\nBen Oak <ben@acorn.example>, too\n\nBoth fail.",
        "--- Step one ---\nOpen it.\n--- Step two ---\nClose it.",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert split_body(text).reply == text
