"""Random lives of a desk: customers, colleagues, strangers, our own people, machines, forgers and time in any order."""

from collections.abc import Sequence
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from gateway.domain.tickets.ticket import ticket_number
from tests.support.desk import ESCALATION_FIELDS, change, letter
from tests.support.lives.deed import OURS, Who
from tests.support.lives.fresh_desk import Desks
from tests.support.lives.life import Life
from tests.support.people import ADA, CORA, ESCALATION, INES, NADIA, OTTO, PAUL, ROSA, STRANGER, SUPPORT, TINA

places = st.integers(0, 7)  # which of the tickets, or of the mails
customers = st.sampled_from((INES, INES, PAUL, ROSA, TINA, ADA, STRANGER))
staff = st.sampled_from((NADIA, NADIA, OTTO))
IMPACT = "Impact: high\nUrgency: high\nAll tills stand still.\n"
WORDS = {
    "more": "It is still slow, see the {word}.",
    "thanks": "Thanks a lot for your help!",
    "thanks, but": "Thanks, but the {word} is still slow.",
    "CLOSE": "CLOSE",
    "STATUS": "STATUS",
    "LIST": "LIST",
    "WITHDRAW": "WITHDRAW",
    "CONFIRM": "CONFIRM",
}
COMMANDS = (
    *(f"#status {one}" for one in ("open", "pending", "on_hold", "solved", "closed")),
    *(f"#priority {one}" for one in ("critical", "high", "medium", "low")),
    "#line 1",
    "#line 2 {secret} in the log",
    "#line 3 {secret} in the source",
    f"#assign {NADIA}",
    "#take",
    f"#call {INES} she says {{secret}}",
    f"#for {ROSA}",
    f"#for {INES}",
    "#discard",
    "#show",
    "#watch",
    "#internal",
    "#approve",
    "#wrong",
)
BEGINNINGS = ("", "#status solved", "#line 2 {secret} in the log", "test", "escalated", "escalated")
OF_TESTS = ("#indemnified", "#approve", "#refuse The {word} is too late.")
OF_ESCALATIONS = (
    "#accept",
    "#accept cadence=4h",
    "#decline The {word} is enough.",
    "#plan We look at the {word}.",
    "#update The {word} is tested.",
    "#level 2",
    "#resolve solution Take the {word}.",
    "#resolve workaround Take the {word}.",
    "#close The {word} is done.",
)
TEST = """Type of test: {kind}
IP addresses: 192.0.2.10
Environment IDs: 123
Exact timings: 2026-06-20 20:00 to 23:00 Europe/Amsterdam
Contact details: Ines <ines@acorn.example>"""


