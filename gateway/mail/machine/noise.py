"""What mail programs write by themselves in a person's name: answers to invitations, recalls, absence notes."""

import re
from typing import Final, Literal

from gateway.mail.machine.absence import absence_in, says_absent
from gateway.mail.message import Message
from gateway.mail.nature import Nature
from gateway.mail.text.phrase_lists import listed

Noise = Literal["none", "invitation", "response", "recall", "absence"]
_ASKS: Final = ("request", "add", "refresh")  # methods of RFC 5546 that want something of the reader
RECALLED: Final = "asks to recall an earlier message"  # the defect that the reader of mails notes
_SHORT: Final = 600  # characters; programs write no more
_LONG_ABSENCE: Final = 1500  # characters; absence notes name deputies and telephones
_ANSWERS: Final = listed("""
    accepted:; declined:; tentative:; tentatively accepted:; canceled:; cancelled:; new time proposed:;
    angenommen:; zugesagt:; akzeptiert:; abgelehnt:; abgesagt:; mit vorbehalt:; mit vorbehalt angenommen:; vorläufig:;
    accepté:; accepté :; refusé:; refusé :; annulé:; annulé :; provisoire:; aceptada:; aceptado:; rechazada:;
    rechazado:; cancelado:; cancelada:; provisional:; aceito:; recusado:; accettato:; rifiutato:; annullato:;
    provvisorio:; geaccepteerd:; afgewezen:; geannuleerd:; geweigerd:; zaakceptowane:; odrzucone:; odwołane:;
    accepterat:; avböjt:; inställt:; accepteret:; afslået:; aflyst:; godtatt:; avslått:; avlyst:; hyväksytty:;
    hylätty:; peruutettu:; přijato:; odmítnuto:; zrušeno:; принято:; отклонено:; отменено:; 承諾:; 承諾済み:; 辞退:;
    キャンセル:; 已接受:; 已拒绝:; 已取消:; 수락:; 거절:; 취소:
""")
_SENTENCE_END = re.compile(r"[.!?\n]+")
_LEAST_WORDS: Final = 3  # of a sentence that a person adds
_SURE_WORDS: Final = 8  # of one that is theirs even though it names the answer: programs are brief
_NAMES_ANSWER: Final = tuple(
    """
    accept declin tentativ cancel invit angenommen zugesagt akzeptiert abgelehnt abgesagt einladung termin accepté
    refusé annul aceptad rechazad geaccepteerd afgewezen geweigerd uitnodiging
""".split()
)
_RECALLS: Final = listed("""
    recall:; message recall failure; message recall success; message recall report; recall report; rückruf:;
    zurückrufen:; nachrichtenrückruf; rappel :; rappel:; échec du rappel; recuperar:; intrekken:; richiamo:
""")


def noise_in(message: Message, nature: Nature, one_of_ours: bool) -> Noise:
    """What a program wrote in somebody's name; absence that only the text speaks of counts for our own people."""
    subject, text = message.subject.strip().lower(), message.body.reply
    if nature.kind == "invite":
        return "invitation" if nature.evidence[0].endswith(_ASKS) else "response"
    if subject.startswith(_ANSWERS) and len(text) <= _SHORT:
        return "response"
    if RECALLED in message.defects or (subject.startswith(_RECALLS) and len(text) <= _SHORT):
        return "recall"
    if not one_of_ours or len(text) > _LONG_ABSENCE:
        return "none"
    return "absence" if absence_in(message.subject) == "notice" or says_absent(text) else "none"


def adds_words(text: str) -> bool:
    """Does an answer to an invitation say more than that it is one?"""
    return any(map(_is_a_persons, _SENTENCE_END.split(text[:_LONG_ABSENCE].lower())))


def _is_a_persons(sentence: str) -> bool:
    words = len(sentence.split())
    named = any(map(sentence.__contains__, _NAMES_ANSWER))
    return words >= (_SURE_WORDS if named else _LEAST_WORDS) and "would like to recall" not in sentence
