"""The newest assessment of each patient, and the flags that follow from it.

Assessments are interpretations: nobody reads them but the care team and the operator.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.domain.assessment import Assessment, Flag, Improvement, SiteAssessment, State
from tracker.domain.patients import Site
from tracker.domain.people import Viewer
from tracker.store.engine import Row, Transaction
from tracker.store.flag_rows import flags_of, synchronise
from tracker.store.scope import among, check_visible, hold_all, interpreted
from tracker.store.tables import AssessmentRow, FlagRow


def put_assessments(tx: Transaction, viewer: Viewer, assessments: Iterable[Assessment], now: datetime) -> None:
    """Replace what is stored of these patients, and bring their flags in line: new ones are added, known ones changed,
    those that the assessment no longer has are marked as withdrawn, and as standing again where it has them again.
    Reviews stay as they are.

    Raises NotAllowed where the viewer may not see one of the patients. Who judges holds the patients before reading
    what is judged (`hold_all`), or an older assessment could replace a newer one. A patient may assess: saving the own
    diary does, and gives nothing back.
    """
    by_patient = {each.patient_id: each for each in assessments}
    if not by_patient:
        return
    hold_all(tx, viewer, by_patient)
    insert = tx.insert(AssessmentRow)
    rows = [_to_row(each, now) for each in by_patient.values()]
    changed = {name: insert.excluded[name] for name in rows[0] if name != "patient_id"}
    tx.connection.execute(insert.on_conflict_do_update(index_elements=["patient_id"], set_=changed), rows)
    synchronise(tx, {patient_id: each.flags for patient_id, each in by_patient.items()}, now)


def assessments(tx: Transaction, viewer: Viewer) -> dict[str, Assessment]:
    """The assessments of all patients that the viewer may see, by patient id, each with all its flags that were not
    withdrawn, by date of detection. Empty for a patient."""
    found = flags_of(tx, interpreted(FlagRow.patient_id, viewer))
    return {
        patient_id: replace(each, flags=tuple(found.get(patient_id, ())))
        for patient_id, each in unflagged(tx, viewer).items()
    }


def unflagged(tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None) -> dict[str, Assessment]:
    """As `assessments` (of `patient_ids`, where given) but without a flag: for who reads the open ones with their
    reviews, and would wait for the evidence of all that ever were."""
    which = (interpreted(AssessmentRow.patient_id, viewer), among(tx, AssessmentRow.patient_id, patient_ids))
    rows = tx.connection.execute(sa.select(*AssessmentRow.__table__.c).where(*which).order_by(AssessmentRow.patient_id))
    return {row.patient_id: _assessment(row, ()) for row in rows}


def assessment(tx: Transaction, viewer: Viewer, patient_id: str) -> Assessment | None:
    """The assessment of one patient; None where none is stored, and always for a patient. Raises NotAllowed where the
    viewer may not see the patient."""
    check_visible(tx, viewer, patient_id)
    which = (AssessmentRow.patient_id == patient_id, interpreted(AssessmentRow.patient_id, viewer))
    row = tx.connection.execute(sa.select(*AssessmentRow.__table__.c).where(*which)).one_or_none()
    if row is None:
        return None
    return _assessment(row, flags_of(tx, FlagRow.patient_id == patient_id).get(patient_id, ()))


def standing(tx: Transaction, viewer: Viewer) -> dict[str, tuple[date, str]]:
    """The date that each visible assessment speaks of and the version of the rules that it went by, by patient id: how
    a panel tells which are out of date."""
    query = sa.select(AssessmentRow.patient_id, AssessmentRow.as_of, AssessmentRow.rule_version)
    rows = tx.connection.execute(query.where(interpreted(AssessmentRow.patient_id, viewer)))
    return {row.patient_id: (row.as_of, row.rule_version) for row in rows}


def _to_row(each: Assessment, now: datetime) -> dict[str, Any]:
    return {
        "patient_id": each.patient_id,
        "as_of": each.as_of,
        "day": each.day,
        "sites": [asdict(site) for site in each.sites],
        "entries_28d": each.entries_28d,
        "days_asked_28d": each.days_asked_28d,
        "last_entry": each.last_entry,
        "leading_site": each.leading,
        "sparkline": list(each.sparkline),
        "rule_version": each.rule_version,
        "assessed_at": now,
    }


def _assessment(row: Row, flags: Iterable[Flag]) -> Assessment:
    return Assessment(
        patient_id=row.patient_id,
        as_of=row.as_of,
        day=row.day,
        sites=tuple(_site(fields) for fields in row.sites),
        flags=tuple(flags),
        entries_28d=row.entries_28d,
        days_asked_28d=row.days_asked_28d,
        last_entry=row.last_entry,
        leading=Site(row.leading_site),
        sparkline=tuple(row.sparkline),
        rule_version=row.rule_version,
    )


def _site(fields: dict[str, Any]) -> SiteAssessment:
    """The fields as they were stored; what an earlier version did not say is None."""
    said = fields.get("improvement")
    typed = {"site": Site(fields["site"]), "state": State(fields["state"])}
    return SiteAssessment(**{**fields, **typed, "improvement": None if said is None else Improvement(said)})
