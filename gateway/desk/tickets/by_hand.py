"""Words of our own people on a ticket that no mail brings: from the command line, later from API and console."""

from gateway.desk.act import Act
from gateway.desk.directory.rights import relation_of
from gateway.desk.tickets.agent_reply import Answered, agent_reply
from gateway.desk.tickets.followers import tell_of_note
from gateway.desk.tickets.hand_over import hear_line
from gateway.desk.tickets.notes import write_note
from gateway.domain.event import Words
from gateway.domain.rights import ANSWER
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotAllowed


def write_by_hand(act: Act, ticket: Ticket, text: str, internal: bool) -> Answered:
    """An internal note, or an answer that is mailed to the customer under the person's name.

    Raises NotAllowed where they may not answer, or nobody of our people is named as who answers.
    """
    words = Words(act.actor.address, text)
    if internal:
        note_id = write_note(act, ticket.id, words, "internal")
        tell_of_note(act, hear_line(act, ticket))
        return Answered(note_id, told=False)
    _may_answer(act, ticket)
    return agent_reply(act, ticket, words)


def _may_answer(act: Act, ticket: Ticket) -> None:
    person = act.actor.staff
    if person is None:
        raise NotAllowed("an answer to a customer has a name: say with --as who of our people writes it.")
    relation = relation_of(act.work, person, ticket)
    lack = act.desk.rules.data.access.lack(person.roles, ANSWER, relation)
    if lack:
        raise NotAllowed(f"{person.email} may not answer on {ticket.number} (rules/policies/access.toml).")
