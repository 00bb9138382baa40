"""Handing mail to the smarthost, against a real SMTP server."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from gateway.adapters.mailer import SmtpMailer
from gateway.config import Config
from tests.support.gateway_process import free_port
from tests.support.smarthost import Smarthost, server_context

CONTENT = b"From: support@vendor.example\r\nSubject: x\r\n\r\nHello\r\n.\r\n..two\r\n"
SENDER = "bounces+5.sig@vendor.example"
USER, COLLEAGUE = "user@acorn.example", "colleague@acorn.example"


def config_for(folder: Path, port: int, **smarthost: Any) -> Config:
    tables = {
        "gateway": {"name": "Vendor", "domain": "vendor.example"},
        "addresses": {
            "support": ["support@vendor.example"],
            "escalation": ["escalation@vendor.example"],
            "bounces": "bounces@vendor.example",
        },
        "smarthost": {"host": "127.0.0.1", "port": port, "timeout": 5, **smarthost},
        "path": folder / "config.toml",
    }
    return Config.model_validate(tables)


@contextmanager
def mailer_to(server: Smarthost, folder: Path = Path(), **smarthost: Any) -> Iterator[SmtpMailer]:
    with closing(SmtpMailer(config_for(folder, server.port, **smarthost))) as mailer:
        yield mailer


def test_a_mail_arrives_with_its_envelope_and_its_bytes() -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        replies = mailer.send(SENDER, [USER, COLLEAGUE], CONTENT)
    assert {address: reply.code for address, reply in replies.items()} == {USER: 250, COLLEAGUE: 250}
    (taken,) = host.taken
    assert (taken.mail_from, taken.rcpt_tos, taken.content) == (SENDER, (USER, COLLEAGUE), CONTENT)


def test_the_null_sender_is_written_as_empty_path() -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        mailer.send("", [USER], CONTENT)
    assert host.taken[0].mail_from == ""


def test_each_recipient_has_its_own_answer() -> None:
    with Smarthost(refuse={USER: "550 5.1.1 no such user", "full@x.example": "452 4.2.2 full"}) as host:
        with mailer_to(host) as mailer:
            replies = mailer.send(SENDER, [USER, COLLEAGUE, "full@x.example"], CONTENT)
    assert {one: reply.code for one, reply in replies.items()} == {USER: 550, COLLEAGUE: 250, "full@x.example": 452}
    assert replies[USER].text == "5.1.1 no such user"
    assert host.taken[0].rcpt_tos == (COLLEAGUE,)


def test_when_all_recipients_are_refused_no_data_is_sent() -> None:
    with Smarthost(refuse={USER: "550 5.1.1 no such user"}) as host, mailer_to(host) as mailer:
        assert mailer.send(SENDER, [USER], CONTENT)[USER].code == 550
        assert mailer.send(SENDER, [COLLEAGUE], CONTENT)[COLLEAGUE].code == 250
    assert host.verbs.count("DATA") == 1


@pytest.mark.parametrize("answer", ["450 4.3.0 later", "550 5.7.1 never", "552 5.3.4 too big"])
def test_a_refused_sender_or_message_is_the_answer_for_everybody(answer: str) -> None:
    code = int(answer[:3])
    with Smarthost(mail=answer) as host, mailer_to(host) as mailer:
        assert {reply.code for reply in mailer.send(SENDER, [USER, COLLEAGUE], CONTENT).values()} == {code}
    with Smarthost(data=answer) as host, mailer_to(host) as mailer:
        assert {reply.code for reply in mailer.send(SENDER, [USER, COLLEAGUE], CONTENT).values()} == {code}


def test_one_connection_serves_many_mails_and_ends_with_quit() -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        for _ in range(5):
            mailer.send(SENDER, [USER], CONTENT)
    assert (host.connections, len(host.taken)) == (1, 5)


def test_a_connection_that_went_stale_is_opened_again() -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        mailer.send(SENDER, [USER], CONTENT)
        host.hang_up()
        assert mailer.send(SENDER, [USER], CONTENT)[USER].code == 250
    assert (host.connections, len(host.taken)) == (2, 2)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_line_that_breaks_in_the_middle_is_temporary_for_this_mail_only(verb: str) -> None:
    with Smarthost(drop_at={verb}) as host, mailer_to(host) as mailer:
        broken = mailer.send(SENDER, [USER, COLLEAGUE], CONTENT)
        host.drop_at.clear()
        whole = mailer.send(SENDER, [USER], CONTENT)
    assert {reply.code for reply in broken.values()} == {421}
    assert whole[USER].code == 250


def test_a_recipient_refused_before_the_line_broke_keeps_its_answer() -> None:
    with Smarthost(refuse={USER: "550 5.1.1 no such user"}, drop_at={"DATA"}) as host, mailer_to(host) as mailer:
        replies = mailer.send(SENDER, [USER, COLLEAGUE], CONTENT)
    assert (replies[USER].code, replies[COLLEAGUE].code) == (550, 421)


def test_a_host_that_does_not_listen_gives_code_zero() -> None:
    with closing(SmtpMailer(config_for(Path(), free_port()))) as mailer:
        reply = mailer.send(SENDER, [USER], CONTENT)[USER]
    assert reply.code == 0
    assert "refused" in reply.text


def test_a_host_that_says_nothing_gives_code_zero_after_the_timeout() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        config = config_for(Path(), silent.getsockname()[1], timeout=0.2)
        with closing(SmtpMailer(config)) as mailer:
            assert mailer.send(SENDER, [USER], CONTENT)[USER].code == 0


def test_a_name_that_does_not_resolve_gives_code_zero() -> None:
    with closing(SmtpMailer(config_for(Path(), 25, host="no such host.invalid"))) as mailer:
        assert mailer.send(SENDER, [USER], CONTENT)[USER].code == 0


def test_a_host_that_wants_a_login_we_have_not_is_no_failure_of_the_mail() -> None:
    with Smarthost(mail="530 5.7.0 Authentication required") as host, mailer_to(host) as mailer:
        reply = mailer.send(SENDER, [USER], CONTENT)[USER]
    assert reply.code == 0
    assert "Authentication required" in reply.text


def test_starttls_is_used_with_a_checked_certificate_and_then_the_login(
    tmp_path: Path, certificate: dict[str, Path]
) -> None:
    (tmp_path / "password").write_text("s3cret\n")
    settings = {
        "tls": "starttls",
        "host": "localhost",
        "certificate_authority": certificate["certificate"],
        "username": "gateway",
        "password": {"file": "password"},
    }
    with Smarthost(tls=server_context(certificate), login=("gateway", "s3cret")) as host:
        with mailer_to(host, tmp_path, **settings) as mailer:
            assert mailer.send(SENDER, [USER], CONTENT)[USER].code == 250
    assert (host.taken[0].tls, host.taken[0].login) == (True, True)


def test_a_wrong_password_defers_and_says_so(tmp_path: Path, certificate: dict[str, Path]) -> None:
    (tmp_path / "password").write_text("wrong")
    settings = {
        "tls": "starttls",
        "host": "localhost",
        "certificate_authority": certificate["certificate"],
        "username": "gateway",
        "password": {"file": "password"},
    }
    with Smarthost(tls=server_context(certificate), login=("gateway", "s3cret")) as host:
        with mailer_to(host, tmp_path, **settings) as mailer:
            reply = mailer.send(SENDER, [USER], CONTENT)[USER]
    assert reply.code == 0
    assert "535" in reply.text


def test_implicit_tls_works(tmp_path: Path, certificate: dict[str, Path]) -> None:
    with Smarthost(implicit_tls=server_context(certificate)) as host:
        with mailer_to(
            host, tmp_path, host="localhost", tls="implicit", certificate_authority=certificate["certificate"]
        ) as mailer:
            assert mailer.send(SENDER, [USER], CONTENT)[USER].code == 250


@pytest.mark.parametrize("mode", ["starttls", "implicit"])
def test_an_unknown_certificate_is_refused_and_nothing_is_sent(certificate: dict[str, Path], mode: str) -> None:
    context = server_context(certificate)
    with Smarthost(tls=context) if mode == "starttls" else Smarthost(implicit_tls=context) as host:
        with mailer_to(host, host="localhost", tls=mode) as mailer:
            reply = mailer.send(SENDER, [USER], CONTENT)[USER]
    assert reply.code == 0
    assert not host.taken


def test_without_starttls_on_offer_nothing_goes_in_the_clear() -> None:
    with Smarthost() as host, mailer_to(host, tls="starttls") as mailer:
        reply = mailer.send(SENDER, [USER], CONTENT)[USER]
    assert reply.code == 0
    assert not host.taken
    assert not host.verbs


def test_an_address_beyond_ascii_needs_smtputf8() -> None:
    content = "To: zoé@acorn.example\r\n\r\nHello\r\n".encode()
    with Smarthost(utf8=True) as host, mailer_to(host) as mailer:
        assert mailer.send(SENDER, ["zoé@acorn.example"], content)["zoé@acorn.example"].code == 250
    assert "SMTPUTF8" in host.taken[0].options
    assert host.taken[0].rcpt_tos == ("zoé@acorn.example",)


def test_a_host_without_smtputf8_makes_such_an_address_fail_for_good() -> None:
    with Smarthost(utf8=False) as host, mailer_to(host) as mailer:
        reply = mailer.send(SENDER, ["zoé@acorn.example"], CONTENT)["zoé@acorn.example"]
    assert reply.code == 553
    assert "SMTPUTF8" in reply.text
    assert not host.taken


def test_a_foreign_domain_alone_needs_no_smtputf8() -> None:
    with Smarthost(utf8=False) as host, mailer_to(host) as mailer:
        assert mailer.send(SENDER, ["post@münchen.example"], CONTENT)["post@münchen.example"].code == 250
    assert host.taken[0].rcpt_tos == ("post@xn--mnchen-3ya.example",)


@pytest.mark.parametrize(
    "content", [b"a: b\r\n\r\nx\ny\r\n", b"a: b\r\n\r\nx\r.\r\n", b"a: b\r\n\r\n\x00\r\n", b"x\n.\r\n"]
)
def test_bare_line_ends_and_nul_never_leave(content: bytes) -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        assert mailer.send(SENDER, [USER], content)[USER].code == 554
    assert host.connections == 0


@pytest.mark.parametrize(
    "address",
    [
        "a@b>\r\nRCPT TO:<x@y",
        "a b@c.example",
        "a@b.example> SIZE=1",
        "<a@b.example>",
        "",
        "nobody",
        "a@b@c",
        "x" * 400 + "@y",
    ],
)
def test_an_address_that_would_be_more_than_an_address_is_refused_alone(address: str) -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        replies = mailer.send(SENDER, [address, USER], CONTENT)
    assert (replies[address].code, replies[USER].code) == (553, 250)
    assert host.taken[0].rcpt_tos == (USER,)


def test_a_sender_that_would_be_more_than_an_address_is_refused() -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        assert mailer.send("a@b>\r\nDATA", [USER], CONTENT)[USER].code == 553
    assert host.connections == 0


def test_closing_twice_is_fine() -> None:
    with Smarthost() as host, mailer_to(host) as mailer:
        mailer.send(SENDER, [USER], CONTENT)
        mailer.close()
        mailer.close()
