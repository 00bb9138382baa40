"""SUBSCRIBE and UNSUBSCRIBE, and the outage that they are about."""

from collections.abc import Iterator

from gateway.desk.act import Act
from gateway.desk.outages.subscribe import subscribe, unsubscribe
from gateway.desk.situation.situation import Situation
from gateway.domain.outages.outage import Outage
from gateway.domain.outcome import Outcome
from gateway.domain.outgoing.own_addresses import read_reply
from gateway.domain.verdict import Ground


def take_subscription(act: Act, situation: Situation, ground: Ground) -> Outcome:
    """From now on they hear of outages, or no more; of one where the mail is about one, else of all."""
    ticket = situation.thread.ticket if situation.thread.found == "one" else None
    outage = next(_meant(act, situation), None)
    (subscribe if situation.says == "subscribe" else unsubscribe)(act, outage, ticket)
    return Outcome("command", ground, ticket.id if ticket else None)


def _meant(act: Act, situation: Situation) -> Iterator[Outage]:
    """By the reply address, by the mail of ours that is answered, by the ticket."""
    message, signer, ticket = situation.message, act.desk.signer, situation.thread.ticket
    tokens = (read_reply(signer, detail) for detail in situation.to.details)
    signed = (signer.read_message_id(one) for one in (*message.in_reply_to, *reversed(message.references[-5:])))
    references = [one.reference for one in tokens if one] + [one[0] for one in signed if one]
    for reference in (*references, ticket.outage if ticket else None):
        if reference and (found := act.work.outages.get(reference)):
            yield found
