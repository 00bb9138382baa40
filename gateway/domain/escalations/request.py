"""A request to escalate, completed by what the gateway knows: the input of `gateway.desk.escalations`."""

from dataclasses import dataclass

from gateway.domain.directory.entries import Contract, Organization
from gateway.domain.escalations.escalation import Channel, Escalation, EscalationDraft
from gateway.domain.facts import EscalationFacts, Missing
from gateway.domain.outages.outage import Outage
from gateway.domain.tickets.requests import Contribution, NewTicket
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import Defect


@dataclass(frozen=True, slots=True)
class EscalationRequest:
    """A request to escalate. `fields` are what was said now and in the draft; `draft` what it completes.

    `named`: the ticket number as it was written; `merged_from`: the ticket that went into the one meant.
    `hidden`: only the envelope named our address (Bcc). `noted`: the note that holds these very words already.
    `only_thanks`: an answer to a rejection that says thanks and nothing else.
    `outage`: an open one that is the probable cause.
    `follow_up`: the ticket to open where the one meant is closed.
    """

    contribution: Contribution
    ticket: Ticket | None
    organization: Organization | None
    channel: Channel
    fields: dict[str, str]
    missing: tuple[Missing, ...]
    contract: Contract | None
    running: Escalation | None
    draft: EscalationDraft | None
    facts: EscalationFacts
    follow_up: NewTicket
    named: str = ""
    merged_from: str | None = None
    hidden: bool = False
    noted: int | None = None
    only_thanks: bool = False
    outage: Outage | None = None

    @property
    def found(self) -> Ticket:
        """The ticket, for verdicts that need one. Raises Defect: the loader of rules sees to it that there is one."""
        if self.ticket is None:
            raise Defect("a rule decided about an escalation without a ticket")
        return self.ticket

    @property
    def open(self) -> Escalation:
        """The escalation that is not over, for verdicts that need one. Raises Defect, as `found` does."""
        if self.running is None:
            raise Defect("a rule added to an escalation where none is running")
        return self.running

    @property
    def cause(self) -> Outage:
        """The open outage, for verdicts that need one. Raises Defect, as `found` does."""
        if self.outage is None:
            raise Defect("a rule decided about an outage where there is none")
        return self.outage
