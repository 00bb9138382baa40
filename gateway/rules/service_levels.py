"""The checked loaders of `service_levels.toml` and `priority.toml`."""

from typing import cast

from gateway.domain.priority import LEVELS, Level, PriorityMatrix
from gateway.domain.service_level import Duration, Plan, ServiceLevels, Targets
from gateway.domain.ticket import PRIORITIES, Priority
from gateway.rules.reader import Reader


def read_service_levels(reader: Reader) -> ServiceLevels:
    """The plans of a file. Raises ConfigurationError."""
    plans = reader.table("plan")
    if not plans.names():
        raise reader.fault("plan", "has no plan.", "Write at least one table [plan.standard].")
    levels = ServiceLevels(tuple(_plan(code, plans.table(code)) for code in plans.names()))
    reader.done()
    return levels


def read_priority(reader: Reader) -> PriorityMatrix:
    """The matrix of a file. Raises ConfigurationError."""
    rows = reader.table("urgency")
    cells: dict[tuple[Level, Level], Priority] = {}
    for urgency in LEVELS:
        row = rows.table(urgency)
        for impact in LEVELS:
            cells[urgency, impact] = cast(Priority, row.text(impact, choices=PRIORITIES))
        row.done()
    rows.done()
    missing = cast(Level, reader.text("missing", choices=LEVELS))
    cap = cast(Level, reader.text("workaround_cap", choices=LEVELS))
    reader.done()
    return PriorityMatrix(cells, missing, cap)


def _plan(code: str, reader: Reader) -> Plan:
    name = reader.text("name", default=code)
    targets = {priority: _targets(reader.table(priority)) for priority in PRIORITIES}
    facts = reader.table("facts", optional=True)
    known = {fact: facts.text(fact) for fact in facts.names()}
    reader.done()
    return Plan(code, name, targets, known)


def _targets(reader: Reader) -> Targets:
    targets = Targets(_duration(reader, "response"), _duration(reader, "resolution"))
    reader.done()
    return targets


def _duration(reader: Reader, name: str) -> Duration | None:
    text = reader.text(name)
    try:
        return Duration.of(text)
    except ValueError as error:
        raise reader.fault(name, str(error)) from error
