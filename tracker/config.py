"""The settings: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tracker.domain.errors import BadInput, ConfigurationError
from tracker.domain.mail import MailServer, Security
from tracker.domain.reference import countries
from tracker.domain.reminders import check_email

ROOT = Path(__file__).parents[1]
EMBEDDED = f"sqlite:///{ROOT / 'data' / 'mendline.sqlite3'}"
_PORTS = {Security.STARTTLS: 587, Security.SSL: 465, Security.NONE: 25}
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment decides. `demo` offers one-click accounts and binds the server to this machine;
    `https` says that a proxy in front speaks HTTPS, so that cookies are marked Secure; `country` (one of
    `reference.countries`) is where the numbers to call in an emergency are from. `base_address` is where people reach
    the site ("https://mendline.example", without a slash at the end), "" where nobody said; `mail` is None where no
    e-mail is sent."""

    database_url: str
    demo: bool
    https: bool
    country: str
    base_address: str = ""
    mail: MailServer | None = None


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises ConfigurationError where a value cannot be taken."""
    base_address = _base_address(environment)
    return Settings(
        database_url=environment.get("MENDLINE_DATABASE_URL") or EMBEDDED,
        demo=_yes_no(environment, "MENDLINE_DEMO"),
        https=_yes_no(environment, "MENDLINE_HTTPS"),
        country=_country(environment),
        base_address=base_address,
        mail=_mail(environment, base_address),
    )


def _yes_no(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "")
    try:
        return _YES_NO[value.strip().lower()]
    except KeyError:
        raise ConfigurationError(f"{name}={value!r} is neither yes nor no. Set it to 1 or 0.") from None


def _country(environment: Mapping[str, str]) -> str:
    """The first of the countries where none is named."""
    value = environment.get("MENDLINE_COUNTRY", "")
    country = value.strip().upper() or countries()[0]
    if country not in countries():
        known = " or ".join(countries())
        raise ConfigurationError(f"MENDLINE_COUNTRY={value!r} has no emergency numbers here. Set it to {known}.")
    return country


def _base_address(environment: Mapping[str, str]) -> str:
    value = environment.get("MENDLINE_BASE_ADDRESS", "").strip().rstrip("/")
    try:
        parts = urlsplit(value)
        taken = not value or (parts.scheme in {"http", "https"} and parts.hostname and value.isprintable())
        alone = not (parts.path or parts.query or parts.fragment or parts.username or " " in value)
    except ValueError:
        taken = alone = False
    if not (taken and alone):
        raise ConfigurationError(
            f"MENDLINE_BASE_ADDRESS={value!r} is not the address of a site. Write it as https://mendline.example."
        )
    return value


def _mail(environment: Mapping[str, str], base_address: str) -> MailServer | None:
    """The mail server, where one is named. What is wrong is said without showing the password."""
    host = environment.get("MENDLINE_SMTP_HOST", "").strip()
    if not host:
        return None
    security = _security(environment, host)
    if not base_address:
        raise ConfigurationError("E-mails lead back to the site: set MENDLINE_BASE_ADDRESS beside MENDLINE_SMTP_HOST.")
    try:
        sender = check_email(environment.get("MENDLINE_SMTP_SENDER", ""))
    except BadInput:
        raise ConfigurationError(
            "MENDLINE_SMTP_SENDER is not an e-mail address. Set it to the one that e-mails come from."
        ) from None
    user, password = environment.get("MENDLINE_SMTP_USER", ""), environment.get("MENDLINE_SMTP_PASSWORD", "")
    if not (user + password).isascii():
        raise ConfigurationError(
            "MENDLINE_SMTP_USER or MENDLINE_SMTP_PASSWORD holds a letter beyond ASCII, which cannot be sent."
        )
    return MailServer(host, _port(environment, security), security, sender, user, password)


def _security(environment: Mapping[str, str], host: str) -> Security:
    value = environment.get("MENDLINE_SMTP_SECURITY", "").strip().lower() or Security.STARTTLS
    if value not in set(Security):
        raise ConfigurationError(f"MENDLINE_SMTP_SECURITY={value!r} is not one of {', '.join(Security)}.")
    if value == Security.NONE and host not in _THIS_MACHINE:
        raise ConfigurationError(
            "MENDLINE_SMTP_SECURITY=none is for a mail server on this machine only: use starttls or ssl."
        )
    return Security(value)


def _port(environment: Mapping[str, str], security: Security) -> int:
    value = environment.get("MENDLINE_SMTP_PORT", "").strip() or str(_PORTS[security])
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 2**16):
        raise ConfigurationError(f"MENDLINE_SMTP_PORT={value!r} is not a port. Leave it out, or set it to a number.")
    return int(value)
