"""Bytes to text: the declared charset where it fits, what the bytes say where it does not."""

import encodings.aliases
import re
from collections.abc import Callable
from functools import lru_cache

from gateway.mail.limits import CHARSET_SAMPLE
from gateway.mail.text.charset_guess import guess
from gateway.mail.text.chinese import from_big5
from gateway.mail.text.japanese import from_euc, from_iso2022

_UNFIT = frozenset(
    "base64_codec bz2_codec hex_codec quopri_codec rot_13 uu_codec zlib_codec idna punycode undefined "
    "unicode_escape raw_unicode_escape mbcs oem charmap unicode_internal string_escape".split()
)
_CODECS = frozenset(encodings.aliases.aliases.values()) | {
    "utf_8_sig", "koi8_t", "koi8_u", "cp720", "cp737", "cp856", "cp874", "cp875", "cp1006", "mac_arabic",
}  # fmt: skip
_KNOWN = _CODECS - _UNFIT

# Names met in mail that Python does not know, and names whose common meaning is a larger charset (WHATWG Encoding).
_MEANT = {
    "8859_1": "cp1252", "ansi": "cp1252", "ascii": "ascii", "ansi_x3_4_1968": "ascii", "latin_1": "cp1252",
    "iso8859_1": "cp1252", "iso_8859_1_windows_3_1_latin_1": "cp1252", "windows1252": "cp1252", "x_cp1252": "cp1252",
    "iso8859_9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x_gbk": "gb18030", "chinese": "gb18030",
    "csgb2312": "gb18030", "gb_2312_80": "gb18030", "euc_cn": "gb18030", "euc_kr": "cp949", "ks_c_5601_1987": "cp949",
    "ks_c_5601": "cp949", "korean": "cp949", "x_windows_949": "cp949", "shift_jis": "cp932", "x_sjis": "cp932",
    "sjis": "cp932", "windows_31j": "cp932", "x_euc_jp": "euc_jp", "cp51932": "euc_jp",
    "eucjp_ms": "euc_jp", "eucjp_win": "euc_jp", "windows_51932": "euc_jp",
    "iso_2022_jp": "iso2022_jp_2",
    "iso2022_jp": "iso2022_jp_2", "csiso2022jp": "iso2022_jp_2", "iso_2022_jp_ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext", "cp50221": "iso2022_jp_ext", "big5": "cp950", "x_big5": "cp950",
    "big5_hkscs": "big5hkscs", "big5_hkscs_2004": "big5hkscs", "cn_big5": "cp950", "x_x_big5": "cp950",
    "big5_eten": "cp950", "x_eucjp": "euc_jp", "eucjp_open": "euc_jp", "cp20932": "euc_jp",
    "cp50222": "iso2022_jp_ext", "x_windows_iso2022jp": "iso2022_jp_ext", "iso8859_11": "cp874",
    "utf_8_bom": "utf_8", "utf8_mac": "utf_8", "x_mac_ce": "mac_latin2", "mac_centraleurope": "mac_latin2",
    "windows_cyrillic": "cp1251", "x_ansi": "cp1252", "latin_9": "iso8859_15",
    "iso_8859_8_i": "iso8859_8", "iso_8859_8_e": "iso8859_8", "iso_8859_6_i": "iso8859_6",
    "windows_874": "cp874", "tis_620": "cp874", "x_mac_roman": "mac_roman", "macintosh": "mac_roman",
    "x_mac_cyrillic": "mac_cyrillic", "koi8_ru": "koi8_u", "utf8mb4": "utf_8", "utf8mb3": "utf_8", "utf_8_mac": "utf_8",
    "utf_8": "utf_8", "unicode_1_1_utf_8": "utf_8", "x_unicode_2_0_utf_8": "utf_8", "unicode_1_1_utf_7": "utf_7",
    "x_unicode_2_0_utf_7": "utf_7", "unicode": "utf_16", "ucs_2": "utf_16", "iso_10646_ucs_2": "utf_16",
    "utf_16": "utf_16", "utf_32": "utf_32", "ucs_4": "utf_32", "x_user_defined": "cp1252", "dos_862": "cp862",
    "hz_gb_2312": "hz", "visual": "iso8859_8", "logical": "iso8859_8",
}  # fmt: skip
_WIDE = frozenset("utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be".split())
_SEVEN_BIT = frozenset(
    "utf_7 hz iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr".split()
)
_WIDER = {  # where the codec finds characters that it does not know
    "iso2022_jp_2": from_iso2022, "iso2022_jp_ext": from_iso2022, "euc_jp": from_euc, "cp950": from_big5,
    "big5hkscs": from_big5,
}  # fmt: skip
# ISO 8859 has no characters where these have theirs: text with such bytes is of Windows, whatever it is called.
_OF_WINDOWS = {
    "iso8859_2": "cp1250", "iso8859_5": "cp1251", "iso8859_7": "cp1253", "iso8859_8": "cp1255", "iso8859_6": "cp1256",
    "iso8859_4": "cp1257", "iso8859_13": "cp1257", "iso8859_15": "cp1252",
}  # fmt: skip
_NOT_C1 = bytes(set(range(256)) - set(range(0x80, 0xA0)))
_WESTERN = frozenset({"ascii", "cp1252", "latin_1", "iso8859_1", "iso8859_15"})
_BOMS = (
    (b"\xef\xbb\xbf", "utf_8"), (b"\xff\xfe\x00\x00", "utf_32_le"), (b"\x00\x00\xfe\xff", "utf_32_be"),
    (b"\xff\xfe", "utf_16_le"), (b"\xfe\xff", "utf_16_be"),
)  # fmt: skip
_CONTROLS = bytes(set(range(32)) - {9, 10, 13, 27}) + b"\x7f"
_ALL_CONTROLS = _CONTROLS + b"\x1b"
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@lru_cache(maxsize=256)
def codec_of(name: str | None) -> str | None:
    """The Python codec for a charset name as mail writes it, None when there is none.

    Only a closed set of codecs is used: a hostile name never reaches the import machinery.
    """
    if not name:
        return None
    bare = name.partition("*")[0].partition("(")[0].strip("\"' \t").lower()[:60]
    key = "".join(c if c.isalnum() else "_" for c in bare).strip("_")
    if key in _MEANT:
        return _MEANT[key]
    if key.startswith(("cp_", "ibm_", "x_cp_")) and key not in encodings.aliases.aliases:
        key = f"cp{key.rpartition('_')[2]}"
    if (page := key.removeprefix("x_").removeprefix("windows_")) != key and page.isdigit():
        key = f"cp{page}"
    codec = encodings.aliases.aliases.get(key, key)
    codec = _MEANT.get(codec, codec)
    return codec if codec in _KNOWN else None


