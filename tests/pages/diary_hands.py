"""What a patient does on the diary page, for tests without a browser: the page's own components send their answers as
the browser would, through the same callbacks."""

import json
import re
from datetime import date, datetime
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Node

from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry, Origin, Revision
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Account, Role
from tracker.domain.treatments import Treatment
from tracker.store import Store, accounts, diary, patients, treatments

PATIENT = "anna"
SURGERY = date(2026, 2, 14)


def admit_patient(
    store: Store, now: datetime, *, region: Region = Region.LUMBAR, demo: bool = False, surgery: date = SURGERY
) -> Account:
    """An account with a patient: 96 days after surgery on the day of these tests."""
    account = admit_account(store, now)
    episode = Episode("episode", PATIENT, surgery, region, "L4-L5", "fusion", 7, 5)
    with store.transaction() as tx:
        patients.add_patient(tx, OPERATOR, Patient(PATIENT, "Anna", "Europe/Madrid", demo=demo, episode=episode))
        patients.link_account(tx, OPERATOR, PATIENT, account.id)
    return account


def admit_account(store: Store, now: datetime) -> Account:
    """An account of a patient that nobody has linked to a record yet."""
    with store.transaction() as tx:
        return accounts.add_account(
            tx, username="anna", display_name="Anna", role=Role.PATIENT, password_hash="-", now=now
        )


def log(store: Store, entry: DiaryEntry, now: datetime) -> None:
    """Stores a day as if it had been saved before, on another device."""
    with store.transaction() as tx:
        diary.save_entry(tx, OPERATOR, PATIENT, entry, now=now, origin=Origin.PAGE)


def have_listed(store: Store, *listed: Treatment) -> None:
    """Puts treatments on the own list as if they had been there before."""
    with store.transaction() as tx:
        for treatment in listed:
            treatments.save_treatment(tx, OPERATOR, treatment)


def stored(store: Store, on: date = TODAY) -> Revision | None:
    with store.reading() as tx:
        return diary.revision(tx, OPERATOR, PATIENT, on)


def entry_of(store: Store, on: date = TODAY) -> DiaryEntry:
    revision = stored(store, on)
    assert revision is not None, f"{on} is not stored"
    return revision.entry


def components(page: AppTest) -> dict[str, Any]:
    """The own components on the page: what each was given, by title (a pain scale) or name."""
    found = [element for element in _elements(page) if element.type == "bidi_component"]
    given = [(json.loads(element.proto.json or "{}"), element.proto) for element in found]
    return {data.get("title", proto.component_name): (data, proto.id) for data, proto in given}


def shown(page: AppTest, title: str) -> dict[str, Any]:
    """What a component was given to show."""
    data: dict[str, Any] = components(page)[title][0]
    return data


def choose(page: AppTest, title: str, score: object) -> AppTest:
    """A tap on a pain scale."""
    _, identity = components(page)[title]
    return send(page, WidgetState(id=identity, json_value=json.dumps({"value": score})))


def question(page: AppTest, key: str) -> tuple[dict[str, Any], str]:
    """What the component under a key was given, and its id."""
    given: dict[str, Any]
    for given, identity in components(page).values():
        if given.get("mount") == key:
            return given, identity
    raise AssertionError(f"no question {key} on the page")


def answer_shown(page: AppTest, key: str) -> object:
    """The answer that a chip or a number starts from."""
    return question(page, key)[0]["value"]


def state(page: AppTest, key: str, value: object) -> WidgetState:
    """What a browser holds of a question once it was answered."""
    return WidgetState(id=question(page, key)[1], json_value=json.dumps({"value": value}))


def answer(page: AppTest, key: str, value: object) -> AppTest:
    """The page after a question was answered: chips, a number."""
    return send(page, state(page, key, value))


def go_to(page: AppTest, on: object, *changed: WidgetState) -> AppTest:
    """A tap on a day of the strip, that may take along what was typed just before."""
    _, identity = components(page)["mendline_week_strip"]
    events = json.dumps([{"event": "picked", "value": str(on)}])
    tap = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{identity}__events", json_trigger_value=events)
    return send(page, *changed, tap)


def tap_calendar(page: AppTest, on: object) -> AppTest:
    """A tap on a day of the calendar of My recovery."""
    _, identity = components(page)["mendline_recovery_calendar"]
    events = json.dumps([{"event": "picked", "value": str(on)}])
    return send(page, WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{identity}__events", json_trigger_value=events))


def field(page: AppTest, key: str, on: date = TODAY, generation: int = 0) -> str:
    """The key of a widget of a day."""
    return f"diary_{on}_{generation}_{key}"


def save(page: AppTest) -> AppTest:
    return page.button(key="save_day").click().run()


def words(page: AppTest) -> str:
    """All own HTML and all notices of the page, to look for sentences in."""
    kinds = ("html", "info", "error", "markdown", "caption", "expander")
    texts = [
        getattr(element, "label", "") or str(getattr(element, "value", ""))
        for kind in kinds
        for element in page.get(kind)
    ]
    return "\n".join(text for text in texts if not text.startswith("<style"))


def fold_state(page: AppTest, key: str) -> str:
    """What a folded row says of its questions, as a browser reads the style that draws it."""
    sheets = "".join(str(getattr(element, "value", "")) for element in page.get("html"))
    found = re.search(rf'\.st-key-fold_{key} {{ --state: "([^"]*)"; }}', sheets)
    assert found, f"no folded row {key}"
    return re.sub(r"\\([0-9a-f]+) ", lambda escape: chr(int(escape[1], 16)), found[1])


def _elements(page: AppTest) -> list[Any]:
    return [node for node in page._tree if not isinstance(node, Node) or hasattr(node, "proto")]


def send(page: AppTest, *changed: WidgetState) -> AppTest:
    """The page after a browser sent these states along with all others."""
    states = page._tree.get_widget_states()
    states.widgets.extend(changed)
    return page._run(states)
