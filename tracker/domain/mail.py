"""The server that takes e-mail from here, and what an e-mail is."""

from dataclasses import dataclass, field
from enum import StrEnum


class Security(StrEnum):
    """How the way to the mail server is kept from others: TLS once connected, or from the first byte on. Without
    either, only a server on this machine is spoken to."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed over, and from whom it comes. Without `user`, nobody signs in there."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail of plain text. `stop_address` is where one request ends such e-mails (RFC 8058); "" where it is one
    of its kind."""

    to: str
    subject: str
    text: str
    stop_address: str = ""