class Lives(RuleBasedStateMachine):
    """One life, on one of the desks."""

    desks: ClassVar[Desks]

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(self.desks.fresh())

    @initialize(sender=st.sampled_from((INES, PAUL, ROSA)), already=st.sampled_from(BEGINNINGS))
    def begins(self, sender: str, already: str) -> None:
        """No desk without a ticket; where it is solved or escalated already there is more to come."""
        self._opens(sender, IMPACT)
        if already == "test":
            self.asks_for_a_test("penetration test")
        elif already == "escalated":
            self._escalates(CORA, 0, ESCALATION_FIELDS)
        elif already:
            self._commands(NADIA, 0, already)

    @rule(sender=customers, text=st.sampled_from(("Since nine o'clock.", IMPACT)))
    def opens(self, sender: str, text: str) -> None:
        """Somebody has a question, or an outage."""
        self._opens(sender, text)

    @rule(sender=customers, place=places, said=st.sampled_from(tuple(WORDS)), signed=st.booleans())
    def answers(self, sender: str, place: int, said: str, signed: bool) -> None:
        """A customer writes on a ticket, their own or not: to its address, or with its number."""
        self._says(sender, self.life.some_ticket(place), said, signed)

    @rule(place=places, said=st.sampled_from(tuple(WORDS)))
    def requester_answers(self, place: int, said: str) -> None:
        """Who asked writes on their ticket."""
        ticket = self.life.some_ticket(place)
        self._says(self._requester(ticket), ticket, said, True)

    @rule(sender=customers, place=places, complete=st.booleans())
    def escalates(self, sender: str, place: int, complete: bool) -> None:
        """Somebody wants a manager, for a ticket of their own or not."""
        self._escalates(sender, place, ESCALATION_FIELDS if complete else "Please hurry.")

    @rule(place=places)
    def requester_escalates(self, place: int) -> None:
        """Who asked wants a manager, with all that this needs."""
        self._escalates(self._requester(self.life.some_ticket(place)), place, ESCALATION_FIELDS)

    @precondition(lambda self: not self.life.escalated())
    @rule(place=places)
    def account_team_escalates(self, place: int) -> None:
        """The success manager wants a manager for their customer."""
        self._escalates(CORA, place, ESCALATION_FIELDS)

    @rule(sender=staff, place=places, said=st.sampled_from(COMMANDS))
    def commands(self, sender: str, place: int, said: str) -> None:
        """One of our people gives a command."""
        self._commands(sender, place, said)

    @precondition(lambda self: self.life.escalated())
    @rule(sender=st.sampled_from((OTTO, OTTO, NADIA)), place=places, said=st.sampled_from(OF_ESCALATIONS))
    def manages(self, sender: str, place: int, said: str) -> None:
        """A manager decides, or somebody who is none tries to."""
        self._commands_on(sender, self._one_of(self.life.escalated(), place), said)

    @precondition(lambda self: self.life.escalated())
    @rule(place=places, said=st.sampled_from(("WITHDRAW", "CONFIRM", "CLOSE", "thanks", "thanks, but", "more")))
    def answers_manager(self, place: int, said: str) -> None:
        """Who asked says something while their ticket is escalated."""
        ticket = self._one_of(self.life.escalated(), place)
        self._says(self._requester(ticket), ticket, said, True)

    @precondition(lambda self: self.life.tests())
    @rule(sender=st.sampled_from((OTTO, OTTO, CORA)), place=places, said=st.sampled_from(OF_TESTS))
    def decides_test(self, sender: str, place: int, said: str) -> None:
        """A manager decides about a test, the success manager has the agreement."""
        self._commands_on(sender, self._one_of(self.life.tests(), place), said)

    @rule(place=places, into=places, sender=staff)
    def merges(self, place: int, into: int, sender: str) -> None:
        """Two tickets become one."""
        self._commands(sender, place, f"#merge into {ticket_number(self.life.some_ticket(into))}")

    @rule(place=places, words=st.booleans())
    def splits(self, place: int, words: bool) -> None:
        """One ticket becomes two."""
        self._commands(
            NADIA, place, "#split The {word}, too" + ("\n\nShe says that the {word} fails." if words else "")
        )

    @rule(sender=staff, place=places, below=st.booleans())
    def replies(self, sender: str, place: int, below: bool) -> None:
        """One of our people answers the customer, perhaps above all that we wrote to them ourselves."""
        ticket = self.life.some_ticket(place)
        text = f"Please restart the {self.life.word(self.life.readers_of(ticket))}."
        self._staff(sender, ticket, text + (self.life.below(sender) if below else ""), "words", public=True)

    @rule(sender=staff, place=places, above=st.booleans())
    def remarks(self, sender: str, place: int, above: bool) -> None:
        """A word among ourselves."""
        secret = f"Their {self.life.word('')} is hopeless."
        text = f"#internal\n{secret}" if above else f"{secret}\n#internal"
        self._staff(sender, self.life.some_ticket(place), text, "#internal")

    @rule(sender=staff, place=places, said=st.sampled_from(("#status solved", "#status open", "#priority high")))
    def answers_with_command(self, sender: str, place: int, said: str) -> None:
        """A command with words for the customer below it."""
        ticket = self.life.some_ticket(place)
        text = f"{said}\n\nPlease restart the {self.life.word(self.life.readers_of(ticket))}."
        self._staff(sender, ticket, text, said, public=True)

    @rule(place=places, customer=st.sampled_from((INES, ROSA)))
    def passes_on(self, place: int, customer: str) -> None:
        """An engineer passes a customer's mail on."""
        theirs = self.life.word(customer.rpartition("@")[2])
        head = f"From: {customer}\nTo: {NADIA}\nSubject: Till {theirs}"
        text = f"#for {customer}\n\n---------- Forwarded message ---------\n{head}\n\nThe {theirs} fails."
        self.life.mail("staff", letter(NADIA, text, subject=f"Fwd: Till {theirs}"), "#for")

    @rule(sender=st.sampled_from((INES, ROSA, NADIA, STRANGER)), place=places)
    def machine_writes(self, sender: str, place: int) -> None:
        """Somebody is away."""
        ticket, headers = self.life.some_ticket(place), {"Auto-Submitted": "auto-replied"}
        mail = letter(sender, "I am away.", to=self.life.address(ticket), subject="Away", headers=headers)
        self.life.mail("machine", mail, "I am away.", ticket)

    @rule(sender=st.sampled_from((NADIA, OTTO)), place=places, said=st.sampled_from((*COMMANDS, *OF_ESCALATIONS)))
    def forges(self, sender: str, place: int, said: str) -> None:
        """A command under the name of one of our people."""
        ticket = self.life.some_ticket(place)
        mail = letter(sender, self._filled(said, ticket), to=self.life.address(ticket), subject="Re: x", proof="fail")
        self.life.mail("forger", mail, said, ticket)

    @rule(place=places)
    def comes_again(self, place: int) -> None:
        """A mail is delivered twice."""
        self.life.again(place)

    @rule(hours=st.sampled_from((1, 5, 24, 100, 300, 500)))
    def time_passes(self, hours: int) -> None:
        """Hours, or weeks."""
        self.life.pass_time(hours)

    @precondition(lambda self: not any(one.outage for one in self.life.seen.tickets.values()))
    @rule(place=places)
    def outage_begins(self, place: int) -> None:
        """A ticket belongs to an outage. No command says so yet."""
        change(self.life.desk, ticket_number(self.life.some_ticket(place)), outage="O-1")
        self.life.look_again()

    @rule(kind=st.sampled_from(("load test", "penetration test")))
    def asks_for_a_test(self, kind: str) -> None:
        """A customer announces a large-scale test."""
        self.life.mail("customer", letter(INES, TEST.format(kind=kind), subject="Test of Till"), "test")

    def teardown(self) -> None:
        """Every mail ended where a person sees it."""
        self.life.ends_where_a_person_sees_it()

    def _opens(self, sender: str, text: str) -> None:
        domain = sender.rpartition("@")[2]
        word = self.life.word(sender if sender == STRANGER else domain)
        self.life.mail("customer", letter(sender, f"The {word} is slow.\n{text}", subject=f"Slow {word}"), "new")

    def _one_of(self, tickets: Sequence[int], place: int) -> int:
        return tickets[place % len(tickets)]

    def _requester(self, ticket: int) -> str:
        requester = self.life.seen.end_of(ticket).requester
        return INES if requester.endswith(f"@{OURS}") else requester

    def _says(self, sender: str, ticket: int, said: str, signed: bool) -> None:
        text = WORDS[said].format(word=self.life.word(sender if sender == STRANGER else sender.rpartition("@")[2]))
        to = self.life.address(ticket) if signed else SUPPORT
        subject = f"Re: [{ticket_number(ticket)}] Slow"
        self.life.mail("customer", letter(sender, text, to=to, subject=subject), said, ticket)

    def _escalates(self, sender: str, place: int, fields: str) -> None:
        ticket = self.life.some_ticket(place)
        text = f"Ticket number: {ticket_number(ticket)}\n{fields}"
        who: Who = "staff" if sender == CORA else "customer"
        self.life.mail(who, letter(sender, text, to=ESCALATION, cc=CORA, subject="Please help"), "escalate", ticket)

    def _commands(self, sender: str, place: int, said: str) -> None:
        self._commands_on(sender, self.life.some_ticket(place), said)

    def _commands_on(self, sender: str, ticket: int, said: str) -> None:
        self._staff(sender, ticket, self._filled(said, ticket), said)

    def _staff(self, sender: str, ticket: int, text: str, said: str, public: bool = False) -> None:
        mail = letter(sender, text, to=self.life.address(ticket), subject="Re: x")
        self.life.mail("staff", mail, said, ticket, public)

    def _filled(self, said: str, ticket: int) -> str:
        theirs = self.life.readers_of(ticket)
        return said.format(word=self.life.word(theirs), secret=self.life.word(""))
