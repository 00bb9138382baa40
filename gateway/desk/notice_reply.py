"""A mail that answers a notice about a license: plain words for the machine, anything else for a person."""

from gateway.desk.desk import Desk
from gateway.desk.notice_answers import NoticeReply, answer_notice
from gateway.desk.open_ticket import open_ticket
from gateway.desk.outcome import Outcome
from gateway.desk.situation import Situation
from gateway.domain.verdict import Ground
from gateway.store.store import Work


def reply_to_notice(desk: Desk, work: Work, s: Situation, ground: Ground) -> Outcome:
    """STOP and its like are carried out; other words become a ticket, so that somebody answers them."""
    assert s.notice is not None  # the rule asks for a notice
    reply = NoticeReply(s.sender.address, s.message.body.reply, s.mail_id, s.message_id, s.references)
    answered = answer_notice(desk, work, s.notice, reply, s.now)
    if answered.kind != "message" and answered.outgoing:
        return Outcome("command" if answered.done else "command_refused", ground)
    if answered.kind != "message" and answered.done:
        return Outcome("command", ground)
    opened = open_ticket(desk, work, s, "new")
    return Outcome("new", ground, opened.ticket.id, opened.note_id)
