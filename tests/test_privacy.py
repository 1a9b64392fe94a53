"""Who may see what, asked of the real server: every page and every route, by everybody who has no right to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

import httpx
import pytest

from tests import live
from tracker.domain import clock
from tracker.domain.diary import DiaryEntry
from tracker.domain.patients import Episode, Patient, Region, Site
from tracker.domain.people import OPERATOR, Role, Viewer
from tracker.domain.reminders import ReminderTimes
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import (
    accounts,
    care_teams,
    diary,
    physician_notes,
    plan,
    readings,
    red_flags,
    reminders,
    review,
    visit,
)
from tracker.store import Store, patients

PASSWORD = "correct horse battery staple"
NAME, NOTE, TREATMENT, OPERATION = "Quillon Zeta", "marmalade kept me awake", "Xylofenac", "Q9-Q10"
RED_FLAG, RED_FLAG_NOTE = "bladder: retention, no feeling or leaking", "Vermilion called back"
MARKS = (NAME, NOTE, TREATMENT, OPERATION, RED_FLAG, RED_FLAG_NOTE)
"""Words that stand in the record of patient B and nowhere else."""

EMAIL = "quagga@example.org"
"""Where patient B is reminded: for B alone, and for nobody who treats B."""

QUESTION = "May I ride the zebra"
"""What patient B wants to ask at the next visit."""

CARE_NOTE, PLAN = "Cinnabar worries about work", "Verdigris test at the visit"
"""What the physician of patient B wrote, for the care team alone: B learns that there are notes."""

OWN_FILES = {
    ("patient-a", "/export/my-diary.csv"),
    ("physician-of-another-team", "/export/panel.csv"),
    ("physician-of-another-team", "/export/panel-curves.csv"),
}
"""What they get of their own at the same address."""

PAGES = sorted(path.stem for path in (live.ROOT / "pages").glob("*.py"))
ROUTES = (
    *("/export/patient/B.csv", "/export/patient/B.pdf", "/export/review/B.csv", "/export/panel.csv"),
    *("/export/panel-curves.csv", "/export/my-diary.csv"),
)
LINKS = (f"/calendar/{'x' * 43}.ics", f"/mail/confirm/{'x' * 43}", f"/mail/stop/{'x' * 43}")
"""Of a secret that is nobody's."""

REFUSAL = "This record is not available to you, or does not exist."
NONCE = re.compile(r'nonce="[^"]*"')  # of the style sheet: another one in each answer
INSTEAD = {
    "patient-a": {
        **{"my_recovery": "<h1>My recovery<", "after_block": "<h1>After the block<"},
        **{"reminders": "<h1>Reminders<", "for_my_visit": "<h1>For my visit<"},
        "": "<h1>Today<",
    },
    "physician-of-another-team": {
        **{"patient": REFUSAL, "panel": "<h1>Panel<", "export": "<h1>Export<"},
        "": "<h1>Review<",
    },
    "administrator": {"audit": "<h1>Audit trail<", "": "<h1>Accounts<"},
}
"""What each who has no right gets instead, by page: words that a blank page would lack. "" is every other page: one
that the role is not offered leads to the first of its own."""

WRONG = tuple(INSTEAD)


@dataclass(frozen=True)
class Clinic:
    server: live.Server
    cookies: dict[str, str]
    calendar: str


