"""How absence notices read, in many languages: subjects that mail systems put in front, words and sentences people use.

None of it is a proof: a person may write all of it. `classify` gives it low weight.
"""

from typing import Final, Literal

from gateway.mail.text.phrase_lists import Phrases, listed, says_any

TEXT_CHARS: Final = 400  # an absence notice says so at its beginning
_MAX_BEFORE_RE: Final = 60  # characters of "Out until Monday Re: ..." in front of the subject that is answered

_PREFIXES: Final = listed("""
    automatic reply; auto reply:; auto-reply:; autoreply:; auto response:; auto-response:; autoresponse:;
    autoresponder:; automatic response; out of office autoreply; out of office reply; out-of-office reply;
    out of office automatic reply; out of office:; out-of-office:; away from the office:; vacation reply:;
    i am out of the office; auto reply from; automated reply:; automated response:; automatische antwort;
    abwesenheitsnotiz; abwesenheitsassistent; abwesenheitsmeldung; autom. antwort; autoantwort:;
    réponse automatique; reponse automatique; message d'absence; absence du bureau; absent du bureau;
    notification d'absence; respuesta automática; respuesta automatica; fuera de la oficina; fuera de oficina;
    respuesta de fuera de oficina; resposta automática; resposta automatica; resposta automática de ausência;
    fora do escritório; ausência temporária:; ausente do escritório; risposta automatica; fuori sede:;
    fuori ufficio:; assente dall'ufficio; automatisch antwoord; afwezigheidsassistent; afwezig:; niet aanwezig:;
    automatische beantwoording; autosvar; automatiskt svar; frånvaromeddelande; frånvarande:; automatisk svar;
    automatisk svar:; fraværsmelding; fraværende:; ikke til stede; ikke på kontoret; fraværsassistent;
    automaattinen vastaus; poissa:; poissaoloviesti; automatická odpověď; automatická odpoveď; mimo kancelář;
    nepřítomnost:; odpowiedź automatyczna; automatyczna odpowiedź; autoodpowiedź; poza biurem;
    nieobecność w biurze; automatikus válasz; házon kívül:; răspuns automat; în afara biroului; otomatik yanıt;
    ofis dışında; автоответ; автоматический ответ; вне офиса:; отсутствую на рабочем месте;
    автоматична відповідь; αυτόματη απάντηση; εκτός γραφείου; automatski odgovor; samodejni odgovor;
    avtomatski odgovor; automaatvastus; automaatne vastus; automātiskā atbilde; automatinis atsakymas;
    автоматичен отговор; тчк автоответ; 自動応答; 自動返信; 不在通知; 不在のお知らせ; 不在応答; 自动回复;
    自動回覆; 自动答复; 外出自動回覆; 休假自动回复; 자동 회신; 자동 응답; 자동회신; 부재중; 부재 중;
    תשובה אוטומטית; رد تلقائي; ตอบกลับอัตโนมัติ; trả lời tự động; balasan otomatis; jawapan automatik
""")  # fmt: skip

# Words for the reply itself: people write about it, too. What a system puts in front ends with one of the signs.
_REPLIES: Final = (
    "reply", "response", "antwort", "réponse", "reponse", "respuesta", "resposta", "risposta", "antwoord", "svar",
    "vastaus", "odpově", "odpoveď", "odpowied", "válasz", "răspuns", "yanıt", "ответ", "відповідь", "απάντηση",
    "odgovor", "atbilde", "atsakym", "отговор",
)  # fmt: skip
_SEPARATORS: Final = ':：-–—[(|;,.>»"'

_WORDS: Final = listed("""
    out of office; out of the office; out-of-office; out until; away until; no longer works; no longer with;
    on vacation; on holiday; on leave; away from my; autoreply;
    auto-reply; auto reply; vacation; ooo:; [ooo]; maternity leave; parental leave; annual leave; away message;
    ooo re:; vacation message; abwesenheit; abwesend; nicht im büro; im urlaub; urlaub; elternzeit; außer haus; absence;
    absent; en congé; congés; vacances; ausente; ausencia; vacaciones; de vacaciones; ausência; férias; assenza;
    assente; ferie; in ferie; afwezig; afwezigheid; vakantie; met verlof; frånvaro; frånvarande; semester;
    bortrest; fravær; bortreist; loma; lomalla; poissaolo; dovolená; nepřítomn; urlop; nieobecn; szabadság;
    concediu; izinli; tatil; izindeyim; отпуск; отсутств; відпустк; відсутн; απουσία; godišnji odmor; dopust;
    puhkus; atvaļinājum; atostog; отпуска; biroja; prombūtn; 不在; 休暇; 休業; 休假; 外出; 出差; 휴가; 부재;
    출장; חופשה; خارج المكتب; إجازة
""")  # fmt: skip