def decode(
    data: bytes,
    declared: str | None = None,
    may_guess: Callable[[], bool] = lambda: False,
    elsewhere: Callable[[], str | None] = lambda: None,
) -> tuple[str, str | None]:
    """Text of the bytes, and in plain words what was wrong with the declared charset (None: nothing).

    `may_guess` is asked before statistics decide what nothing else tells; without it such bytes count as western.
    `elsewhere` gives the charset of what stands around text that has none itself.
    """
    codec = codec_of(declared)
    if data.isascii() and codec not in _SEVEN_BIT and codec not in _WIDE:
        return _ascii(data, declared, codec)
    if bom := next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None):
        return clean(data[len(bom[0]) :].decode(bom[1], "replace")), None
    if codec in _WIDE or (b"\0" in data and _wide_guess(data)):
        return clean(data.decode(_endian(data, codec), "replace")), None
    if codec is None:
        return _undeclared(data, declared, may_guess, elsewhere)
    return _declared(data, codec, declared or "", may_guess)


def clean(text: str) -> str:
    """Text without control characters and lone surrogates; tab and line ends stay."""
    if not text.isascii():
        return UNSTORABLE.sub("", text)
    data = text.encode("ascii")  # bytes are searched many times faster: bench/fast_paths.py
    kept = data.translate(None, _ALL_CONTROLS)
    return text if len(kept) == len(data) else kept.decode("ascii")


def _ascii(data: bytes, declared: str | None, codec: str | None) -> tuple[str, str | None]:
    if b"\x1b" in data:
        if b"\x1b$" in data or b"\x1b(" in data:
            return clean(from_iso2022(data)), "the charset ISO-2022-JP was not declared"
        data = data.replace(b"\x1b", b"")
    if declared and codec is None:
        return data.translate(None, _CONTROLS).decode("ascii"), _unknown(declared)
    return data.translate(None, _CONTROLS).decode("ascii"), None


