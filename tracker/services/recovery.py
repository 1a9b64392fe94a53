"""One patient's record as it is drawn, tabled and exported: every screen and file reads the same frame of days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.domain import clock
from tracker.domain.assessment import Assessment, StoredFlag
from tracker.domain.audit import Action
from tracker.domain.catalogue import is_opioid, label_of
from tracker.domain.columns import DAYS, ENTRIES_AND_JUDGED
from tracker.domain.errors import NotAllowed
from tracker.domain.language import _
from tracker.domain.milestones import MilestoneDay, Milestones, milestones
from tracker.domain.pain_words import NOTHING
from tracker.domain.patients import Patient, Site
from tracker.domain.people import Viewer
from tracker.domain.readings import BlockLog, block_logs
from tracker.domain.red_flags import RedFlagAnswer
from tracker.domain.treatments import Treatment
from tracker.services import review
from tracker.store import (
    Store,
    Transaction,
    assessments,
    audit,
    diary,
    flags,
    patients,
    readings,
    red_flags,
    treatments,
)
from tracker.trends import replay


@dataclass(frozen=True, slots=True)
class Recovery:
    """Everything of one patient as of `today`. For the patient self `flags` is empty, `assessment` None and the column
    `open_flags` blank: interpretations are the physician's. `red_flags` is what the patient answered of them, by time;
    `taken` what was taken on each day that answered it, as `diary.taken_frame` gives it."""

    patient: Patient
    today: date
    days: pd.DataFrame
    treatments: tuple[Treatment, ...]
    flags: tuple[StoredFlag, ...]
    assessment: Assessment | None
    red_flags: tuple[RedFlagAnswer, ...]
    block_logs: tuple[BlockLog, ...]
    taken: pd.DataFrame

    @property
    def days_logged(self) -> int:
        """How many of the days have an entry."""
        return int(self.days["logged"].sum())

    def milestones(self) -> Milestones:
        """What the patient has come through, by the days that were logged."""
        return milestones(
            milestone_days(self.days, self.treatments, self.taken),
            self.patient.episode.day(self.today),
            opioid_listed=any(is_opioid(each) for each in self.treatments),
        )


def recovery(store: Store, viewer: Viewer, patient_id: str | None = None) -> Recovery:
    """The record of a patient, brought up to date; of the own one where no id is given. Every look leaves a trace,
    and so does every look that is refused. Raises NotAllowed."""
    try:
        with store.reading() as tx:
            patient = _patient(tx, viewer, patient_id)
        review.look(store, viewer, [patient], Action.RECORD_VIEWED)
        with store.reading() as tx:
            return _recovery(tx, viewer, _patient(tx, viewer, patient.id))
    except NotAllowed:
        _note_refusal(store, viewer, patient_id)
        raise


def _recovery(tx: Transaction, viewer: Viewer, patient: Patient) -> Recovery:
    given = treatments.treatments(tx, viewer, patient.id)
    taken = diary.taken_frame(tx, viewer, patient.id)
    today, days = clock.today(patient.time_zone), _days(tx, viewer, patient, given, taken)
    return Recovery(
        patient=patient,
        today=today,
        days=days,
        treatments=given,
        flags=flags.flags(tx, viewer, [patient.id]),
        assessment=assessments.assessment(tx, viewer, patient.id),
        red_flags=red_flags.answers(tx, viewer, [patient.id]),
        block_logs=block_logs(given, readings.readings(tx, viewer, patient.id)),
        taken=taken,
    )


def milestone_days(days: pd.DataFrame, given: Sequence[Treatment], taken: pd.DataFrame) -> list[MilestoneDay]:
    """The logged days of a frame (contract DAYS) as milestones look at them. `taken` is what `diary.taken_frame`
    gives: a date without a row in it is one on which the list was not answered."""
    opioids = {treatment.id for treatment in given if is_opioid(treatment)}
    with_opioid = taken["treatment_id"].isin(opioids).groupby(taken["date"]).any()
    columns = ["date", "day", "walking_minutes", *map(str, Site)]
    return [
        MilestoneDay(
            int(row["day"]),
            {site: float(row[str(site)]) for site in Site if pd.notna(row[str(site)])},
            float(row["walking_minutes"]) if pd.notna(row["walking_minutes"]) else None,
            bool(with_opioid[row["date"]]) if row["date"] in with_opioid.index else None,
        )
        for row in days.loc[days["logged"], columns].to_dict("records")
    ]


def _note_refusal(store: Store, viewer: Viewer, patient_id: str | None) -> None:
    """Notes a look that was refused, once in a while: a page that is refused may be drawn many times."""
    with store.transaction() as tx:
        audit.record_looks(
            tx,
            action=Action.RECORD_REFUSED,
            account_id=viewer.account_id,
            patient_ids=[patient_id],
            detail="page",
            now=clock.now(),
        )


def days(store: Store, viewer: Viewer, patient_id: str) -> pd.DataFrame:
    """One row for each day from surgery to today, missing days included (contract DAYS). Raises NotAllowed."""
    with store.reading() as tx:
        patient = patients.patient(tx, viewer, patient_id)
        taken = diary.taken_frame(tx, viewer, patient_id)
        return _days(tx, viewer, patient, treatments.treatments(tx, viewer, patient_id), taken)


def _patient(tx: Transaction, viewer: Viewer, patient_id: str | None) -> Patient:
    if patient_id is None:
        return patients.patient_of_account(tx, viewer)
    return patients.patient(tx, viewer, patient_id)


def _days(
    tx: Transaction, viewer: Viewer, patient: Patient, given: Sequence[Treatment], taken: pd.DataFrame
) -> pd.DataFrame:
    entries = diary.entries_frame(tx, viewer, [patient.id], ENTRIES_AND_JUDGED)
    who, given_frame = (
        patients.patients_frame(tx, viewer, [patient.id]),
        treatments.treatments_frame(tx, viewer, [patient.id]),
    )
    judged = replay(who, entries, given_frame, as_of=clock.today(patient.time_zone)).days(patient.id)
    frame = judged.merge(entries.drop(columns="patient_id"), on="date", how="left", indicator="logged")
    frame["logged"] = frame["logged"] == "both"
    frame["note"] = frame["note"].fillna("")
    frame["patient_id"] = patient.id
    labels = {treatment.id: label_of(treatment) for treatment in given}
    frame["taken"] = taken_words(taken, frame["date"], labels, nothing=_(NOTHING))
    frame["treatments"] = [
        "; ".join(sorted(labels[each.id] for each in given if each.running_on(on))) for on in frame["date"].dt.date
    ]
    if not viewer.reads_interpretations:
        frame["open_flags"] = ""
    DAYS.check(frame)
    return frame[DAYS.names]


def taken_words(
    taken: pd.DataFrame, dates: "pd.Series[pd.Timestamp]", labels: Mapping[str, str], *, nothing: str
) -> list[str]:
    """What was ticked on each date, by the labels of the treatments; `nothing` where the list was answered so, blank
    where it was not. `taken` is what `diary.taken_frame` gives."""
    ticked: dict[pd.Timestamp, list[str]] = {}
    for on, treatment_id in taken.itertuples(index=False):
        ticked.setdefault(on, []).append(nothing if pd.isna(treatment_id) else labels[treatment_id])
    return ["; ".join(sorted(ticked.get(on, ()))) for on in dates]
