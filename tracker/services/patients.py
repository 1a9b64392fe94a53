"""Adding patients and joining them to accounts and care teams, for whoever holds the machine."""

from datetime import datetime

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.patients import Patient, check_episode
from tracker.domain.people import CareTeam, Role, Viewer
from tracker.exchange import values
from tracker.store import Store, Transaction, accounts, audit, care_teams, patients


def add_patient(store: Store, viewer: Viewer, patient: Patient, team_name: str | None = None) -> None:
    """A new patient, followed by the care team of that name where one is given (a new one where there is none yet).
    Nobody is judged here: until a diary is there or somebody looks, silence would be raised that an import then takes
    back.

    Raises BadInput where the id is taken or a value cannot be taken, NotAllowed; then nothing is stored.
    """
    now = clock.now()
    _check(patient)
    with store.transaction() as tx:
        patients.add_patient(tx, viewer, patient)
        if team_name is not None:
            care_teams.add_patient(tx, viewer, team_named(tx, viewer, team_name).id, patient.id)
        audit.record(tx, action=Action.PATIENT_ADDED, account_id=viewer.account_id, patient_id=patient.id, now=now)


def _check(patient: Patient) -> None:
    today = clock.today(clock.known_zone(patient.time_zone))
    if values.patient_id(patient.id) != patient.id:
        raise BadInput(Fault("id", patient.id, "starts or ends with a blank", "Take the blank out."))
    if patient.birth_date is not None and patient.birth_date > today:
        raise BadInput(Fault("birth date", patient.birth_date, "lies in the future", "Check the year."))
    check_episode(patient.episode, patient.birth_date, today)


def is_known(store: Store, viewer: Viewer, patient_id: str) -> bool:
    """Whether the viewer can see a patient of that id."""
    try:
        with store.reading() as tx:
            patients.patient(tx, viewer, patient_id)
    except NotAllowed:
        return False
    return True


def check_joins(role: Role, *, patient_id: str | None, team_name: str | None) -> None:
    """Raises BadInput where an account of that role cannot be a patient's own, or a member of a care team."""
    if patient_id is not None and role is not Role.PATIENT:
        raise BadInput(Fault("role", role, "cannot be a patient's own account", "Use the role patient."))
    if team_name is not None and role is Role.PATIENT:
        raise BadInput(Fault("role", role, "cannot join a care team", "Join a physician or an administrator."))


def join(store: Store, viewer: Viewer, account_id: str, patient_id: str) -> None:
    """Makes an account the own one of a patient. Raises BadInput where the role does not fit or either has another one
    already, NotAllowed."""
    with store.transaction() as tx:
        join_patient(tx, viewer, account_id, patient_id, clock.now())


def join_patient(tx: Transaction, viewer: Viewer, account_id: str, patient_id: str, now: datetime) -> None:
    """As `join`, as a part of something larger."""
    patients.link_account(tx, viewer, patient_id, account_id)
    audit.record(
        tx,
        action=Action.ACCOUNT_CHANGED,
        account_id=viewer.account_id,
        patient_id=patient_id,
        detail=f"patient joined to {_username(tx, account_id)}",
        now=now,
    )


def join_team(tx: Transaction, viewer: Viewer, account_id: str, team_name: str, now: datetime) -> None:
    """Makes an account a member of a care team, a new one where there is none of that name yet. Raises BadInput where
    the name is empty or the role does not fit, NotAllowed."""
    team = team_named(tx, viewer, team_name)
    care_teams.add_member(tx, viewer, team.id, account_id)
    audit.record(
        tx,
        action=Action.CARE_TEAM_CHANGED,
        account_id=viewer.account_id,
        detail=f"team {team.name}: {_username(tx, account_id)} joined",
        now=now,
    )


def _username(tx: Transaction, account_id: str) -> str:
    account = accounts.account(tx, account_id)
    return account_id if account is None else account.username


def team_named(tx: Transaction, viewer: Viewer, name: str) -> CareTeam:
    """The care team of that name, made where there is none. Raises BadInput where the name is empty, NotAllowed."""
    if not name.strip():
        raise BadInput(Fault("care team", None, "has no name", "Give its name."))
    known = {team.name: team for team in care_teams.care_teams(tx, viewer)}
    return known.get(name.strip()) or care_teams.add_care_team(tx, viewer, name)
