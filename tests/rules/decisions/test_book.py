"""What the book of rules refuses to load, and how it decides."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from gateway.config import shipped
from gateway.domain.facts import AcknowledgementFacts, ImpactFacts, IntakeFacts, TicketFacts
from gateway.domain.verdict import Keep, OpenTicket, SetAside
from gateway.errors import ConfigurationError
from gateway.rules.decisions.book import RuleBook

DEFAULT = """
[[rule]]
id = "rest"
why = "Anything else."
verdict = "question"
example = [{ text = "hello" }]
"""


def rule(**lines: str) -> str:
    """A rule for the type of a ticket; keywords replace or add lines, "" removes one."""
    parts = {
        "id": '"broken"',
        "why": '"Something is broken."',
        "when": '{ text = "broken" }',
        "verdict": '"incident"',
        "example": '[{ text = "it is broken" }]',
    }
    return "[[rule]]\n" + "".join(f"{key} = {value}\n" for key, value in (parts | lines).items() if value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rules."""
    return copytree(shipped("rules"), tmp_path / "rules")


def load(folder: Path, text: str, name: str = "ticket_type") -> RuleBook:
    (folder / "decisions" / f"{name}.toml").write_text(text, encoding="utf-8")
    return RuleBook.load(folder)


def fault_of(folder: Path, text: str, name: str = "ticket_type") -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(folder, text, name)
    assert f"{name}.toml" in str(caught.value)
    return str(caught.value)


def test_a_good_file_loads_and_decides_from_top_to_bottom(folder: Path) -> None:
    book = load(folder, rule() + DEFAULT)
    result, ground = book.ticket_type.decide(TicketFacts("My till is BROKEN!"))
    assert (result, ground.rule, ground.why) == ("incident", "ticket_type/broken", "Something is broken.")
    assert book.ticket_type.decide(TicketFacts("unbroken"))[0] == "question"


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ({"when": '{ weather = "rain" }'}, "weather: is not a known fact"),
        ({"when": "{ text = 5 }"}, "5 is neither text nor true or false"),
        ({"why": ""}, "why: is missing"),
        ({"why": '""'}, "why: is missing"),
        ({"id": ""}, "id: is missing"),
        ({"verdict": ""}, "verdict: is missing"),
        ({"example": ""}, "example: is missing"),
        ({"example": "[]"}, "example: needs at least 1"),
        ({"verdict": '"disaster"'}, "'disaster' is impossible"),
        ({"colour": '"red"'}, "colour: There is no such key. Known are id, why"),
        ({"when": '"broken"'}, "when: must be a table"),
        ({"example": '[{ text = "all is well" }]'}, "is decided by the rule rest"),
        ({"example": '[{ weather = "rain" }]'}, "weather: is not a known fact"),
        ({"when": ""}, "has no conditions but is not the last one"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(folder: Path, lines: dict[str, str], part: str) -> None:
    assert part in fault_of(folder, rule(**lines) + DEFAULT)


def test_an_impossible_value_of_a_closed_fact_is_refused(folder: Path) -> None:
    text = (
        (folder / "decisions/intake.toml")
        .read_text(encoding="utf-8")
        .replace('nature = "bounce" }\n', 'nature = "boomerang" }\n')
    )
    assert "'boomerang' is impossible. Possible are person, auto_reply" in fault_of(folder, text, "intake")


def test_a_rule_behind_the_default_is_refused(folder: Path) -> None:
    assert "the last rule must be a default" in fault_of(folder, DEFAULT + rule())


def test_a_shadowed_example_is_refused(folder: Path) -> None:
    wide = rule(id='"wide"', when='{ text = ["till", "broken"] }', example='[{ text = "the till" }]')
    assert "is decided by the rule wide" in fault_of(folder, wide + rule() + DEFAULT)


def test_an_id_that_stands_twice_is_refused(folder: Path) -> None:
    assert "stands twice" in fault_of(folder, rule() + rule() + DEFAULT)


def test_a_file_without_rules_is_refused(folder: Path) -> None:
    assert "rule: is missing" in fault_of(folder, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[rule]\nid = 'x'\n", "rule: must be a list in square brackets"),
        ("rule = ['x']\n", "rule ?: must be a table"),
        ("speed = 3\n" + DEFAULT, "speed: There is no such key"),
        (rule(example="['it is broken']") + DEFAULT, "rule broken: example[1]: must be a table"),
    ],
)
def test_a_file_of_another_shape_is_refused(folder: Path, text: str, problem: str) -> None:
    assert problem in fault_of(folder, text)