_SENTENCES: Final = Phrases(listed("""
    i will be away; i am away; i'm away; am away from; am away until; away until; out until; not be reading my mail;
    no longer employed; has left the company; have left the company; i am driving; i'm driving; 運転中;
    out of the office; out of office; out-of-office; away from the office; away from my office; away from my email;
    on vacation; on annual leave; on holiday; on leave; on maternity leave; on parental leave; currently away;
    no longer with the company; no longer work; limited access to e; will be back on; will be out of; i'll be out;
    this is an automat; this is an auto; automatic reply; auto-reply; auto reply; automated response;
    automatically generated reply; thank you for your email. i am; i am currently out; will respond when i return;
    will reply when i return; upon my return; when i get back; nicht im büro; nicht im hause; außer haus;
    ausser haus; im urlaub; abwesend; nicht erreichbar; nicht am arbeitsplatz; automatische antwort; wieder im büro;
    ihre e-mail wird nicht weitergeleitet; elternzeit; bin ich wieder; dienstreise; absent du bureau;
    absente du bureau; en congé; en déplacement; actuellement absent; de retour le; je suis absent;
    réponse automatique; message automatique; en vacances; fuera de la oficina; de vacaciones; estaré ausente;
    estoy ausente; me encuentro fuera; respuesta automática; mensaje automático; regreso el; fora do escritório;
    de férias; estarei ausente; estou ausente; resposta automática; mensagem automática; retorno no dia; fuori sede;
    fuori ufficio; in ferie; sarò assente; sono assente; assente dall; risposta automatica; messaggio automatico;
    niet op kantoor; afwezig; met vakantie; op vakantie; met verlof; niet aanwezig; automatisch antwoord;
    weer aanwezig; inte på kontoret; på semester; bortrest; tillbaka den; föräldraledig; ikke på kontoret; på ferie;
    bortreist; tilbake; tilbage den; fraværende; poissa toimistolta; lomalla; palaan; nejsem v kanceláři;
    na dovolené; mimo kancelář; nepřítomen; nepřítomna; poza biurem; na urlopie; jestem nieobecn; nieobecny;
    nieobecna; automatyczna odpowiedź; szabadságon; nem vagyok az irodában; în concediu; ofis dışında; izinde;
    yıllık izin; tatilde; yokum; в отпуске; отсутствую; нахожусь в отпуске; вне офиса; автоматический ответ;
    у відпустці; відсутн; εκτός γραφείου; σε άδεια; atvaļinājumā; atostog; 不在にして; 不在となり; 不在です; 休暇を;
    休暇中; 休業; 自動返信; 自動応答; 自動送信; 留守に; 自动回复; 自動回覆; 正在休假; 休假中; 外出; 出差; 不在办公室;
    휴가 중; 휴가중; 부재중; 부재 중; 자동 회신; 자동 응답; 자리를 비우
"""))  # fmt: skip


_NOTICES: Final = listed("""
    is out of the office; is out of office; will be out of the office; ist außer haus; ist ausser haus;
    ist abwesend; est absent; est absente; está fuera de la oficina; está ausente; è fuori ufficio; è assente;
    is afwezig; (returning; (rückkehr; (retour le; (out of office); driving mode; ドライブモード
""")
_SAID: Final = Phrases((*_NOTICES, *_WORDS))


def is_notice_prefix(subject: str) -> bool:
    """Is a subject put together as mail systems do for an absence notice?"""
    return absence_in(subject) == "notice"


def absence_in(subject: str) -> Literal["notice", "word"] | None:
    """What a subject says of absence: put together as mail systems do for a notice, or only a word."""
    lowered = _lowered(subject)
    begun = lowered.lstrip(" [*\"'„«(<")
    if begun.startswith(_PREFIXES):
        return "notice" if _is_put_in_front(begun) else "word"
    if not _SAID.said_in(lowered):
        return None
    before, mark, _ = lowered.partition(" re:")
    in_front = bool(mark) and len(before) <= _MAX_BEFORE_RE and says_any(before, _WORDS)
    return "notice" if in_front or says_any(lowered, _NOTICES) else "word"


def _is_put_in_front(subject: str) -> bool:
    """Does more than the name of the thing stand there? "Automatic reply does not work" is what a person writes."""
    prefix = max((one for one in _PREFIXES if subject.startswith(one)), key=len)
    rest = subject[len(prefix) :].lstrip()
    named = not prefix.endswith(":") and any(word in prefix for word in _REPLIES)
    return not named or not rest or rest[0] in _SEPARATORS or rest.startswith(("re:", "aw:", "sv:"))


def says_absent(text: str) -> bool:
    """Does a text begin by saying that its author is away?"""
    return _SENTENCES.said_in(" ".join(_lowered(text[:TEXT_CHARS]).split()))


def _lowered(text: str) -> str:
    """In small letters; the Turkish dotted capital gives one letter, not two."""
    return text.lower().replace("i\u0307", "i")
