"""The demo: an invented clinic to look round in. Everyone in it is marked as demo wherever they appear."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from tracker import simulation
from tracker.access import passwords
from tracker.domain import clock
from tracker.domain.assessment import FlagKind, StoredFlag
from tracker.domain.audit import Action
from tracker.domain.diary import Origin
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import review
from tracker.simulation import SimulatedPatient
from tracker.store import Store, Transaction, accounts, audit, care_teams, diary, flags, patients, treatments

SEED = 2026
TIME_ZONE = "UTC"
"""Where the invented patients live: wherever the demo is shown, nobody has logged a day that has not come."""

TEAM = "Spine clinic (demo)"
OTHER_TEAM = "Second clinic (demo)"
_OF_OTHER_TEAM = 6
PEOPLE = (
    ("demo.patient", "Demo 01 Rivera", Role.PATIENT),
    ("demo.physician", "Dr Demo Lindgren", Role.PHYSICIAN),
    ("demo.administrator", "Demo administrator", Role.ADMINISTRATOR),
    ("demo.physician.2", "Dr Demo Okoye", Role.PHYSICIAN),
)
"""User name, display name, role. The first of a role is whom a click on the sign-in page leads to."""

_REVIEWED = 4
_LONG_OPEN = timedelta(days=14)
_REVIEW_NOTE = "Seen at the visit. Standing X-ray unremarkable; therapy goes on. (demo)"


def fill(store: Store, today: date) -> int:
    """Makes the demo clinic where the database has no patients: accounts that nobody can sign in to by password, two
    care teams, 60 patients with their logs, assessments as of today. Returns how many patients were made.

    The account of the demo patient has an entry for yesterday and none for `today`.
    """
    now = clock.now()
    with store.transaction() as tx:
        if patients.roster(tx, OPERATOR):
            return 0
        people = simulation.cohort(SEED, today, time_zone=TIME_ZONE)
        staff = _accounts(tx, now)
        for person in people:
            _store(tx, person, now)
        patients.link_account(tx, OPERATOR, people[0].patient.id, staff[0].id)
        _teams(tx, people, staff)
        audit.record(
            tx, action=Action.PATIENT_ADDED, account_id=None, detail=f"{len(people)} invented demo patients", now=now
        )
    review.refresh(store, OPERATOR)
    _review_some(store, staff[1], now)
    return len(people)


def _accounts(tx: Transaction, now: datetime) -> list[Account]:
    """The accounts of `PEOPLE`, in that order also by time; the password is random and kept nowhere."""
    unusable = passwords.hash_password(secrets.token_urlsafe(32))
    return [
        accounts.add_account(
            tx,
            username=username,
            display_name=name,
            role=role,
            password_hash=unusable,
            demo=True,
            now=now + timedelta(microseconds=index),
        )
        for index, (username, name, role) in enumerate(PEOPLE)
    ]


def _store(tx: Transaction, person: SimulatedPatient, now: datetime) -> None:
    patients.add_patient(tx, OPERATOR, person.patient)
    for treatment in person.treatments:
        treatments.save_treatment(tx, OPERATOR, treatment)
    diary.save_entries(tx, OPERATOR, person.patient.id, person.entries, now=now, origin=Origin.DEMO)


def _teams(tx: Transaction, people: Sequence[SimulatedPatient], staff: Sequence[Account]) -> None:
    own, other = people[:-_OF_OTHER_TEAM], people[-_OF_OTHER_TEAM:]
    for name, physician, followed in ((TEAM, staff[1], own), (OTHER_TEAM, staff[3], other)):
        team = care_teams.add_care_team(tx, OPERATOR, name)
        care_teams.add_member(tx, OPERATOR, team.id, physician.id)
        for person in followed:
            care_teams.add_patient(tx, OPERATOR, team.id, person.patient.id)


def _review_some(store: Store, physician: Account, now: datetime) -> None:
    """Answers the flags of a few patients with lasting pain as the demo physician, so that the queue shows what that
    looks like. Who relapsed waits for the visitor."""
    with store.transaction() as tx:
        raised: dict[str, list[StoredFlag]] = {}
        for each in flags.flags(tx, physician.viewer, open_only=True):
            raised.setdefault(each.patient_id, []).append(each)
        long_open = [found for found in raised.values() if _is_lasting(found, now.date() - _LONG_OPEN)]
        for days, answered in enumerate(long_open[-_REVIEWED:], start=2):
            for each in answered:
                flags.acknowledge(tx, physician.viewer, each.id, _REVIEW_NOTE, now - timedelta(days=days))


def _is_lasting(raised: Sequence[StoredFlag], before: date) -> bool:
    kinds = {each.flag.kind for each in raised}
    detected = max(each.flag.detected_on for each in raised)
    return FlagKind.PERSISTENT in kinds and FlagKind.RELAPSE not in kinds and detected < before