def _patient(store: Store, patient_id: str, name: str, account_id: str) -> None:
    surgery = clock.today("UTC") - timedelta(days=30)
    episode = Episode(
        f"{patient_id}-1", patient_id, surgery, Region.LUMBAR, levels=OPERATION if patient_id == "B" else ""
    )
    with store.transaction() as tx:
        patients.add_patient(tx, OPERATOR, Patient(patient_id, name, "UTC", demo=False, episode=episode))
        patients.link_account(tx, OPERATOR, patient_id, account_id)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Patients A and B, each with a team and a physician of their own, and an administrator; B's record has marks."""
    url = f"sqlite:///{tmp_path_factory.mktemp('privacy') / 'clinic.sqlite3'}"
    store = Store(url)
    store.migrate()
    made = {
        name: accounts.add_account(
            store, OPERATOR, username=name, display_name=name.title(), role=role, password=PASSWORD
        )
        for name, role in (
            ("patient-a", Role.PATIENT),
            ("patient-b", Role.PATIENT),
            ("physician-of-b", Role.PHYSICIAN),
            ("physician-of-another-team", Role.PHYSICIAN),
            ("administrator", Role.ADMINISTRATOR),
        )
    }
    _patient(store, "A", "Anders Alpha", made["patient-a"].id)
    _patient(store, "B", NAME, made["patient-b"].id)
    for team_name, physician, patient_id in (
        ("East", "physician-of-another-team", "A"),
        ("West", "physician-of-b", "B"),
    ):
        team = care_teams.add_team(store, OPERATOR, team_name)
        care_teams.save_team(store, OPERATOR, team, {made[physician].id}, {patient_id})
    surgery = clock.today("UTC") - timedelta(days=30)
    viewer = made["patient-b"].viewer
    diary.save_treatment(store, viewer, Treatment("t", "B", TreatmentKind.MEDICINE, TREATMENT, surgery))
    block = Treatment("b", "B", TreatmentKind.PROCEDURE, f"{TREATMENT} block", clock.today("UTC"))
    diary.save_treatment(store, viewer, block)
    readings.set_block_time(store, viewer, "B", "b", time(0, 0))
    readings.save_block_score(store, viewer, "B", "b", hour=0, site=Site.AXIAL, pain=8)
    entry = DiaryEntry(clock.today("UTC"), axial=7, note=NOTE, taken=frozenset({"t"}))
    diary.save_entry(store, viewer, "B", entry, based_on=0)
    reminders.save_times(store, viewer, ReminderTimes(on=True))
    reminders.save_email(store, viewer, EMAIL)
    visit.save_question(store, viewer, QUESTION)
    calendar = f"/calendar/{reminders.new_calendar(store, viewer)}.ics"
    review.refresh(store, OPERATOR)
    _red_flags(store, viewer, made["physician-of-b"].viewer)
    physician_notes.add(store, made["physician-of-b"].viewer, "B", CARE_NOTE)
    plan.add(store, made["physician-of-b"].viewer, "B", PLAN)
    store.close()
    with live.served(url) as server:
        yield Clinic(server, {name: live.sign_in(server, name, PASSWORD) for name in made}, calendar)


def _red_flags(store: Store, patient: Viewer, physician: Viewer) -> None:
    """One answer of B that was acknowledged, and one that waits."""
    seen = red_flags.answer(store, patient, ["fall"])
    assert seen is not None
    red_flags.acknowledge(store, physician, "B", [seen.id], RED_FLAG_NOTE)
    red_flags.answer(store, patient, ["bladder"])


def marks_in(content: bytes) -> list[str]:
    return [mark for mark in (*MARKS, EMAIL, QUESTION, CARE_NOTE, PLAN) if mark.encode() in content]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("viewer", WRONG)
def test_who_has_no_right_gets_nothing_of_patient_b_on_a_page(clinic: Clinic, viewer: str, page: str) -> None:
    content = live.page_content(clinic.server, clinic.cookies[viewer], page, "patient=B")
    assert marks_in(content) == []
    assert INSTEAD[viewer].get(page, INSTEAD[viewer][""]).encode() in content


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("viewer", WRONG)
def test_who_has_no_right_gets_nothing_of_patient_b_from_a_route(clinic: Clinic, viewer: str, route: str) -> None:
    answer = httpx.get(clinic.server.url + route, headers={"Cookie": clinic.cookies[viewer]})
    assert marks_in(answer.content) == []
    if (viewer, route) in OWN_FILES:
        assert answer.status_code == httpx.codes.OK
    else:
        assert answer.status_code == httpx.codes.FORBIDDEN
        assert "is not available to you, or does not exist." in answer.text


@pytest.mark.parametrize("viewer", WRONG)
def test_the_warning_signs_tell_nobody_what_patient_b_ticked(clinic: Clinic, viewer: str) -> None:
    answer = httpx.get(f"{clinic.server.url}/red-flags", headers={"Cookie": clinic.cookies[viewer]})
    assert answer.status_code == httpx.codes.OK
    assert marks_in(answer.content) == []
    assert b" checked" not in answer.content


