"""Intro lines in the languages and shapes of mail clients."""

import pytest

from gateway.mail.reply.body import split_body

# (intro, is it one even when the quote below carries no marks?)
INTROS = [
    ("On Mon, 2 Mar 2026 at 10:05, Ann Miller <ann@acorn.example> wrote:", True),
    ("On Mar 2, 2026, at 10:05 AM, Ann Miller <ann@acorn.example> wrote:", True),
    ("On 02/03/2026 10:05, Ann Miller wrote:", True),
    ("On 2026-03-02 10:05, ann@acorn.example wrote:", True),
    ("On Mon, 2026-03-02 at 10:05 +0100, Ann Miller wrote:", True),
    ("On 2 March 2026, ann@acorn.example sent:", True),
    ("On Monday, March 2, 2026 at 10:05:11 AM UTC+1 Ann Miller wrote:", True),
    ("On Mon, Mar 2, 2026 at 10:05 AM 'Ann Miller' via Support <\nsupport@vendor.example> wrote:", True),
    (
        "On Mon, Mar 2, 2026 at 10:05 AM Ann Miller <\nann.miller.with.a.long.name@subsidiary.acorn.example\n> wrote:",
        True,
    ),
    ("On Mar 2, 2026, at 10:05 AM, Ann Miller\n<ann@acorn.example>\nwrote:", True),
    ("On Monday, March 2, 2026,\nAnn Miller\n<ann@acorn.example>\nwrote:", True),
    ("--- On Mon, 3/2/26, Ann Miller <ann@acorn.example> wrote:", True),
    ("---- On Mon, 02 Mar 2026 10:05:00 +0100 Ann Miller <ann@acorn.example> wrote ----", True),
    ("------On 3/2/2026 10:05 AM, Ann Miller wrote-----", True),
    ("Ann Miller <ann@acorn.example> wrote on 02/03/2026 10:05:00:", True),
    ("Ann Miller <ann@acorn.example> wrote:", True),
    ("Ann Miller wrote:", False),
    ("At 10:05 AM 3/2/2026, you wrote:", True),
    ("Quoting Ann Miller <ann@acorn.example>:", True),
    ("* Ann Miller <ann@acorn.example> [2026-03-02 10:05]:", False),
    ("2026/3/2 Ann Miller <ann@acorn.example>", False),
    ("2026-03-02 10:05 GMT+01:00 Ann Miller <ann@acorn.example>:", True),
    ("Am 02.03.2026 um 10:05 schrieb Ann Miller:", True),
    ("Am Mo., 2. März 2026 um 10:05 Uhr schrieb Ann Miller <ann@acorn.example>:", True),
    ("Am Montag, 2. März 2026, 10:05:11 MEZ hat Ann Miller <ann@acorn.example> Folgendes geschrieben:", True),
    ("Am 02.03.2026 um 10:05 schrieb Ann Miller\n<ann@acorn.example>:", True),
    ("Ann Miller <ann@acorn.example> schrieb am Mo., 2. März 2026, 10:05:", True),
    ("Zitat von Ann Miller <ann@acorn.example>:", True),
    ("Le lun. 2 mars 2026 à 10:05, Ann Miller <ann@acorn.example> a écrit :", True),
    ("Le 2 mars 2026 à 10:05, Ann Miller\n<ann@acorn.example> a écrit :", True),
    ("Le 02/03/2026 à 10:05, Ann Miller a écrit\u00a0:", True),
    ("El lun, 2 mar 2026 a las 10:05, Ann Miller (<ann@acorn.example>) escribió:", True),
    ("El 02/03/2026 a las 10:05, Ann Miller escribió:", True),
    ("Em seg., 2 de mar. de 2026 às 10:05, Ann Miller <ann@acorn.example>\nescreveu:", True),
    ("Em 02-03-2026 10:05, Ann Miller escreveu:", True),
    ("No dia 2 de março de 2026 às 10:05, Ann Miller <ann@acorn.example> escreveu:", True),
    ("A segunda, 2/03/2026, 10:05, Ann Miller <ann@acorn.example> escreveu:", True),
    ("Il giorno lun 2 mar 2026 alle ore 10:05 Ann Miller <ann@acorn.example>\nha scritto:", True),
    ("Il 02/03/2026 10:05, Ann Miller ha scritto:", True),
    ("Op ma 2 mrt 2026 om 10:05 schreef Ann Miller <ann@acorn.example>:", True),
    ("Op 2 mrt. 2026, om 10:05 heeft Ann Miller <ann@acorn.example> het volgende geschreven:", True),
    ("Op 02-03-2026 om 10:05 schreef Ann Miller:", True),
    ("pon., 2 mar 2026 o 10:05 Ann Miller <ann@acorn.example> napisał(a):", True),
    ("W dniu 02.03.2026 o 10:05, Ann Miller pisze:", True),
    ("Dnia 2 marca 2026 10:05 Ann Miller <ann@acorn.example> napisał(a):", True),
    ("W dniu pon., 2.03.2026 o 10:05 Ann Miller <ann@acorn.example>\nnapisał(a):", True),
    ("Den mån 2 mars 2026 kl 10:05 skrev Ann Miller <ann@acorn.example>:", True),
    ("2 mars 2026 kl. 10:05 skrev Ann Miller <ann@acorn.example>:", True),
    ("Den man. 2. mar. 2026 kl. 10.05 skrev Ann Miller <ann@acorn.example>:", True),
    ("Den 02.03.2026 kl. 10.05 skrev Ann Miller:", True),
    ("man. 2. mars 2026 kl. 10:05 skrev Ann Miller <ann@acorn.example>:", True),
    ("På mandag 2. mars 2026 kl. 10:05 skrev Ann Miller <ann@acorn.example>:", True),
    ("ma 2. maalisk. 2026 klo 10.05 Ann Miller <ann@acorn.example> kirjoitti:", True),
    ("Ann Miller kirjoitti 2.3.2026 klo 10.05:", True),
    ("po 2. 3. 2026 v 10:05 odesílatel Ann Miller <ann@acorn.example> napsal:", True),
    ("Dne 02. 03. 26 v 10:05 Ann Miller napsal(a):", True),
    ("po 2. 3. 2026 o 10:05 Ann Miller <ann@acorn.example> napísal(a):", True),
    ("Ann Miller <ann@acorn.example>, 2 Mar 2026 Pzt, 10:05 tarihinde şunu yazdı:", True),
    ("2 Mar 2026 10:05 tarihinde Ann Miller <ann@acorn.example> şunları yazdı:", True),
    ("пн, 2 мар. 2026 г. в 10:05, Ann Miller <ann@acorn.example>:", True),
    ("2 марта 2026 г., в 10:05, Ann Miller <ann@acorn.example> написал(а):", True),
    ("02.03.2026 10:05, Ann Miller пишет:", True),
    ("Понедельник, 2 марта 2026, 10:05 +03:00 от Ann Miller <ann@acorn.example>:", True),
    ("пн, 2 бер. 2026 р. о 10:05 Ann Miller <ann@acorn.example> пише:", True),
    ("02.03.26 10:05, Ann Miller пише:", True),
    ("Ann Miller <ann@acorn.example> 于2026年3月2日周一 10:05写道：", True),
    ("在 2026年3月2日，10:05，Ann Miller <ann@acorn.example> 写道：", True),
    ("Ann Miller <ann@acorn.example> 於 2026年3月2日 週一 上午10:05寫道：", True),
    ("2026年3月2日(月) 10:05 田中 <tanaka@acorn.example>:", True),
    ("2026/03/02 10:05、田中 <tanaka@acorn.example>のメール:", True),
    ("2026년 3월 2일 (월) 오전 10:05, 김 <kim@acorn.example>님이 작성:", True),
    ("Ann Miller <ann@acorn.example> ezt írta (időpont: 2026. márc. 2., H, 10:05):", True),
    ("2026.03.02. 10:05 keltezéssel, Ann Miller írta:", True),
    ("În lun., 2 mar. 2026 la 10:05, Ann Miller <ann@acorn.example> a scris:", True),
    ("Στις Δευ 2 Μαρ 2026 στις 10:05 π.μ., ο χρήστης Ann Miller <ann@acorn.example> έγραψε:", True),
    (
        "\u202bבתאריך יום ב׳, 2 במרץ 2026 ב-10:05 מאת \u202aAnn\u202c\u200f "
        "<\u202aann@acorn.example\u202c\u200f>:\u202c",
        True,
    ),
    ("Vào Th 2, 2 thg 3, 2026 vào lúc 10:05 Ann Miller <ann@acorn.example> đã viết:", True),
    ("pon, 2. ožu 2026. u 10:05 Ann Miller <ann@acorn.example> napisao je:", True),
    ("Ann Miller <ann@acorn.example> kirjutas kuupäeval E, 2. märts 2026 kell 10:05:", True),
    ("pirmd., 2026. g. 2. marts, plkst. 10:05 — lietotājs Ann Miller (<ann@acorn.example>) rakstīja:", True),
    ("Missatge de Ann Miller <ann@acorn.example> del dia dl., 2 de març 2026 a les 10:05:", True),
    ("Wiadomość napisana przez Ann Miller <ann@acorn.example> w dniu 2 mar 2026, o godz. 10:05:", True),
    ("Ann Miller <ann@acorn.example> 2. 3. 2026 v 10:05:", True),
    ("2026-03-02 오전 10:05에 Ann Miller 이(가) 쓴 글:", True),
    ("Ann Miller <ann@acorn.example>, 2 Mar 2026\nPzt, 10:05 tarihinde şunu yazdı:", True),
    ("Ann Miller <ann@acorn.example>\n于2026年3月2日周一 10:05写道：", True),
    ("Ann Miller <ann@acorn.example> hat am 02.03.2026 10:05\nCET geschrieben:", True),
    ("---- On Mon, 02 Mar 2026 10:05:00 +0100 Ann Miller <ann@acorn.example>\nwrote ----", True),
    ("---- On Mon, 02 Mar 2026 10:05:00 +0100 Ann\nMiller <ann@acorn.example> wrote ---", True),
    ("---- Ann Miller wrote ----", True),
    (">>> Ann Miller <ann@acorn.example> 3/2/2026 10:05 AM >>>", True),
    (">>> Ann Miller 02.03.26 10.05 Uhr >>>", True),
    ("Am 02.03.26 um 10:05 schrieb Ann Miller", False),
    ("Ann Miller <ann@acorn.example> wrote in message news:note.81@acorn.example...", False),
]


