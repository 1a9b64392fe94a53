"""Patients and their episodes."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from tracker.domain.columns import PATIENTS
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.patients import Episode, Patient
from tracker.domain.people import Role, Viewer
from tracker.store.accounts import account
from tracker.store.engine import Query, Row, Transaction
from tracker.store.frames import DATE, NUMBER, TEXT, frame_of
from tracker.store.scope import among, check_administers, check_operates, check_visible, visible
from tracker.store.tables import Base, EpisodeRow, PastFollowUpRow, PatientRow
from tracker.store.text import check_text, storable

_PERSON = (
    PatientRow.id,
    PatientRow.name,
    PatientRow.time_zone,
    PatientRow.demo,
    PatientRow.account_id,
    PatientRow.birth_date,
)
_EPISODE = (
    EpisodeRow.id,
    EpisodeRow.patient_id,
    EpisodeRow.surgery_date,
    EpisodeRow.region,
    EpisodeRow.levels,
    EpisodeRow.procedure,
    EpisodeRow.baseline_axial,
    EpisodeRow.baseline_limb,
    EpisodeRow.next_follow_up,
    EpisodeRow.surgeon,
)
"""The columns of a Patient and of an Episode; the latter in the order of its fields."""

_FRAME = {"patient_id": TEXT, "surgery_date": DATE, "region": TEXT, "baseline_axial": NUMBER, "baseline_limb": NUMBER}


def add_patient(tx: Transaction, viewer: Viewer, patient: Patient) -> None:
    """A new patient with the episode, ids as given. For the operator; raises NotAllowed for others, BadInput where an
    id is taken. Whether the episode makes sense is for the caller to check (`check_episode`)."""
    check_operates(viewer, "Adding a patient")
    episode = patient.episode
    words = {"levels": episode.levels, "procedure": episode.procedure, "surgeon": episode.surgeon}
    check_text(id=patient.id, name=patient.name, **words)
    person = {column.key: getattr(patient, column.key) for column in _PERSON}
    surgery = {column.key: getattr(episode, column.key) for column in _EPISODE}
    with tx.connection.begin_nested():  # a patient without an episode must not stay, even if the caller goes on
        _add(tx, PatientRow, "id", person)
        _add(tx, EpisodeRow, "episode id", surgery)


def patients(tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None) -> tuple[Patient, ...]:
    """Every patient that the viewer may see (of `patient_ids`, where given), by name."""
    which = (visible(PatientRow.id, viewer), among(tx, PatientRow.id, patient_ids))
    query = _query().where(*which).order_by(PatientRow.name, PatientRow.id)
    return tuple(_patient(row) for row in tx.connection.execute(query))


def patient(tx: Transaction, viewer: Viewer, patient_id: str) -> Patient:
    """One patient. Raises NotAllowed where the viewer may not see them, or there is no such patient."""
    if not storable(patient_id):
        raise NotAllowed
    return _only(tx, _query().where(PatientRow.id == patient_id, visible(PatientRow.id, viewer)))


def patient_of_account(tx: Transaction, viewer: Viewer) -> Patient:
    """The patient that the viewer is. Raises NotAllowed where the viewer is none."""
    if viewer.role is not Role.PATIENT:
        raise NotAllowed
    return _only(tx, _query().where(visible(PatientRow.id, viewer)))


def roster(tx: Transaction, viewer: Viewer) -> tuple[str, ...]:
    """The ids of all patients, and nothing else, for whoever makes up the care teams: that a named person is a patient
    here is health information itself. Raises NotAllowed unless the viewer is an administrator or the operator."""
    check_administers(tx, viewer, "The list of patients")
    return tuple(tx.connection.execute(sa.select(PatientRow.id).order_by(PatientRow.id)).scalars())


def with_account(tx: Transaction, viewer: Viewer) -> frozenset[str]:
    """The ids of the patients whose record an account of theirs opens, and nothing else. Raises NotAllowed as
    `roster`."""
    check_administers(tx, viewer, "The list of patients")
    query = sa.select(PatientRow.id).where(PatientRow.account_id.is_not(None))
    return frozenset(tx.connection.execute(query).scalars())


def link_account(tx: Transaction, viewer: Viewer, patient_id: str, account_id: str) -> None:
    """Make an account the patient's own. For administrators and the operator; raises NotAllowed for others and where
    either is not there, BadInput where the account is no patient's or is somebody else's already, and where the patient
    has another one: a record never moves to another pair of eyes by a slip."""
    check_administers(tx, viewer, "This account")
    owner = account(tx, account_id)
    if owner is None or not storable(patient_id):
        raise NotAllowed("This account")
    if owner.role is not Role.PATIENT:
        raise BadInput(Fault("account", None, f"is a {owner.role}'s", "Choose an account with the role of a patient."))
    linked = sa.select(PatientRow.id).where(PatientRow.account_id == account_id)
    if tx.connection.execute(linked).scalar_one_or_none() not in (None, patient_id):
        raise BadInput(Fault("account", None, "belongs to another patient", "Choose another account."))
    _check_there(tx, patient_id)
    free = sa.or_(PatientRow.account_id.is_(None), PatientRow.account_id == account_id)
    link = sa.update(PatientRow).where(PatientRow.id == patient_id, free).values(account_id=account_id)
    if tx.connection.execute(link).rowcount == 0:  # asked and answered in one statement: two at once cannot both link
        remedy = "Give that account a new password, or choose another patient."
        raise BadInput(Fault("patient", patient_id, "has another account already", remedy))


def set_follow_up(tx: Transaction, viewer: Viewer, patient_id: str, on: date | None, today: date) -> None:
    """Set or clear the next follow-up; one that has come by `today`, the patient's date, is kept as past. For the care
    team and the operator; raises NotAllowed for others."""
    if viewer.role is Role.PATIENT:
        raise NotAllowed
    check_visible(tx, viewer, patient_id)
    of_patient = EpisodeRow.patient_id == patient_id
    planned = tx.connection.execute(sa.select(EpisodeRow.next_follow_up).where(of_patient)).scalar_one()
    if planned is not None and planned <= today and planned != on:
        come = tx.insert(PastFollowUpRow).values(patient_id=patient_id, local_date=planned)
        tx.connection.execute(come.on_conflict_do_nothing())
    tx.connection.execute(sa.update(EpisodeRow).where(of_patient).values(next_follow_up=on))


def last_follow_up(tx: Transaction, viewer: Viewer, patient_id: str, before: date) -> date | None:
    """The newest follow-up date before a date, be it kept as past or still written as the next one; None where none is
    known. For who may see the patient but not the patient self, whose pages tell nothing of it; raises NotAllowed."""
    if viewer.role is Role.PATIENT:
        raise NotAllowed
    check_visible(tx, viewer, patient_id)
    past = sa.select(PastFollowUpRow.local_date.label("on")).where(PastFollowUpRow.patient_id == patient_id)
    planned = sa.select(EpisodeRow.next_follow_up.label("on")).where(EpisodeRow.patient_id == patient_id)
    known = sa.union_all(past, planned).subquery()
    newest = sa.select(sa.func.max(known.c.on)).where(known.c.on < before)
    found: date | None = tx.connection.execute(newest).scalar_one()
    return found


def patients_frame(tx: Transaction, viewer: Viewer, patient_ids: Collection[str] | None = None) -> pd.DataFrame:
    """The PATIENTS contract of those that the viewer may see (of `patient_ids`, where given), by id. Dates are
    datetime64, baselines float64 with NaN where not known."""
    query = (
        sa.select(
            EpisodeRow.patient_id,
            EpisodeRow.surgery_date,
            EpisodeRow.region,
            EpisodeRow.baseline_axial,
            EpisodeRow.baseline_limb,
        )
        .where(visible(EpisodeRow.patient_id, viewer), among(tx, EpisodeRow.patient_id, patient_ids))
        .order_by(EpisodeRow.patient_id)
    )
    return frame_of(tx, query, _FRAME, PATIENTS)


def _add(tx: Transaction, table: type[Base], field: str, values: dict[str, Any]) -> None:
    if not tx.took(tx.insert(table).values(**values).on_conflict_do_nothing(index_elements=["id"])):
        raise BadInput(Fault(field, values["id"], "is taken", "Choose another one."))


def _query() -> Query:
    return sa.select(*_PERSON, *_EPISODE).join(EpisodeRow, EpisodeRow.patient_id == PatientRow.id)


def _only(tx: Transaction, query: Query) -> Patient:
    row = tx.connection.execute(query).one_or_none()
    if row is None:
        raise NotAllowed
    return _patient(row)


def _patient(row: Row) -> Patient:
    key, name, time_zone, demo, account_id, birth_date = row[: len(_PERSON)]
    return Patient(key, name, time_zone, demo, Episode(*row[len(_PERSON) :]), account_id, birth_date)


def _check_there(tx: Transaction, patient_id: str) -> None:
    there = sa.select(sa.exists().where(PatientRow.id == patient_id))
    if not tx.connection.execute(there).scalar_one():
        raise NotAllowed
