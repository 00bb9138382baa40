"""Two gateways send from one outbox: each mail leaves once, however slow its sender is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from gateway.desk.delivery.dispatch import DispatchResult, dispatch
from gateway.desk.desk import Desk
from tests.desk.delivery.test_dispatch import MovableClock, ScriptedMailer, clock, desk, queue, shown
from tests.support.gateway_process import until

__all__ = ["clock", "desk"]


def test_two_who_send_at_once_send_every_mail_once(desk: Desk) -> None:
    numbers = [queue(desk) for _ in range(30)]
    mailers = [ScriptedMailer(), ScriptedMailer()]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda mailer: dispatch(desk, mailer), mailers))
    assert sum(one.sent for one in results) == 30
    assert len({content for mailer in mailers for _, content in mailer.sent}) == 30
    assert {shown(desk, number).attempts for number in numbers} == {1}


def test_a_mail_that_takes_longer_than_its_claim_is_not_taken_over(desk: Desk, clock: MovableClock) -> None:
    quick = desk.config.smarthost.model_copy(update={"timeout": 0.1})
    desk = replace(desk, config=desk.config.model_copy(update={"smarthost": quick}))  # a claim of 10.2 s
    number, other = queue(desk), ScriptedMailer()

    def wait_long() -> None:
        clock.instant += timedelta(seconds=9)
        first = shown(desk, number).lease_until
        until(lambda: shown(desk, number).lease_until != first, "the claim is not renewed")
        clock.instant += timedelta(seconds=9)
        assert dispatch(desk, other) == DispatchResult(0, 0, 0)

    assert dispatch(desk, ScriptedMailer(before_answer=wait_long)).sent == 1
    assert (shown(desk, number).attempts, other.sent) == (1, [])
