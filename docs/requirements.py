"""Write docs/requirements.md: what the desk must do, the rule or the code that does it, the tests that show it.

.venv/bin/python docs/requirements.py           writes the page again
.venv/bin/python docs/requirements.py --check   exit 1 where it is not current, or something is shown by no test

A test shows a requirement whose number is in its name: `test_r05_a_critical_ticket_asks_for_a_call`.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = Path(__file__).with_name("requirements.md")
TEST: Final = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
NUMBER: Final = re.compile(r"_r_?(\d\d)(?=_|$)")
MOST_NAMED: Final = 4  # tests of one requirement; of the others only how many there are
AWAITED: Final[tuple[int, ...]] = ()  # built elsewhere by now; a number leaves this line with its first test


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be, in a sentence, and the files that make it so, from the root of the repository."""

    number: int
    says: str
    places: tuple[str, ...]

    @property
    def name(self) -> str:
        """As people write it."""
        return f"R-{self.number:02d}"


def _one(number: int, says: str, *places: str) -> Requirement:
    return Requirement(number, says, places)


DECISIONS, POLICIES, DESK = "rules/decisions", "rules/policies", "gateway/desk"
REQUIREMENTS: Final = (
    _one(1, "Mail, telephone and portal all lead to a ticket or a note, each mail once.",
         f"{DECISIONS}/intake.toml", f"{DESK}/tickets/open.py", "gateway/cli/case_acts.py"),
    _one(2, "A ticket is a question, an incident or a change request, and can be corrected.",
         f"{DECISIONS}/ticket_type.toml", f"{POLICIES}/languages.toml"),
    _one(3, "People without a contract are served, with no promise of time.",
         f"{DECISIONS}/acknowledgement.toml", f"{DESK}/directory/people.py"),
    _one(4, "The plan of the contract sets the targets, in the hours of the customer's region.",
         f"{POLICIES}/service_levels.toml", "gateway/domain/tickets/service_level.py"),
    _one(5, "A critical ticket needs a telephone call, which is asked for and brought to mind.",
         f"{POLICIES}/priority.toml", f"{DESK}/tickets/alarms.py"),
    _one(6, "Customers ask for the state of their tickets and those of their apps.",
         f"{DESK}/situation/one_word.py"),
    _one(7, "The first line keeps the customer; the lines behind it are asked with a reason.",
         f"{DECISIONS}/routing.toml", f"{DESK}/tickets/hand_over.py"),
    _one(8, "Documentation is pointed to, and never a reason to turn somebody away.",
         f"{DECISIONS}/acknowledgement.toml", "templates/mail/en/ack_new_ticket.txt"),
    _one(9, "A contract that has ended is said to the account team; the ticket is opened all the same.",
         f"{DECISIONS}/acknowledgement.toml", f"{DESK}/directory/people.py"),
    _one(10, "Whatever is written or said about a case stands in its notes.",
         f"{DESK}/tickets/notes.py", f"{DESK}/tickets/on_behalf.py"),
    _one(11, "Several teams follow a case; what is internal never leaves.",
         f"{DESK}/tickets/followers.py", f"{DESK}/outgoing/own_words.py"),
    _one(12, "A new ticket is given to a group or a person by rule, else to the engineers of the region.",
         f"{DECISIONS}/routing.toml", f"{DESK}/tickets/routing.py"),
    _one(13, "What a ticket lacks is asked for once; without an answer it ends by itself.",
         f"{POLICIES}/required_info.toml", f"{POLICIES}/lifecycle.toml", f"{DESK}/redirects/completeness.py"),
    _one(14, "Our own people may begin an escalation.",
         f"{DECISIONS}/escalation.toml", f"{DESK}/escalations/accept.py"),
    _one(15, "An engineer sends somebody on to paid experts.", f"{DESK}/redirects/places.py"),
    _one(16, "Whoever waits for the repair of a known fault hears of it.", f"{DESK}/commands/later.py"),
    _one(17, "Questions about courses go to the training team, who answer within some business days.",
         f"{DECISIONS}/redirects.toml", f"{POLICIES}/training.toml", f"{DESK}/redirects/training.py"),
    _one(18, "A certificate is the training team's, and needs no ticket.",
         f"{DECISIONS}/redirects.toml", f"{DESK}/redirects/training.py"),
    _one(19, "Wishes for the product go to the forum, but not those for buildpack and tools.",
         f"{DECISIONS}/redirects.toml", f"{DESK}/redirects/redirect.py"),
    _one(20, "What costs money goes to the success manager, or to whoever stands in for them.",
         f"{DECISIONS}/redirects.toml", f"{DESK}/redirects/account.py"),
    _one(21, "More users are a matter of the account executive.",
         f"{DECISIONS}/redirects.toml", f"{DESK}/redirects/account.py"),
    _one(22, "Only a known contact hears who their account team is.",
         f"{DECISIONS}/redirects.toml", f"{DESK}/redirects/account.py"),
    _one(23, "What a certified partner supports is sent to them.",
         f"{POLICIES}/scope.toml", f"{DESK}/redirects/places.py"),
    _one(24, "What the host of an external platform supports is sent there, the rest stays.",
         f"{POLICIES}/scope.toml", f"{DESK}/redirects/places.py"),
    _one(25, "What is out of scope is a draft that an engineer confirms; who suspects the platform stays.",
         f"{POLICIES}/scope.toml", f"{DESK}/redirects/scope.py"),
    _one(26, "With questions about an own application we help, its faults are out of scope.",
         f"{POLICIES}/scope.toml", "gateway/domain/scope.py"),
    _one(27, "Who is out of scope reads where partners are found.", "templates/mail/en/scope_out.txt"),
    _one(28, "Courses for a customer's own support people are the training team's.",
         f"{DECISIONS}/redirects.toml"),
    _one(50, "Before somebody is escalated, the register of outages is asked.",
         f"{DECISIONS}/escalation.toml", f"{DESK}/directory/outages.py"),
    _one(51, "One word in reply subscribes to an outage, or ends that; never a machine's, never without proof.",
         f"{DECISIONS}/intake.toml", f"{DESK}/outages/subscribe.py"),
    _one(52, "During an outage an escalation is acknowledged and waits; its ticket stays open and is linked.",
         f"{POLICIES}/outages.toml", f"{DESK}/escalations/known_outage.py"),
    _one(53, "Who asks how a linked ticket stands, hears the last word on the outage.",
         f"{DESK}/tickets/standing.py"),
    _one(54, "Subscribers hear of outages when they begin, change and end, and can end that.",
         f"{DESK}/outages/telling.py"),
    _one(55, "Group addresses subscribe through the directory.",
         "gateway/store/subscriptions.py"),
    _one(56, "An outage that lasts too long is no reason to wait any more.",
         f"{DESK}/escalations/after_outage.py"),
    _one(57, "A matrix of component and place says who supports what; nothing is guessed.",
         f"{POLICIES}/scope.toml", "gateway/domain/scope.py"),
    _one(58, "In our own clouds we look ourselves and ask for no logs.", f"{POLICIES}/required_info.toml"),
    _one(59, "Elsewhere logs, data and the customer's analysis are needed.",
         f"{POLICIES}/required_info.toml", "gateway/domain/required_info.py"),
    _one(60, "A fault of runtime or marketplace needs logs of the app, and outside our clouds a proof of its own.",
         f"{POLICIES}/required_info.toml"),
    _one(61, "So does one of buildpack and tools outside our clouds.", f"{POLICIES}/required_info.toml"),
    _one(62, "Where we cannot look ourselves, the answer says so.",
         f"{POLICIES}/scope.toml", "templates/mail/en/scope_self_arranged.txt"),
    _one(63, "Operator and agent in a private cloud are ours.", f"{POLICIES}/scope.toml"),
    _one(64, "A component is known by the words of people, in their language.", f"{POLICIES}/scope.toml"),
    _one(65, "A large test is announced with five items; what is missing is asked for.", POLICIES),
    _one(66, "It is announced two weeks ahead; later is said to be late.", POLICIES),
    _one(67, "It needs consent in writing, which can be refused.", DESK),
    _one(68, "A penetration test needs an indemnification that all have signed.", DESK),
    _one(69, "Operations and security hear of the hours of a test.", DESK),
)  # fmt: skip


