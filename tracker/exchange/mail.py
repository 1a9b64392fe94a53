"""Handing e-mail to a mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from tracker.domain.errors import MendlineError
from tracker.domain.mail import Mail, MailServer, Security

PATIENCE_SECONDS = 20
"""How long each answer of the server is waited for."""

_POLICY = SMTP.clone(max_line_length=998)
"""Characters of the longest line (RFC 5322, section 2.1.1), far above any of ours: the address in List-Unsubscribe must
stay in one piece."""


class MailRefused(MendlineError):
    """The mail server did not take what was handed to it, or could not be spoken to."""


class MailConnection:
    """A mail server that was reached and let us in."""

    def __init__(self, smtp: smtplib.SMTP, sender: str) -> None:
        self._smtp = smtp
        self._sender = sender

    def hand_over(self, mail: Mail, now: datetime) -> None:
        """Give one e-mail to the server. Raises MailRefused where it does not take it; others can still be given."""
        try:
            self._smtp.send_message(message(mail, self._sender, now))
        except (OSError, smtplib.SMTPException) as error:
            said = _reason(error).replace(mail.to, "the address")  # what is printed may be kept, and read by others
            raise MailRefused(f"The mail server refused an e-mail: {said}.") from error


@contextmanager
def connected(server: MailServer) -> Iterator[MailConnection]:
    """The mail server for as long as the block lasts. Raises MailRefused where it cannot be reached, is not who it
    says it is, or does not let us in."""
    try:
        smtp = _opened(server)
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(
            f"The mail server {server.host}:{server.port} cannot be used: {_reason(error)}. Check MENDLINE_SMTP_HOST, "
            "_PORT, _SECURITY, _USER and _PASSWORD."
        ) from error
    try:
        yield MailConnection(smtp, server.sender)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def message(mail: Mail, sender: str, now: datetime) -> EmailMessage:
    """An e-mail as it goes over the wire; `now` is aware."""
    made = EmailMessage(policy=_POLICY)
    made["From"] = sender
    made["To"] = mail.to
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(now)
    made["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    if mail.stop_address:
        made["List-Unsubscribe"] = f"<{mail.stop_address}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Letters with accents go in plain ASCII too: not every server on the way takes eight bits.
    made.set_content(mail.text, cte="7bit" if mail.text.isascii() else "quoted-printable")
    return made


def _opened(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.security is Security.SSL:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_SECONDS, context=trusted)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    try:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=trusted)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _reason(error: Exception) -> str:
    """What the server said, or what failed, in one line."""
    said: str | bytes = str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        _code, said = next(iter(error.recipients.values()))
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split()).rstrip(".") or type(error).__name__
