"""Readings: pain at a moment. The patient and the operator write; whoever may see the patient reads."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from tracker.domain.errors import BadInput, Fault
from tracker.domain.patients import Site
from tracker.domain.people import Viewer
from tracker.domain.readings import Reading
from tracker.store.engine import Query, Transaction
from tracker.store.scope import check_visible, check_writes_diary
from tracker.store.tables import ReadingRow
from tracker.store.text import check_text


def save_reading(tx: Transaction, viewer: Viewer, reading: Reading) -> None:
    """Store a reading, in the place of another one of the same site and moment. Raises NotAllowed unless the viewer is
    the patient or the operator, BadInput where pain is not whole 0-10."""
    check_writes_diary(tx, viewer, reading.patient_id)
    check_text(context=reading.context)
    if reading.pain not in range(11):
        raise BadInput(Fault("pain", reading.pain, "is not a whole number from 0 to 10", "Give one that is."))
    values = {"patient_id": reading.patient_id, "at": reading.at, "site": reading.site}
    insert = tx.insert(ReadingRow).values(**values, id=uuid4().hex, pain=int(reading.pain), context=reading.context)
    changed = {name: insert.excluded[name] for name in ("pain", "context")}
    tx.connection.execute(insert.on_conflict_do_update(index_elements=list(values), set_=changed))


def remove_reading(tx: Transaction, viewer: Viewer, patient_id: str, at: datetime, site: Site) -> None:
    """Take back what was said of a site at a moment; where nothing was, nothing happens. Raises NotAllowed as
    `save_reading`."""
    check_writes_diary(tx, viewer, patient_id)
    which = (ReadingRow.patient_id == patient_id, ReadingRow.at == at, ReadingRow.site == site)
    tx.connection.execute(sa.delete(ReadingRow).where(*which))


def readings(tx: Transaction, viewer: Viewer, patient_id: str) -> tuple[Reading, ...]:
    """All readings of one patient, oldest first. Raises NotAllowed where the viewer may not see the patient."""
    check_visible(tx, viewer, patient_id)
    query: Query = sa.select(
        ReadingRow.patient_id, ReadingRow.at, ReadingRow.site, ReadingRow.pain, ReadingRow.context
    ).where(ReadingRow.patient_id == patient_id)
    return tuple(Reading(*row) for row in tx.connection.execute(query.order_by(ReadingRow.at, ReadingRow.site)))
