"""Who may see what, as SQL: every query for personal data goes through here.

The operator sees everyone, a patient the own record, physicians and administrators the patients of the care teams that
they are members of. An account that was switched off, or whose role is not the one that the viewer claims, sees
nothing.
"""

import json
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.errors import NotAllowed
from tracker.domain.people import Role, Viewer
from tracker.store.engine import Transaction
from tracker.store.tables import AccountRow, CareTeamMemberRow, CareTeamPatientRow, PatientRow
from tracker.store.text import storable

Condition = sa.ColumnElement[bool]

_FEW = 20


def visible(patient_id: InstrumentedAttribute[str], viewer: Viewer) -> Condition:
    """The condition that the patient of a row is visible to the viewer. `patient_id` is the row's column."""
    if viewer.role is Role.OPERATOR:
        return sa.true()
    if viewer.role is Role.PATIENT:
        own = sa.select(PatientRow.id).join(AccountRow, AccountRow.id == PatientRow.account_id)
        return patient_id.in_(own.where(_is_live(viewer)))
    followed = (
        sa.select(CareTeamPatientRow.patient_id)
        .join(CareTeamMemberRow, CareTeamMemberRow.care_team_id == CareTeamPatientRow.care_team_id)
        .join(AccountRow, AccountRow.id == CareTeamMemberRow.account_id)
    )
    return patient_id.in_(followed.where(_is_live(viewer)))


def interpreted(patient_id: InstrumentedAttribute[str], viewer: Viewer) -> Condition:
    """As `visible`, for flags, reviews and assessments: those are never for a patient, not even the own ones."""
    return visible(patient_id, viewer) if viewer.reads_interpretations else sa.false()


def _is_live(viewer: Viewer) -> Condition:
    return sa.and_(AccountRow.id == viewer.account_id, AccountRow.active, AccountRow.role == viewer.role)


def among(tx: Transaction, column: InstrumentedAttribute[str], ids: Collection[str] | None) -> Condition:
    """The condition that a column is one of `ids` (None: any). Few are listed, so that the database looks them up; many
    are one parameter, since the number of parameters is limited."""
    if ids is None:
        return sa.true()
    known = [each for each in ids if storable(each)]
    if len(known) <= _FEW:
        return column.in_(known)
    listed = json.dumps(known)
    if tx.on_postgresql:
        value = sa.func.json_array_elements_text(sa.cast(listed, sa.Text).cast(sa.JSON)).column_valued("value")
        return column.in_(sa.select(value))
    return column.in_(sa.select(sa.func.json_each(listed).table_valued("value").c.value))


def check_visible(tx: Transaction, viewer: Viewer, patient_id: str) -> None:
    """Raises NotAllowed where the patient is not there, or not visible to the viewer."""
    if not storable(patient_id):
        raise NotAllowed
    query = sa.select(PatientRow.id).where(PatientRow.id == patient_id, visible(PatientRow.id, viewer))
    if tx.connection.execute(query).first() is None:
        raise NotAllowed


def hold(tx: Transaction, patient_id: str) -> None:
    """Until the transaction ends, no other one that holds the patient goes on. SQLite has but one writer."""
    query = sa.select(PatientRow.id).where(PatientRow.id == patient_id).with_for_update(key_share=True)
    tx.connection.execute(query)


def hold_all(tx: Transaction, viewer: Viewer, patient_ids: Collection[str]) -> None:
    """As `hold`, for several, always in the same order, so that two cannot wait for each other. Raises NotAllowed where
    the viewer may not see one of them."""
    which = (visible(PatientRow.id, viewer), among(tx, PatientRow.id, patient_ids))
    query = sa.select(PatientRow.id).where(*which).order_by(PatientRow.id).with_for_update(key_share=True)
    if len(tx.connection.execute(query).all()) < len(set(patient_ids)):
        raise NotAllowed


def check_writes_diary(tx: Transaction, viewer: Viewer, patient_id: str) -> None:
    """Raises NotAllowed unless the viewer is the patient or the operator; then holds the patient's record."""
    check_own(tx, viewer, patient_id)
    hold(tx, patient_id)


def check_own(tx: Transaction, viewer: Viewer, patient_id: str) -> None:
    """Raises NotAllowed unless the viewer is the patient or the operator: for what nobody else is to read or write."""
    if viewer.role not in (Role.PATIENT, Role.OPERATOR):
        raise NotAllowed
    check_visible(tx, viewer, patient_id)


def check_interprets(tx: Transaction, viewer: Viewer, patient_id: str) -> None:
    """Raises NotAllowed where the viewer may not see the patient, and for every patient: for what is the physicians'
    own."""
    if not viewer.reads_interpretations:
        raise NotAllowed
    check_visible(tx, viewer, patient_id)


def check_treats(tx: Transaction, viewer: Viewer, patient_id: str) -> None:
    """Raises NotAllowed unless the viewer is a physician of the patient's care team; then holds the patient's
    record."""
    if viewer.role is not Role.PHYSICIAN:
        raise NotAllowed
    check_visible(tx, viewer, patient_id)
    hold(tx, patient_id)


def check_administers(tx: Transaction, viewer: Viewer, what: str) -> None:
    """Raises NotAllowed unless the viewer is the operator or an administrator whose account is live."""
    if viewer.role is Role.OPERATOR:
        return
    if viewer.role is not Role.ADMINISTRATOR or not is_live(tx, viewer):
        raise NotAllowed(what)


def check_operates(viewer: Viewer, what: str) -> None:
    """Raises NotAllowed unless the viewer is the operator."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed(what)


def is_live(tx: Transaction, viewer: Viewer) -> bool:
    """Whether the viewer's account is there, switched on, and has the role that the viewer claims."""
    return tx.connection.execute(sa.select(AccountRow.id).where(_is_live(viewer))).first() is not None
