"""Outages: escalations that wait for them, tickets that are linked to them, and who hears of them."""

from datetime import timedelta
from typing import Any

import pytest

from gateway.desk.desk import Desk
from gateway.desk.outages.register import Scope, open_outage, say
from gateway.desk.outages.telling import tell_all
from gateway.desk.timers.tick import tick
from gateway.domain.outages.outage import Outage
from gateway.domain.outages.states import OutageState
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.errors import NotAllowed
from tests.support.desk import (
    TUESDAY,
    Document,
    act,
    case,
    change,
    escalate,
    moment,
    open_case,
    queue,
    reply,
    reply_address,
    running,
    sent,
    templates_of,
    write,
)
from tests.support.people import CORA, INES, NADIA, OTTO, PAUL, TINA

NOW = moment(TUESDAY)
CLOUD = Scope(("emea",), ("vendor_cloud",))


def outage(desk: Desk, scope: Scope = CLOUD, **said: Any) -> Outage:
    with desk.store.begin() as work:
        opened = open_outage(act(desk, work, "operator", NOW), "Cloud is slow", scope, "identified", **said)
    told(desk, opened)
    return opened


def told(desk: Desk, one: Outage) -> list[OutboxEntry]:
    ids = [number for each in tell_all(desk, one.number, NOW) for number in each]
    return [one for one in queue(desk) if one.id in ids and one.state == "queued"]


def now_say(desk: Desk, one: Outage, state: OutageState | None, text: str) -> list[OutboxEntry]:
    """What leaves because of it."""
    with desk.store.begin() as work:
        said = say(act(desk, work, "operator", NOW), one.number, state, text)
    return told(desk, said)


def mails(found: list[OutboxEntry]) -> set[tuple[str, str]]:
    return {(one.template, one.recipients[0].address) for one in found}


def waits(desk: Desk) -> tuple[str, Outage, Document]:
    """An open ticket of Ines, an outage that concerns it, and her escalation."""
    number = open_case(desk)
    change(desk, number, resolution_due=NOW + timedelta(days=2))
    opened = outage(desk, text="Two nodes are down.")
    return number, opened, escalate(desk, number)


def state(desk: Desk, number: str) -> str:
    return str(running(desk, number)[-1]["state"])


def test_r50_r52_an_escalation_during_an_outage_waits_and_its_ticket_stays_open(desk: Desk) -> None:
    number, opened, document = waits(desk)
    assert document["decision"] == "outage"
    letter = sent(document, "escalation_outage_ack")
    assert (letter["envelope_to"][0], CORA in letter["headers"]["Cc"]) == (INES, True)
    assert all(word in letter["text"] for word in ("Cloud is slow", "Two nodes are down.", "SUBSCRIBE"))
    assert (state(desk, number), running(desk, number)[0]["outage"]) == ("deprioritized", opened.number)
    assert case(desk, number)["outage"] == opened.number
    change(desk, number, state="pending", waiting_since=NOW)
    for days in (10, 30):
        assert "auto_solve" not in [one.kind for one in tick(desk, NOW + timedelta(days=days)).fired]


def test_r51_r54_subscribe_by_reply_is_told_of_every_word_once_until_unsubscribe(desk: Desk) -> None:
    number, opened, document = waits(desk)
    answered = reply(desk, sent(document, "escalation_outage_ack"), INES, "SUBSCRIBE")
    assert (answered["decision"], templates_of(answered)) == ("command", ["subscribed"])
    assert mails(now_say(desk, opened, "monitoring", "One is back.")) == {("outage_updated", INES)}
    assert now_say(desk, opened, "monitoring", "One is back.") == []
    ended = now_say(desk, opened, "resolved", "All nodes are back.")
    assert mails(ended) == {("outage_resolved", INES), ("outage_resolved_ticket", INES)}
    assert "UNSUBSCRIBE" in ended[0].headers["List-Unsubscribe"]
    assert (state(desk, number), running(desk, number)[0]["close_reason"]) == ("closed", "outage_resolved")
    assert case(desk, number)["state"] not in ("solved", "closed")
    assert templates_of(write(desk, INES, "unsubscribe", to=reply_address(desk, number))) == ["unsubscribed"]
    assert mails(now_say(desk, outage(desk), None, "It is found.")) == set()


def test_r51_without_proof_nobody_subscribes(desk: Desk) -> None:
    number, _, document = waits(desk)
    answered = reply(desk, sent(document, "escalation_outage_ack"), INES, "SUBSCRIBE", proof="")
    assert "subscribed" not in templates_of(answered)
    assert case(desk, number)["outage"]


def test_r52_a_false_alarm_sends_the_escalation_to_its_manager(desk: Desk) -> None:
    number, opened, _ = waits(desk)
    left = mails(now_say(desk, opened, "false_alarm", "It was the monitoring."))
    assert left == {("outage_resolved_ticket", INES)}
    assert state(desk, number) == "requested"
    assert running(desk, number)[0]["manager_due"]
    with pytest.raises(NotAllowed):
        now_say(desk, opened, "identified", "Once more")


def test_r56_an_outage_over_the_target_makes_the_escalation_active(desk: Desk) -> None:
    number, _, _ = waits(desk)
    fired = tick(desk, NOW + timedelta(days=2, minutes=1)).fired
    assert [one.kind for one in fired if one.kind == "outage_sla"] == ["outage_sla"]
    [escalation] = running(desk, number)
    assert (escalation["state"], escalation["manager"]) == ("active", OTTO)
    left = mails(queue(desk))
    assert {("escalation_outage_over", OTTO), ("escalation_after_outage", INES)} <= left


def test_r52_an_outage_elsewhere_changes_nothing(desk: Desk) -> None:
    outage(desk)
    number = open_case(desk, sender=TINA)
    assert escalate(desk, number, sender=TINA)["decision"] != "outage"
    assert case(desk, number)["outage"] is None


def test_r53_a_new_incident_is_linked_and_told_and_so_is_status(desk: Desk) -> None:
    opened = outage(desk, text="Two nodes are down.")
    document = write(desk, PAUL, "The till is not working.", subject="Till is down")
    number = str(document["ticket"])
    assert case(desk, number)["outage"] == opened.number
    assert "Two nodes are down." in document["outgoing"][0]["text"] + document["outgoing"][-1]["text"]
    now_say(desk, opened, None, "One node is back.")
    asked = write(desk, PAUL, "STATUS", to=reply_address(desk, number))
    assert "One node is back." in sent(asked, "ticket_status")["text"]


def test_r52_an_engineer_links_a_ticket_by_hand(desk: Desk) -> None:
    number, opened = open_case(desk), outage(desk, Scope(("emea",), ("dedicated",)))
    wrong = write(desk, NADIA, "#outage O-0099", to=reply_address(desk, number))
    assert opened.number in sent(wrong, "command_error")["text"]
    write(desk, NADIA, f"#outage {opened.number}", to=reply_address(desk, number))
    assert case(desk, number)["outage"] == opened.number
    write(desk, NADIA, "#outage none", to=reply_address(desk, number))
    assert case(desk, number)["outage"] is None


def test_r54_what_nobody_knows_and_what_is_open_already_is_refused(desk: Desk) -> None:
    for wrong in (Scope(("atlantis",)), Scope((), ("moon",)), Scope((), (), ("nothing",))):
        with pytest.raises(NotAllowed):
            outage(desk, wrong)
    outage(desk)
    with pytest.raises(NotAllowed):
        outage(desk)
