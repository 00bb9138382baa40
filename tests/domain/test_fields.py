"""Fields that people write into a mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.fields import MAX_VALUE, Labels, read_fields, unquote, without_words_of

LABELS = Labels(
    names={"reason": ("reason", "grund"), "impact": ("business impact", "impact"), "app": ("app", "app name")},
    empty=frozenset({"n/a", "none", "-"}),
    values={"high": frozenset({"hoch", "1"}), "change_request": frozenset({"change request"})},
)


def read(text: str) -> dict[str, str]:
    return read_fields(text, LABELS)


@pytest.mark.parametrize(
    "text",
    [
        "Reason: too slow\nImpact: high",
        "reason:too slow\nIMPACT:high",
        "> Reason: too slow\n> Impact: high",
        "* Reason: too slow\n* Impact: high",
        "**Reason:** too slow\n**Impact:** high",
        "*Reason*: too slow\n*Impact*: high",
        "1. Reason: too slow\n2) Impact: high",
        "Reason - too slow\nImpact – high",
        "Reason = too slow\nImpact = high",
        "Reason | too slow\nImpact | high",
        "Reason\ttoo slow\nImpact\thigh",
        "Reason\ntoo slow\n\nImpact\nhigh",
        "Reason：too slow\nImpact：high",
        "Reason:\u00a0too slow\r\nImpact:\u00a0high\r\n",
        "Dear team, reason: too slow; impact: high",
        "Reason: too slow\n\nKind regards\nImpact: high",
    ],
)
def test_a_label_is_known_in_many_forms(text: str) -> None:
    found = read(text)
    assert (found["reason"].rstrip(" ;"), found["impact"]) == ("too slow", "high")


@pytest.mark.parametrize("written", ["İmpact", "ımpact", "BUSİNESS IMPACT", "Buſıneſs\u00a0İmpact"])
def test_a_label_in_letters_that_only_differ_in_case_is_known(written: str) -> None:
    assert read(f"{written}: high") == {"impact": "high"}


@given(st.text(alphabet="iıİİsſSkKµ: .\n", max_size=12))
def test_no_letter_that_counts_as_another_case_of_one_in_a_label_is_an_error(text: str) -> None:
    labels = Labels({"a": ("is", "ski", "µs", "ikk")}, frozenset(), {})
    assert read_fields(text, labels).keys() <= {"a"}


def test_a_value_runs_to_the_next_label_or_the_first_blank_line() -> None:
    text = "Reason: too slow\nfor all of us\nImpact: nobody\ncan print\n\nKind regards"
    assert read(text) == {"reason": "too slow\nfor all of us", "impact": "nobody\ncan print"}


def test_blank_lines_before_a_value_are_passed_over() -> None:
    assert read("Reason:\n\n\ntoo slow\n\nbye") == {"reason": "too slow"}


def test_the_first_label_that_says_something_wins() -> None:
    assert read("Reason: n/a\n\nReason: slow\n\nReason: late") == {"reason": "slow"}


def test_the_longer_name_wins() -> None:
    assert read("App name: Till") == {"app": "Till"}


@pytest.mark.parametrize("text", ["The reason is simple.", "reasons: many", "It has an impact on us", "no reason: x y"])
def test_words_inside_a_sentence_are_no_labels(text: str) -> None:
    assert read(text) == {}


def test_a_value_is_bounded() -> None:
    assert len(read("Reason: " + "x" * 100_000)["reason"]) == MAX_VALUE


@given(st.text(max_size=500))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)
    LABELS.says_nothing(text)
    LABELS.meant_first(text, ("high",))


@pytest.mark.parametrize(
    "text",
    ["Reason" + " " * 100_000, "*" * 100_000, "> " * 50_000, "Reason:\n" * 20_000, "\n" * 100_000, "1." * 50_000],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert len(read(text)) <= 1
    assert len(unquote(text)) <= len(text)


@pytest.mark.parametrize("value", ["", "-", "--", "…", "?", " n/a ", "N/A", "None.", "**-**", "none!"])
def test_a_dash_or_the_like_says_nothing(value: str) -> None:
    assert LABELS.says_nothing(value)


@pytest.mark.parametrize("value", ["nothing works", "none of us can print", "n/a since monday", "5"])
def test_a_sentence_says_something(value: str) -> None:
    assert not LABELS.says_nothing(value)


@pytest.mark.parametrize("written", ["high", "HIGH", " Hoch. ", "1", "*high*"])
def test_a_level_is_known_however_it_is_written(written: str) -> None:
    assert LABELS.canonical(written, ("high", "low")) == "high"


@pytest.mark.parametrize(
    "written", ["high, nobody can work", "high\nnobody can work", "hoch - alle stehen", "high (all of us)"]
)
def test_a_level_is_known_by_how_its_value_begins(written: str) -> None:
    assert LABELS.canonical(written, ("high", "low")) is None
    assert LABELS.meant_first(written, ("high", "low")) == "high"


@pytest.mark.parametrize("written", ["", "highest", "very high", "not high", "up"])
def test_other_words_are_no_level(written: str) -> None:
    assert LABELS.meant_first(written, ("high", "low")) is None


OURS = """Still missing:

- business impact: what your people cannot do, and since when

Business impact:

Regards
Vendor"""


def test_our_own_words_are_taken_out_of_a_quote_and_bare_labels_stay() -> None:
    assert without_words_of(OURS, OURS, LABELS).split() == ["Business", "impact:"]


def test_an_answer_beside_or_below_a_bare_label_stays() -> None:
    beside = OURS.replace("Business impact:", "Business impact: nobody can print")
    below = OURS.replace("Business impact:", "Business impact:\nnobody can print")
    for answered in (beside, below):
        assert read(without_words_of(OURS, answered, LABELS)) == {"impact": "nobody can print"}


def test_our_words_are_known_when_a_mail_program_wrapped_them_anew() -> None:
    wrapped = "• business impact: what your people cannot\ndo, and since when\nBusiness impact: nobody can print"
    assert read(without_words_of(OURS, wrapped, LABELS)) == {"impact": "nobody can print"}


def test_a_short_answer_that_our_mail_happens_to_contain_stays() -> None:
    assert "people" in without_words_of(OURS, "people", LABELS)


def test_marks_of_quoting_go() -> None:
    assert unquote("> Reason: a\n>> b\n > > c\nd > e") == "Reason: a\nb\nc\nd > e"
