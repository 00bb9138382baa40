"""Random lives of a ticket: mails, commands and time in any order. What time does holds against the invariants of
docs/domain.md, and no deadline is ever forgotten."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gateway.desk.desk import Desk
from gateway.desk.tickets.ticket_state import timing_of
from gateway.desk.timers.tick import tick
from gateway.domain.tickets.deadlines import ENDING, deadlines
from gateway.domain.tickets.ticket import Ticket, ticket_id
from tests.support.desk import MONDAY, change, moment, open_case, reply_address, write
from tests.support.people import INES, NADIA

NEVER = datetime.max.replace(tzinfo=UTC)
ONCE = ("response_warning", "response_breach", "resolution_warning", "resolution_breach", "call_reminder")
STAFF = ("Please restart it.", "#internal\nHm.", "#take", "#call ines@acorn.example all is well")
STAFF_WORDS = (
    *STAFF,
    *(f"#priority {one}\n" for one in ("critical", "high", "low")),
    *(f"#status {one}\n" for one in ("open", "pending", "on_hold", "solved")),
)
Step = tuple[str, str, int]  # who, what, and the minutes before it
minutes = st.sampled_from((5, 50, 150, 500, 1500, 4000, 9000, 25000))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("staff"), st.sampled_from(STAFF_WORDS), minutes),
        st.tuples(st.just("customer"), st.just("Still slow."), minutes),
        st.tuples(st.just("machine"), st.just("I am away."), minutes),
        st.tuples(st.just("escalated"), st.sampled_from(("yes", "")), minutes),
        st.tuples(st.just("nobody"), st.just(""), minutes),
    ),
    min_size=3,
    max_size=9,
)


class Life:
    """One ticket, and what became of it."""

    def __init__(self, desk: Desk, text: str) -> None:
        self.desk, self.now = desk, moment(MONDAY)
        self.number = open_case(desk, text=text, at=MONDAY)
        self.address = reply_address(desk, self.number)
        self.fired: Counter[str] = Counter()
        self.answered, self.reminded = False, False

    def live(self, step: Step) -> None:
        """Time passes and things are due; then somebody does something."""
        who, what, later = step
        self.now += timedelta(minutes=later)
        self._tick()
        if who == "staff":
            write(self.desk, NADIA, what, self._at(), to=self.address)
            self.answered = self.answered or what == STAFF[0]
        elif who == "escalated":
            change(self.desk, self.number, escalated=bool(what))
        elif who != "nobody":
            headers = {"Auto-Submitted": "auto-replied"} if who == "machine" else {}
            write(self.desk, INES, what, self._at(), to=self.address, headers=headers)
        if who in ("staff", "customer"):
            self.reminded = False
        self._nothing_is_forgotten()

    def _at(self) -> str:
        return self.now.isoformat()

    def _tick(self) -> None:
        before, result = self.ticket, tick(self.desk, self.now)
        kinds = [one.kind for one in result.fired if one.subject == self.number]
        self.fired.update(kinds)
        assert not (before.escalated and set(kinds) & set(ENDING))
        assert kinds.count("pending_reminder") == 0 or not self.reminded
        assert "resolution_breach" not in kinds or before.state in ("new", "open")
        self.reminded = self.reminded or "pending_reminder" in kinds
        assert [one for one in self._ahead(self.now) if not (before.escalated and one in ENDING)] == []

    @property
    def ticket(self) -> Ticket:
        """The ticket as it stands."""
        with self.desk.store.read() as work:
            found = work.tickets.get(ticket_id(self.number) or 0)
        assert found is not None
        return found

    def _ahead(self, until: datetime) -> list[str]:
        ticket = self.ticket
        with self.desk.store.read() as work:
            return [one.kind for one in deadlines(ticket, timing_of(self.desk, work, ticket)) if one.at <= until]

    def _nothing_is_forgotten(self) -> None:
        """A timer looks at the ticket no later than at its first deadline, but for an end that must wait."""
        ticket = self.ticket
        due = self._ahead(ticket.timer_due - timedelta(microseconds=1) if ticket.timer_due else NEVER)
        assert due == [] or (ticket.escalated and set(due) <= set(ENDING))
        assert (ticket.first_response_at is not None) == self.answered
        assert all(self.fired[kind] <= 1 for kind in ONCE)


@given(steps, st.sampled_from(("Slow.", "Impact: high\nUrgency: high\nAll tills stand still.\n")))
@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to make a life shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_in_any_life_each_deadline_comes_in_time_and_only_where_it_may(
    desk: Desk, lived: list[Step], text: str
) -> None:
    life = Life(desk, text)
    for step in lived:
        life.live(step)
