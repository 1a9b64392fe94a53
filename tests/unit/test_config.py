"""What a deployment decides, and what it cannot be started with."""

import pytest

from tracker.config import EMBEDDED, settings
from tracker.domain.errors import ConfigurationError
from tracker.domain.mail import MailServer, Security


def test_without_any_setting_the_embedded_database_is_used_and_demo_mode_is_off() -> None:
    given = settings({})
    assert (given.database_url, given.demo, given.https, given.country) == (EMBEDDED, False, False, "US")


def test_an_empty_address_is_no_address() -> None:
    assert settings({"MENDLINE_DATABASE_URL": ""}).database_url == EMBEDDED


def test_an_address_is_taken_as_it_is() -> None:
    url = "postgresql://user:secret@host/name"
    assert settings({"MENDLINE_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    ("value", "on"), [("1", True), ("true", True), (" YES ", True), ("0", False), ("no", False), ("False", False)]
)
def test_a_switch_is_yes_or_no(value: str, on: bool) -> None:
    given = settings({"MENDLINE_DEMO": value, "MENDLINE_HTTPS": value})
    assert (given.demo, given.https) == (on, on)


@pytest.mark.parametrize("name", ["MENDLINE_DEMO", "MENDLINE_HTTPS"])
def test_anything_else_is_refused_by_name_and_value(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}='maybe' is neither yes nor no"):
        settings({name: "maybe"})


@pytest.mark.parametrize(("value", "country"), [("", "US"), ("US", "US"), ("UK", "UK"), (" uk ", "UK")])
def test_the_numbers_to_call_are_those_of_the_country(value: str, country: str) -> None:
    assert settings({"MENDLINE_COUNTRY": value}).country == country


@pytest.mark.parametrize("value", ["GB", "France", "112"])
def test_a_country_without_numbers_is_refused_rather_than_given_those_of_another(value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"MENDLINE_COUNTRY='{value}' has no emergency numbers.*US or UK"):
        settings({"MENDLINE_COUNTRY": value})


SMTP = {
    "MENDLINE_SMTP_HOST": "mail.example.org",
    "MENDLINE_SMTP_SENDER": "care@example.org",
    "MENDLINE_BASE_ADDRESS": "https://mendline.example",
}


def test_without_a_mail_server_no_e_mail_is_sent() -> None:
    given = settings({"MENDLINE_SMTP_HOST": " ", "MENDLINE_SMTP_PORT": "nonsense"})
    assert (given.mail, given.base_address) == (None, "")


@pytest.mark.parametrize(
    ("security", "taken", "port"),
    [("", Security.STARTTLS, 587), ("STARTTLS", Security.STARTTLS, 587), ("ssl", Security.SSL, 465)],
)
def test_a_mail_server_is_spoken_to_in_secret(security: str, taken: Security, port: int) -> None:
    given = settings({**SMTP, "MENDLINE_SMTP_SECURITY": security})
    assert given.mail == MailServer("mail.example.org", port, taken, "care@example.org")


def test_a_mail_server_may_have_a_port_a_user_and_a_password_of_its_own() -> None:
    more = {"MENDLINE_SMTP_PORT": "2525", "MENDLINE_SMTP_USER": "u", "MENDLINE_SMTP_PASSWORD": "p w "}
    mail = settings({**SMTP, **more}).mail
    assert mail is not None
    assert (mail.port, mail.user, mail.password) == (2525, "u", "p w ")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_one_on_this_machine_may_be_spoken_to_in_the_open(host: str) -> None:
    mail = settings({**SMTP, "MENDLINE_SMTP_HOST": host, "MENDLINE_SMTP_SECURITY": "none"}).mail
    assert mail is not None
    assert (mail.security, mail.port) == (Security.NONE, 25)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"MENDLINE_SMTP_SECURITY": "none"}, "for a mail server on this machine only"),
        ({"MENDLINE_SMTP_SECURITY": "tls"}, "MENDLINE_SMTP_SECURITY='tls' is not one of starttls, ssl, none"),
        ({"MENDLINE_SMTP_PORT": "0"}, "MENDLINE_SMTP_PORT='0' is not a port"),
        ({"MENDLINE_SMTP_PORT": "65536"}, "MENDLINE_SMTP_PORT='65536' is not a port"),
        ({"MENDLINE_SMTP_PORT": "x"}, "MENDLINE_SMTP_PORT='x' is not a port"),
        ({"MENDLINE_SMTP_SENDER": ""}, "MENDLINE_SMTP_SENDER is not an e-mail address"),
        ({"MENDLINE_SMTP_SENDER": "Care <care@example.org>"}, "MENDLINE_SMTP_SENDER is not an e-mail address"),
        ({"MENDLINE_SMTP_PASSWORD": "ünit"}, "MENDLINE_SMTP_PASSWORD holds a letter beyond ASCII"),
        ({"MENDLINE_BASE_ADDRESS": ""}, "set MENDLINE_BASE_ADDRESS beside MENDLINE_SMTP_HOST"),
    ],
)
def test_what_no_e_mail_can_be_sent_with_is_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refused:
        settings({**SMTP, **given})
    assert "ünit" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "taken"),
    [("https://mendline.example/", "https://mendline.example"), ("http://localhost:8501", "http://localhost:8501")],
)
def test_the_address_of_the_site_has_no_slash_at_its_end(given: str, taken: str) -> None:
    assert settings({"MENDLINE_BASE_ADDRESS": given}).base_address == taken


@pytest.mark.parametrize(
    "given",
    ["mendline.example", "ftp://mendline.example", "https://", "https://x.example/path", "https://x.example?a=b",
     "https://user@x.example", "https://[", "https://x.example\r\nX: y", "https://x y.example"],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused(given: str) -> None:
    with pytest.raises(ConfigurationError, match="MENDLINE_BASE_ADDRESS"):
        settings({"MENDLINE_BASE_ADDRESS": given})
