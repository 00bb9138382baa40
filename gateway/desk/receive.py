"""Take in one message and process it to the end; and the same without leaving a trace."""

from gateway.desk.desk import Desk
from gateway.desk.documents import outgoing_document
from gateway.desk.escalate import judge
from gateway.desk.settle import decide_and_do, prepare, settle
from gateway.desk.views import mail_document
from gateway.domain.verdict import JudgeEscalation
from gateway.errors import MessageTooLarge
from gateway.mail.envelope import InboundMail
from gateway.rules.book import Trial
from gateway.store.store import Work

BATCH = 50
SHOWN = ("mail", "decision", "nature", "sender", "ticket", "note", "escalation", "missing", "rule", "why")


def receive_one(desk: Desk, mail: InboundMail, source: str = "pipe") -> dict[str, object]:
    """Keep a message, synced, then settle it and what waits before it. Raises MessageTooLarge, TryAgain.

    Returns the document of CONTRACT section 4, `receive`.
    """
    limit = desk.config.limits.message_bytes
    if len(mail.content) > limit:
        raise MessageTooLarge(f"the message has {len(mail.content)} bytes; [limits] message_bytes allows {limit}")
    with desk.store.begin() as work:
        (mail_id,) = work.mails.accept([mail], source)
    settle_until(desk, mail_id)
    with desk.store.read() as work:
        return document(work, mail_id)


def settle_until(desk: Desk, mail_id: int) -> None:
    """Settle everything up to a mail, in the order of acceptance, so that conversations stay in order."""
    while True:
        with desk.store.read() as work:
            waiting = [one for one in work.mails.waiting(BATCH) if one.id <= mail_id]
        if not waiting:
            return
        settle(desk, waiting)


def document(work: Work, mail_id: int) -> dict[str, object]:
    """What a settled mail became, as `receive` prints it."""
    outgoing = [outgoing_document(row) for row in work.outbox.of_mail(mail_id)]
    mail = mail_document(work.mails.show(mail_id))
    return {name: mail[name] for name in SHOWN} | {"outgoing": outgoing}


def explain(desk: Desk, mail: InboundMail) -> dict[str, object]:
    """The same way in a transaction that is rolled back, with every rule tried and its verdict."""
    with desk.store.rehearse() as work:
        (mail_id,) = work.mails.accept([mail], "explain")
        (waiting,) = [work.mails.load(mail_id)]
        prepared = prepare(desk, waiting)
        now = mail.envelope.received_at
        situation, _ = decide_and_do(desk, work, prepared, now)
        trials = _trials(list(desk.rules.decision("intake").trials(situation.facts)))
        shown = document(work, mail_id)
    with desk.store.rehearse() as work:
        (mail_id,) = work.mails.accept([mail], "explain")
        verdict, _ = desk.rules.decision("intake").decide(situation.facts)
        if isinstance(verdict, JudgeEscalation):
            judged = judge(desk, work, situation)
            trials += _trials(list(desk.rules.decision("escalation").trials(judged.case.facts)))
    return shown | {
        "mail": None,
        "evidence": list(situation.nature.evidence),
        "checks": list(prepared.verification.details),
        "facts": {name: _plain(getattr(situation.facts, name)) for name in type(situation.facts).__dataclass_fields__},
        "rules": trials,
    }


def _trials(trials: list[Trial]) -> list[dict[str, object]]:
    return [
        {
            "rule": trial.rule.name,
            "verdict": "decides" if trial.failed is None else "passed over",
            "because": trial.rule.why if trial.failed is None else f"{trial.failed} does not fit",
        }
        for trial in trials
    ]


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else value