def test_a_file_that_is_no_toml_is_refused(folder: Path) -> None:
    assert "is not valid TOML" in fault_of(folder, "[[rule]\n")


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "decisions/impact.toml").unlink()
    with pytest.raises(ConfigurationError, match=r"impact\.toml"):
        RuleBook.load(folder)


def test_check_finds_the_faults_of_all_files(folder: Path) -> None:
    for name in ("impact", "reason"):
        (folder / "decisions" / f"{name}.toml").write_text("", encoding="utf-8")
    assert len(RuleBook.check(folder)) == 2


@pytest.mark.parametrize(
    "verdict", ['{ reject = "no_ticket" }', '{ reject = "because" }', '{ keep = "it" }', '"accept"']
)
def test_a_verdict_that_intake_cannot_have_is_refused(folder: Path, verdict: str) -> None:
    text = (folder / "decisions/intake.toml").read_text(encoding="utf-8").replace('{ keep = "own" }', verdict)
    assert "verdict" in fault_of(folder, text, "intake")


def test_a_rejection_needs_a_reply(folder: Path) -> None:
    text = (folder / "decisions/escalation.toml").read_text(encoding="utf-8")
    text = text.replace('reply   = "escalation_not_yet"\n', "")
    assert "and a reply" in fault_of(folder, text, "escalation")


def test_a_trial_says_which_condition_did_not_hold() -> None:
    decision = RuleBook.load().intake
    facts = IntakeFacts(nature="bounce", to=frozenset({"support"}))
    trials = list(decision.trials(facts))
    assert [trial.failed for trial in trials][-1] is None
    assert trials[-1].rule.name == "intake/delivery-report"
    assert trials[0].failed == "duplicate"


def test_phrases_are_found_as_whole_words_in_any_case() -> None:
    decision = RuleBook.load().impact
    assert decision.decide(ImpactFacts("PRODUCTION is\u00a0down!"))[0] == "production"
    assert decision.decide(ImpactFacts("reproduction is downstairs"))[0] == "none"


def test_a_fact_with_several_values_fits_when_one_of_them_does() -> None:
    decision = RuleBook.load().intake
    both = IntakeFacts(to=frozenset({"support", "escalation"}), proof="pass", sender="contact")
    assert decision.decide(both)[1].rule == "intake/escalation"


def test_facts_that_differ_in_one_value_can_have_another_verdict() -> None:
    decision = RuleBook.load().intake
    facts = IntakeFacts(to=frozenset({"support"}), sender="contact", proof="pass")
    assert decision.decide(facts)[0] == OpenTicket("new")
    assert decision.decide(replace(facts, nature="bulk"))[0] == Keep("automatic")
    assert decision.decide(replace(facts, identity=False))[0] == SetAside("no_identity")


def test_the_acknowledgement_follows_contract_and_priority() -> None:
    decision = RuleBook.load().acknowledgement
    facts = AcknowledgementFacts(organization=True, contract="valid", priority="critical")
    assert decision.decide(facts)[0] == "ack_critical_call_us"
    assert decision.decide(replace(facts, contract="lapsed"))[0] == "ack_new_ticket_no_contract"


def with_rule(folder: Path, name: str, text: str) -> str:
    """A shipped file with one more rule in front."""
    return f"# our own\n\n{text}\n" + (folder / "decisions" / f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "when", "verdict", "problem"),
    [
        ("intake", 'sender = "contact"', '"note"', 'needs ticket to be "one" or "ambiguous"'),
        ("intake", 'ticket = ["one", "unknown"]', '"note"', 'needs ticket to be "one" or "ambiguous"'),
        ("intake", 'ticket = "one"', '"relay"', 'needs sender to be "staff" or "account_team"'),
        ("intake", 'sender = "staff"', '"relay"', 'needs ticket to be "one" or "ambiguous"'),
        ("intake", 'sender = "staff"', '"run"', 'needs commands to be "valid"'),
        ("intake", 'commands = "wrong"', '"refuse"', 'needs sender to be "staff" or "account_team"'),
        ("intake", 'proof = "pass"', '"answer_notice"', "needs answers_notice to be true"),
        ("intake", 'proof = "pass"', '"bounce"', 'needs nature to be "bounce"'),
        ("intake", 'proof = "pass"', '"complaint"', 'needs nature to be "complaint"'),
        ("intake", 'proof = "pass"', '{ keep = "duplicate" }', 'needs duplicate to be "same"'),
        ("intake", 'proof = "pass"', '{ open = "follow_up" }', 'needs ticket to be "one"'),
        ("escalation", 'proof = "pass"', '"accept"', 'needs ticket to be "one"'),
        ("escalation", 'ticket = "one"', '"update"', "needs running to be true"),
        ("escalation", "running = true", '"update"', 'needs ticket to be "one"'),
        ("escalation", "early = true", '{ reject = "too_early" }', 'needs ticket to be "one"'),
        ("escalation", 'ticket = "ambiguous"', '{ reject = "closed" }', 'needs ticket to be "one"'),
    ],
)
def test_a_rule_that_is_not_sure_of_what_its_verdict_needs_is_refused_with_its_line(
    folder: Path, name: str, when: str, verdict: str, problem: str
) -> None:
    reply = "" if "reject" not in verdict else '"escalation_not_yet"'
    first = when.replace('["one", "unknown"]', '"one"')  # facts of an example have one value
    own = rule(id='"own"', when=f"{{ {when} }}", verdict=verdict, reply=reply, example=f"[{{ {first} }}]")
    message = fault_of(folder, with_rule(folder, name, own), name)
    assert f"{folder / 'decisions' / name}.toml:6: rule own: when: the verdict needs" in message
    assert problem in message


