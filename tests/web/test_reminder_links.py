"""What reminders lead to, without a sign-in: the calendar of a secret, confirming an address, ending e-mails."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Scope

from tests.mail_server import MailBox, receiving
from tests.web.asgi import ORIGIN, ask
from tracker.access import throttle
from tracker.domain import clock
from tracker.domain.mail import MailServer, Security
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Account, Role, Viewer
from tracker.domain.reminders import ReminderTimes
from tracker.services import accounts, reminders
from tracker.store import Store, patients

Add = Callable[..., Account]
SITE = "https://mendline.example"
NAME = "Quillon Zeta"
OURS = {"Origin": ORIGIN}
NEVER = "x" * 43


@pytest.fixture(autouse=True)
def no_failed_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "_FAILED_LINKS", throttle.Throttle())


@pytest.fixture
def viewer(store: Store, add: Add) -> Viewer:
    """A patient who is reminded daily at the present time of day, a month after a lumbar fusion."""
    account, surgery = add("quillon"), clock.today("UTC") - timedelta(days=30)
    episode = Episode("e", "Q-77", surgery, Region.LUMBAR, "L4-L5", "fusion")
    with store.transaction() as tx:
        patients.add_patient(tx, OPERATOR, Patient("Q-77", NAME, "UTC", demo=False, episode=episode))
        patients.link_account(tx, OPERATOR, "Q-77", account.id)
    reminders.save_times(store, account.viewer, ReminderTimes(True, clock.now().time(), quiet=None))
    return account.viewer


@pytest.fixture
def box() -> Iterator[MailBox]:
    with receiving() as opened:
        yield opened


def mailed(store: Store, box: MailBox, kind: str) -> str:
    """Sends what is due; the path of a link in the last e-mail."""
    server = MailServer("localhost", box.port, Security.NONE, "care@mendline.example")
    reminders.send_due(store, OPERATOR, server, SITE)
    found = re.search(rf"{SITE}(/mail/{kind}/\S+)", box.mails[-1].get_content())
    assert found is not None
    return found[1]


@pytest.fixture
def confirm(store: Store, viewer: Viewer, box: MailBox) -> str:
    reminders.save_email(store, viewer, "quillon@example.org")
    return mailed(store, box, "confirm")


@pytest.fixture
def stop(app: Starlette, store: Store, confirm: str, box: MailBox) -> str:
    assert ask(app, "POST", confirm, headers=OURS).status_code == 200
    return mailed(store, box, "stop")


class TestCalendar:
    def test_it_is_read_without_a_sign_in(
        self, app: Starlette, store: Store, viewer: Viewer, seen: list[Scope]
    ) -> None:
        secret = reminders.new_calendar(store, viewer)
        answer = ask(app, "GET", f"/calendar/{secret}.ics")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.text.count("BEGIN:VEVENT") == 1
        assert f"URL:{ORIGIN}/today\r\n" in answer.text
        assert seen == []
        head = ask(app, "HEAD", f"/calendar/{secret}.ics")
        assert (head.status_code, head.content) == (200, b"")

    def test_only_the_phone_that_asked_may_keep_it(self, app: Starlette, store: Store, viewer: Viewer) -> None:
        secret = reminders.new_calendar(store, viewer)
        for token in (secret, NEVER):
            assert ask(app, "GET", f"/calendar/{token}.ics").headers["cache-control"] == "private, no-cache"

    def test_its_link_leads_to_the_address_of_the_settings(
        self, app: Starlette, store: Store, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = reminders.new_calendar(store, viewer)
        monkeypatch.setenv("MENDLINE_HTTPS", "1")
        assert f"URL:https://{ORIGIN.partition('//')[2]}/today" in ask(app, "GET", f"/calendar/{secret}.ics").text
        monkeypatch.setenv("MENDLINE_BASE_ADDRESS", "https://care.example/")
        assert "URL:https://care.example/today" in ask(app, "GET", f"/calendar/{secret}.ics").text

    def test_a_wrong_address_and_one_taken_away_and_one_of_an_account_that_is_off_are_answered_alike(
        self, app: Starlette, store: Store, viewer: Viewer
    ) -> None:
        taken_away, live = (reminders.new_calendar(store, viewer) for _ in range(2))
        assert viewer.account_id is not None
        accounts.set_active(store, OPERATOR, viewer.account_id, active=False)
        answers = [ask(app, "GET", f"/calendar/{token}.ics") for token in (NEVER, "a", taken_away, live)]
        assert {(each.status_code, each.text) for each in answers} == {(404, "There is nothing here.\n")}
        assert len({tuple(sorted(each.headers.items())) for each in answers}) == 1

    @pytest.mark.parametrize(
        "path", ["/calendar/", "/calendar/.ics", "/calendar/a/b.ics", f"/calendar/{NEVER}", "/calendar"]
    )
    def test_beside_it_nothing_is_open(self, app: Starlette, seen: list[Scope], path: str) -> None:
        assert ask(app, "GET", path).status_code == 401
        assert seen == []

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_it_is_only_read(
        self, app: Starlette, store: Store, viewer: Viewer, seen: list[Scope], method: str
    ) -> None:
        secret = reminders.new_calendar(store, viewer)
        assert ask(app, method, f"/calendar/{secret}.ics", headers=OURS).status_code == 401
        assert seen == []

    def test_guessing_is_slowed_down_and_a_sign_in_from_there_is_not(
        self, app: Starlette, store: Store, viewer: Viewer
    ) -> None:
        secret = reminders.new_calendar(store, viewer)
        assert {ask(app, "GET", f"/calendar/{number}.ics").status_code for number in range(30)} == {404}
        answer = ask(app, "GET", f"/calendar/{secret}.ics")
        assert answer.status_code == 429
        assert 880 < int(answer.headers["retry-after"]) <= 900
        assert ask(app, "GET", f"/calendar/{secret}.ics", client="192.0.2.2").status_code == 200
        form = {"username": "quillon", "password": "wrong"}
        assert ask(app, "POST", "/login", data=form, headers=OURS).status_code == 401

    def test_a_phone_that_goes_on_asking_for_one_taken_away_waits_alone(
        self, app: Starlette, store: Store, viewer: Viewer
    ) -> None:
        old, new = (reminders.new_calendar(store, viewer) for _ in range(2))
        assert [ask(app, "GET", f"/calendar/{old}.ics").status_code for _ in range(6)] == [404] * 5 + [429]
        assert ask(app, "GET", f"/calendar/{new}.ics").status_code == 200

    def test_it_holds_nothing_of_the_patient(self, app: Starlette, store: Store, viewer: Viewer) -> None:
        reminders.save_email(store, viewer, "quillon@example.org")
        answer = ask(app, "GET", f"/calendar/{reminders.new_calendar(store, viewer)}.ics")
        says_nothing(answer)


class TestConfirming:
    def test_a_link_asks_and_a_button_confirms(
        self, app: Starlette, store: Store, viewer: Viewer, confirm: str, seen: list[Scope]
    ) -> None:
        page = ask(app, "GET", confirm)
        assert page.status_code == 200
        assert '<form method="post"><button class="button">Confirm</button>' in page.text
        assert not reminders.reminder_page(store, viewer).reminder.confirmed
        says_nothing(page)
        answer = ask(app, "POST", confirm, headers=OURS)
        assert answer.status_code == 200
        assert "Reminders come to this address from now on." in answer.text
        assert reminders.reminder_page(store, viewer).reminder.confirmed
        assert seen == []

    @pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
    def test_a_form_that_another_site_sends_confirms_nothing(
        self, app: Starlette, store: Store, viewer: Viewer, confirm: str, headers: dict[str, str]
    ) -> None:
        assert ask(app, "POST", confirm, headers=headers).status_code == 403
        assert not reminders.reminder_page(store, viewer).reminder.confirmed

    def test_it_works_once(self, app: Starlette, confirm: str) -> None:
        ask(app, "POST", confirm, headers=OURS)
        assert ask(app, "POST", confirm, headers=OURS).status_code == 404


class TestStopping:
    def test_a_mail_program_ends_the_e_mails_by_one_request(
        self, app: Starlette, store: Store, viewer: Viewer, stop: str, seen: list[Scope]
    ) -> None:
        answer = ask(app, "POST", stop, data={"List-Unsubscribe": "One-Click"})  # as RFC 8058 sends it: no origin
        assert answer.status_code == 200
        assert reminders.reminder_page(store, viewer).reminder.email is None
        assert seen == []

    def test_a_person_is_asked_first(self, app: Starlette, store: Store, viewer: Viewer, stop: str) -> None:
        page = ask(app, "GET", stop)
        assert '<form method="post"><button class="button">Stop the e-mails</button>' in page.text
        assert reminders.reminder_page(store, viewer).reminder.email is not None
        says_nothing(page)
        answer = ask(app, "POST", stop, headers=OURS)
        assert "No more reminders are sent by e-mail." in answer.text
        assert reminders.reminder_page(store, viewer).reminder.email is None


@pytest.mark.parametrize("kind", ["confirm", "stop"])
@pytest.mark.parametrize("method", ["GET", "POST"])
class TestLinksThatOpenNothing:
    def test_they_are_told_in_words(self, app: Starlette, viewer: Viewer, kind: str, method: str) -> None:
        answer = ask(app, method, f"/mail/{kind}/{NEVER}", headers=OURS)
        assert answer.status_code == 404
        assert (
            "This link opens nothing, or does not any more. You can change your reminders in Mendline." in answer.text
        )
        assert answer.headers["cache-control"] == "no-store"

    def test_guessing_is_slowed_down(self, app: Starlette, viewer: Viewer, kind: str, method: str) -> None:
        for number in range(30):
            ask(app, method, f"/mail/{kind}/{number}", headers=OURS)
        answer = ask(app, method, f"/mail/{kind}/{NEVER}", headers=OURS)
        assert answer.status_code == 429
        assert 880 < int(answer.headers["retry-after"]) <= 900


@pytest.mark.parametrize("path", ["/mail/", "/mail/confirm/", "/mail/stop", "/mail/stop/a/b", f"/mail/other/{NEVER}"])
def test_beside_the_links_nothing_is_open(app: Starlette, seen: list[Scope], path: str) -> None:
    assert ask(app, "GET", path).status_code == 401
    assert seen == []


def test_a_sign_in_of_somebody_else_opens_no_more(app: Starlette, cookie: Callable[..., str], viewer: Viewer) -> None:
    signed_in = {"Cookie": cookie("able", Role.PHYSICIAN)}
    assert ask(app, "GET", f"/calendar/{NEVER}.ics", headers=signed_in).status_code == 404


def says_nothing(answer: httpx.Response) -> None:
    """Nothing of the patient, and nothing of health but the way to the warning signs that every page has."""
    said = re.sub(
        r"<footer>.*</footer>|<style.*?</style>|<header.*?</header>", "", answer.text, flags=re.DOTALL
    ).lower()
    for word in ("quillon", "zeta", "q-77", "l4", "lumbar", "surgery", "patient", "pain", "spine", "diary"):
        assert word not in said, word
