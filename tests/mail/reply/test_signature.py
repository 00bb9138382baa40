"""Where a signature begins."""

import pytest

from gateway.mail.reply.body import split_body


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Miller\nAcorn",
        "--\nAnn Miller\nAcorn",
        "—\nAnn Miller",
        "_____________________\nAnn Miller\nAcorn, Amsterdam",
        "-----\nAnn Miller\nTel. +31 20 555 0100",
        "*****\nAnn Miller",
        "-Ann Miller",
        "- Ann",
        "/Ann",
        "--Ann Miller",
        "— Ann",
        "Best regards,\nAnn Miller\nAcorn Ltd\n+31 20 555 0100",
        "Kind regards\n\nAnn",
        "Regards,\n-- \nAnn",
        "Mit freundlichen Grüßen\nAnn Müller",
        "Viele Grüße,\nAnn",
        "Cordialement,\nAnn",
        "Saludos cordiales,\nAnn",
        "Atenciosamente,\nAnn",
        "Cordiali saluti\nAnn",
        "Met vriendelijke groet,\nAnn",
        "Pozdrawiam,\nAnn",
        "Med vänliga hälsningar\nAnn",
        "Med venlig hilsen\nAnn",
        "Med vennlig hilsen\nAnn",
        "Ystävällisin terveisin\nAnn",
        "S pozdravem\nAnn",
        "Saygılarımla,\nAnn",
        "С уважением,\nАнна",
        "З повагою,\nАнна",
        "Üdvözlettel:\nAnn",
        "Cu stimă,\nAnn",
        "Με εκτίμηση,\nΆννα",
        "בברכה,\nאנה",
        "Trân trọng,\nAn",
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Mail for Windows 10",
        "Sent from Yahoo Mail on Android",
        "Sent with Proton Mail secure email.",
        "Get Outlook for iOS",
        "Get Outlook for Android<https://acorn.example/ghei36>",
        "*Sent from my BlackBerry 10 smartphone.*",
        "Sent from my mobile. Please excuse brevity and typos.",
        "Von meinem iPhone gesendet",
        "Gesendet von meinem Samsung Galaxy Smartphone.",
        "Gesendet mit der GMX Mail App",
        "Diese Nachricht wurde von meinem Android Mobiltelefon gesendet.",
        "Envoyé de mon iPhone",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Odesláno z iPhonu",
        "iPhone'umdan gönderildi",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "发自我的iPhone",
        "發自我的 iPhone",
        "Sent from Canary",
        "從我的 iPhone 傳送",
        "iPhoneから送信",
        "나의 iPhone에서 보냄",
        "Az iPhone-omról küldve",
        "Trimis de pe iPhone-ul meu",
        "Στάλθηκε από το iPhone μου",
        "נשלח מה-iPhone שלי",
        "Đã gửi từ iPhone của tôi",
        "This e-mail and its files are confidential and intended solely for the addressee. If you have received it in "
        "error, please notify the sender and delete it.",
        "Treść tej wiadomości jest poufna i przeznaczona dla adresata. Jeżeli nie są Państwo adresatem, prosimy o "
        "powiadomienie nadawcy i usunięcie wiadomości.",
        "CONFIDENTIALITY NOTICE: read only what is yours.",
        "Diese E-Mail enthält vertrauliche Angaben. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail "
        "irrtümlich erhalten haben, informieren Sie bitte den Absender und vernichten Sie diese Mail.",
        "Please consider the environment before you print this.",
        "____________________\nacorn-users mailing list\nacorn-users@lists.acorn.example\nhttps://lists.acorn.example/x",
        "-- \nYou get this because you joined the group.\n",
    ],
)
def test_what_stands_at_the_end_is_signature(signature: str) -> None:
    body = split_body(f"The server is down again.\nPlease help us.\n\n{signature}\n")
    expected = "The server is down again.\nPlease help us."
    assert body.reply.removesuffix("\n\nRegards,") == expected
    assert body.signature


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my desk, this is easier than from my phone.",
        "Sent from Amsterdam to the office in Paris, and lost since then.",
        "Von meinem iPhone aus kann ich mich nicht anmelden, am Rechner schon.",
        "Here is a fix -- it is no signature.\n\nbye",
        "Two things:\n\n- restart the server\n- Ann",
        "First part of the report.\n\n-----\n\nThe second part says that the server stopped at night. Nobody saw it.",
        "Run it like this:\n\n--verbose",
        "We need two things:\n\n* a server\n* a disk\n\nThanks,\nAnn",
        "Regards is the name of our product. It does not start.",
        "-1 from me",
        "Please use the new address:\n\nAcorn\nDam 1\nAmsterdam",
    ],
)
def test_what_only_looks_like_a_signature_stays(text: str) -> None:
    assert split_body(text).reply == text


def test_a_signature_above_the_quote_is_found() -> None:
    body = split_body("Yes.\n\n-- \nAnn\n\nOn 2 March 2026 Bob wrote:\n> Is it done?\n\n-- \nlist footer")
    assert body.reply == "Yes."
    assert "Ann" in body.signature
    assert "list footer" in body.signature


def test_a_device_note_ends_the_reply_where_unmarked_text_follows() -> None:
    assert split_body("Yes.\n\nSent from my iPhone\n\nIs it done? We wait for it.").reply == "Yes."


def test_a_banner_of_a_gateway_on_top_is_not_the_writers() -> None:
    banner = "CAUTION: This email originated from outside of the organization. Do not click links."
    body = split_body(f"{banner}\n\nThe server is down.")
    assert body.reply == "The server is down."
    assert body.signature == banner


def test_text_that_is_only_a_signature_is_kept() -> None:
    assert split_body("Sent from my iPhone").reply == "Sent from my iPhone"


@pytest.mark.parametrize(
    "banner",
    [
        "[EXTERNAL EMAIL] Do not click links or open attachments unless you know the sender.",
        "*WARNING*: this mail comes from an external sender. Be careful with attachments.",
        "ACHTUNG: Diese E-Mail kommt von außerhalb. Öffnen Sie keine Anhänge unbekannter Absender.",
        "You don't often get email from ann@acorn.example. Learn why this is important",
    ],
)
def test_banners_are_known_by_their_words(banner: str) -> None:
    assert split_body(f"{banner}\n\nThe server is down.").reply == "The server is down."


def test_a_warning_of_the_writer_is_no_banner() -> None:
    text = "Attention: the server is down.\n\nPlease help."
    assert split_body(text).reply == text


def test_a_signature_marked_in_the_html_is_found() -> None:
    html = '<div>Yes.</div><div class="gmail_signature"><div>Ann Miller</div><div>Acorn</div></div>'
    body = split_body("Yes.\n\nAnn Miller\nAcorn", html)
    assert (body.reply, body.signature) == ("Yes.", "Ann Miller\nAcorn")