def test_a_reply_in_words_for_our_own_people_is_only_for_them(folder: Path) -> None:
    text = (folder / "decisions/escalation.toml").read_text(encoding="utf-8")
    wrong = text.replace('reply   = "escalation_rejected_no_ticket"', 'reply   = "csm_escalation_needs_ticket"')
    assert 'rule needs-ticket: when: the verdict needs sender to be "staff"' in fault_of(folder, wrong, "escalation")


def test_the_former_name_of_an_agents_reply_is_read(folder: Path) -> None:
    text = (folder / "decisions/intake.toml").read_text(encoding="utf-8")
    former = load(folder, text.replace('"agent_reply"', '"relay"'), "intake")
    assert [rule.result for rule in former.intake.rules] == [rule.result for rule in RuleBook.load().intake.rules]


def test_all_faults_of_a_file_are_told_at_once(folder: Path) -> None:
    (folder / "decisions/ticket_type.toml").write_text(rule(when="{ wether = 1 }") + rule(verdict='"x"') + DEFAULT)
    assert [one.key for one in RuleBook.check(folder)] == ["rule broken: when.wether", "rule broken: verdict"]


def test_all_faults_of_one_rule_are_told_at_once(folder: Path) -> None:
    faulty = rule(when="{ wether = 1, colour = true }", verdict='"x"', example="[{ sise = 2 }, { text = 3 }]")
    (folder / "decisions/ticket_type.toml").write_text(faulty + DEFAULT)
    told = ["when.wether", "when.colour", "example[1].sise", "example[2].text", "verdict"]
    assert [one.key for one in RuleBook.check(folder)] == [f"rule broken: {key}" for key in told]


def test_a_verdict_may_rely_on_rules_above_that_take_every_other_value_away(folder: Path) -> None:
    text = (folder / "decisions/escalation.toml").read_text(encoding="utf-8")
    assert RuleBook.load(folder).escalation.rules[-1].when == {}  # accepts, and needs a ticket
    without = text.replace('when    = { ticket = "ambiguous" }', 'when    = { ticket = "ambiguous", proof = "pass" }')
    assert 'rule closed: when: the verdict needs ticket to be "one"' in fault_of(folder, without, "escalation")


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("intake", 'quarantine = "forged"', 'quarantine = "strange"', "'strange' is impossible. Possible are forged, "),
        ("acknowledgement", '"ack_new_ticket"', '"bounce_alert"', "'bounce_alert' is impossible. Possible are ack_"),
        ("escalation", '"escalation_not_yet"', '"escalation_never"', "'escalation_never' cannot answer too_early"),
        (
            "escalation",
            '"escalation_not_yet"',
            '"escalation_rejected_unknown_ticket"',
            "'escalation_rejected_unknown_ticket' cannot answer too_early",
        ),
    ],
)
def test_a_verdict_that_nobody_can_carry_out_is_refused(
    folder: Path, name: str, old: str, new: str, problem: str
) -> None:
    text = (folder / "decisions" / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    assert problem in fault_of(folder, text.replace(old, new), name)


def test_a_rule_written_as_an_inline_table_is_refused(folder: Path) -> None:
    text = "rule = [{ id = 'x', why = 'X.', verdict = 'disaster', example = [{ text = 'x' }] }]\n"
    assert "ticket_type.toml:1: rule x: verdict: 'disaster'" in fault_of(folder, text)
