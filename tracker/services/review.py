"""The physician's review: the panel, worst first, what keeps it up to date, and answering a flag."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pandas as pd

from tracker import simulation
from tracker.domain import clock, reference
from tracker.domain.assessment import Assessment, FlagKind, Review, Severity, State, StoredFlag
from tracker.domain.audit import Action
from tracker.domain.columns import JUDGED, TREATMENTS
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.patients import Patient
from tracker.domain.people import Role, Viewer
from tracker.domain.red_flags import RedFlagAnswer, worst
from tracker.domain.snooze import check_until
from tracker.domain.urgency import most_urgent
from tracker.store import (
    Store,
    Transaction,
    assessments,
    audit,
    care_teams,
    diary,
    flags,
    patients,
    red_flags,
    treatments,
)
from tracker.store.scope import hold_all
from tracker.trends import replay

AT_A_TIME = 500
"""Patients that are judged in one transaction: about a second's work, a tenth of what a writer waits at most."""


class Reason(StrEnum):
    """Why a patient stands where in the queue: one each, the first that fits, worst first.

    The ten that have a name of their own in the follow-up of a spine clinic, and between them what would be lost if it
    were counted among those: pain past 3 months that still falls, new leg or arm pain, less walking, a week of silence,
    and the three ways to be neither well nor a worry.
    """

    RED_FLAG = "Red flag"
    RELAPSE = "Relapse"
    PERSISTENT = "Persistent past 6 months"
    NOT_IMPROVING = "Not improving past 3 months"
    PAST_3_MONTHS = "Persistent past 3 months"
    WORSE_THAN_BEFORE = "Worse than before"
    NEW_LIMB_PAIN = "New leg or arm pain"
    OPIOIDS = "Opioids past day 90"
    WALKING_LESS = "Walking less"
    LOST_CONTACT = "Lost contact"
    EARLY_WATCH = "Early watch"
    SILENT = "Silent for a week"
    LEVEL = "Level"
    EARLY = "Too early to say"
    ON_COURSE = "On course"
    DOING_WELL = "Doing well"
    NOT_ASSESSABLE = "Not assessable"


