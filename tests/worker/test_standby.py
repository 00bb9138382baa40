"""Who decides among those that share a database, and who stands by."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.adapters.clock import FixedClock
from gateway.desk.desk import Desk
from gateway.store.process_lock import DECIDER
from gateway.store.sql.migrate import Schema, known_versions
from gateway.store.store import Store
from gateway.worker.background_tasks import BackgroundTasks
from gateway.worker.role import PresentRole, Role
from gateway.worker.standby import Standby
from tests.support.desk import desk, moment, outside, queue, write
from tests.support.gateway_process import until
from tests.support.people import INES

__all__ = ["desk"]

AUTUMN = "2026-09-02T08:00:00+02:00"  # notices of renewals are due


@dataclass
class Alarm:
    """Ends a process after so many rests, which cost no time."""

    rests: int = 1

    @property
    def stopped(self) -> bool:
        """Is it to end?"""
        return self.rests <= 0

    def rest(self, seconds: float) -> None:
        """One less."""
        self.rests -= 1


class Process:
    """A settler up to its first batch. `roles`: all that it has had."""

    def __init__(self, desk: Desk) -> None:
        self.roles: list[Role] = []
        self.lock, self.role = desk.store.lock(DECIDER), PresentRole(self.roles.append)
        self.alarm = Alarm()
        self.standby = Standby(desk, self.lock, self.role, self.alarm)

    def gets_its_turn(self, rests: int = 1) -> bool:
        """After at most so many looks."""
        self.alarm.rests = rests
        return self.standby.wait()

    def waits_for_its_turn(self) -> None:
        """Until it has it: a server needs a moment to notice that a connection has ended."""
        until(self.gets_its_turn, "it never gets its turn")


def test_one_decides_and_the_other_stands_by(desk: Desk) -> None:
    one, other = Process(desk), Process(desk)
    assert one.gets_its_turn()
    assert not other.gets_its_turn(rests=3)
    assert (one.roles, other.roles) == ([Role.DECIDING], [Role.STANDING_BY])
    one.standby.end_turn()
    other.waits_for_its_turn()
    assert other.standby.last_one_ended_well
    assert not one.gets_its_turn()
    other.standby.end_turn()


def test_the_one_who_stands_by_may_end_first(desk: Desk) -> None:
    one, other, third = Process(desk), Process(desk), Process(desk)
    assert one.gets_its_turn()
    assert not other.gets_its_turn()
    other.lock.release()  # all that its end does
    assert one.lock.holds()
    one.lock.release()  # and this one dies
    third.waits_for_its_turn()
    assert not third.standby.last_one_ended_well
    third.standby.end_turn()


def test_who_lost_the_lock_does_not_end_the_turn_of_the_next(desk: Desk) -> None:
    one, other, third = Process(desk), Process(desk), Process(desk)
    assert one.gets_its_turn()
    one.lock.release()  # lost, which it has not noticed
    other.waits_for_its_turn()
    one.standby.end_turn()
    assert other.lock.holds()
    assert not one.gets_its_turn()
    other.lock.release()  # dies
    third.waits_for_its_turn()
    assert not third.standby.last_one_ended_well
    third.standby.end_turn()


def test_a_schema_that_is_newer_is_left_alone(desk: Desk) -> None:
    process = Process(desk)
    assert process.gets_its_turn()
    process.standby.end_turn()
    _set_version(desk.store, "9999")
    assert not process.gets_its_turn()
    assert process.roles[-1] is Role.OUTDATED
    assert not process.role.sends
    _set_version(desk.store, known_versions()[-1])
    process.waits_for_its_turn()  # the backup is back
    process.standby.end_turn()


def test_the_schema_is_changed_when_the_one_with_the_older_program_has_ended(tmp_path: Path, desk: Desk) -> None:
    store = Store(f"sqlite:///{tmp_path / 'older.db'}")
    older, newer = store.lock(DECIDER), Process(replace(desk, store=store))
    assert older.take()
    assert not newer.gets_its_turn(rests=2)
    assert (newer.role.role, newer.role.sends, store.schema()) == (Role.STARTING, False, Schema.OLDER)
    older.release()
    assert newer.gets_its_turn()
    assert store.schema() is Schema.CURRENT
    newer.standby.end_turn()
    store.close()


@pytest.mark.parametrize("role", [Role.STANDING_BY, Role.DECIDING, Role.OUTDATED])
def test_timers_are_run_by_the_one_who_decides_and_post_is_sent_by_all(desk: Desk, role: Role) -> None:
    desk = replace(desk, clock=FixedClock(moment(AUTUMN)))
    write(desk, INES, at=AUTUMN)
    [acknowledgement, *_] = outside(desk)
    queued = len(queue(desk))
    present = PresentRole(lambda _: None)
    present.become(role)
    tasks = BackgroundTasks(desk, present)
    thread = threading.Thread(target=tasks.run)
    thread.start()
    if role is Role.OUTDATED:
        tasks.stop()
        thread.join()
        assert queue(desk, "queued") == queue(desk)
        return
    # nobody listens where the smarthost should be; the timers come first
    until(lambda: acknowledgement.id in {one.id for one in queue(desk, "deferred")}, "nothing was tried")
    tasks.stop()
    thread.join()
    assert (len(queue(desk)) > queued) is (role is Role.DECIDING)


def _set_version(store: Store, version: str) -> None:
    with store.begin() as work:
        work.connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