def shown_by() -> dict[int, list[tuple[str, str]]]:
    """The tests of each requirement, as (file, name)."""
    found: dict[int, list[tuple[str, str]]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in TEST.findall(file.read_text(encoding="utf-8")):
            for number in sorted(set(NUMBER.findall(name))):
                found.setdefault(int(number), []).append((file.relative_to(ROOT).as_posix(), name))
    return found


def faults() -> list[str]:
    """What is wrong with the table itself: a sentence each."""
    tests = shown_by()
    found = [f"{one.name}: no test has _r{one.number:02d}_ in its name" for one in _lacking(tests)]
    found += [f"R-{number:02d}: is shown now, take it out of AWAITED" for number in AWAITED if number in tests]
    places = ((one.name, place) for one in REQUIREMENTS for place in one.places)
    return found + [f"{name}: there is no {place}" for name, place in places if not (ROOT / place).exists()]


def _lacking(tests: dict[int, list[tuple[str, str]]]) -> Iterator[Requirement]:
    return (one for one in REQUIREMENTS if one.number not in tests and one.number not in AWAITED)


def page() -> str:
    """The page."""
    tests = shown_by()
    head = (
        "# Requirements",
        "",
        "Written by `docs/requirements.py`, and checked by `tests/house/test_requirements.py`: each requirement of the "
        "desk, what makes it so, and the tests whose names carry its number.",
        "",
        "| | what must be | by | shown by |",
        "|---|---|---|---|",
    )
    rows = (f"| {one.name} | {one.says} | {_by(one)} | {_shown(tests.get(one.number, []))} |" for one in REQUIREMENTS)
    return "\n".join((*head, *rows)) + "\n"


def _by(one: Requirement) -> str:
    return "<br>".join(f"[{_short(place)}](../{place})" for place in one.places)


def _short(place: str) -> str:
    return place.removeprefix("rules/").removeprefix("gateway/").removeprefix("templates/")


def _shown(tests: list[tuple[str, str]]) -> str:
    if not tests:
        return "*awaited*"
    named = [f"[{name.removeprefix('test_')}](../{file})" for file, name in tests[:MOST_NAMED]]
    return "<br>".join([*named, *([f"and {len(tests) - MOST_NAMED} more"] if len(tests) > MOST_NAMED else [])])


def main(check: bool) -> int:
    """Write the page, or compare it."""
    wrong = faults()
    if check and (not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page()):
        wrong.append("docs/requirements.md is not current. Run: .venv/bin/python docs/requirements.py")
    if not check:
        PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write("".join(f"{one}\n" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
