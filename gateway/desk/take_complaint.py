"""A complaint about mail of ours: who complained gets no optional mail any more. A forged one changes nothing."""

from gateway.desk.desk import Desk
from gateway.desk.handover import recipients_of
from gateway.desk.notes import remark
from gateway.desk.outcome import Outcome
from gateway.desk.situation import Situation
from gateway.desk.take_bounce import Row, our_mail
from gateway.domain.verdict import Ground
from gateway.store.opt_outs import EVERY_TOPIC
from gateway.store.store import Work


def take_complaint(desk: Desk, work: Work, s: Situation, ground: Ground) -> Outcome:
    """Note who complained, if the report carries our token; the case and its mandatory mail go on."""
    row = our_mail(desk, work, s)
    if row is None:
        return Outcome("automatic", ground)
    ticket_id = row["ticket_id"] if isinstance(row["ticket_id"], int) else None
    for address in _complainants(s, row):
        detail = f"called spam: {row['subject']}"
        if work.opt_outs.add(address, EVERY_TOPIC, s.now, "complaint", detail) and ticket_id:
            text = f"{address} called the mail “{row['subject']}” spam. Optional mail to this address is stopped."
            remark(work, s, ticket_id, text)
    return Outcome("automatic", ground, ticket_id)


def _complainants(s: Situation, row: Row) -> list[str]:
    """The reported recipients to whom the mail went; the only one there was where the report does not say."""
    sent = [str(one["address"]).lower() for one in recipients_of(row)]
    named = [one.address.lower() for one in s.nature.bounce.recipients] if s.nature.bounce else []
    return [one for one in named if one in sent] or (sent if len(sent) == 1 and not named else [])
