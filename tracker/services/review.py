"""The physician's review: the panel, worst first, what keeps it up to date, and answering a flag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain import clock
from tracker.domain.assessment import Assessment, FlagKind, Review, Severity, State, StoredFlag
from tracker.domain.audit import Action
from tracker.domain.diary import NOTE_LENGTH
from tracker.domain.errors import BadInput, Fault
from tracker.domain.patients import Patient
from tracker.domain.people import Viewer
from tracker.store import Store, Transaction, assessments, audit, diary, flags, patients
from tracker.trends import replay


class Reason(StrEnum):
    """Why a patient stands where in the queue: one each, the first that fits, worst first."""

    RELAPSE = "Relapse"
    PERSISTENT = "Past 6 months"
    NOT_IMPROVING = "Not improving"
    PAST_3_MONTHS = "Past 3 months"
    NOT_ASSESSABLE = "Not assessable"
    ON_COURSE = "On course"
    DOING_WELL = "Doing well"


_SEVERITIES = (Severity.HIGH, Severity.REVIEW, Severity.INFO)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One patient in the queue. `flags` are the open ones; `reviewed` is the newest standing review of them."""

    patient: Patient
    assessment: Assessment
    flags: tuple[StoredFlag, ...]
    reason: Reason
    reviewed: Review | None

    @property
    def rank(self) -> tuple[int, bool, int, float, str]:
        """Sorts worst first: reason, then what nobody has reviewed, then severity, then the pain itself."""
        severity = min((_SEVERITIES.index(each.flag.severity) for each in self.flags), default=len(_SEVERITIES))
        typical = self.assessment.site(self.assessment.leading).typical
        return (
            list(Reason).index(self.reason),
            self.reviewed is not None,
            severity,
            -(typical if typical is not None else -1.0),
            self.patient.id,
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """The patients that the viewer follows, worst first."""

    rows: tuple[PanelRow, ...]

    def count(self, reason: Reason) -> int:
        return sum(row.reason is reason for row in self.rows)


def panel(store: Store, viewer: Viewer) -> Panel:
    """The viewer's own panel, brought up to date where it is older than today. Leaves a trace."""
    now = clock.now()
    with store.transaction() as tx:
        followed = patients.patients(tx, viewer)
        refresh_stale(tx, viewer, followed, now)
        audit.record_look(tx, action=Action.PANEL_VIEWED, account_id=viewer.account_id, now=now)
        judged = assessments.assessments(tx, viewer)
        open_flags: dict[str, list[StoredFlag]] = {}
        for stored in flags.flags(tx, viewer, open_only=True):
            open_flags.setdefault(stored.patient_id, []).append(stored)
    rows = (_row(patient, judged[patient.id], tuple(open_flags.get(patient.id, ()))) for patient in followed)
    return Panel(tuple(sorted(rows, key=lambda row: row.rank)))


def _row(patient: Patient, assessment: Assessment, open_flags: tuple[StoredFlag, ...]) -> PanelRow:
    standing = [each.standing_review for each in open_flags]
    reviewed = max((each for each in standing if each), key=lambda each: each.reviewed_at, default=None)
    complete = reviewed if all(standing) else None
    return PanelRow(patient, assessment, open_flags, reason_for(assessment, open_flags), complete)


def reason_for(assessment: Assessment, open_flags: Sequence[StoredFlag]) -> Reason:
    """The one reason for a patient's place in the queue, from the open flags and the states of the sites."""
    raised = {(each.flag.kind, each.flag.severity) for each in open_flags}
    kinds = {kind for kind, _ in raised}
    states = {site.state for site in assessment.sites} - {State.NOT_ASSESSABLE}
    ordered = (
        (FlagKind.RELAPSE in kinds, Reason.RELAPSE),
        ((FlagKind.PERSISTENT, Severity.HIGH) in raised, Reason.PERSISTENT),
        (FlagKind.NON_IMPROVEMENT in kinds, Reason.NOT_IMPROVING),
        (FlagKind.PERSISTENT in kinds, Reason.PAST_3_MONTHS),
        (FlagKind.INSUFFICIENT_DATA in kinds or not states, Reason.NOT_ASSESSABLE),
        (states == {State.DOING_WELL}, Reason.DOING_WELL),
    )
    return next((reason for holds, reason in ordered if holds), Reason.ON_COURSE)


def refresh(store: Store, viewer: Viewer) -> int:
    """Judges every patient that the viewer may see as of today, whatever is stored; returns how many."""
    with store.transaction() as tx:
        followed = patients.patients(tx, viewer)
        assess(tx, viewer, followed, clock.now())
    return len(followed)


def refresh_stale(tx: Transaction, viewer: Viewer, followed: Sequence[Patient], now: datetime) -> None:
    """Judges anew those whose stored assessment is older than today where they live: crossing day 90 or falling
    silent needs no new entry."""
    known = assessments.as_of_dates(tx, viewer)
    assess(tx, viewer, [p for p in followed if known.get(p.id) != clock.today(p.time_zone)], now)


def assess(tx: Transaction, viewer: Viewer, followed: Sequence[Patient], now: datetime) -> None:
    """Judges the given patients, each as of today where they live, in one pass, and stores what was found."""
    if not followed:
        return
    ids = [patient.id for patient in followed]
    frame = patients.patients_frame(tx, viewer, ids)
    frame["as_of"] = frame["patient_id"].map({p.id: clock.today(p.time_zone) for p in followed})
    judged = replay(frame, diary.entries_frame(tx, viewer, ids))
    assessments.put_assessments(tx, viewer, [judged.assessment(patient_id) for patient_id in ids], now)


def acknowledge(store: Store, viewer: Viewer, flag_id: str, note: str) -> Review:
    """Notes that the viewer has seen a flag, with the viewer's own words. Raises NotAllowed, BadInput."""
    if len(note) > NOTE_LENGTH:
        raise BadInput(Fault("note", None, f"has {len(note):,} characters", f"Shorten it to {NOTE_LENGTH:,} or fewer."))
    now = clock.now()
    with store.transaction() as tx:
        answered = flags.acknowledge(tx, viewer, flag_id, note.strip(), now)
        audit.record(
            tx, action=Action.FLAG_ACKNOWLEDGED, account_id=viewer.account_id, detail=f"flag {flag_id}", now=now
        )
    return answered


def undo(store: Store, viewer: Viewer, review_id: str) -> None:
    """Takes an acknowledgement back; it stays in the record with who undid it and when. Raises NotAllowed."""
    now = clock.now()
    with store.transaction() as tx:
        flags.undo(tx, viewer, review_id, now)
        audit.record(
            tx,
            action=Action.ACKNOWLEDGEMENT_UNDONE,
            account_id=viewer.account_id,
            detail=f"review {review_id}",
            now=now,
        )


def set_follow_up(store: Store, viewer: Viewer, patient_id: str, on: date | None) -> None:
    """Sets or clears the date of the next follow-up. Raises NotAllowed, BadInput for a date before surgery."""
    now = clock.now()
    with store.transaction() as tx:
        episode = patients.patient(tx, viewer, patient_id).episode
        if on is not None and on < episode.surgery_date:
            raise BadInput(
                Fault("next follow-up", on, f"lies before the surgery ({episode.surgery_date})", "Check the year.")
            )
        patients.set_follow_up(tx, viewer, patient_id, on)
        audit.record(tx, action=Action.FOLLOW_UP_SET, account_id=viewer.account_id, patient_id=patient_id, now=now)
