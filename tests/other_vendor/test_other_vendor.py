"""Another vendor: other hours, names, words, matrix, plans and milestones, and not a line of code for it."""

from gateway.cli.checking import faults
from gateway.config import Config
from gateway.desk.desk import Desk
from tests.other_vendor.conftest import ANA, Write, whom
from tests.support.desk import case, escalation_of, queue, reply_address, sent, templates_of
from tests.support.licenses import run

IKER, MARTA, FELIPE, CARMEN = (f"{name}@nube.example" for name in ("iker", "marta", "felipe", "carmen"))
DIRECTION = "direccion@nube.example"
HIGH = "Impacto: alta\nUrgencia: media\n\nLos pedidos tardan dos minutos."
WEDNESDAY = "2026-03-11T11:30:00-04:00"  # half an hour before the break at noon


def test_its_files_are_complete(config: Config) -> None:
    assert [one for one in faults(config) if not one.file.endswith(".key")] == []  # which `gateway init` makes


def test_r02_a_new_ticket_has_its_words_its_matrix_and_its_clocks(desk: Desk, write: Write) -> None:
    done = write(ANA, HIGH, "2026-03-05T17:00:00-05:00")  # Thursday, half an hour before the end of the week
    found = case(desk, done["ticket"])
    assert (found["priority"], found["plan"]) == ("high", "oro")
    assert found["first_response_due"] == "2026-03-08T14:00:00Z"  # on Sunday, when clocks have gone forward
    ack = sent(done, "ack_new_ticket")
    assert "Te respondemos antes de" in ack["text"]
    assert "plan Oro" in ack["text"]
    assert "ayuda@nube.example" in ack["headers"]["From"]
    assert whom(done, "agent_new_ticket") == [IKER]
    replied = write(ANA, "Sigue igual.", "2026-03-08T09:00:00-04:00", to=reply_address(desk, done["ticket"]))
    assert (replied["decision"], replied["ticket"]) == ("note", done["ticket"])
    answered = write(IKER, "Ya va mejor.", "2026-03-08T09:30:00-04:00", to=reply_address(desk, done["ticket"]))
    assert templates_of(answered, "customer") == ["agent_public_reply"]
    assert case(desk, done["ticket"])["first_response_at"] == "2026-03-08T13:30:00Z"


def test_r04_time_stands_still_at_noon_and_on_its_own_holiday(desk: Desk, write: Write) -> None:
    before_holiday = write(ANA, HIGH, "2026-03-09T17:00:00-04:00")
    at_noon = write(ANA, HIGH, WEDNESDAY, subject="Otra cosa")
    due = [case(desk, one["ticket"])["first_response_due"] for one in (before_holiday, at_noon)]
    assert due == ["2026-03-11T14:00:00Z", "2026-03-11T18:30:00Z"]
    plain = write(ANA, "Una pregunta.", WEDNESDAY, subject="Una pregunta")
    assert case(desk, plain["ticket"])["priority"] == "low"  # what nobody says counts as low there


def test_r37_an_escalation_is_too_early_and_then_accepted(desk: Desk, write: Write) -> None:
    number = write(ANA, HIGH, WEDNESDAY)["ticket"]
    wanted = f"Ticket: {number}\nImpacto en el negocio: cuarenta personas esperan facturas"
    early = write(ANA, wanted, "2026-03-11T11:45:00-04:00", to=DIRECTION, subject="Ayuda")
    assert (early["decision"], templates_of(early, "customer")) == ("too_early", ["escalation_not_yet"])
    done = write(ANA, wanted, "2026-03-11T16:30:00-04:00", to=DIRECTION, subject="Ayuda")  # no reason is asked for
    escalation = escalation_of(desk, done)
    assert (done["decision"], escalation["manager"]) == ("accept", MARTA)
    assert escalation["manager_due"] == "2026-03-12T13:00:00Z"  # 90 minutes, a night between them


def test_r05_what_is_critical_there_calls_their_duty(desk: Desk, write: Write) -> None:
    done = write(ANA, "Impacto: media\nUrgencia: alta\n\nNada funciona.", WEDNESDAY)
    found = case(desk, done["ticket"])
    assert (found["priority"], found["phone_call_required"]) == ("critical", True)
    assert found["first_response_due"] == "2026-03-11T16:00:00Z"  # 30 minutes of the clock
    assert "+1 212 555 0142" in sent(done, "ack_critical_call_us")["text"]
    assert whom(done, "agent_critical_alert") == ["guardia@nube.example", MARTA]
    fired = run(desk, "2026-03-11T15:46:00Z").fired  # half of the time is used
    assert [one.kind for one in fired if one.kind.endswith("warning")] == ["response_warning"]
    write(IKER, f"#call {ANA} hablado", "2026-03-11T11:50:00-04:00", to=reply_address(desk, done["ticket"]))
    assert not case(desk, done["ticket"])["phone_call_required"]


def test_r17_others_take_care_of_what_is_theirs(desk: Desk, write: Write) -> None:
    course = write(ANA, "Quisiera inscribirme en un curso de formación.", "2026-03-05T12:00:00-05:00", subject="Curso")
    answer = sent(course, "redirect_training")["text"]
    assert course["ticket"] is None
    assert "aula@nube.example" in answer
    assert "8 de marzo" in answer
    assert "9 de marzo" in answer
    invoice = write(ANA, "La factura 7 está mal.", WEDNESDAY, to="facturas@nube.example", subject="Factura")
    assert whom(invoice, "agent_new_ticket") == [FELIPE]


def test_r57_its_matrix_of_scope_has_its_components(desk: Desk, write: Write) -> None:
    done = write(ANA, "App: Almacen\n\nEl cortafuegos bloquea los pedidos, no funciona.", WEDNESDAY)
    assert case(desk, done["ticket"])["component"] == "red"
    assert "scope_draft" in templates_of(done, "vendor")  # on this strategy customers arrange it themselves


def test_r78_its_milestones_and_its_answers(desk: Desk, write: Write) -> None:
    fired = run(desk, "2026-03-02T15:00:00Z").fired
    assert {(one.subject, one.milestone) for one in fired} == {("NUBE-1", -45)}
    [notice] = [one for one in queue(desk) if one.template == "license_renewal_notice"]
    assert sorted(one.address for one in notice.recipients) == [ANA, CARMEN]
    answered = write(ANA, "Basta", "2026-03-02T11:00:00-05:00", to=dict(notice.headers)["Reply-To"])
    assert answered["decision"] == "command"
