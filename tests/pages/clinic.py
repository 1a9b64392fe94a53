"""A physician, a care team, and patients with courses of their own, for tests of the physician's pages."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from tests.pages.diary_hands import components
from tests.pages.moment import NOW, TODAY
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Account, Role
from tracker.domain.red_flags import RedFlagAnswer, worst
from tracker.domain.reference import red_flag_sign
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store, accounts, care_teams, diary, patients, red_flags, treatments

NO_RIGHT = "This record is not available to you, or does not exist."


def account(store: Store, username: str, role: Role = Role.PHYSICIAN) -> Account:
    with store.transaction() as tx:
        return accounts.add_account(
            tx, username=username, display_name=f"Dr {username.title()}", role=role, password_hash="-", now=NOW
        )


def team(store: Store, name: str, *members: Account) -> str:
    with store.transaction() as tx:
        made = care_teams.add_care_team(tx, OPERATOR, name)
        for member in members:
            care_teams.add_member(tx, OPERATOR, made.id, member.id)
    return made.id


def follow(
    store: Store,
    team_id: str,
    patient_id: str,
    day: int,
    levels: Mapping[int, int] | None = None,
    *,
    name: str = "",
    baseline: int | None = 7,
    demo: bool = False,
    follow_up: date | None = None,
) -> None:
    """A patient of a team, `day` days after a lumbar fusion, with back pain by day."""
    surgery = TODAY - timedelta(days=day)
    episode = Episode(
        f"{patient_id} episode", patient_id, surgery, Region.LUMBAR, "L4–L5", "fusion", baseline, 3, follow_up
    )
    entries = [DiaryEntry(surgery + timedelta(days=each), axial=level) for each, level in (levels or {}).items()]
    with store.transaction() as tx:
        patients.add_patient(tx, OPERATOR, Patient(patient_id, name or patient_id.title(), "UTC", demo, episode))
        care_teams.add_patient(tx, OPERATOR, team_id, patient_id)
        diary.save_entries(tx, OPERATOR, patient_id, entries, now=NOW, origin=Origin.IMPORT)


def give(store: Store, patient_id: str, name: str, started: date) -> None:
    treatment = Treatment(name, patient_id, TreatmentKind.MEDICINE, name, started)
    with store.transaction() as tx:
        treatments.save_treatment(tx, OPERATOR, treatment)


def tick_signs(store: Store, patient_id: str, *signs: str, at: datetime = NOW) -> None:
    """What a patient ticked of the warning signs, as if on the own phone."""
    urgency = worst(red_flag_sign(key) for key in signs)
    with store.transaction() as tx:
        answer = RedFlagAnswer(f"{patient_id} {at} {signs}", patient_id, at, at.date(), signs, urgency)
        red_flags.add_answer(tx, OPERATOR, answer)


def relapse(days: int = 190) -> dict[int, int]:
    """Pain of 7 that fell to 2 and came back to 6 for the last two months."""
    return {day: 7 if day < 20 else 2 if day < days - 60 else 6 for day in range(days + 1)}


def good(days: int = 150) -> dict[int, int]:
    return {day: max(1, 7 - day // 7) for day in range(days + 1)}


def visit(browser: AppTest, page: str, **query: str) -> AppTest:
    """Opens a page by its address."""
    browser.run()
    for name, value in query.items():
        browser.query_params[name] = value
    return browser.switch_page(f"../../pages/{page}.py").run()


def unfold(page: AppTest, patient_id: str) -> AppTest:
    """A patient's page for the physician with every row open that is drawn only then."""
    for row in ("treatments", "log", "sleep", "opioids"):
        page.session_state[f"fold_{row}_{patient_id}"] = True
    return page.run()


def queue(page: AppTest) -> list[dict[str, Any]]:
    """The rows that the queue was given, from the top."""
    rows: list[dict[str, Any]] = components(page)["mendline_queue"][0]["rows"]
    return rows


def open_from_queue(page: AppTest, patient_id: str, *order: str) -> AppTest:
    """A click on a patient of the queue, as it stood in that order."""
    return ask_queue(page, "opened", {"id": patient_id, "order": list(order)})


def ask_queue(page: AppTest, event: str, value: object, name: str = "mendline_queue") -> AppTest:
    """What the browser sends of the queue, or of another component, at a click or a key."""
    _, identity = components(page)[name]
    events = json.dumps([{"event": event, "value": value}])
    states = page._tree.get_widget_states()
    trigger = f"$$STREAMLIT_INTERNAL_KEY_{identity}__events"
    states.widgets.extend([WidgetState(id=trigger, json_trigger_value=events)])
    return page._run(states)
