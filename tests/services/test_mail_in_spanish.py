"""Reminders by e-mail in the language of the account, with letters that every mail server takes."""

from tests.mail_server import receiving
from tests.services.conftest import Clinic
from tracker.domain.language import Language, language
from tracker.domain.mail import MailServer, Security
from tracker.domain.people import OPERATOR
from tracker.services import accounts, reminders

SITE = "https://mendline.example"
EMAIL = "anna@example.org"


def test_e_mails_speak_the_language_of_the_account_and_the_run_that_sends_them_its_own(clinic: Clinic) -> None:
    patient = clinic.who("patient A")
    accounts.set_language(clinic.store, patient, Language.SPANISH)
    reminders.save_email(clinic.store, patient, EMAIL)
    with receiving() as box:
        server = MailServer("localhost", box.port, Security.NONE, "care@mendline.example")
        reminders.send_due(clinic.store, OPERATOR, server, SITE)
        assert language() is Language.ENGLISH
        (mail,) = box.mails
        (raw,) = box.raw
    assert mail["Subject"] == "Mendline: ¿es esta su dirección?"
    text = mail.get_content()
    assert (
        "Si fue usted, confirme la dirección en un plazo de tres días: https://mendline.example/mail/confirm/" in text
    )
    assert raw.isascii()


def test_a_reminder_says_what_it_is_and_how_it_ends(clinic: Clinic) -> None:
    letter = reminders._reminder(EMAIL, SITE, "secret", Language.SPANISH)
    assert letter.subject == "Recordatorio de Mendline"
    assert letter.text.splitlines()[::2] == [
        "Este es el recordatorio que usted pidió.",
        f"Abrir Mendline: {SITE}/today",
        f"No recibir más estos correos: {SITE}/mail/stop/secret",
    ]
    assert letter.stop_address == f"{SITE}/mail/stop/secret"
