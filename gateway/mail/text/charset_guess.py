"""Which charset do 8-bit bytes have that nobody declared? Scripts with a plain mark of their own are told here, the
rest by charset-normalizer's statistics."""

import re

from gateway.mail.limits import CHARSET_SAMPLE

_CANDIDATES = ["cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"]
# Frequent words with letters beyond ASCII, by the code pages in which their languages are written.
_WORDS_OF_WESTERN = frozenset(
    """
    à où déjà très là même être après été était à çà voilà problème dernière première à bientôt
    não são é até também já você está estão será então à às português versão atenção possível
    più è perché città già così può però né qualità
    på är från för också både när får går vår än även så være også når må på nå då
    él más qué está también sí aquí así cómo después qué número dónde
    für über können würde möchte müssen wäre schön grüße größe
    """.split()
)
_WORDS = {
    "cp1250": frozenset(
        """
        że się są być już który która które więc też będzie może można proszę dziękuję jeśli także mój źle dzień
        není že při může také byl už jsem přes před proč ještě děkuji dobrý můžete prosím když více své být
        és így már még kérem köszönöm üdvözlettel szükséges működik nagyon hibaüzenet is ő egy
        să și în că după până către fără aș mulțumesc bună nu-mi dacă când este îmi
        će što više može već još biti između prošle hvala možete če še tudi že sporočilo prosím sú či ďakujem
        """.split()
    ),
    "cp1257": frozenset(
        """
        už iš dėl nėra šį būti ačiū prašome galiu tačiau šiuo mūsų jūsų
        nē jā tā arī kā mēs jūs lūdzu paldies šo būs vēl ļoti
        või täna tänan palun ära pärast on küsimus
        """.split()
    ),
}
_WORD = re.compile(r"[^\W\d_]+")
_SYMBOL_IN_WORD = re.compile("(?<=[a-zA-Z])[³¹¿¾¼½º£¥¯¨¸](?=[a-zA-Z ]|\\Z)")
_NOT_WESTERN = "šžŠŽ\ufffd"  # in both code pages, but hardly in a western language
_CYRILLIC = ("cp1251", "koi8_r", "cp866")
# Characters that every text of some length uses, most frequent first in the language.
_FREQUENT = {
    "gb18030": "的一是不了在有人我他这个们中来上大为和国地到以说时要就出会可也你对生能请您好无法系统问题登录用们吗，。",
    "cp950": "的一是不了在有人我他這個們中來上大為和國地到以說時要就出會可也你對生能請您好無法系統問題登入用嗎，。",
    "big5hkscs": "嘅啲喺冇嗰咁佢哋唔係嚟咩嘢畀諗的一是不了在有人我他這個們中來上大為問題登入用度，。",
    "cp932": "のにをはがでとしてたいなるまもすかられこそりっんきくけさせちつどへめやよわーンスルトリアイ、。",
    "euc_jp": "のにをはがでとしてたいなるまもすかられこそりっんきくけさせちつどへめやよわーンスルトリアイ、。",
    "cp949": "이다는에을를의가고하지은로도서기한사시정리자인나대어라수일해아니습있주요그안제오전부",
}


def guess(data: bytes, thorough: bool = True) -> str:
    """The likely codec; looks at a bounded sample. Without `thorough` what has no plain mark counts as western."""
    sample = _sample(data)
    high = len(sample.translate(None, bytes(range(128))))
    letters = high + sum(sample.count(letter) for letter in (b"a", b"e", b"i", b"n", b"o", b"r", b"s", b"t"))
    if high >= 4 and high * 2 > letters and (found := _east_asian(sample, high) or _cyrillic(sample, high)):
        return found
    if not thorough:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_CANDIDATES, threshold=0.4, enable_fallback=False).best()
    found = best.encoding if best is not None and best.encoding in _CANDIDATES else "cp1252"
    return found if found not in _WORDS or _speaks_for(found, sample) else "cp1252"


def _speaks_for(codec: str, sample: bytes) -> bool:
    """Is a central European code page clearly better than the western one? The same bytes are letters in both."""
    western = sample.decode("cp1252", "replace")
    symbols = len(_SYMBOL_IN_WORD.findall(western)) + sum(map(western.count, _NOT_WESTERN))
    return symbols + _hits(codec, sample) > _hits("cp1252", sample)


def _hits(codec: str, sample: bytes) -> int:
    words = _WORD.findall(sample.decode(codec, "replace").lower())
    return sum(word in _WORDS_OF_WESTERN if codec == "cp1252" else word in _WORDS[codec] for word in words)


def _sample(data: bytes) -> bytes:
    """Lines with 8-bit bytes, up to the sample size: markup and ASCII tell nothing about the charset."""
    lines = [line for line in data[: CHARSET_SAMPLE * 16].split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:CHARSET_SAMPLE] or data[:CHARSET_SAMPLE]


def _east_asian(sample: bytes, high: int) -> str | None:
    """The double-byte codec in which the text reads most like its language, if in any it does."""
    best, most = None, 0
    for codec, frequent in _FREQUENT.items():
        text = sample.decode(codec, "replace")
        if text.count("\ufffd") > 1 + len(text) // 50:
            continue
        hits = sum(text.count(character) for character in frequent)
        if hits > most and hits * 12 >= high:
            best, most = codec, hits
    return best


def _cyrillic(sample: bytes, high: int) -> str | None:
    """The Cyrillic codec in which many of the letters are the usual small ones, as in any text."""
    best, most = None, 0
    for codec in _CYRILLIC:
        text = sample.decode(codec, "replace")
        usual = sum(map(text.count, "оеаинтсрвлкі"))
        if usual > most and usual * 5 >= high * 2:
            best, most = codec, usual
    return best
