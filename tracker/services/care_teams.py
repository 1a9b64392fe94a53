"""Who follows whom: the administrator's care teams."""

from dataclasses import dataclass

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import BadInput, Fault
from tracker.domain.people import CareTeam, Viewer
from tracker.store import Store, Transaction, accounts, audit, care_teams, patients

NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Roster:
    """The care teams, the ids of all patients, and those of them whom no account opens yet: no names, no clinical
    content."""

    teams: tuple[CareTeam, ...]
    patient_ids: tuple[str, ...]
    without_account: tuple[str, ...]


def roster(store: Store, viewer: Viewer) -> Roster:
    """Everything that the care-team screen shows. Raises NotAllowed for who is not an administrator."""
    with store.reading() as tx:
        ids, opened = patients.roster(tx, viewer), patients.with_account(tx, viewer)
        return Roster(care_teams.care_teams(tx, viewer), ids, tuple(each for each in ids if each not in opened))


def add_team(store: Store, viewer: Viewer, name: str) -> CareTeam:
    """A new, empty care team. Raises NotAllowed; BadInput for a name that is empty, long or taken."""
    name = name.strip()
    if not 0 < len(name) <= NAME_LENGTH:
        raise BadInput(Fault("care team", name, f"is not 1 to {NAME_LENGTH} characters long", "Give a short name."))
    with store.transaction() as tx:
        team = care_teams.add_care_team(tx, viewer, name)
        _record(tx, viewer, f"team {name} added")
    return team


def save_team(store: Store, viewer: Viewer, team: CareTeam, members: set[str], followed: set[str]) -> None:
    """Makes the members of the team that was shown exactly these accounts and its patients exactly these. The trail
    gets a line for each who came or went: they are why somebody could open a record. Raises NotAllowed."""
    with store.transaction() as tx:
        for account_id in sorted(members - set(team.members)):
            care_teams.add_member(tx, viewer, team.id, account_id)
            _record(tx, viewer, f"team {team.name}: {_username(tx, account_id)} joined")
        for account_id in sorted(set(team.members) - members):
            care_teams.remove_member(tx, viewer, team.id, account_id)
            _record(tx, viewer, f"team {team.name}: {_username(tx, account_id)} left")
        for patient_id in sorted(followed - set(team.patients)):
            care_teams.add_patient(tx, viewer, team.id, patient_id)
            _record(tx, viewer, f"team {team.name} follows the patient", patient_id)
        for patient_id in sorted(set(team.patients) - followed):
            care_teams.remove_patient(tx, viewer, team.id, patient_id)
            _record(tx, viewer, f"team {team.name} follows the patient no more", patient_id)


def _username(tx: Transaction, account_id: str) -> str:
    account = accounts.account(tx, account_id)
    return account_id if account is None else account.username


def _record(tx: Transaction, viewer: Viewer, detail: str, patient_id: str | None = None) -> None:
    audit.record(
        tx,
        action=Action.CARE_TEAM_CHANGED,
        account_id=viewer.account_id,
        patient_id=patient_id,
        detail=detail,
        now=clock.now(),
    )
