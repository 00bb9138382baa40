"""What a mail is besides its text: signed, encrypted, asking for something. Told in plain words among the defects."""

from gateway.mail.message import Headers, Part

_PGP_BEGIN = "-----BEGIN PGP "
_SIGNED_TEXT = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_BY_TYPE = {
    "application/pkcs7-signature": "signed with S/MIME",
    "application/x-pkcs7-signature": "signed with S/MIME",
    "application/pgp-signature": "signed with PGP",
    "application/pgp-encrypted": "encrypted with PGP",
    "message/partial": "only a piece of a divided message",
    "message/external-body": "a part is stored elsewhere",
}
# Outlook's recall reaches other systems as a mail whose subject and only sentence say so.
_RECALLS = {
    "recall:": "would like to recall the message",
    "rückruf:": "möchte die nachricht",
    "zurückrufen:": "möchte die nachricht",
    "rappel": "souhaite rappeler le message",
    "recuperar:": "recuperar el mensaje",
    "intrekken:": "bericht intrekken",
    "richiamo:": "richiamare il messaggio",
}
_RECALL_STARTS = tuple(_RECALLS)


def badges(headers: Headers, parts: tuple[Part, ...], text: str) -> list[str]:
    """Signatures, encryption, recalls and wishes for a receipt, each in plain words."""
    found = [words for part in parts if (words := _of_part(part))]
    if _PGP_BEGIN in text:
        if "-----BEGIN PGP MESSAGE-----" in text:
            found.append("encrypted with PGP")
        if _SIGNED_TEXT in text:
            found.append("signed with PGP")
    if "Disposition-Notification-To" in headers or "Return-Receipt-To" in headers:
        found.append("asks for a receipt")
    subject = headers.get("Subject").lower()
    if subject.startswith(_RECALL_STARTS) and any(words in text[:2_000].lower() for words in _RECALLS.values()):
        found.append("asks to recall an earlier message")
    return found


def _of_part(part: Part) -> str | None:
    if part.type not in _SMIME:
        return _BY_TYPE.get(part.type)
    kind = part.parameter("smime-type").lower()
    if kind == "certs-only":
        return "carries S/MIME certificates"
    name = (part.name or "").lower()
    return "signed with S/MIME" if kind == "signed-data" or name.endswith(".p7s") else "encrypted with S/MIME"


def without_armor(text: str) -> str:
    """The words of a text signed with PGP in place (RFC 9580 section 7), without the armor around them."""
    begin = text.find(_SIGNED_TEXT)
    if begin < 0:
        return text
    start = text.find("\n\n", begin)
    signature = text.find(_SIGNATURE, begin)
    if start < 0 or signature < start:
        return text
    end = text.find("-----END PGP SIGNATURE-----", signature)
    behind = text[end + len("-----END PGP SIGNATURE-----") :] if end >= 0 else ""
    lines = (line.removeprefix("- ") for line in text[start + 2 : signature].split("\n"))
    return f"{text[:begin]}{chr(10).join(lines).rstrip()}\n{behind}"
