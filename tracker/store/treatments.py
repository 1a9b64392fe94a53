"""The patient's own list of treatments. The patient and the operator write; whoever may see the patient reads."""

from collections.abc import Collection

import pandas as pd
import sqlalchemy as sa

from tracker.domain.columns import TREATMENTS
from tracker.domain.errors import NotAllowed
from tracker.domain.people import Viewer
from tracker.domain.treatments import Treatment
from tracker.store.engine import Query, Transaction
from tracker.store.frames import DATE, TEXT, frame_of
from tracker.store.scope import among, check_visible, check_writes_diary, visible
from tracker.store.tables import TreatmentRow
from tracker.store.text import check_text


def treatments(tx: Transaction, viewer: Viewer, patient_id: str) -> tuple[Treatment, ...]:
    """The list of one patient, by start and name. Raises NotAllowed where the viewer may not see the patient."""
    check_visible(tx, viewer, patient_id)
    query: Query = sa.select(
        TreatmentRow.id,
        TreatmentRow.patient_id,
        TreatmentRow.kind,
        TreatmentRow.name,
        TreatmentRow.start_date,
        TreatmentRow.end_date,
        TreatmentRow.dose,
    ).where(TreatmentRow.patient_id == patient_id)
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


def save_treatment(tx: Transaction, viewer: Viewer, treatment: Treatment) -> None:
    """Add a treatment, or change the one with its id. Raises NotAllowed unless the viewer is the patient or the
    operator, and where the id belongs to somebody else's list. Whether it makes sense is for the caller to check
    (`check_treatment`)."""
    check_writes_diary(tx, viewer, treatment.patient_id)
    check_text(id=treatment.id, name=treatment.name, dose=treatment.dose)
    insert = tx.insert(TreatmentRow).values(
        id=treatment.id,
        patient_id=treatment.patient_id,
        kind=treatment.kind,
        name=treatment.name,
        start_date=treatment.start,
        end_date=treatment.end,
        dose=treatment.dose,
    )
    changed = {name: insert.excluded[name] for name in ("kind", "name", "start_date", "end_date", "dose")}
    # The condition leaves somebody else's row as it is; then no row is touched.
    own = TreatmentRow.patient_id == treatment.patient_id
    if not tx.took(insert.on_conflict_do_update(index_elements=["id"], set_=changed, where=own)):
        raise NotAllowed("This treatment")
