"""Mail commands of our own people: all or nothing, and always answered with a transcript."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gateway.desk.act import Act
from gateway.desk.commands.run import CommandProblem, Fulfil, Given, Release, Run
from gateway.desk.commands.table import TABLE, VOCABULARY
from gateway.desk.escalations.managing import heard_of_manager
from gateway.desk.tickets.agent_reply import agent_reply
from gateway.desk.tickets.answers import answer, sender_views
from gateway.desk.tickets.ending import tell_of_end
from gateway.desk.tickets.followers import tell_of_note
from gateway.desk.tickets.hand_over import hear_line
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import write_note
from gateway.domain.commands import Command
from gateway.domain.event import Words
from gateway.domain.outcome import Outcome
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.commands import TranscriptLetter

LATER = "command.later"  # the phrase about a command that waits for a later version
ALLOWED = "allowed"  # the kind of a participant whom one of our people added
SETTLE = ("status", "line", "approve", "refuse")  # commands that say themselves what becomes of the state
MAX_RETURNED = 50_000  # characters of a refused mail that its author gets back


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What became of commands; `done` is False when nothing was changed. `said`: the transcript, or what is wrong."""

    done: bool
    ticket_id: int | None
    note_id: int | None = None
    said: tuple[Phrase, ...] = ()


def run_commands(act: Act, given: Given, fulfil: Fulfil) -> CommandResult:
    """Carry out every command, then treat the text below them as a note or an answer."""
    try:
        with act.work.retractable():
            return _run_all(act, given, fulfil)
    except CommandProblem as problem:
        return refuse_commands(act, given.ticket, (problem.why,))


def _run_all(act: Act, given: Given, fulfil: Fulfil) -> CommandResult:
    run = Run(act, given, given.ticket, VOCABULARY)
    if any(TABLE[command.name].word.needs != "nothing" for command in given.commands.commands):
        run.required()
    lines: list[Phrase] = []
    for command in given.commands.commands:
        run, line = _carry_out(run, command, fulfil)
        lines.append(phrase("command.line", command=str(command), result=line))
    note_id = _text_below(run)
    if run.ticket:  # an answer to the customer may have moved it on
        run = replace(run, ticket=act.work.tickets.get(run.ticket.id))
    if run.given.commands.has("status") and (run.given.inside or not run.given.commands.rest):
        tell_of_end(act, run.required())  # else the answer says so
    _transcript(run, lines)
    return CommandResult(True, run.ticket.id if run.ticket else None, note_id, tuple(lines))


def _carry_out(run: Run, command: Command, fulfil: Fulfil) -> tuple[Run, Phrase]:
    effect = TABLE[command.name].effect
    if effect is None:
        raise CommandProblem(phrase(LATER, name=command.name))
    run, result = effect(run, command)
    return (run, _released(run.act, result, fulfil(run.act, result))) if isinstance(result, Release) else (run, result)


def _released(act: Act, release: Release, outcome: Outcome) -> Phrase:
    """What the transcript says of a mail that was let in; its sender takes part now where that was asked for."""
    if release.add is None:
        return phrase("command.processed", mail=release.mail_id, decision=outcome.decision)
    if outcome.ticket_id is None:
        raise CommandProblem(phrase("command.no_case", mail=release.mail_id, decision=outcome.decision))
    kinds = dict(act.work.tickets.participants(outcome.ticket_id))
    if kinds.get(release.add.lower(), "external") == "external":  # whoever has a part in the case keeps it
        act.work.tickets.set_participant(outcome.ticket_id, release.add, ALLOWED)
    return phrase("command.added", mail=release.mail_id, decision=outcome.decision, address=release.add)


def refuse_commands(act: Act, ticket: Ticket | None, why: tuple[Phrase, ...], no_right: bool = False) -> CommandResult:
    """Tell the person what is wrong; nothing is changed. `no_right`: no better spelling will help them.

    Where all that is wrong with a manager's mail is that a command comes with a later version, it is kept as a note.
    """
    kept = None
    if ticket and _waits_for_later(act, why):
        words = Words(act.actor.address, act.event.text)
        kept, why = _keep_inside(act, ticket, words), (*why, phrase("command.kept", ticket=ticket.number))
    letter = replace(_letter(act, ticket, why), written=act.event.text[:MAX_RETURNED], no_right=no_right)
    if act.actor.proven and act.event.mail:
        answer(act, "command_error", letter, ticket)
    return CommandResult(False, ticket.id if ticket else None, kept, why)


def _waits_for_later(act: Act, why: tuple[Phrase, ...]) -> bool:
    person = act.actor.staff if act.actor.proven else None
    manages = person is not None and act.desk.rules.data.access.is_in("managers", person.roles)
    return manages and {one.key for one in why} == {LATER}


def _text_below(run: Run) -> int | None:
    """After #internal the text stays inside; otherwise it is an answer to the customer. Commands leave a trace."""
    act, ticket, given = run.act, run.ticket, run.given.commands
    if ticket is None:
        return None
    words = replace(run.given.words, text=given.rest)
    if run.given.inside:
        text = _inside_text(run.given)
        return _keep_inside(act, ticket, replace(words, text=text)) if text else None
    inside = run.given.passed_on
    trace = "\n".join(str(command) for command in given.commands if command.name != "call")
    if trace:
        write_note(act, ticket.id, Words(act.actor.address, trace), "internal")
    note_id = _answer(run, ticket, words) if given.rest else None
    if inside:
        write_note(act, ticket.id, replace(words, text=inside, attachments=()), "internal")
    return note_id


def _answer(run: Run, ticket: Ticket, words: Words) -> int:
    settled = any(map(run.given.commands.has, SETTLE))
    return heard_of_manager(run.act, ticket, agent_reply(run.act, ticket, words, settled))


def _inside_text(given: Given) -> str:
    """The words for us, with a message passed on, as far as no command has filed them already."""
    filed = given.commands.has("for") or given.commands.has("ticket")
    begins = given.commands.has("for") and given.ticket is None and given.message is None
    begins = begins or given.commands.has("split")  # the new ticket has them
    return f"{'' if begins else given.commands.rest}\n\n{'' if filed else given.passed_on}".strip()


def _keep_inside(act: Act, ticket: Ticket, words: Words) -> int:
    note_id = write_note(act, ticket.id, words, "internal")
    tell_of_note(act, hear_line(act, ticket))
    return note_id


def _transcript(run: Run, lines: list[Phrase]) -> None:
    """To who wrote the commands; nothing is mailed to who gave them in another way."""
    if run.act.event.mail is None:
        return
    answer(run.act, "command_transcript", _letter(run.act, run.ticket, lines), run.ticket)


def _letter(act: Act, ticket: Ticket | None, lines: Sequence[Phrase]) -> TranscriptLetter:
    vendor, recipient = sender_views(act)
    said = tuple(act.desk.templates.say(line, recipient.language) for line in lines)
    return TranscriptLetter(vendor, recipient, ticket_view(act.work, ticket) if ticket else None, said)
