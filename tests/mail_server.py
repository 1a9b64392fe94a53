"""A real mail server on this machine, for tests: it keeps what it is given, or refuses it."""

import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

CERTIFICATE = Path(__file__).parent / "data" / "mail_server.crt"
"""Of a server called localhost, signed by itself, with its key beside it: they protect nothing but these tests."""

USER, PASSWORD = "mendline", "a password: for unit tests"


@dataclass
class MailBox:
    """What a mail server got: the e-mails as they came over the wire, and whether the way was encrypted."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(each, policy=default) for each in self.raw]

    async def handle_RCPT(  # noqa: N802 - the name that the library calls
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse:
            return f"550 no mailbox of {address} here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        self.raw.append(envelope.content)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


def _authenticate(_server: SMTP, _session: Any, _envelope: Any, _kind: str, given: Any) -> AuthResult:
    ok = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=ok, handled=False)


@contextmanager
def receiving(*, starttls: bool = False, ssl_from_the_start: bool = False, sign_in: bool = False) -> Iterator[MailBox]:
    """A mail server for as long as the block lasts, on a free port of this machine."""
    box = MailBox()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0}
    if starttls:
        options |= {"tls_context": context, "require_starttls": True}
    if ssl_from_the_start:
        options |= {"ssl_context": context}
    if sign_in:
        options |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": starttls}
    controller = _FreePort(box, **options)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")  # it does not see TLS around it
        controller.start()
        try:
            box.port = controller.port
            yield box
        finally:
            controller.stop(no_assert=True)


class _FreePort(Controller):
    """The library asks the port that it was given whether the server answers; 0 is none to ask."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]
