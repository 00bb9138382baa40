"""Write the page."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined

from gateway.demo.chronicle import Entry
from gateway.demo.page.cases import ELSEWHERE, Desktop, license_case, no_case, ticket_case
from gateway.demo.page.steps import step
from gateway.demo.page.times import moment
from gateway.demo.page.views import Case, Page, Step
from gateway.desk.desk import Desk
from gateway.domain.tickets.ticket import ticket_id

NAME: Final = "index.html"


def write_page(desk: Desk, folder: Path, entries: Sequence[Entry]) -> Path:
    """Write the whole story into one file of the folder, and say where it is."""
    path = (folder / NAME).resolve()
    path.write_text(render(page(desk, entries)), encoding="utf-8")
    return path


def render(shown: Page) -> str:
    """The page as HTML; all text is escaped, nothing is loaded and nothing runs."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_resource("page.html"))
    return template.render(page=shown, style=_resource("page.css")).lstrip()


def page(desk: Desk, entries: Sequence[Entry]) -> Page:
    """The story by cases, in the order in which these began."""
    now, keys = desk.clock.now(), case_keys(entries)
    with desk.store.read() as work:
        desktop = Desktop(work, now, desk.config.gateway.duty)
        steps: dict[str, list[Step]] = {}
        for number, (entry, key) in enumerate(zip(entries, keys, strict=True), start=1):
            steps.setdefault(key, []).append(step(desk, desktop, number, entry))
        elsewhere = steps.pop(ELSEWHERE, [])
        cases = [_case(desktop, key, tuple(found)) for key, found in steps.items()]
        if elsewhere:
            cases.append(no_case(tuple(elsewhere)))
    return Page(desk.config.gateway.name, moment(now), tuple(cases))


def case_keys(entries: Sequence[Entry]) -> list[str]:
    """To which case each scene belongs: its ticket's, else that of the scene which it answers or which answers it."""
    own = {entry.name: entry.about for entry in entries}
    for entry in entries:
        if entry.answers:
            own[entry.name] = own[entry.name] or own.get(entry.answers, "")
    for entry in entries:
        if entry.answers and not own.get(entry.answers):
            own[entry.answers] = own[entry.name]
    return [own[entry.name] or ELSEWHERE for entry in entries]


def _case(desktop: Desktop, key: str, steps: tuple[Step, ...]) -> Case:
    number = ticket_id(key)
    ticket = desktop.work.tickets.get(number) if number is not None else None
    license = desktop.work.directory.license(key)
    if ticket:
        return ticket_case(desktop, ticket, steps)
    return license_case(desktop, license, steps) if license else no_case(steps)


def _resource(name: str) -> str:
    return files("gateway.demo.page").joinpath(name).read_text(encoding="utf-8")