@pytest.mark.parametrize("attribution", [attribution for attribution, _ in INTROS])
def test_an_intro_and_the_marked_quote_below_it_are_quoted(attribution: str) -> None:
    body = split_body(f"My answer is yes.\n\n{attribution}\n\n> Do you want it?\n> Please say so.\n")
    assert body.reply == "My answer is yes."
    assert "Do you want it?" in body.quoted


@pytest.mark.parametrize("attribution", [attribution for attribution, _ in INTROS])
def test_an_intro_directly_below_the_answer_is_found(attribution: str) -> None:
    body = split_body(f"My answer is yes.\n{attribution}\n> Do you want it?\n> Please say so.\n")
    assert body.reply == "My answer is yes."


@pytest.mark.parametrize("attribution", [attribution for attribution, firm in INTROS if firm])
def test_a_firm_intro_ends_the_reply_where_the_quote_has_no_marks(attribution: str) -> None:
    body = split_body(f"My answer is yes.\n\n{attribution}\n\nDo you want it?\nPlease say so.\n")
    assert body.reply == "My answer is yes."
    assert body.quoted.endswith("Please say so.")


@pytest.mark.parametrize(
    "line",
    [
        "On Thursday:",
        "On your host you can run:",
        "On 5 March I told them:",
        "I wrote to the team on 2 March 2026 and they said:",
        "One thing remains:",
        "The log of 2026-03-02 10:05 shows this:",
        "Our colleague said:",
        "Please send it to ann@acorn.example:",
    ],
)
def test_prose_that_ends_with_a_colon_is_no_intro(line: str) -> None:
    text = f"Hello,\n\n{line}\n\nit does not work.\nCan you help?"
    assert split_body(text).reply == text


def test_quote_marks_of_other_kinds_count_below_an_intro() -> None:
    body = split_body("No.\n\nOn 2 March 2026, Ann wrote:\n| Is it done?\n| Ann\n\nIt will be tomorrow.")
    assert body.reply.split() == "No. It will be tomorrow.".split()


def test_lines_marked_with_initials_are_quoted() -> None:
    body = split_body("On 2 March 2026 Ann Miller wrote:\n\nAM> Is it done?\nAM> We wait.\n\nIt is done.")
    assert body.reply == "It is done."


def test_an_intro_with_the_quote_in_the_same_line_is_quoted() -> None:
    line = "On Mon, Mar 2, 2026 at 10:05 AM Ann Miller <ann@acorn.example> wrote: Is it done? We wait for it."
    assert split_body(f"It is.\n\n{line}").reply == "It is."
