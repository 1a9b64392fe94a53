"""The patient's own list of treatments. The patient and the operator write; whoever may see the patient reads."""

from collections.abc import Collection
from dataclasses import astuple

import pandas as pd
import sqlalchemy as sa

from tracker.domain.catalogue import is_opioid
from tracker.domain.columns import TREATMENTS
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.language import _, later
from tracker.domain.people import Viewer
from tracker.domain.treatments import Treatment
from tracker.store.engine import Query, Transaction
from tracker.store.frames import DATE, TEXT, frame_of
from tracker.store.scope import among, check_visible, check_writes_diary, visible
from tracker.store.tables import IntakeRow, TreatmentRow
from tracker.store.text import check_text, storable

_FIELDS = (
    TreatmentRow.id,
    TreatmentRow.patient_id,
    TreatmentRow.kind,
    TreatmentRow.name,
    TreatmentRow.start_date,
    TreatmentRow.end_date,
    TreatmentRow.dose,
    TreatmentRow.catalogue,
    TreatmentRow.added_on,
    TreatmentRow.done_at,
)
"""The columns of a Treatment, in the order of its fields."""

_FOR_GOOD = ("id", "patient_id", "added_on")
"""What a change leaves as it was."""


def treatments(tx: Transaction, viewer: Viewer, patient_id: str) -> tuple[Treatment, ...]:
    """The list of one patient, by start and name. Raises NotAllowed where the viewer may not see the patient."""
    check_visible(tx, viewer, patient_id)
    query: Query = sa.select(*_FIELDS).where(TreatmentRow.patient_id == patient_id)
    ordered = query.order_by(TreatmentRow.start_date, TreatmentRow.name, TreatmentRow.id)
    return tuple(Treatment(*row) for row in tx.connection.execute(ordered))


def treatments_frame(tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None) -> pd.DataFrame:
    """The TREATMENTS contract of those that the viewer may see (of `patient_ids`, where given), by patient, start."""
    query = (
        sa.select(TreatmentRow.patient_id, TreatmentRow.start_date, TreatmentRow.kind, TreatmentRow.name)
        .where(visible(TreatmentRow.patient_id, viewer), among(tx, TreatmentRow.patient_id, patient_ids))
        .order_by(TreatmentRow.patient_id, TreatmentRow.start_date, TreatmentRow.id)
    )
    return frame_of(tx, query, {"patient_id": TEXT, "start": DATE, "kind": TEXT, "name": TEXT}, TREATMENTS)


def opioid_ids(tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None) -> list[str]:
    """What is an opioid on the lists of those that the viewer may see (of `patient_ids`, where given)."""
    seen = (visible(TreatmentRow.patient_id, viewer), among(tx, TreatmentRow.patient_id, patient_ids))
    query: Query = sa.select(*_FIELDS).where(*seen)
    return [each.id for row in tx.connection.execute(query) if is_opioid(each := Treatment(*row))]


def save_treatment(tx: Transaction, viewer: Viewer, treatment: Treatment) -> None:
    """Add a treatment, or change the one with its id. Raises NotAllowed unless the viewer is the patient or the
    operator, and where the id belongs to somebody else's list. Whether it makes sense is for the caller to check
    (`treatment_faults`)."""
    check_writes_diary(tx, viewer, treatment.patient_id)
    check_text(id=treatment.id, name=treatment.name, dose=treatment.dose, catalogue=treatment.catalogue)
    row = {column.key: value for column, value in zip(_FIELDS, astuple(treatment), strict=True)}
    insert = tx.insert(TreatmentRow).values(row)
    changed = {name: insert.excluded[name] for name in row if name not in _FOR_GOOD}
    # The condition leaves somebody else's row as it is; then no row is touched.
    own = TreatmentRow.patient_id == treatment.patient_id
    if not tx.took(insert.on_conflict_do_update(index_elements=["id"], set_=changed, where=own)):
        raise NotAllowed(later("This treatment"))


def remove_treatment(tx: Transaction, viewer: Viewer, patient_id: str, treatment_id: str) -> None:
    """Take a line off the list for good. Raises NotAllowed unless the viewer is the patient or the operator, and where
    the list has no such line; BadInput where it is ticked on a day, which must go on saying what it says."""
    check_writes_diary(tx, viewer, patient_id)
    if not storable(treatment_id):
        raise NotAllowed(later("This treatment"))
    ticked = sa.select(sa.func.max(IntakeRow.local_date)).where(
        IntakeRow.patient_id == patient_id, IntakeRow.treatment_id == treatment_id
    )
    if (last := tx.connection.execute(ticked).scalar()) is not None:
        problem, remedy = _("is ticked on {date}").format(date=last), _("Untick it there and save, or end it instead.")
        raise BadInput(Fault("treatment", None, problem, remedy))
    own = (TreatmentRow.patient_id == patient_id, TreatmentRow.id == treatment_id)
    if tx.connection.execute(sa.delete(TreatmentRow).where(*own)).rowcount == 0:
        raise NotAllowed(later("This treatment"))