def test_what_is_not_yours_and_what_does_not_exist_are_answered_alike(clinic: Clinic) -> None:
    cookie = {"Cookie": clinic.cookies["physician-of-another-team"]}
    theirs, nobodys = (
        httpx.get(f"{clinic.server.url}/export/patient/{patient_id}.csv", headers=cookie) for patient_id in ("B", "C")
    )
    assert theirs.status_code == nobodys.status_code == httpx.codes.FORBIDDEN
    assert NONCE.sub("", theirs.text) == NONCE.sub("", nobodys.text)


@pytest.mark.parametrize("route", ROUTES)
def test_without_a_sign_in_a_route_gives_nothing(clinic: Clinic, route: str) -> None:
    answer = httpx.get(clinic.server.url + route)
    assert answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.SEE_OTHER}
    assert marks_in(answer.content) == []


def test_the_physician_of_patient_b_sees_the_record_on_the_page_and_in_the_file(clinic: Clinic) -> None:
    # The control: the marks are there to be found, so that their absence above means something.
    cookie = clinic.cookies["physician-of-b"]
    on_the_page = {*MARKS, CARE_NOTE, PLAN, QUESTION} - {RED_FLAG, NOTE}  # the log is sent to who unfolds it
    assert set(marks_in(live.page_content(clinic.server, cookie, "patient", "patient=B"))) == on_the_page
    assert set(marks_in(live.page_content(clinic.server, cookie, ""))) == {NAME, OPERATION, RED_FLAG}
    answer = httpx.get(f"{clinic.server.url}/export/patient/B.csv", headers={"Cookie": cookie})
    assert set(marks_in(answer.content)) == {NOTE, TREATMENT}


def test_patient_b_sees_the_own_record(clinic: Clinic) -> None:
    cookie = clinic.cookies["patient-b"]
    assert RED_FLAG_NOTE not in marks_in(live.page_content(clinic.server, cookie, ""))
    assert RED_FLAG_NOTE not in marks_in(live.page_content(clinic.server, cookie, "my_recovery"))
    assert NOTE in marks_in(live.page_content(clinic.server, cookie, "my_recovery"))
    assert TREATMENT in marks_in(live.page_content(clinic.server, cookie, "after_block"))
    on_the_sheet = {NAME, OPERATION, TREATMENT, QUESTION}
    assert set(marks_in(live.page_content(clinic.server, cookie, "for_my_visit"))) == on_the_sheet
    answer = httpx.get(f"{clinic.server.url}/export/my-diary.csv", headers={"Cookie": cookie})
    assert NOTE in marks_in(answer.content)
    assert b"keeps notes of its own" in answer.content


@pytest.mark.parametrize("page", PAGES)
def test_patient_b_sees_nothing_of_what_the_care_team_wrote(clinic: Clinic, page: str) -> None:
    found = marks_in(live.page_content(clinic.server, clinic.cookies["patient-b"], page, "patient=B"))
    assert not {CARE_NOTE, PLAN, RED_FLAG_NOTE} & set(found)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("viewer", ["", *WRONG, "patient-b"])
def test_a_secret_that_is_nobodys_opens_nothing_whoever_holds_it(clinic: Clinic, viewer: str, link: str) -> None:
    headers = {"Cookie": clinic.cookies[viewer]} if viewer else {}
    answer = httpx.get(clinic.server.url + link, headers=headers)
    assert answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.TOO_MANY_REQUESTS}
    assert marks_in(answer.content) == []


def test_the_calendar_of_patient_b_holds_nothing_of_the_record(clinic: Clinic) -> None:
    answer = httpx.get(clinic.server.url + clinic.calendar)
    assert answer.status_code == httpx.codes.OK
    assert b"BEGIN:VEVENT" in answer.content
    assert marks_in(answer.content) == []
    assert b"B-1" not in answer.content


def test_where_patient_b_is_reminded_the_physician_of_b_does_not_see(clinic: Clinic) -> None:
    cookie = clinic.cookies["physician-of-b"]
    for page in PAGES:
        assert EMAIL not in marks_in(live.page_content(clinic.server, cookie, page, "patient=B"))
