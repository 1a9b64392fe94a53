"""The cast of the store's tests: two care teams, each with a physician and a patient, and those who stand outside."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tracker.domain.assessment import (
    Assessment,
    Evidence,
    Flag,
    FlagKind,
    Severity,
    SiteAssessment,
    State,
    Threshold,
)
from tracker.domain.patients import Episode, Patient, Region, Site
from tracker.domain.people import OPERATOR, Account, Role, Viewer
from tracker.store import Store, Transaction, accounts, care_teams, patients

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SURGERY = date(2025, 11, 1)
DAY = date(2026, 2, 27)


@dataclass(frozen=True, slots=True)
class World:
    """The store and who is in it: `anna` is followed by Dr. Able's team, `ben` by Dr. Baker's. `chief` administers and
    is in Anna's team, `clerk` administers and is in none. `left` was once in Anna's team, `dismissed` is in it with an
    account that was switched off."""

    store: Store
    anna: Account
    ben: Account
    able: Account
    baker: Account
    chief: Account
    clerk: Account
    left: Account
    dismissed: Account
    team: str

    @property
    def strangers(self) -> dict[str, Viewer]:
        """Everyone who must get nothing of Anna."""
        return {
            "another patient": self.ben.viewer,
            "physician of another team": self.baker.viewer,
            "administrator outside the team": self.clerk.viewer,
            "physician who left the team": self.left.viewer,
            "physician whose account is off": self.dismissed.viewer,
            "patient who claims to be a physician": Viewer(Role.PHYSICIAN, self.anna.id),
            "physician who claims to be a patient": Viewer(Role.PATIENT, self.able.id),
            "nobody": Viewer(Role.PHYSICIAN, None),
            "a patient without an account": Viewer(Role.PATIENT, None),
        }


def settle(store: Store) -> World:
    with store.transaction() as tx:
        cast = {name: _account(tx, name, role) for name, role in _ROLES.items()}
        team = care_teams.add_care_team(tx, OPERATOR, "Team A").id
        other = care_teams.add_care_team(tx, OPERATOR, "Team B").id
        for patient, its_team in (("anna", team), ("ben", other)):
            add_patient(tx, patient)
            patients.link_account(tx, OPERATOR, patient, cast[patient].id)
            care_teams.add_patient(tx, OPERATOR, its_team, patient)
        for member in ("able", "chief", "left", "dismissed"):
            care_teams.add_member(tx, OPERATOR, team, cast[member].id)
        care_teams.add_member(tx, OPERATOR, other, cast["baker"].id)
        care_teams.remove_member(tx, OPERATOR, team, cast["left"].id)
        accounts.set_active(tx, OPERATOR, cast["dismissed"].id, active=False)
    return World(store, **cast, team=team)


_ROLES = {
    "anna": Role.PATIENT,
    "ben": Role.PATIENT,
    "able": Role.PHYSICIAN,
    "baker": Role.PHYSICIAN,
    "chief": Role.ADMINISTRATOR,
    "clerk": Role.ADMINISTRATOR,
    "left": Role.PHYSICIAN,
    "dismissed": Role.PHYSICIAN,
}


def _account(tx: Transaction, name: str, role: Role) -> Account:
    return accounts.add_account(
        tx, username=name, display_name=name.title(), role=role, password_hash=f"hash of {name}", now=NOW
    )


def add_patient(tx: Transaction, patient_id: str) -> None:
    patients.add_patient(tx, OPERATOR, a_patient(patient_id))


def a_patient(patient_id: str) -> Patient:
    episode = Episode(f"episode of {patient_id}", patient_id, SURGERY, Region.LUMBAR, "L4-L5", "fusion", 7, None)
    return Patient(patient_id, patient_id.title(), "Europe/Madrid", demo=False, episode=episode)


def a_flag(
    kind: FlagKind = FlagKind.RELAPSE,
    site: Site | None = Site.AXIAL,
    detected_on: date = date(2026, 2, 10),
    cleared_on: date | None = None,
    severity: Severity = Severity.REVIEW,
    level: float = 6.0,
) -> Flag:
    threshold = Threshold("relapse_rise", 2.0, "points", "Farrar 2001")
    evidence = Evidence(day=101, entries_used=12, days_asked=14, level=level, baseline=7, thresholds=(threshold,))
    return Flag(kind, severity, site, date(2026, 1, 27), detected_on, cleared_on, "2026.1", evidence)


def an_assessment(patient_id: str, *flags: Flag, as_of: date = DAY) -> Assessment:
    axial = SiteAssessment(Site.AXIAL, State.RELAPSE, 6.0, 5.2, 6.7, 12, 14, 0.14, 2.5)
    limb = SiteAssessment(Site.LIMB, State.NOT_ASSESSABLE, None, None, None, 0, 14, None, None)
    return Assessment(
        patient_id=patient_id,
        as_of=as_of,
        day=(as_of - SURGERY).days,
        sites=(axial, limb),
        flags=flags,
        entries_28d=20,
        days_asked_28d=28,
        last_entry=as_of,
        leading=Site.AXIAL,
        sparkline=(None, 2.5, 6.0),
        rule_version="2026.1",
    )
