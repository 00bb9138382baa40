"""The language of short texts: right or None."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.reply.language import detect_language

TEXTS = [
    ("en", "Thanks, it works now."),
    ("en", "Hello, we cannot start the application since this morning. Could you please help us?"),
    ("de", "Danke, das hilft."),
    ("de", "Guten Tag, die Anwendung startet seit heute nicht mehr. Können Sie uns bitte helfen?"),
    ("fr", "Bonjour, je n'arrive pas à me connecter depuis ce matin. Pouvez-vous m'aider ?"),
    ("es", "Hola, no puedo entrar en la aplicación desde esta mañana. ¿Nos pueden ayudar?"),
    ("pt", "Olá, não consigo entrar na aplicação desde esta manhã. Podem ajudar-nos?"),
    ("it", "Buongiorno, non riesco ad accedere da questa mattina. Potete aiutarci, per favore?"),
    ("nl", "Hallo, wij kunnen sinds vanochtend niet meer inloggen. Kunt u ons helpen?"),
    ("pl", "Dzień dobry, od rana nie możemy się zalogować. Czy mogą Państwo nam pomóc?"),
    ("sv", "Hej, vi kan inte logga in sedan i morse. Kan ni hjälpa oss?"),
    ("da", "Hej, jeg kan ikke logge ind, og jeg ved ikke hvorfor. Kan I hjælpe os?"),
    ("no", "Hei, jeg kan ikke logge inn, og jeg vet ikke hvorfor. Kan dere hjelpe oss?"),
    ("fi", "Hei, emme voi kirjautua sisään. Voisitteko auttaa meitä, kiitos?"),
    ("cs", "Dobrý den, od rána se nemůžeme přihlásit. Můžete nám prosím pomoci?"),
    ("sk", "Dobrý deň, od rána sa nemôžeme prihlásiť. Môžete nám prosím pomôcť, ďakujem?"),
    ("tr", "Merhaba, bu sabahtan beri giriş yapamıyoruz. Bize yardımcı olabilir misiniz?"),
    ("hu", "Jó napot, reggel óta nem tudunk bejelentkezni. Kérem, segítsenek nekünk, köszönöm."),
    ("ro", "Bună ziua, nu mai putem intra în aplicație. Vă rog să ne ajutați, mulțumesc."),
    ("hr", "Dobar dan, od jutros se ne možemo prijaviti. Možete li nam pomoći, hvala?"),
    ("et", "Tere, me ei saa enam sisse logida. Kas te saate meid aidata, palun?"),
    ("ru", "Здравствуйте, мы не можем войти с самого утра. Помогите, пожалуйста."),
    ("uk", "Добрий день, ми не можемо увійти з самого ранку. Допоможіть, будь ласка."),
    ("bg", "Здравейте, не можем да влезем от сутринта. Моля, помогнете ни."),
    ("el", "Καλημέρα, δεν μπορούμε να συνδεθούμε από το πρωί."),
    ("he", "שלום, איננו מצליחים להתחבר מהבוקר."),
    ("ar", "مرحبا، لا يمكننا تسجيل الدخول منذ الصباح."),
    ("th", "สวัสดีครับ เราเข้าสู่ระบบไม่ได้ตั้งแต่เช้า"),
    ("vi", "Xin chào, chúng tôi không đăng nhập được từ sáng nay. Xin giúp chúng tôi."),
    ("zh", "您好，从今天早上开始我们无法登录。"),
    ("ja", "お世話になっております。今朝からログインできません。"),
    ("ko", "안녕하세요. 오늘 아침부터 로그인이 되지 않습니다."),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_a_short_question_is_told(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_names_addresses_and_links_do_not_matter(language: str, text: str) -> None:
    noise = "https://the.acorn.example/and/you/have/what and.the.for@acorn.example\n"
    assert detect_language(noise + text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "OK",
        "Hello",
        "12345 67.89",
        "T-001001",
        "Ann Miller",
        "db01 restart failed",
        "👍",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.",
        "select id from orders where state = 1",
        "http://acorn.example/the/of/and",
        "Hallo",
        "No",
        "会議",
    ],
)
def test_what_is_not_certain_is_none(text: str) -> None:
    assert detect_language(text) is None


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    found = detect_language(text)
    assert found is None or (len(found) == 2 and found.islower())