class Standing(StrEnum):
    """Whether a patient waits for a physician: the parts of the queue, from the top."""

    TO_REVIEW = "To review"
    REVIEWED = "Reviewed"
    NOTHING_ASKED = "Nothing to answer"


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One patient in the queue. `flags` are the open ones; `waiting` are those of them that want an answer, be it that
    they became more severe since the last one. Flags for information want none. While any waits, `reason` and the flags
    of `assessment` are of those alone: what was answered does not put a patient up again.
    `reviewed` is the newest review that holds, None while anything waits; `returned` the newest one of what waits
    again. `red_flags` are the patient's own answers that nobody has acknowledged, oldest first: while there is one, the
    patient stands on top, whatever was reviewed. `teams` are the names of the care teams that the viewer may know of.
    """

    patient: Patient
    assessment: Assessment
    flags: tuple[StoredFlag, ...]
    reason: Reason
    reviewed: Review | None
    red_flags: tuple[RedFlagAnswer, ...]
    waiting: tuple[StoredFlag, ...] = ()
    returned: Review | None = None
    teams: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """What nobody has answered comes before what was, and that before what asks for nothing."""
        if self.waiting or self.red_flags:
            return Standing.TO_REVIEW
        return Standing.NOTHING_ASKED if self.reviewed is None else Standing.REVIEWED

    @property
    def rank(self) -> tuple[int, int, int, int, float, str]:
        """Sorts worst first: what waits, then the reason, then how soon a red flag wants somebody, then the severity of
        the flag that is spoken of, then the pain itself."""
        foremost = most_urgent(self.assessment.flags)
        severity = foremost.severity.rank if foremost else -1
        typical = self.assessment.site(self.assessment.leading).typical
        return (
            _STANDINGS[self.standing],
            _REASONS[self.reason],
            -worst(self.red_flags).rank if self.red_flags else 0,
            -severity,
            -(typical if typical is not None else -1.0),
            self.patient.id,
        )


_STANDINGS = {standing: position for position, standing in enumerate(Standing)}
_REASONS = {reason: position for position, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Panel:
    """The patients that the viewer follows, worst first."""

    rows: tuple[PanelRow, ...]


def panel(store: Store, viewer: Viewer, patient_ids: Collection[str] | None = None) -> Panel:
    """The viewer's own panel (those of `patient_ids`, where given), brought up to date where it is older than today.
    Leaves a trace for each patient."""
    with store.reading() as tx:
        listed = patients.patients(tx, viewer, patient_ids)
    look(store, viewer, listed, Action.PANEL_VIEWED)
    with store.reading() as tx:
        followed = patients.patients(tx, viewer, patient_ids)
        judged = assessments.unflagged(tx, viewer, patient_ids)
        teams = care_teams.of_patients(tx, viewer, patient_ids)
        open_flags: dict[str, list[StoredFlag]] = {}
        for stored in flags.flags(tx, viewer, patient_ids, open_only=True):
            open_flags.setdefault(stored.patient_id, []).append(stored)
        answered: dict[str, list[RedFlagAnswer]] = {}
        for answer in red_flags.answers(tx, viewer, patient_ids, open_only=True):
            answered.setdefault(answer.patient_id, []).append(answer)
    # Who joined the team after the look is not judged and not noted yet: the next look has them.
    shown = {patient.id for patient in listed} & judged.keys()
    rows = (
        _row(
            each,
            judged[each.id],
            tuple(open_flags.get(each.id, ())),
            tuple(answered.get(each.id, ())),
            teams.get(each.id, ()),
        )
        for each in followed
        if each.id in shown
    )
    return Panel(tuple(sorted(rows, key=lambda row: row.rank)))


def _row(
    patient: Patient,
    unflagged: Assessment,
    open_flags: tuple[StoredFlag, ...],
    answered: tuple[RedFlagAnswer, ...],
    teams: tuple[str, ...],
) -> PanelRow:
    today = clock.today(patient.time_zone)
    waiting = tuple(each for each in open_flags if _waits(each, today))
    told = waiting or open_flags
    assessment = replace(unflagged, flags=tuple(each.flag for each in told))
    settled = bool(open_flags) and not waiting and not answered
    return PanelRow(
        patient=patient,
        assessment=assessment,
        flags=open_flags,
        reason=Reason.RED_FLAG if answered else reason_for(assessment, told),
        reviewed=_newest(each.covering_review(today) for each in open_flags if each.asks_for_answer)
        if settled
        else None,
        red_flags=answered,
        waiting=waiting,
        returned=_newest(each.standing_review for each in waiting),
        teams=teams,
    )


def _waits(stored: StoredFlag, today: date) -> bool:
    """Whether an open flag wants a physician's answer on a date of the patient's: nobody gave one, it became more
    severe since, or it was put off until now."""
    return stored.asks_for_answer and stored.covering_review(today) is None


def _newest(reviews: Iterable[Review | None]) -> Review | None:
    return max((each for each in reviews if each), key=lambda each: each.reviewed_at, default=None)


def reason_for(assessment: Assessment, open_flags: Sequence[StoredFlag]) -> Reason:
    """The one reason for a patient's place in the queue, from the open flags and the states of the sites, where no red
    flag waits for an answer; asked in the order of `Reason`. "On course" is said only of a pain that falls, not of one
    that nothing was raised about, and nothing good of a log that is too thin to judge."""
    raised = {(each.flag.kind, each.flag.severity) for each in open_flags}
    kinds = {kind for kind, _ in raised}
    thin = FlagKind.INSUFFICIENT_DATA in kinds
    states = set() if thin else {site.state for site in assessment.sites} - {State.NOT_ASSESSABLE}
    improving = State.IMPROVING in states
    ordered = (
        (FlagKind.RELAPSE in kinds, Reason.RELAPSE),
        ((FlagKind.PERSISTENT, Severity.HIGH) in raised, Reason.PERSISTENT),
        (FlagKind.NON_IMPROVEMENT in kinds, Reason.NOT_IMPROVING),
        (FlagKind.PERSISTENT in kinds, Reason.PAST_3_MONTHS),
        (FlagKind.WORSE_THAN_BEFORE in kinds, Reason.WORSE_THAN_BEFORE),
        (FlagKind.NEW_LIMB_PAIN in kinds, Reason.NEW_LIMB_PAIN),
        (FlagKind.OPIOIDS_PAST_90 in kinds, Reason.OPIOIDS),
        (FlagKind.WALKING_LOSS in kinds, Reason.WALKING_LESS),
        ((FlagKind.LOST_CONTACT, Severity.REVIEW) in raised, Reason.LOST_CONTACT),
        (FlagKind.EARLY_WATCH in kinds, Reason.EARLY_WATCH),
        (FlagKind.LOST_CONTACT in kinds, Reason.SILENT),
        (states and not improving and State.EARLY not in states and states != {State.DOING_WELL}, Reason.LEVEL),
        (State.EARLY in states and not improving, Reason.EARLY),
        (improving, Reason.ON_COURSE),
        (State.DOING_WELL in states, Reason.DOING_WELL),
    )
    return next((reason for holds, reason in ordered if holds), Reason.NOT_ASSESSABLE)


def look(store: Store, viewer: Viewer, followed: Sequence[Patient], action: Action) -> None:
    """Judges anew what is out of date and notes the look at each of the patients. Writes nothing where neither is due:
    a page is drawn anew at every tap, and must not keep those who save waiting. A patient's own look is noted too, and
    judges nothing: what is made of the record is not shown to the patient."""
    now = clock.now()
    noted: dict[str, Any] = {"action": action, "account_id": viewer.account_id, "now": now}
    ids = [patient.id for patient in followed]
    with store.reading() as tx:
        stale = _stale(tx, viewer, followed) if viewer.reads_interpretations else []
        due = audit.looks_due(tx, patient_ids=ids, **noted)
    _assess_in_turn(store, viewer, stale, now)
    if due:
        with store.transaction() as tx:
            audit.record_looks(tx, patient_ids=due, **noted)


def refresh(store: Store, viewer: Viewer) -> int:
    """Judges every patient that the viewer may see as of today, whatever is stored; returns how many."""
    with store.reading() as tx:
        followed = patients.patients(tx, viewer)
    _assess_in_turn(store, viewer, followed, clock.now())
    return len(followed)


def _assess_in_turn(store: Store, viewer: Viewer, followed: Sequence[Patient], now: datetime) -> None:
    """Judges in several transactions: who wants to save waits for one of them, not for a panel of thousands."""
    for first in range(0, len(followed), AT_A_TIME):
        with store.transaction() as tx:
            assess(tx, viewer, followed[first : first + AT_A_TIME], now)


def _stale(tx: Transaction, viewer: Viewer, followed: Sequence[Patient]) -> list[Patient]:
    """Those whose stored assessment is not of today where they live, since crossing day 90 or falling silent needs no
    new entry, or not by the present rules."""
    known, version = assessments.standing(tx, viewer), reference.thresholds().rule_version
    return [each for each in followed if known.get(each.id) != (clock.today(each.time_zone), version)]


def assess(tx: Transaction, viewer: Viewer, followed: Sequence[Patient], now: datetime) -> None:
    """Judges the given patients, each as of today where they live, in one pass, and stores what was found. Holds them
    before it reads, so that what is saved meanwhile is judged after, and not overwritten. Raises NotAllowed."""
    if not followed:
        return
    ids = [patient.id for patient in followed]
    hold_all(tx, viewer, ids)
    frame = patients.patients_frame(tx, viewer, ids)
    frame["as_of"] = frame["patient_id"].map({p.id: clock.today(p.time_zone) for p in followed})
    entries = diary.entries_frame(tx, viewer, ids, JUDGED)
    judged = replay(frame, entries, treatments.treatments_frame(tx, viewer, ids))
    assessments.put_assessments(tx, viewer, [judged.assessment(patient_id) for patient_id in ids], now)


def make_ready() -> None:
    """Judges an invented patient, so that the engine's machine code is loaded, or made after an update, before the
    first patient waits for it. Reads and stores nothing."""
    (invented,) = simulation.cohort(0, _INVENTED_ON, mix={simulation.Course.WEARS_OFF: 1})
    patient, episode = invented.patient, invented.patient.episode
    of_patient = {"patient_id": [patient.id], "surgery_date": [episode.surgery_date], "region": [str(episode.region)]}
    before = {"baseline_axial": [episode.baseline_axial], "baseline_limb": [episode.baseline_limb]}
    given = {"patient_id": patient.id, "date": [entry.on for entry in invented.entries]}
    answers = {name: [getattr(entry, name) for entry in invented.entries] for name in _JUDGED_ANSWERS}
    done = [(patient.id, each.start, str(each.kind), each.name) for each in invented.treatments]
    judged = replay(
        pd.DataFrame(of_patient | before).astype({"surgery_date": _DATE} | dict.fromkeys(before, "float64")),
        pd.DataFrame(given | answers).astype({"date": _DATE} | _JUDGED_ANSWERS),
        pd.DataFrame(done, columns=TREATMENTS.names).astype({"start": _DATE}),
        as_of=_INVENTED_ON,
    )
    judged.assessment(patient.id)


_INVENTED_ON = date(2026, 1, 1)
_DATE = "datetime64[us]"
_JUDGED_ANSWERS = {**dict.fromkeys(("axial", "limb", "walking_minutes"), "float64"), "flare": "boolean"}


def acknowledge(store: Store, viewer: Viewer, flag_id: str, note: str, until: date | None = None) -> Review:
    """Notes that the viewer has seen a flag, with the viewer's own words; with `until`, a date of the patient's, the
    flag asks again from then on. It does so before where it becomes more severe or recurs. Raises NotAllowed,
    BadInput, also for a date that is not ahead or too far."""
    now = clock.now()
    with store.transaction() as tx:
        if until is not None:
            patient = patients.patient(tx, viewer, flags.patient_of_flag(tx, viewer, flag_id))
            check_until(until, clock.today(patient.time_zone))
        answered = flags.acknowledge(tx, viewer, flag_id, note.strip(), now, until=until)
        _note_answer(tx, viewer, answered, Action.FLAG_ACKNOWLEDGED, now)
    return answered


def undo(store: Store, viewer: Viewer, review_id: str) -> None:
    """Takes an acknowledgement back; it stays in the record with who undid it and when. Raises NotAllowed."""
    undo_all(store, viewer, [review_id])


def acknowledge_all(
    store: Store, viewer: Viewer, patient_id: str, note: str = "", *, flag_ids: Collection[str] | None = None
) -> list[Review]:
    """Acknowledges at once all of a patient that waits for it (of `flag_ids`, where given: what came after these were
    shown was not seen), oldest first; empty where a colleague was faster. Raises NotAllowed, and BadInput while a red
    flag waits: what the patient ticked is to be read before anything of that patient is answered."""
    if viewer.role is not Role.PHYSICIAN:
        raise NotAllowed
    now = clock.now()
    with store.transaction() as tx:
        hold_all(tx, viewer, [patient_id])
        if red_flags.answers(tx, viewer, [patient_id], open_only=True):
            remedy = "Open the record, read what was ticked, and acknowledge it there."
            raise BadInput(Fault("red flag", None, "was answered and waits to be read", remedy))
        today = clock.today(patients.patient(tx, viewer, patient_id).time_zone)
        found = flags.flags(tx, viewer, [patient_id], open_only=True)
        wanted = [each.id for each in found if _waits(each, today) and (flag_ids is None or each.id in flag_ids)]
        answers = [flags.acknowledge(tx, viewer, flag_id, note.strip(), now) for flag_id in wanted]
        for answer in answers:
            _note_answer(tx, viewer, answer, Action.FLAG_ACKNOWLEDGED, now)
    return answers


def undo_all(store: Store, viewer: Viewer, review_ids: Iterable[str]) -> None:
    """Takes several acknowledgements back, all or none. Raises NotAllowed, BadInput where one was undone already."""
    now = clock.now()
    with store.transaction() as tx:
        for review_id in review_ids:
            undone = flags.undo(tx, viewer, review_id, now)
            _note_answer(tx, viewer, undone, Action.ACKNOWLEDGEMENT_UNDONE, now)


def _note_answer(tx: Transaction, viewer: Viewer, answer: Review, action: Action, now: datetime) -> None:
    audit.record(
        tx,
        action=action,
        account_id=viewer.account_id,
        patient_id=flags.patient_of_flag(tx, viewer, answer.flag_id),
        detail=f"flag {answer.flag_id}, review {answer.id}" + (f", until {answer.until}" if answer.until else ""),
        now=now,
    )


def set_follow_up(store: Store, viewer: Viewer, patient_id: str, on: date | None) -> None:
    """Sets or clears the date of the next follow-up. Raises NotAllowed, BadInput for a date before surgery."""
    now = clock.now()
    with store.transaction() as tx:
        patient = patients.patient(tx, viewer, patient_id)
        episode, today = patient.episode, clock.today(patient.time_zone)
        if on is not None and on < episode.surgery_date:
            raise BadInput(
                Fault("next follow-up", on, f"lies before the surgery ({episode.surgery_date})", "Check the year.")
            )
        patients.set_follow_up(tx, viewer, patient_id, on, today)
        audit.record(tx, action=Action.FOLLOW_UP_SET, account_id=viewer.account_id, patient_id=patient_id, now=now)
