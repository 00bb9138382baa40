"""The way of a message on one screen: read, verify, gather, decide, carry out, record.

`begin` reads a mail and judges its sender without the database, which a reader may have done ahead; `process` does
the rest in one transaction of the caller. Savepoints, retries and what happens when one of these raises are in `batch`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gateway.desk.act import Act
from gateway.desk.commands.run import Release
from gateway.desk.commands.table import VOCABULARY
from gateway.desk.desk import Desk
from gateway.desk.inbound.carry_out import carry_out
from gateway.desk.inbound.decide import Decided, DecidedEscalation, decide
from gateway.desk.inbound.read import begin_reading
from gateway.desk.inbound.record import note_sign_of_life, record
from gateway.desk.inbound.sender_burst import watch_sender
from gateway.desk.quarantine import hold as quarantine
from gateway.desk.situation.awaited import await_answered
from gateway.desk.situation.freshness import remember_signatures
from gateway.desk.situation.gather import gather
from gateway.desk.situation.inputs import event_of
from gateway.desk.situation.situation import Prepared, Situation
from gateway.domain.outcome import Outcome
from gateway.store.inbox.reading_codec import Reading
from gateway.store.inbox.records import WaitingMail
from gateway.store.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Processed:
    """What a mail was, what the rules said, what was done."""

    situation: Situation
    decided: Decided | DecidedEscalation
    outcome: Outcome


def begin(desk: Desk, waiting: WaitingMail, ahead: Reading | None = None) -> Callable[[], Prepared]:
    """Begin to read a mail, unless a reader has done so `ahead`; what is returned waits for the network."""
    if ahead:
        return lambda: _prepared(waiting, ahead)
    read = begin_reading(desk.reading, desk.verifier, waiting.mail)
    return lambda: _prepared(waiting, read())


def process(desk: Desk, work: UnitOfWork, prepared: Prepared, now: datetime, released: bool = False) -> Processed:
    """Decide about a mail and do what is decided; `released`: a person vouches for it."""
    situation = gather(desk, work, prepared, now, VOCABULARY, released)
    event = event_of(desk, situation)
    decided = decide(desk, work, situation, event)
    note_sign_of_life(work, situation)
    outcome = carry_out(Act(desk, work, event), situation, decided, _fulfil)
    watch_sender(desk, work, situation, outcome.decision)
    record(desk, work, situation, outcome)
    await_answered(work, situation, outcome)
    remember_signatures(work, situation)
    return Processed(situation, decided, outcome)


def release(act: Act, mail_id: int) -> Outcome:
    """Process a quarantined mail after all, as a person vouches for it. Raises NotFound, NotAllowed."""
    quarantine.take_out(act, mail_id)
    prepared = begin(act.desk, act.work.mails.load(mail_id))()
    return process(act.desk, act.work, prepared, act.now, released=True).outcome


def _prepared(waiting: WaitingMail, reading: Reading) -> Prepared:
    return Prepared(waiting, reading.message, reading.nature, reading.verification)


def _fulfil(act: Act, wanted: Release) -> Outcome:
    return release(act, wanted.mail_id)
