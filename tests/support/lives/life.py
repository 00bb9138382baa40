"""The life of a desk: people do things to it, and after each the desk is held against what must hold."""

from datetime import timedelta
from email.message import EmailMessage
from itertools import count

from gateway.desk.desk import Desk
from gateway.desk.inbound.audit import audit
from gateway.desk.timers.tick import tick
from gateway.domain.escalations.states import RUNNING
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.tickets.ticket import ticket_number
from tests.support.desk import MONDAY, Document, deliver, moment, quoted, reply_address
from tests.support.lives.deed import OURS, Deed, Secret, Who
from tests.support.lives.fresh_desk import Hands
from tests.support.lives.invariants import faults, secrets_are_kept
from tests.support.lives.model import state_after
from tests.support.lives.seen import Seen, look

MINUTE = timedelta(minutes=1)


class Life:
    """One desk, from its first mail on."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, moment(MONDAY)
        self.secrets: list[Secret] = []
        self.sent: list[Deed] = []  # what can be delivered again
        self.seen = look(desk)
        self._serial = count(1)

    def word(self, readers: str) -> str:
        """A word that was never written before, for the eyes of some."""
        word = f"zq{next(self._serial)}zq"
        self.secrets.append(Secret(word, readers))
        return word

    def some_ticket(self, place: int) -> int:
        """One of the tickets there are."""
        return sorted(self.seen.tickets)[place % len(self.seen.tickets)]

    def escalated(self) -> list[int]:
        """The tickets whose escalation runs."""
        return [one.ticket_id for one in self.seen.escalations.values() if one.state in RUNNING]

    def tests(self) -> list[int]:
        """The tickets that are requests for a test."""
        return sorted(self.seen.tests)

    def readers_of(self, ticket_id: int) -> str:
        """The people whose ticket it is: all of a domain; who is of no customer stands alone."""
        ticket = self.seen.end_of(ticket_id)
        domain = ticket.requester.rpartition("@")[2]
        return "" if domain == OURS else domain if ticket.organization else ticket.requester

    def address(self, ticket_id: int) -> str:
        """The signed address for replies on a ticket."""
        return reply_address(self.desk, ticket_number(ticket_id))

    def mail(self, who: Who, mail: EmailMessage, said: str, ticket: int | None = None, public: bool = False) -> Deed:
        """A mail comes; what became of it."""
        self._later(MINUTE)
        sender, raw = str(mail["From"]), mail.as_bytes()
        answer = deliver(self.desk, raw, self.now.isoformat())
        told = public and left(look(self.desk), answer)
        deed = Deed(who, self.now, sender, ticket, said, told, raw, answer)
        self.sent.append(deed)
        return self._judged(deed)

    def again(self, place: int) -> Deed:
        """One of the mails comes once more, byte for byte."""
        self._later(MINUTE)
        first = self.sent[place % len(self.sent)]
        answer = deliver(self.desk, first.raw, self.now.isoformat())
        return self._judged(Deed("again", self.now, first.sender, None, first.said, False, first.raw, answer))

    def pass_time(self, hours: int) -> Deed:
        """What is due happens, and once."""
        self._later(timedelta(hours=hours))
        tick(self.desk, self.now)
        deed = self._judged(Deed("time", self.now, said=f"{hours} hours"))
        assert tick(self.desk, self.now).fired == (), "a second look at the timers did something"
        return deed

    def last_for(self, address: str) -> OutboxEntry | None:
        """The newest mail of ours to somebody."""
        return next((one for one in reversed(list(self.seen.outgoing.values())) if address in one.readers()), None)

    def below(self, address: str) -> str:
        """What a mail program puts below an answer: our newest mail to that person."""
        ours = self.last_for(address)
        return f"\n\nOn Tuesday Vendor wrote:\n{quoted(ours.text)}" if ours else ""

    def look_again(self) -> None:
        """Somebody else changed something."""
        self.seen = look(self.desk)

    def ends_where_a_person_sees_it(self) -> None:
        """The conservation of mail, as `gateway audit` has it."""
        with self.desk.store.read() as work:
            found = audit(self.desk, work)
        assert [(one.mail.decision, one.mail.subject, one.missing) for one in found.unseen] == []
        assert found.mails == sum(found.ends.values()) == len(self.seen.mails)

    def _later(self, step: timedelta) -> None:
        self.now += step
        assert isinstance(self.desk.clock, Hands)
        self.desk.clock.instant = self.now

    def _judged(self, deed: Deed) -> Deed:
        was, self.seen = self.seen, look(self.desk)
        wrong = self.wrong_after(was, deed)
        assert wrong == [], f"{deed.who} {deed.sender} {deed.said!r} is {deed.decision}: {wrong}"
        return deed

    def wrong_after(self, was: Seen, deed: Deed) -> list[str]:
        """What does not hold after a deed."""
        wrong = faults(was, self.seen, deed) + list(secrets_are_kept(was, self.seen, self.secrets))
        wrong += [] if deed.who == "time" else _elsewhere(was, self.seen, deed)
        return wrong + (self._unlike(deed) if deed.raw else [])

    def _unlike(self, deed: Deed) -> list[str]:
        with self.desk.store.read() as work:
            kept = work.mails.load(max(self.seen.mails)).mail.content
        return [] if kept == deed.raw else ["the bytes of the mail are not those that came"]


def left(seen: Seen, answer: Document) -> bool:
    """Did words of one of our people leave for a customer, or will?"""
    of_mail = [one for one in seen.outgoing.values() if one.mail_id == answer["mail"]]
    return any(one.template == "agent_public_reply" and one.state != "held" for one in of_mail)


def _elsewhere(was: Seen, now: Seen, deed: Deed) -> list[str]:
    """Tickets that are not where the model sees them."""
    aim = was.end_of(deed.ticket).id if deed.ticket else None
    wrong = []
    for key, before in was.tickets.items():
        running = bool(was.running(key))
        expected = state_after(before, deed, running) if key == aim else before.state
        if now.tickets[key].state != expected:
            wrong.append(f"{before.number} went from {before.state} to {now.tickets[key].state}, not {expected}")
    return wrong
