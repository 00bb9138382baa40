"""Who writes what, in which order."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

SUPPORT: Final = "support@fernfeld.example"
ESCALATION: Final = "escalation@fernfeld.example"


@dataclass(frozen=True, slots=True)
class Scene:
    """A mail that arrives; its file is `mails/NAME.eml`.

    `sender` and `recipients` are the envelope, in which places such as `{reply_to}` may stand. `answers` is the mail
    of ours it answers: scene and template. `before` is how long before the present it came.
    """

    name: str
    title: str
    sender: str
    recipients: tuple[str, ...]
    answers: tuple[str, str] | None = None
    before: timedelta = timedelta()


HISTORY: Final = (
    Scene(
        "transfer",
        "Two days ago: a transfer that stops",
        "nora@halden.example",
        (SUPPORT,),
        before=timedelta(days=2, hours=3),
    ),
    Scene(
        "proofs",
        "Yesterday: blank proof sheets",
        "omar@birchmoor.example",
        (SUPPORT,),
        before=timedelta(days=1, hours=2),
    ),
)

RENEWAL: Final = ("renewal", "license_renewal_notice")
RENEWAL_TITLE: Final = "A license is about to expire, and the timers run"
LATE_TITLE: Final = "A ticket is late, and the timers run"

CONVERSATION: Final = (
    Scene("question", "A customer asks a question", "nora@halden.example", (SUPPORT,)),
    Scene(
        "remark",
        "An engineer writes a remark that is not for the customer",
        "ines@fernfeld.example",
        ("{reply_to}",),
        answers=("question", "agent_new_ticket"),
    ),
    Scene(
        "slip",
        "The answer that follows carries a line of the remark by mistake",
        "ines@fernfeld.example",
        ("{reply_to}",),
        answers=("question", "agent_new_ticket"),
    ),
    Scene(
        "answer",
        "The engineer answers again; the mail client quotes our internal mail without a mark",
        "ines@fernfeld.example",
        ("{reply_to}",),
        answers=("question", "agent_new_ticket"),
    ),
    Scene(
        "reply",
        "The customer replies from Outlook, with the whole thread quoted below",
        "nora@halden.example",
        ("{reply_to}",),
        answers=("answer", "agent_public_reply"),
    ),
    Scene("complaint", "An escalation that names no ticket", "omar@birchmoor.example", (ESCALATION,)),
    Scene(
        "completed",
        "The same, completed by answering the rejection",
        "omar@birchmoor.example",
        (SUPPORT, ESCALATION),
        answers=("complaint", "escalation_rejected_no_ticket"),
    ),
    Scene(
        "escalation",
        "A complete escalation, the success manager in Cc",
        "nora@halden.example",
        (ESCALATION,),
    ),
    Scene(
        "absence",
        "An out-of-office answer to our acknowledgement",
        "omar@birchmoor.example",
        (SUPPORT,),
        answers=("completed", "escalation_ack"),
    ),
    Scene(
        "bounce",
        "The renewal notice comes back: one of its readers has left",
        "",
        ("{return_path}",),
        answers=RENEWAL,
    ),
    Scene(
        "snooze",
        "Its other reader wants to be reminded later",
        "tom@halden.example",
        ("{reply_to}",),
        answers=RENEWAL,
    ),
    Scene(
        "stranger",
        "A stranger answers a mail that was passed on to her",
        "market@printrivals.example",
        ("{reply_to}",),
        answers=("completed", "escalation_ack"),
    ),
    Scene(
        "forged",
        "A forged mail in the name of a manager, with a trap for whoever opens it",
        "pieter@fernfeld-helpdesk.example",
        (SUPPORT,),
    ),
    Scene("german", "A question in German", "heike@birchmoor.example", (SUPPORT,)),
)

# written for the reader to try, and never delivered by us
TO_TRY: Final = Scene("try-me", "An escalation without its business impact", "nora@halden.example", (ESCALATION,))
