"""`python -m tracker remind`: the timer's command, on a real mail server."""

from collections.abc import Callable, Iterator

import pytest

from tests.cli.conftest import NOW, Run
from tests.mail_server import MailBox, receiving
from tracker.domain import clock
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.people import OPERATOR, Role
from tracker.domain.reminders import ReminderTimes
from tracker.store import Store, accounts, diary, patients, reminders

NOTHING = "reminders: 0 due, 0 sent, 0 failed\naddresses to confirm: 0 new, 0 asked, 0 failed\n"
Remind = Callable[..., None]


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailBox]:
    with receiving() as opened:
        monkeypatch.setenv("MENDLINE_SMTP_HOST", "localhost")
        monkeypatch.setenv("MENDLINE_SMTP_PORT", str(opened.port))
        monkeypatch.setenv("MENDLINE_SMTP_SECURITY", "none")
        monkeypatch.setenv("MENDLINE_SMTP_SENDER", "care@mendline.example")
        monkeypatch.setenv("MENDLINE_BASE_ADDRESS", "https://mendline.example")
        yield opened


@pytest.fixture
def remind(store: Store, add_patient: Callable[..., None]) -> Remind:
    """Adds a patient with an account who wants to be reminded by e-mail at the moment of these tests."""

    def added(patient_id: str, *, confirmed: bool = True) -> None:
        add_patient(patient_id)
        with store.transaction() as tx:
            account = accounts.add_account(
                tx, username=patient_id, display_name="A", role=Role.PATIENT, password_hash="-", now=NOW
            )
            patients.link_account(tx, OPERATOR, patient_id, account.id)
            times = ReminderTimes(on=True, at=NOW.time(), quiet=None)
            email = f"{patient_id}@example.org"
            reminders.save_times(tx, OPERATOR, patient_id, times, NOW)
            reminders.save_email(tx, OPERATOR, patient_id, email, NOW)
            if confirmed:
                who = reminders.Unconfirmed(patient_id, email)
                reminders.note_asked(tx, OPERATOR, who, confirmation_hash=patient_id, asked_before=NOW, now=NOW)
                reminders.confirm(tx, patient_id, NOW)

    return added


def test_what_is_due_is_sent_and_counted_and_at_the_next_run_nothing_is(
    run: Run, remind: Remind, store: Store, box: MailBox
) -> None:
    for patient_id in ("ana", "eva", "logged"):
        remind(patient_id)
    remind("new", confirmed=False)
    with store.transaction() as tx:
        entry = DiaryEntry(clock.today("UTC"), axial=2)
        diary.save_entry(tx, OPERATOR, "logged", entry, now=NOW, origin=Origin.PAGE)
    ended = run("remind")
    assert (ended.status, ended.complained) == (0, "")
    assert ended.said == "reminders: 2 due, 2 sent, 0 failed\naddresses to confirm: 1 new, 1 asked, 0 failed\n"
    assert [mail["To"] for mail in box.mails] == ["ana@example.org", "eva@example.org", "new@example.org"]
    assert run("remind").said == NOTHING
    assert len(box.mails) == 3


def test_one_that_is_refused_is_counted_told_in_one_line_and_tried_again(
    run: Run, remind: Remind, box: MailBox
) -> None:
    remind("ana")
    remind("eva")
    box.refuse.add("ana@example.org")
    ended = run("remind")
    assert ended.said == "reminders: 2 due, 1 sent, 1 failed\naddresses to confirm: 0 new, 0 asked, 0 failed\n"
    assert ended.complaint == (
        "The mail server refused an e-mail: no mailbox of the address here. What failed is tried again at the next run."
    )
    box.refuse.clear()
    assert run("remind").said.startswith("reminders: 1 due, 1 sent, 0 failed\n")
    assert [mail["To"] for mail in box.mails] == ["eva@example.org", "ana@example.org"]


def test_without_a_mail_server_one_line_says_what_to_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MENDLINE_SMTP_HOST", raising=False)
    assert run("remind").complaint == (
        "No mail server is set up: set MENDLINE_SMTP_HOST, MENDLINE_SMTP_SENDER and MENDLINE_BASE_ADDRESS."
    )


def test_a_setting_that_cannot_be_taken_is_named(run: Run, box: MailBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENDLINE_SMTP_PORT", "smtp")
    assert "MENDLINE_SMTP_PORT='smtp' is not a port" in run("remind").complaint


def test_a_mail_server_that_does_not_answer_is_told_in_one_line_and_everything_stays_due(
    run: Run, remind: Remind, box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    remind("ana")
    monkeypatch.setenv("MENDLINE_SMTP_PORT", "1")
    complaint = run("remind").complaint
    assert complaint.startswith("The mail server localhost:1 cannot be used: ")
    monkeypatch.setenv("MENDLINE_SMTP_PORT", str(box.port))
    assert run("remind").said.startswith("reminders: 1 due, 1 sent, 0 failed\n")


def test_a_mail_server_that_does_not_let_us_in_is_told_without_the_password(
    run: Run, remind: Remind, box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    remind("ana")
    monkeypatch.setenv("MENDLINE_SMTP_USER", "mendline")
    monkeypatch.setenv("MENDLINE_SMTP_PASSWORD", "hush hush")
    complaint = run("remind").complaint  # this server takes no sign-in at all
    assert "cannot be used: SMTP AUTH extension not supported by server" in complaint
    assert "hush" not in complaint
    assert box.raw == []
