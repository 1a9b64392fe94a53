"""E-mails handed to a real mail server: what goes over the wire, how the way is kept from others, what is refused."""

from datetime import UTC, datetime

import pytest

from tests.mail_server import CERTIFICATE, PASSWORD, USER, MailBox, receiving
from tracker.domain.errors import MendlineError
from tracker.domain.mail import Mail, MailServer, Security
from tracker.exchange.mail import MailRefused, connected, message

NOW = datetime(2026, 5, 21, 12, 2, tzinfo=UTC)
SENDER = "care@mendline.example"
STOP = f"https://mendline.example/mail/stop/{'x' * 43}"
MAIL = Mail("anna@example.org", "Reminder from Mendline", "Good evening.\n", STOP)


def server(box: MailBox, security: Security = Security.NONE, **more: str) -> MailServer:
    return MailServer("localhost", box.port, security, SENDER, **more)


def send(to: MailServer, *mails: Mail) -> None:
    with connected(to) as connection:
        for each in mails:
            connection.hand_over(each, NOW)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def test_what_arrives_is_plain_text_with_what_mail_programs_ask_for() -> None:
    with receiving() as box:
        send(server(box), MAIL)
    (mail,) = box.mails
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "anna@example.org", "Reminder from Mendline")
    assert mail["Date"] == "Thu, 21 May 2026 12:02:00 +0000"
    assert mail["Message-ID"].endswith("@mendline.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().strip() == "Good evening."


def test_the_link_that_ends_the_e_mails_goes_over_the_wire_in_one_piece() -> None:
    with receiving() as box:
        send(server(box), MAIL)
    assert f"List-Unsubscribe: <{STOP}>\r\n".encode() in box.raw[0]
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in box.raw[0]


def test_an_e_mail_of_one_kind_offers_no_end() -> None:
    assert "List-Unsubscribe" not in message(Mail("a@b.example", "x", "y"), SENDER, NOW)


def test_several_go_over_one_connection() -> None:
    with receiving() as box:
        send(server(box), MAIL, Mail("ben@example.org", "x", "y"))
    assert [mail["To"] for mail in box.mails] == ["anna@example.org", "ben@example.org"]
    assert len({mail["Message-ID"] for mail in box.mails}) == 2


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_the_way_is_encrypted_and_the_name_and_password_are_said_on_it_only(security: Security) -> None:
    starttls = security is Security.STARTTLS
    with receiving(starttls=starttls, ssl_from_the_start=not starttls, sign_in=True) as box:
        send(server(box, security, user=USER, password=PASSWORD), MAIL)
    assert len(box.mails) == 1
    assert box.encrypted == [starttls]  # what is encrypted from the start is no matter of the mail server's own


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_a_server_that_cannot_prove_its_name_is_told_nothing(security: Security) -> None:
    starttls = security is Security.STARTTLS
    with receiving(starttls=starttls, ssl_from_the_start=not starttls) as box:
        with pytest.raises(MailRefused, match="CERTIFICATE_VERIFY_FAILED"):
            send(server(box, security), MAIL)
        assert box.raw == []


def test_a_server_that_offers_no_encryption_is_told_nothing() -> None:
    with receiving() as box:
        with pytest.raises(MailRefused, match="STARTTLS extension not supported"):
            send(server(box, Security.STARTTLS), MAIL)
        assert box.raw == []


def test_a_wrong_password_is_told_in_one_line_that_does_not_show_it() -> None:
    with receiving(sign_in=True) as box, pytest.raises(MailRefused) as refused:
        send(server(box, user=USER, password="wrong and secret"), MAIL)
    said = str(refused.value)
    assert said.startswith(f"The mail server localhost:{box.port} cannot be used: ")
    assert "MENDLINE_SMTP_HOST" in said
    assert "secret" not in said
    assert "\n" not in said
    assert isinstance(refused.value, MendlineError)


def test_a_server_that_is_not_there_is_told_in_one_line() -> None:
    with receiving() as box:
        pass
    with pytest.raises(MailRefused, match=r"cannot be used: .*refused") as refused:
        send(server(box), MAIL)
    assert "\n" not in str(refused.value)


def test_one_that_is_refused_leaves_the_others() -> None:
    with receiving() as box, connected(server(box)) as connection:
        box.refuse.add("anna@example.org")
        with pytest.raises(MailRefused) as refused:
            connection.hand_over(MAIL, NOW)
        connection.hand_over(Mail("ben@example.org", "x", "y"), NOW)
    assert str(refused.value) == "The mail server refused an e-mail: no mailbox of the address here."
    assert [mail["To"] for mail in box.mails] == ["ben@example.org"]


def test_a_password_is_not_shown_where_a_server_is() -> None:
    assert "secret" not in repr(MailServer("h", 25, Security.NONE, SENDER, "u", "secret"))


def test_nobody_adds_a_header_or_a_recipient_by_an_address() -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        message(Mail("anna@example.org\r\nBcc: eve@example.org", "x", "y"), SENDER, NOW)
