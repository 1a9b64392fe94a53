"""Care teams: who follows whom. Administrators and the operator make them up."""

from collections import defaultdict
from collections.abc import Collection
from uuid import uuid4

import sqlalchemy as sa

from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.people import CareTeam, Role, Viewer
from tracker.store.accounts import account
from tracker.store.engine import Query, Transaction
from tracker.store.scope import Condition, among, check_administers, is_live, visible
from tracker.store.tables import Base, CareTeamMemberRow, CareTeamPatientRow, CareTeamRow, PatientRow
from tracker.store.text import check_text, storable

_WHAT = "This care team"


def care_teams(tx: Transaction, viewer: Viewer) -> tuple[CareTeam, ...]:
    """The care teams by name: all for administrators and the operator, the own ones for a physician, none else."""
    if viewer.role is not Role.OPERATOR and not is_live(tx, viewer):
        return ()
    members = _by_team(tx, sa.select(CareTeamMemberRow.care_team_id, CareTeamMemberRow.account_id))
    patients = _by_team(tx, sa.select(CareTeamPatientRow.care_team_id, CareTeamPatientRow.patient_id))
    query = sa.select(CareTeamRow.id, CareTeamRow.name).where(_shown(viewer)).order_by(CareTeamRow.name)
    rows = tx.connection.execute(query)
    return tuple(CareTeam(row.id, row.name, tuple(members[row.id]), tuple(patients[row.id])) for row in rows)


def of_patients(
    tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """The names, in order, of the care teams that follow each patient whom the viewer may see (of `patient_ids`, where
    given), by patient id; of these only the teams that `care_teams` would give."""
    query = (
        sa.select(CareTeamPatientRow.patient_id, CareTeamRow.name)
        .join(CareTeamRow, CareTeamRow.id == CareTeamPatientRow.care_team_id)
        .where(_shown(viewer), visible(CareTeamPatientRow.patient_id, viewer))
        .where(among(tx, CareTeamPatientRow.patient_id, patient_ids))
        .order_by(CareTeamRow.name)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for patient_id, name in tx.connection.execute(query):
        found[patient_id].append(name)
    return {patient_id: tuple(names) for patient_id, names in found.items()}


def add_care_team(tx: Transaction, viewer: Viewer, name: str) -> CareTeam:
    """A new care team without members. Raises NotAllowed unless the viewer is an administrator or the operator,
    BadInput where the name is taken."""
    check_administers(tx, viewer, _WHAT)
    check_text(name=name)
    team = CareTeam(uuid4().hex, name.strip())
    insert = tx.insert(CareTeamRow).values(id=team.id, name=team.name)
    if not tx.took(insert.on_conflict_do_nothing(index_elements=["name"])):
        raise BadInput(Fault("name", team.name, "is taken", "Choose another one."))
    return team


def add_member(tx: Transaction, viewer: Viewer, team_id: str, account_id: str) -> None:
    """Give an account the right to see the team's patients; one that has it keeps it. Raises BadInput for the account
    of a patient, NotAllowed as `add_care_team` and where either is not there."""
    check_administers(tx, viewer, _WHAT)
    _check_there(tx, CareTeamRow.id == team_id, team_id)
    member = account(tx, account_id)
    if member is None:
        raise NotAllowed("This account")
    if member.role is Role.PATIENT:
        raise BadInput(Fault("account", None, "is a patient's", "Choose a physician's or an administrator's."))
    _link(tx, CareTeamMemberRow, care_team_id=team_id, account_id=account_id)


def remove_member(tx: Transaction, viewer: Viewer, team_id: str, account_id: str) -> None:
    """Take that right away, from now on. Raises NotAllowed as `add_care_team`, and where there is no such team."""
    check_administers(tx, viewer, _WHAT)
    _check_there(tx, CareTeamRow.id == team_id, team_id)
    member = (CareTeamMemberRow.care_team_id == team_id, CareTeamMemberRow.account_id == account_id)
    tx.connection.execute(sa.delete(CareTeamMemberRow).where(*member))


def add_patient(tx: Transaction, viewer: Viewer, team_id: str, patient_id: str) -> None:
    """Let a team follow a patient; one that does goes on. Raises NotAllowed as `add_care_team` and where either is not
    there."""
    check_administers(tx, viewer, _WHAT)
    _check_there(tx, CareTeamRow.id == team_id, team_id)
    _check_there(tx, PatientRow.id == patient_id, patient_id)
    _link(tx, CareTeamPatientRow, care_team_id=team_id, patient_id=patient_id)


def remove_patient(tx: Transaction, viewer: Viewer, team_id: str, patient_id: str) -> None:
    """Let a team follow a patient no more. Raises NotAllowed as `add_care_team`, and where there is no such
    team."""
    check_administers(tx, viewer, _WHAT)
    _check_there(tx, CareTeamRow.id == team_id, team_id)
    followed = (CareTeamPatientRow.care_team_id == team_id, CareTeamPatientRow.patient_id == patient_id)
    tx.connection.execute(sa.delete(CareTeamPatientRow).where(*followed))


def _shown(viewer: Viewer) -> Condition:
    if viewer.role in (Role.OPERATOR, Role.ADMINISTRATOR):
        return sa.true()
    if viewer.role is Role.PHYSICIAN:
        own = sa.select(CareTeamMemberRow.care_team_id).where(CareTeamMemberRow.account_id == viewer.account_id)
        return CareTeamRow.id.in_(own)
    return sa.false()


def _by_team(tx: Transaction, links: Query) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for team_id, linked in sorted(tuple(row) for row in tx.connection.execute(links)):
        found[team_id].append(linked)
    return found


def _check_there(tx: Transaction, which: Condition, key: str) -> None:
    if not storable(key) or not tx.connection.execute(sa.select(sa.exists().where(which))).scalar_one():
        raise NotAllowed(_WHAT)


def _link(tx: Transaction, table: type[Base], **ids: str) -> None:
    tx.connection.execute(tx.insert(table).values(**ids).on_conflict_do_nothing())