def _declared(data: bytes, codec: str, declared: str, may_guess: Callable[[], bool]) -> tuple[str, str | None]:
    """Decode as declared unless the bytes say clearly that the declaration is wrong."""
    if codec in _OF_WINDOWS and data.translate(None, _NOT_C1):
        codec = _OF_WINDOWS[codec]
    if codec in _WESTERN:
        return _western(data, codec, declared, may_guess)
    try:
        return clean(data.decode(codec)), None
    except (UnicodeDecodeError, UnicodeError):
        pass
    if codec in _WIDER and (read := _WIDER[codec](data)).count("\ufffd") * 4 <= len(read):
        return clean(read), None
    if (text := _utf8(data)) is not None:
        return text, f"the text is UTF-8, not {_shown(declared)} as declared"
    text = data.decode(codec, "replace")
    wrong = text.count("\ufffd")
    share = 2 if codec == "utf_8" else 4  # what is UTF-8 for the most part is nothing else
    if wrong * share <= sum(not c.isascii() for c in text[: CHARSET_SAMPLE * 4]) or codec in _SEVEN_BIT:
        return clean(text), f"some bytes are not valid {_shown(declared)}"
    found = guess(data, may_guess())
    return clean(data.decode(found, "replace")), f"the text is not {_shown(declared)} as declared, read as {found}"


def _western(data: bytes, codec: str, declared: str, may_guess: Callable[[], bool]) -> tuple[str, str | None]:
    """A western declaration never fails to decode, so it needs a second look."""
    if (text := _utf8(data)) is not None:
        return text, f"the text is UTF-8, not {_shown(declared)} as declared"
    words = None if codec != "ascii" else "8-bit text declared as US-ASCII"
    sample = data[: CHARSET_SAMPLE * 4]
    high = len(sample.translate(None, bytes(range(128))))
    letters = high + sum(sample.count(vowel) for vowel in (b"a", b"e", b"i", b"o", b"u", b"n", b"r", b"t", b"s"))
    if codec == "ascii" or (high >= 4 and high * 5 > letters * 3):
        found = guess(data, may_guess())
        if found not in ("cp1252", "cp1250", "cp1254", "cp1257"):
            return clean(data.decode(found, "replace")), words or (
                f"the text is not {_shown(declared)} as declared, read as {found}"
            )
    chosen = codec if codec == "iso8859_15" else "cp1252"
    return clean(_cp1252(data) if chosen == "cp1252" else data.decode(chosen, "replace")), words


def _undeclared(
    data: bytes, declared: str | None, may_guess: Callable[[], bool], elsewhere: Callable[[], str | None]
) -> tuple[str, str | None]:
    words = _unknown(declared) if declared else "8-bit text without a charset"
    if (text := _utf8(data)) is not None:
        return text, _unknown(declared) if declared else None
    if data.count(b"\x1b$"):
        return clean(data.decode("iso2022_jp_2", "replace")), words
    named = elsewhere()
    if named and (codec := codec_of(named)):
        return _declared(data, codec, named, may_guess)[0], f"{words}, read as {_shown(named)}"
    found = guess(data, may_guess())
    text = _cp1252(data) if found == "cp1252" else data.decode(found, "replace")
    return clean(text), f"{words}, read as {found}"


def _unknown(declared: str) -> str:
    return f"unknown charset {_shown(declared)}"


def _shown(declared: str) -> str:
    return clean(declared).strip()[:40]


def _utf8(data: bytes) -> str | None:
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _cp1252(data: bytes) -> str:
    """Windows-1252 with the five bytes it leaves open read as Latin-1 controls, which are then dropped."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.translate(None, b"\x81\x8d\x8f\x90\x9d").decode("cp1252")


def _wide_guess(data: bytes) -> bool:
    """UTF-16 without a mark: every second byte of western text is zero."""
    sample = data[:CHARSET_SAMPLE]
    return len(sample) >= 4 and sample.count(0) * 3 >= len(sample) and sample.count(0) * 5 <= len(sample) * 4


def _endian(data: bytes, codec: str | None) -> str:
    if codec in ("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be", "utf_32"):
        return codec
    sample = data[: CHARSET_SAMPLE // 2 * 2]
    return "utf_16_be" if sample[0::2].count(0) > sample[1::2].count(0) else "utf_16_le"
