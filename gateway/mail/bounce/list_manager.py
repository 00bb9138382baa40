"""Refusals and notices of programs that run mailing lists."""

from typing import Final

from gateway.mail.bounce.spots import spots_in
from gateway.mail.message import Message
from gateway.mail.nature import Bounce, FailedRecipient
from gateway.mail.text.phrase_lists import listed, says_any

CHARS: Final = 3_000  # of a notice
_SUFFIXES: Final = ("-admin", "-owner", "-ctl", "-request", "-bounces", "-bounce", "-return", "-confirm", "-help")
_COMMANDS: Final = frozenset(
    ("listserv", "majordomo", "sympa", "mailman", "ecartis", "listproc", "ezmlm", "minimalist")
)
_REFUSALS: Final = listed("""
    not a member of this; are not member; not a member of the; not member of; not subscribed to; not a subscriber;
    you are not allowed to post; not allowed to send; may not post; only members may post; post by non-member;
    non-member post; not authorized to post; not authorized to send; is restricted to; only subscribers;
    awaits moderator approval; held for moderation; held until the list moderator; is being held until;
    awaiting moderator; loop alert; rejected by the list; was rejected; could not be posted; was not posted;
    kein mitglied; nicht berechtigt; wartet auf freigabe; nicht abonniert; pas abonné; pas membre; pas autorisé à;
    en attente de modération; no está suscrito; no es miembro; no está autorizado; pendiente de moderación;
    não está inscrito; não é membro; aguarda aprovação; non è iscritto; non sei iscritto; in attesa di moderazione;
    geen lid van; niet geabonneerd; wacht op goedkeuring; メンバーではありません; 登録されていません;
    投稿できません; 不是成员; 등록되지
""")
_NOTICES: Final = listed("""
    mailing list; list manager; list owner; send mail to; send a message to; send an email to; to the address; commands;
    subscription; subscribe; unsubscribe; moderator; help; guide; mailingliste; liste de diffusion; lista de correo;
    lista de discussão; mailinglijst; メーリングリスト; 邮件列表
""")


def from_list_manager(message: Message) -> bool:
    """Does the author's address belong to a list's program, and does the text speak as one?"""
    locals_ = [box.address.rpartition("@")[0].lower() for box in message.from_[:2]]
    if not any(one.endswith(_SUFFIXES) or one in _COMMANDS for one in locals_):
        return False
    text = _words(message)
    return says_any(text, _REFUSALS) or (says_any(text, _NOTICES) and any(f"{suffix}@" in text for suffix in _SUFFIXES))


def refusal_of_list(message: Message) -> Bounce | None:
    """The list that did not take a mail, where the notice says so."""
    text = _words(message)
    if not says_any(text, _REFUSALS):
        return None
    own = {box.address.lower() for box in message.to}
    for spot in spots_in(" ".join(message.body.text[:CHARS].split())):
        local = spot.address.rpartition("@")[0].lower()
        if spot.address.lower() not in own and not local.endswith(_SUFFIXES) and local not in _COMMANDS:
            return _refused(spot.address, message)
    found = next((address for box in message.from_ if (address := _list_of(box.address))), None)
    return _refused(found, message) if found else Bounce(True, (), None)


def _list_of(address: str) -> str | None:
    local, _, domain = address.rpartition("@")
    suffix = next((one for one in _SUFFIXES if local.lower().endswith(one)), None)
    return f"{local[: -len(suffix)]}@{domain}" if suffix and len(local) > len(suffix) else None


def _refused(address: str, message: Message) -> Bounce:
    threads = (*message.in_reply_to, *reversed(message.references))
    said = " ".join(message.body.text.split())[:1000]
    return Bounce(True, (FailedRecipient(address, "failed", "5.7.1", said, "policy"),), threads[0] if threads else None)


def _words(message: Message) -> str:
    return " ".join(f"{message.subject} {message.body.text[:CHARS]}".lower().split())
