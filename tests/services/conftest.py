"""The use cases on a small clinic, on SQLite and on PostgreSQL, with the clock at a fixed moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.store.conftest import (  # noqa: F401 - fixtures
    backend,
    database_url,
    databases,
    migrated_postgres,
    migrated_sqlite,
    postgres_server,
    store,
)
from tracker.domain import clock
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Role, Viewer
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.store import Store, Transaction, accounts, care_teams, diary, patients, treatments

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
SURGERY = TODAY - timedelta(days=200)
NOTE = '=HYPERLINK("http://x"), she said'


@dataclass(frozen=True)
class Clinic:
    """Patients A and B, each with an account and a physician of their own; an administrator in no team.

    A logged 6 on every day but each seventh up to yesterday, and once before surgery; B logged nothing."""

    store: Store
    viewers: dict[str, Viewer]

    def who(self, name: str) -> Viewer:
        return OPERATOR if name == "operator" else self.viewers[name]


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def clinic(store: Store) -> Clinic:  # noqa: F811 - the fixture
    roles = {
        "patient A": Role.PATIENT,
        "patient B": Role.PATIENT,
        "physician of A": Role.PHYSICIAN,
        "physician of B": Role.PHYSICIAN,
        "physician of nobody": Role.PHYSICIAN,
        "administrator": Role.ADMINISTRATOR,
    }
    with store.transaction() as tx:
        viewers = {
            name: accounts.add_account(
                tx, username=name, display_name=name, role=role, password_hash="-", now=NOW
            ).viewer
            for name, role in roles.items()
        }
        for letter in "AB":
            _settle(tx, letter, own=viewers[f"patient {letter}"], physician=viewers[f"physician of {letter}"])
        treatments.save_treatment(
            tx, OPERATOR, Treatment("t", "A", TreatmentKind.MEDICINE, "Gabapentin", SURGERY, dose="300 mg")
        )
        diary.save_entries(tx, OPERATOR, "A", entries_of_a(), now=NOW, origin=Origin.IMPORT)
    return Clinic(store, viewers)


def _settle(tx: Transaction, letter: str, *, own: Viewer, physician: Viewer) -> None:
    episode = Episode(f"{letter}-1", letter, SURGERY, Region.LUMBAR, baseline_axial=7)
    patients.add_patient(tx, OPERATOR, Patient(letter, f"Patient {letter}", "UTC", demo=False, episode=episode))
    assert own.account_id is not None
    assert physician.account_id is not None
    patients.link_account(tx, OPERATOR, letter, own.account_id)
    team = care_teams.add_care_team(tx, OPERATOR, f"Team {letter}")
    care_teams.add_member(tx, OPERATOR, team.id, physician.account_id)
    care_teams.add_patient(tx, OPERATOR, team.id, letter)


def entries_of_a() -> list[DiaryEntry]:
    logged = [day for day in range(1, 200) if day % 7]
    noted = DiaryEntry(SURGERY + timedelta(days=1), axial=6, note=NOTE, taken=frozenset({"t"}), flare=True)
    rest = [DiaryEntry(SURGERY + timedelta(days=day), axial=6, limb=day % 3) for day in logged[1:]]
    return [DiaryEntry(SURGERY - timedelta(days=9), axial=8), noted, *rest]
