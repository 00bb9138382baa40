"""Carry a verdict out: one `match` over everything the rules can decide about a mail, one about an escalation.

Here a situation becomes the inputs of the use cases; none of them knows that a mail caused it.
"""

from typing import Final, assert_never

from gateway.desk.act import Act
from gateway.desk.commands.mail_commands import CommandResult, refuse_commands, run_commands
from gateway.desk.commands.run import Fulfil, Given
from gateway.desk.delivery.bounces import take_bounce
from gateway.desk.delivery.complaints import take_complaint
from gateway.desk.escalations.accept import accept, take_thanks, update
from gateway.desk.escalations.known_outage import await_outage
from gateway.desk.escalations.notes import with_first_words
from gateway.desk.escalations.reject import reject
from gateway.desk.inbound.decide import Decided, DecidedEscalation
from gateway.desk.inbound.opening import hand_over, open_by, open_new, redirect_by_topic
from gateway.desk.inbound.replying import take_agent_reply, take_note
from gateway.desk.inbound.subscribing import take_subscription
from gateway.desk.licenses.answers import NoticeReply, answer_notice
from gateway.desk.quarantine import hold as quarantine
from gateway.desk.situation.inputs import answer_of, contribution_of, passed_on_of, words_of
from gateway.desk.situation.situation import Situation
from gateway.desk.situation.survey import score_of
from gateway.desk.tickets.answers import tell
from gateway.desk.tickets.followers import interested
from gateway.desk.tickets.notes import remark, write_note
from gateway.desk.tickets.standing import tell_list, tell_status
from gateway.desk.tickets.survey import take_score
from gateway.desk.tickets.visible import may_see
from gateway.domain.outcome import Outcome
from gateway.domain.outgoing.report import Report
from gateway.domain.phrase import phrase
from gateway.domain.tickets.requests import Mentions
from gateway.domain.tickets.ticket import Ticket
from gateway.domain.verdict import (
    Accept,
    AddNote,
    AgentReply,
    Answered,
    AnswerNotice,
    AwaitOutage,
    FromOurPeople,
    Ground,
    Keep,
    OpenTicket,
    QuarantineCause,
    Redirect,
    RefuseCommands,
    Reject,
    Reports,
    RunCommands,
    SetAside,
    Subscribe,
    TakeBounce,
    TakeComplaint,
    TakeScore,
    TakeThanks,
    TakeTraining,
    Tell,
    Update,
)
from gateway.errors import Defect
from gateway.mail.bounce.finality import says_final
from gateway.mail.machine.noise import adds_words

IN_PASSING: Final = ("label", "body", "quote")  # where a message that opens a case may name another one


def carry_out(act: Act, situation: Situation, decided: Decided | DecidedEscalation, fulfil: Fulfil) -> Outcome:
    """Change what the verdict says, in the caller's transaction; `fulfil` processes a mail that a command releases."""
    if isinstance(decided, DecidedEscalation):
        return _escalate(act, situation, decided)
    ground = decided.ground
    match decided.verdict:
        case Keep(code):
            return _keep(act, situation, code, ground)
        case TakeBounce() | TakeComplaint() as report:
            return _take_report(act, situation, report, ground)
        case OpenTicket(code):
            return open_by(act, situation, code, ground)
        case AddNote():
            return take_note(act, situation, ground)
        case AgentReply() | RunCommands() | RefuseCommands() as ours:
            return _from_our_people(act, situation, ours, ground, fulfil)
        case AnswerNotice() | Tell() | TakeScore() | Subscribe() as answered:
            return _answer(act, situation, answered, ground)
        case Redirect() | TakeTraining() as handed_over:
            return hand_over(act, situation, handed_over, ground)
        case SetAside(cause):
            return _set_aside(act, situation, cause, ground)
        case never:
            assert_never(never)


def _from_our_people(act: Act, situation: Situation, kind: FromOurPeople, ground: Ground, fulfil: Fulfil) -> Outcome:
    match kind:
        case AgentReply():
            return take_agent_reply(act, situation, ground)
        case RunCommands():
            return _commanded(run_commands(act, _given(situation), fulfil), ground)
        case RefuseCommands():
            return _refuse(act, situation, ground)
        case never:
            assert_never(never)


def _escalate(act: Act, situation: Situation, decided: DecidedEscalation) -> Outcome:
    request, ground, earlier = decided.request, decided.ground, situation.earlier
    if isinstance(decided.verdict, TakeThanks):
        return take_thanks(act, request, ground)
    act, request = with_first_words(act, request)
    match decided.verdict:
        case Accept():
            return accept(act, request, ground)
        case AwaitOutage():
            return await_outage(act, request, ground)
        case Update():
            return update(act, request, ground)
        case Reject(code) if earlier and situation.repeats == "support_copy" and earlier.decision == code:
            return Outcome("duplicate", ground, earlier.ticket_id, earlier.note_id)  # the sender knows it already
        case Reject() as verdict:
            return reject(act, request, verdict, ground)
        case OpenTicket(code):
            if earlier and earlier.ticket_id:  # the copy for the support address came first and opened the ticket
                return Outcome(code, ground, earlier.ticket_id, earlier.note_id)
            return open_by(act, situation, code, ground)
        case SetAside(cause):
            return _set_aside(act, situation, cause, ground)
        case never:
            assert_never(never)


