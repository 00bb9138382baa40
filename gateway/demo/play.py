"""Play the story: every mail is delivered, settled, and looked at."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NoReturn

from gateway.adapters.clock import FixedClock, SystemClock
from gateway.app.desk import build
from gateway.app.mailer import open_mailer
from gateway.demo.chronicle import Chronicle, Entry
from gateway.demo.filling import filled_mail
from gateway.demo.place import Place, fresh_place, seed
from gateway.demo.server import Server, running_server
from gateway.demo.story import CONVERSATION, HISTORY, LATE_TITLE, RENEWAL, RENEWAL_TITLE, TO_TRY, Scene
from gateway.demo.words import word
from gateway.desk.delivery.dispatch import dispatch
from gateway.desk.desk import Desk
from gateway.desk.inbound.receive import receive_one
from gateway.desk.timers.tick import tick
from gateway.domain.tickets.ticket import ticket_id
from gateway.errors import GatewayError
from gateway.mail.envelope import Envelope, InboundMail

SETTLE_SECONDS: Final = 60.0
PAUSE_SECONDS: Final = 0.05
WATCH_SECONDS: Final = 0.3
UNFINISHED: Final = ("queued", "sending")  # states of mail that is still to be written
Tell = Callable[[Entry], None]


@dataclass(frozen=True, slots=True)
class Played:
    """The demo after its last scene, still running."""

    place: Place
    desk: Desk
    server: Server
    entries: tuple[Entry, ...]


@contextmanager
def perform(folder: Path, tell: Tell) -> Iterator[Played]:
    """Play the whole story in a fresh folder; `tell` hears of every scene. The gateway runs until the block ends.

    Raises NotAllowed for a folder that cannot be used, GatewayError when the gateway does not do its work.
    """
    clock = SystemClock()
    with fresh_place(folder, clock.now()) as place:
        desk = build(place.config, clock)
        try:
            seed(desk)
            chronicle = Chronicle(desk, tell)
            for scene in HISTORY:
                _receive_in_the_past(desk, place, chronicle, scene)
            _let_timers_run(desk, chronicle)
            with running_server(place) as server:
                for scene in CONVERSATION:
                    _deliver(desk, place, chronicle, server, scene)
                _keep(place, TO_TRY.name, filled_mail(TO_TRY.name, chronicle.values(TO_TRY, clock.now())))
                _wait(server, lambda: _all_written(desk), "outgoing mail is not written")
                yield Played(place, desk, server, tuple(chronicle.entries))
        finally:
            desk.store.close()


def _receive_in_the_past(desk: Desk, place: Place, chronicle: Chronicle, scene: Scene) -> None:
    """Straight into the desk: a listener cannot be told another time."""
    then = desk.clock.now() - scene.before
    past = replace(desk, clock=FixedClock(then))
    content = filled_mail(scene.name, chronicle.values(scene, then))
    path = _keep(place, f"{chronicle.next_number:02}-{scene.name}", content)
    document = receive_one(past, InboundMail(content, Envelope(scene.sender, scene.recipients, then)), "demo")
    dispatch(past, open_mailer(place.config))
    chronicle.add(scene, int(str(document["mail"])), path)


def _let_timers_run(desk: Desk, chronicle: Chronicle) -> None:
    """What the server would do every minute, here in its place in the story."""
    fired = tick(desk, desk.clock.now()).fired
    for subject in dict.fromkeys(one.subject for one in fired):
        its = [one for one in fired if one.subject == subject]
        why = ", ".join(word("timer", one.kind) for one in its)
        outgoing = [number for one in its for number in one.outgoing]
        late = ticket_id(subject) is not None
        name, title = (f"late_{subject}", LATE_TITLE) if late else (RENEWAL[0], RENEWAL_TITLE)
        chronicle.add_timer(name, title, subject, f"{subject}: {why}.", outgoing)


def _deliver(desk: Desk, place: Place, chronicle: Chronicle, server: Server, scene: Scene) -> None:
    values = chronicle.values(scene, desk.clock.now())
    content = filled_mail(scene.name, values)
    path = _keep(place, f"{chronicle.next_number:02}-{scene.name}", content)
    before = _newest(desk)
    server.deliver(scene.sender, [one.format_map(values) for one in scene.recipients], content)
    _wait(server, lambda: _settled(desk, before), f"{path} is not settled")
    chronicle.add(scene, before + 1, path)


def serve_on(played: Played, tell: Tell) -> NoReturn:
    """Keep the gateway running and tell of every further mail, until interrupted."""
    desk, chronicle = played.desk, Chronicle(played.desk, tell)
    last = max(int(str(entry.became.get("mail") or 0)) for entry in played.entries)
    while True:
        played.server.check()
        while _settled(desk, last):
            last += 1
            chronicle.add(Scene(f"mail-{last}", "A further mail", "", ()), last, None)
        time.sleep(WATCH_SECONDS)


def _keep(place: Place, name: str, content: bytes) -> Path:
    path = place.mails / f"{name}.eml"
    path.write_bytes(content)
    return path


def _newest(desk: Desk) -> int:
    with desk.store.read() as work:
        return max((one.id for one in work.mails.listing(None, None, 1)), default=0)


def _settled(desk: Desk, before: int) -> bool:
    """Has the mail after this one been decided?"""
    with desk.store.read() as work:
        newest = work.mails.listing(None, None, 1)
        return bool(newest) and newest[0].id > before and work.mails.show(before + 1).state != "waiting"


def _all_written(desk: Desk) -> bool:
    with desk.store.read() as work:
        return not work.outbox.counts(UNFINISHED)


def _wait(server: Server, done: Callable[[], bool], problem: str) -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while not done():
        server.check()
        if time.monotonic() > deadline:
            raise GatewayError(f"{problem} after {SETTLE_SECONDS:.0f} seconds")
        time.sleep(PAUSE_SECONDS)
