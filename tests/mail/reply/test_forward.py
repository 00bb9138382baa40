"""Forwarded messages inside the text, by client and language."""

import pytest

from gateway.mail.message import Forwarded
from gateway.mail.reply.body import split_body
from gateway.mail.reply.forward import is_forward_subject

BODY = "Dear Ann,\n\nthe server stops every night.\n\nBob"
LABELS = {
    "en": ("From", "Sent", "To", "Subject"),
    "en-date": ("From", "Date", "To", "Subject"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "de-date": ("Von", "Datum", "An", "Betreff"),
    "fr": ("De", "Envoyé", "À", "Objet"),
    "es": ("De", "Enviado el", "Para", "Asunto"),
    "pt": ("De", "Enviada em", "Para", "Assunto"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "pl": ("Od", "Wysłano", "Do", "Temat"),
    "sv": ("Från", "Skickat", "Till", "Ämne"),
    "da": ("Fra", "Sendt", "Til", "Emne"),
    "no": ("Fra", "Dato", "Til", "Emne"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět"),
    "sk": ("Od", "Odoslané", "Komu", "Predmet"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "ro": ("De la", "Trimis", "Către", "Subiect"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu"),
    "ru": ("От", "Отправлено", "Кому", "Тема"),
    "uk": ("Від", "Надіслано", "Кому", "Тема"),
    "el": ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    "hr": ("Od", "Poslano", "Za", "Predmet"),
    "et": ("Saatja", "Kuupäev", "Saaja", "Teema"),
    "he": ("מאת", "נשלח", "אל", "נושא"),
    "vi": ("Từ", "Ngày", "Tới", "Chủ đề"),
    "zh": ("发件人", "发送时间", "收件人", "主题"),
    "zh-tw": ("寄件者", "寄件日期", "收件者", "主旨"),
    "ja": ("差出人", "送信日時", "宛先", "件名"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
}
MARKERS = [
    "---------- Forwarded message ---------",
    "---------- Forwarded message ----------",
    "-------- Forwarded Message --------",
    "----- Forwarded Message -----",
    "----- Forwarded message from Bob <bob@birch.example> -----",
    "Begin forwarded message:",
    "Forwarded message:",
    "-------- Weitergeleitete Nachricht --------",
    "---------- Weitergeleitete Nachricht ----------",
    "Anfang der weitergeleiteten Nachricht:",
    "-------- Message transféré --------",
    "---------- Message transmis ----------",
    "Début du message réexpédié :",
    "-------- Mensaje reenviado --------",
    "Inicio del mensaje reenviado:",
    "-------- Mensagem encaminhada --------",
    "Início da mensagem reencaminhada:",
    "-------- Messaggio Inoltrato --------",
    "Inizio messaggio inoltrato:",
    "-------- Doorgestuurd bericht --------",
    "Begin doorgestuurd bericht:",
    "-------- Przekazana wiadomość --------",
    "Początek przekazywanej wiadomości:",
    "-------- Vidarebefordrat meddelande --------",
    "Vidarebefordrat brev:",
    "-------- Videresendt meddelelse --------",
    "-------- Videresendt melding --------",
    "Videresendt besked:",
    "-------- Välitetty viesti --------",
    "Välitetty viesti alkaa:",
    "-------- Přeposlaná zpráva --------",
    "Začátek přeposílané zprávy:",
    "-------- Preposlaná správa --------",
    "-------- Továbbított üzenet --------",
    "Továbbított levél kezdete:",
    "-------- Mesaj redirecționat --------",
    "-------- İletilen Mesaj --------",
    "İleti başlangıcı, yönlendirilen:",
    "-------- Перенаправленное сообщение --------",
    "-------- Пересылаемое сообщение --------",
    "Начало переадресованного сообщения:",
    "-------- Переслане повідомлення --------",
    "-------- Προωθημένο μήνυμα --------",
    "-------- Proslijeđena poruka --------",
    "-------- Edastatud kiri --------",
    "-------- הודעה שהועברה --------",
    "---------- Tin nhắn được chuyển tiếp ---------",
    "-------- 转发的邮件 --------",
    "---------- 轉寄郵件 ---------",
    "-------- 転送されたメッセージ --------",
    "転送されたメッセージ:",
    "-------- 전달된 메시지 --------",
]


def block(labels: tuple[str, str, str, str], style: str = "{}: {}") -> str:
    values = ("Bob Birch <bob@birch.example>", "2 March 2026 10:05", "Ann Miller <ann@acorn.example>", "Night stop")
    return "\n".join(style.format(label, value) for label, value in zip(labels, values, strict=True))


def check(forwarded: Forwarded | None, message: str = "Please look.", date: str = "2 March 2026 10:05") -> None:
    assert forwarded == Forwarded(
        "Bob Birch", "bob@birch.example", date, "Night stop", "Ann Miller <ann@acorn.example>", BODY, message
    )


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_with_a_header_block_is_a_forward(marker: str) -> None:
    body = split_body(f"Please look.\n\n{marker}\n{block(LABELS['en-date'])}\n\n{BODY}\n")
    check(body.forwarded)
    assert body.reply == "Please look."


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_above_a_quoted_message_is_a_forward(marker: str) -> None:
    inner = f"{block(LABELS['en-date'])}\n\n{BODY}".replace("\n", "\n> ")
    check(split_body(f"Please look.\n\n{marker}\n\n> {inner}\n").forwarded)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("style", ["{}: {}", "*{}:* {}", "{} : {}", "{}:\t{}", "**{}:** {}"])
def test_a_header_block_under_a_forwarding_subject_is_a_forward(labels: tuple[str, str, str, str], style: str) -> None:
    text = f"Please look.\n\n{block(labels, style)}\n\n{BODY}\n"
    check(split_body(text, subject="FW: Night stop").forwarded)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize(
    "rule", ["", "________________________________\n", "-----\n\n", "-----Original Message-----\n"]
)
def test_a_header_block_under_another_subject_ends_the_reply(labels: tuple[str, str, str, str], rule: str) -> None:
    body = split_body(f"It is done.\n\n{rule}{block(labels)}\n\n{BODY}\n", subject="Re: Night stop")
    assert body.forwarded is None
    assert body.reply == "It is done."


def test_a_forward_without_own_text_keeps_all_text_as_reply() -> None:
    text = f"---------- Forwarded message ---------\n{block(LABELS['en-date'])}\n\n{BODY}"
    body = split_body(text)
    check(body.forwarded, message="")
    assert body.reply == text


def test_a_lone_header_block_is_a_forward_unless_the_subject_answers() -> None:
    text = f"{block(LABELS['en'])}\n\n{BODY}"
    check(split_body(text, subject="FW: Night stop").forwarded, message="")
    assert split_body(text, subject="Re: Night stop").forwarded is None


def test_thunderbird_writes_the_subject_first() -> None:
    fields = block(LABELS["de-date"]).split("\n")
    text = "\n".join(["-------- Weitergeleitete Nachricht --------", fields[3], fields[1], fields[0], fields[2]])
    check(split_body(f"{text}\n\n\n\n{BODY}").forwarded, message="")


def test_fields_with_blank_lines_between_them_are_one_block() -> None:
    double = block(LABELS["en-date"]).replace("\n", "\n\n")
    check(split_body(f"Please look.\n\nBegin forwarded message:\n\n{double}\n\n{BODY}").forwarded)


def test_values_below_their_labels_are_read() -> None:
    stacked = block(LABELS["en"], "{}:\n{}")
    check(split_body(f"Please look.\n\n{stacked}\n\n{BODY}", subject="Fwd: Night stop").forwarded)


def test_a_wrapped_recipient_list_belongs_to_its_field() -> None:
    text = (
        "---------- Forwarded message ---------\nFrom: Bob <bob@birch.example>\nDate: 2 March 2026\n"
        "To: ann@acorn.example,\n cleo@acorn.example,\n dora@acorn.example\nCc: eve@acorn.example\n"
        "Subject: Night\n\nHello"
    )
    forwarded = split_body(text).forwarded
    assert forwarded is not None
    assert forwarded.to == "ann@acorn.example, cleo@acorn.example, dora@acorn.example"
    assert forwarded.subject == "Night"
    assert forwarded.body == "Hello"


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("Bob Birch <bob@birch.example>", "Bob Birch", "bob@birch.example"),
        ('"Birch, Bob" <bob@birch.example>', "Birch, Bob", "bob@birch.example"),
        ("Bob Birch [mailto:bob@birch.example]", "Bob Birch", "bob@birch.example"),
        ("Bob Birch <mailto:bob@birch.example>", "Bob Birch", "bob@birch.example"),
        ("Bob Birch<bob@birch.example<mailto:bob@birch.example>>", "Bob Birch", "bob@birch.example"),
        ("bob@birch.example", None, "bob@birch.example"),
        ("<bob@birch.example>", None, "bob@birch.example"),
        ("bob@birch.example <bob@birch.example>", None, "bob@birch.example"),
        ("bob@birch.example (Bob Birch)", "Bob Birch", "bob@birch.example"),
        ("Bob Birch (bob@birch.example)", "Bob Birch", "bob@birch.example"),
        ("*Bob Birch* <bob@birch.example>", "Bob Birch", "bob@birch.example"),
        ("Bob Birch", "Bob Birch", None),
    ],
)
def test_the_author_is_read_in_the_forms_of_clients(value: str, name: str | None, address: str | None) -> None:
    text = f"---- Forwarded Message ----\nFrom: {value}\nDate: 2 March 2026 10:05\nTo: x@acorn.example\nSubject: s\n\nb"
    forwarded = split_body(text).forwarded
    assert forwarded is not None
    assert (forwarded.from_name, forwarded.from_email) == (name, address)


def test_a_forward_inside_a_quoted_message_is_no_forward_of_this_sender() -> None:
    text = "Noted.\n\n-----Original Message-----\n\nFYI\n\n---- Forwarded message ----\n"
    body = split_body(f"{text}{block(LABELS['en'])}\n\n{BODY}", subject="Re: Fwd: Night stop")
    assert body.forwarded is None
    assert body.reply == "Noted."


def test_an_attached_message_gets_what_was_written_above_it() -> None:
    attached = Forwarded("Bob", "bob@birch.example", None, "s", None, "b", "")
    forwarded = split_body("Please look.", attached=attached).forwarded
    assert forwarded is not None
    assert forwarded.message == "Please look."


@pytest.mark.parametrize(
    "subject",
    """Fwd: a|FW: a|WG: a|TR: a|RV: a|I: a|ENC: a|VB: a|VL: a|PD: a|İLT: a|转发: a|転送: a|Fw : a|[Fwd: a]|Fwd[2]: a
    |[EXTERNAL] Fwd: a|转发：a|Doorst: a|Továbbítás: a|[T-001001] FW: a""".replace("\n    ", "").split("|"),
)
def test_forward_marks_of_subjects_are_known(subject: str) -> None:
    assert is_forward_subject(subject)


@pytest.mark.parametrize(
    "subject", ["Re: a", "AW: Fwd: a", "SV: a", "Re: Fwd: a", "Antw: a", "Odp: a", "YNT: a", "回复: a"]
)
def test_answers_are_not_forwards(subject: str) -> None:
    assert not is_forward_subject(subject)


@pytest.mark.parametrize(
    "subject", ["", "Forwarding rules: question", "Ticket T-001001: forward", "Import: error", ":"]
)
def test_subjects_without_marks_are_neither(subject: str) -> None:
    assert not is_forward_subject(subject)


def test_a_marker_and_its_fields_in_one_line_are_read() -> None:
    line = (
        '----- Forwarded Message ----- From: "Bob Birch" <bob@birch.example>To: Ann Miller <ann@acorn.example>'
        "Sent: 2 March 2026 10:05Subject: Night stop"
    )
    check(split_body(f"Please look.\n\n{line}\n\n{BODY}").forwarded)


def test_a_forward_that_is_quoted_with_its_marker_is_read() -> None:
    inner = f"Begin forwarded message:\n\n{block(LABELS['en-date'])}\n\n{BODY}".replace("\n", "\n> ")
    check(split_body(f"Please look.\n\n> {inner}\n").forwarded)


@pytest.mark.parametrize(("labels", "forwards"), [("da", True), ("no", True), ("fi", False)])
def test_the_labels_tell_what_an_ambiguous_mark_means(labels: str, forwards: bool) -> None:
    body = split_body(f"Please look.\n\n{block(LABELS[labels])}\n\n{BODY}", subject="VS: Night stop")
    assert (body.forwarded is not None) == forwards
    assert body.reply == "Please look."


@pytest.mark.parametrize("marker", ["Begin forwarded message:", "> Begin forwarded message:"])
def test_what_the_forwarder_writes_below_a_marked_message_is_theirs(marker: str) -> None:
    inner = f"{block(LABELS['en-date'])}\n\n{BODY}\na line that was\nbroken".replace("\n", "\n> ").replace(
        "> broken", "broken"
    )
    body = split_body(f"Please look.\n\n{marker}\n\n> {inner}\n\nThey pay late.\n\nDo not hurry.\n\n-- \nNadia")
    assert body.forwarded is not None
    assert body.forwarded.body.endswith("a line that was\nbroken")
    assert body.forwarded.message == "Please look.\n\nThey pay late.\n\nDo not hurry."
    assert "They pay late." in body.reply
    assert "They pay late." not in body.quoted
    assert body.signature == "-- \nNadia"
