"""The way of a message without leaving a trace: in a transaction that is rolled back, with every rule tried."""

from collections.abc import Iterable

from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import keep
from gateway.desk.inbound.decide import DecidedEscalation
from gateway.desk.inbound.process import Processed, begin, process
from gateway.desk.inbound.receive import document
from gateway.mail.envelope import InboundMail
from gateway.rules.decisions.decision import Trial


def explain(desk: Desk, mail: InboundMail) -> dict[str, object]:
    """What would become of a mail: the document of `receive`, with evidence, facts and rules."""
    with desk.store.rehearse() as work:
        (mail_id,) = keep(work, [mail], "explain")
        prepared = begin(desk, work.mails.load(mail_id))()
        done = process(desk, work, prepared, mail.envelope.received_at)
        shown = document(work, mail_id)
    facts = done.situation.facts
    return shown | {
        "mail": None,
        "evidence": list(done.situation.nature.evidence),
        "checks": list(prepared.verification.details),
        "facts": {name: _plain(getattr(facts, name)) for name in type(facts).__dataclass_fields__},
        "rules": _rules(desk, done),
    }


def _rules(desk: Desk, done: Processed) -> list[dict[str, object]]:
    tried = _trials(desk.rules.intake.trials(done.situation.facts))
    if isinstance(done.decided, DecidedEscalation):
        tried += _trials(desk.rules.escalation.trials(done.decided.request.facts))
    return tried


def _trials(trials: Iterable[Trial]) -> list[dict[str, object]]:
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