def _keep(act: Act, situation: Situation, code: str, ground: Ground) -> Outcome:
    """A machine's answer on a ticket of its sender is kept there out of sight; nothing else changes.

    Words in an answer to an invitation are a person's: who works on the ticket is told. As with people, a number that
    anybody can type is not enough without proof.
    """
    ticket, earlier = _only_ticket(situation) if _may_write(situation) else None, situation.earlier
    if code == "automatic" and ticket:
        note_id = write_note(act, ticket.id, words_of(situation), "internal")
        if situation.facts.noise == "response" and adds_words(situation.message.body.reply):
            tell(act, "agent_reply_arrived", interested(act, ticket), ticket)
        return Outcome(code, ground, ticket.id, note_id)
    if code == "duplicate" and earlier:
        return Outcome(code, ground, earlier.ticket_id, earlier.note_id)
    return Outcome(code, ground)


def _may_write(situation: Situation) -> bool:
    return situation.released or situation.sender.proof == "pass" or situation.thread.by in ("token", "thread")


def _given(situation: Situation) -> Given:
    passed_on = passed_on_of(situation)
    begins = passed_on is not None and situation.mail_commands.has("for") and situation.thread.by in IN_PASSING
    return Given(
        situation.mail_commands,
        None if begins else _only_ticket(situation),
        answer_of(situation),
        situation.alert_mail,
        passed_on=situation.below.kept,
        message=passed_on,
        subject=situation.message.subject,
    )


def _refuse(act: Act, situation: Situation, ground: Ground) -> Outcome:
    """On tickets out of their author's reach stands that they tried; they are shown nothing of them."""
    for one in situation.faults.out_of_reach:
        remark(act, one.id, phrase("note.without_right", sender=act.actor.address))
    problems, far = situation.faults.problems, bool(situation.faults.out_of_reach)
    ticket, plain = None if far else _only_ticket(situation), not situation.mail_commands.commands
    return _commanded(refuse_commands(act, ticket, problems, no_right=plain or far), ground)


def _commanded(result: CommandResult, ground: Ground) -> Outcome:
    return Outcome("command" if result.done else "command_refused", ground, result.ticket_id, result.note_id)


def _only_ticket(situation: Situation) -> Ticket | None:
    """The ticket, where the mail names exactly one."""
    return situation.thread.ticket if situation.thread.found == "one" else None


def _take_report(act: Act, situation: Situation, kind: Reports, ground: Ground) -> Outcome:
    report = Report(situation.nature.bounce, situation.to.bounce_details, says_final(situation.message))
    if isinstance(kind, TakeBounce):
        return Outcome("bounce", ground, take_bounce(act, report))
    return Outcome("automatic", ground, take_complaint(act, report))


def _answer(act: Act, situation: Situation, kind: Answered, ground: Ground) -> Outcome:
    if isinstance(kind, AnswerNotice):
        return _answer_notice(act, situation, ground)
    if isinstance(kind, TakeScore):
        return _take_score(act, situation, ground)
    if isinstance(kind, Subscribe):
        return take_subscription(act, situation, ground)
    thread, ticket = situation.thread, _only_ticket(situation)
    theirs = ticket if ticket and (kind.what == "list" or may_see(act, ticket)) else None
    if kind.what == "list":
        posted = tell_list(act)
    else:
        posted = tell_status(act, theirs, thread.named or "", Mentions(foreign=thread.foreign))
    if posted.suppressed:
        quarantine.show_unanswered(act, situation.message.subject)
    return Outcome("command", ground, theirs.id if theirs else None)


def _take_score(act: Act, situation: Situation, ground: Ground) -> Outcome:
    ticket, score = situation.ticket, score_of(act.desk, act.work, situation.message, situation.sender)
    if score is None:
        raise Defect("a rule decided about a score where there is none")
    return Outcome("note", ground, ticket.id, take_score(act, ticket, contribution_of(situation), score))


def _answer_notice(act: Act, situation: Situation, ground: Ground) -> Outcome:
    """STOP and its like are carried out; other words become a ticket, so that somebody answers them."""
    mail = act.mail
    reply = NoticeReply(act.actor.address, situation.message.body.reply, mail.id, mail.message_id, mail.references)
    answered = answer_notice(act.desk, act.work, situation.answered_license, reply, act.now)
    if answered.kind == "message" or not (answered.done or answered.outgoing):
        wants_more = situation.topic.kind == "license_expansion" and situation.sender.kind in ("contact", "colleague")
        return (redirect_by_topic if wants_more else open_new)(act, situation, ground)
    return Outcome("command" if answered.done else "command_refused", ground)


def _set_aside(act: Act, situation: Situation, cause: QuarantineCause, ground: Ground) -> Outcome:
    ticket = situation.thread.ticket or next(iter(situation.thread.foreign), None)
    mail = quarantine.Undecided(
        mail_id=situation.mail_id,
        cause=cause,
        now=act.now,
        sender=situation.sender.address or quarantine.NO_ADDRESS,
        subject=situation.message.subject,
        ticket=ticket,
        signs=situation.impersonation,
        given_to=situation.thread.given_to,
        to_author=cause == "unproven_staff" and bool(situation.sender.stale),
    )
    quarantine.set_aside(act, mail)
    return Outcome("quarantine", ground, ticket.id if ticket and cause == "stranger" else None)
