"""What a customer's new mail is about that others than support take care of. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from gateway.domain.facts import Topic
from gateway.domain.verdict import Ground

Said = Topic | Literal["case", "doubt"]
"""What one sentence says: a topic; `case`: something for support; `doubt`: perhaps something for support."""
_TOPICS: Final[Mapping[str, Topic]] = {one: one for one in get_args(Topic) if one != "none"}
_NEARER: Final[tuple[Topic, ...]] = ("certificate", "training", "buildpack_change", "feature_request")
_TOGETHER: Final = (frozenset(_NEARER[:2]), frozenset(_NEARER[2:]))  # of two such topics the first is meant


@dataclass(frozen=True, slots=True)
class TopicOf:
    """What a rule says of one sentence; `sure`: doubts in other sentences do not count."""

    said: Said
    sure: bool = False


@dataclass(frozen=True, slots=True)
class MailTopic:
    """What a whole mail is about. `beside`: topics of a mail that is a case all the same."""

    kind: Topic
    ground: Ground
    beside: tuple[Topic, ...] = ()


NO_TOPIC: Final = MailTopic("none", Ground("redirects/none", "Nothing in it is for others."))


def topic_of(sentences: Sequence[tuple[TopicOf, Ground]]) -> MailTopic:
    """One topic for the whole mail: none where a sentence is a case, or where several topics stand side by side."""
    found: dict[Topic, tuple[TopicOf, Ground]] = {}
    for one, ground in sentences:
        topic = _TOPICS.get(one.said)
        if topic and not (topic in found and found[topic][0].sure):
            found[topic] = (one, ground)
    if not found:
        return NO_TOPIC
    said = {one.said for one, _ in sentences}
    meant = _meant(tuple(found))
    if "case" in said or meant is None or ("doubt" in said and not found[meant][0].sure):
        return MailTopic("none", NO_TOPIC.ground, tuple(found))
    return MailTopic(meant, found[meant][1])


def _meant(topics: tuple[Topic, ...]) -> Topic | None:
    if len(topics) == 1:
        return topics[0]
    together = any(frozenset(topics) <= group for group in _TOGETHER)
    return next(one for one in _NEARER if one in topics) if together else None
