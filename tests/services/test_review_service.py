"""The physician's review: who stands where in the queue, when it is brought up to date, and answering a flag."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from tests.services.conftest import NOW, SURGERY, TODAY, Clinic
from tracker.domain import clock
from tracker.domain.assessment import (
    Assessment,
    Evidence,
    Flag,
    FlagKind,
    Review,
    Severity,
    SiteAssessment,
    State,
    StoredFlag,
)
from tracker.domain.audit import Action
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.patients import Episode, Patient, Region, Site
from tracker.domain.people import OPERATOR
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import diary, recovery, red_flags, review
from tracker.services.review import PanelRow, Reason, Standing
from tracker.store import Store, assessments, audit, flags, treatments
from tracker.store import diary as diary_store

SECONDS_TO_SLIP_IN = 1
LATE, MISSED = 115, tuple(range(102, 110))


def raised(kind: FlagKind, severity: Severity) -> StoredFlag:
    of_no_site = (FlagKind.INSUFFICIENT_DATA, FlagKind.LOST_CONTACT, FlagKind.WALKING_LOSS, FlagKind.OPIOIDS_PAST_90)
    site = None if kind in of_no_site else Site.AXIAL
    return StoredFlag("f", "A", Flag(kind, severity, site, TODAY, TODAY, None, "v", Evidence(1, 1, 1)))


def judged(*states: State) -> Assessment:
    sites = tuple(
        SiteAssessment(site, state, 3.0, 2.0, 4.0, 10, 14, None, None) for site, state in zip(Site, states, strict=True)
    )
    return Assessment("A", TODAY, 100, sites, (), 20, 28, TODAY, Site.AXIAL, (), "v")


RELAPSE = raised(FlagKind.RELAPSE, Severity.REVIEW)
PERSISTENT_HIGH = raised(FlagKind.PERSISTENT, Severity.HIGH)
PERSISTENT = raised(FlagKind.PERSISTENT, Severity.REVIEW)
STALLED = raised(FlagKind.NON_IMPROVEMENT, Severity.REVIEW)
SPARSE = raised(FlagKind.INSUFFICIENT_DATA, Severity.INFO)
WORSE = raised(FlagKind.WORSE_THAN_BEFORE, Severity.REVIEW)
NEW_LIMB = raised(FlagKind.NEW_LIMB_PAIN, Severity.REVIEW)
WALKING = raised(FlagKind.WALKING_LOSS, Severity.REVIEW)
OPIOIDS = raised(FlagKind.OPIOIDS_PAST_90, Severity.REVIEW)
LOST = raised(FlagKind.LOST_CONTACT, Severity.REVIEW)
SILENT = raised(FlagKind.LOST_CONTACT, Severity.INFO)
WATCHED = raised(FlagKind.EARLY_WATCH, Severity.INFO)
FLARE = raised(FlagKind.FLARE, Severity.INFO)
REVIEW = Review("r", "f", "p", "Dr P", NOW, "", Severity.REVIEW)


def answered(stored: StoredFlag, severity: Severity) -> StoredFlag:
    """A flag that was acknowledged when it was as severe as that."""
    return replace(stored, reviews=(replace(REVIEW, severity=severity),))


@pytest.mark.parametrize(
    ("open_flags", "states", "reason"),
    [
        ((SPARSE, STALLED, PERSISTENT_HIGH, RELAPSE), (State.RELAPSE, State.LEVEL), Reason.RELAPSE),
        ((SPARSE, STALLED, PERSISTENT_HIGH), (State.NOT_IMPROVING, State.LEVEL), Reason.PERSISTENT),
        ((SPARSE, STALLED, PERSISTENT), (State.NOT_IMPROVING, State.LEVEL), Reason.NOT_IMPROVING),
        ((SPARSE, PERSISTENT), (State.IMPROVING, State.LEVEL), Reason.PAST_3_MONTHS),
        ((SPARSE,), (State.NOT_ASSESSABLE, State.NOT_ASSESSABLE), Reason.NOT_ASSESSABLE),
        ((SILENT, FLARE, WORSE, NEW_LIMB), (State.LEVEL, State.LEVEL), Reason.WORSE_THAN_BEFORE),
        ((WALKING, NEW_LIMB), (State.LEVEL, State.LEVEL), Reason.NEW_LIMB_PAIN),
        ((OPIOIDS, WORSE), (State.LEVEL, State.LEVEL), Reason.WORSE_THAN_BEFORE),
        ((LOST, WALKING, OPIOIDS), (State.DOING_WELL, State.LEVEL), Reason.OPIOIDS),
        ((WATCHED, WALKING), (State.DOING_WELL, State.LEVEL), Reason.WALKING_LESS),
        ((SPARSE, LOST), (State.NOT_ASSESSABLE, State.NOT_ASSESSABLE), Reason.LOST_CONTACT),
        ((SPARSE, WATCHED), (State.LEVEL, State.LEVEL), Reason.EARLY_WATCH),
        ((SILENT, SPARSE), (State.LEVEL, State.LEVEL), Reason.SILENT),
        ((SPARSE,), (State.DOING_WELL, State.DOING_WELL), Reason.NOT_ASSESSABLE),
        ((LOST, WATCHED, OPIOIDS), (State.LEVEL, State.LEVEL), Reason.OPIOIDS),
        ((SILENT,), (State.DOING_WELL, State.DOING_WELL), Reason.SILENT),
        ((FLARE,), (State.DOING_WELL, State.DOING_WELL), Reason.DOING_WELL),
        ((FLARE,), (State.LEVEL, State.DOING_WELL), Reason.LEVEL),
        ((), (State.NOT_ASSESSABLE, State.NOT_ASSESSABLE), Reason.NOT_ASSESSABLE),
        ((), (State.DOING_WELL, State.DOING_WELL), Reason.DOING_WELL),
        ((), (State.DOING_WELL, State.NOT_ASSESSABLE), Reason.DOING_WELL),
        ((), (State.DOING_WELL, State.IMPROVING), Reason.ON_COURSE),
        ((), (State.IMPROVING, State.LEVEL), Reason.ON_COURSE),
        ((), (State.IMPROVING, State.NOT_ASSESSABLE), Reason.ON_COURSE),
        ((), (State.EARLY, State.EARLY), Reason.EARLY),
        ((), (State.LEVEL, State.LEVEL), Reason.LEVEL),
        ((), (State.LEVEL, State.DOING_WELL), Reason.LEVEL),
        ((), (State.LEVEL, State.NOT_ASSESSABLE), Reason.LEVEL),
    ],
)
def test_each_patient_has_one_reason_the_first_that_fits(
    open_flags: tuple[StoredFlag, ...], states: tuple[State, State], reason: Reason
) -> None:
    assert review.reason_for(judged(*states), open_flags) is reason


def test_the_panel_holds_the_own_patients_only_judged_as_of_today(clinic: Clinic) -> None:
    (row,) = review.panel(clinic.store, clinic.who("physician of A")).rows
    assert row.patient.id == "A"
    assert row.assessment.as_of == TODAY
    assert row.reason is Reason.PERSISTENT
    assert review.panel(clinic.store, clinic.who("administrator")).rows == ()


def test_crossing_day_90_needs_no_new_entry(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def kinds(day: int) -> set[FlagKind]:
        moment = datetime.combine(SURGERY + timedelta(days=day), NOW.time(), UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)
        (row,) = review.panel(clinic.store, clinic.who("physician of A")).rows
        return {each.flag.kind for each in row.flags}

    assert FlagKind.PERSISTENT not in kinds(89)
    assert FlagKind.PERSISTENT in kinds(90)


def test_an_opioid_after_day_90_is_told_of_on_the_day_on_which_it_is_ticked(clinic: Clinic) -> None:
    with clinic.store.transaction() as tx:
        treatments.save_treatment(
            tx, OPERATOR, Treatment("o", "B", TreatmentKind.MEDICINE, "oxicodona", SURGERY, dose="5 mg")
        )
        for back, ticked in ((150, {"o"}), (3, set()), (2, {"o"})):
            entry = DiaryEntry(TODAY - timedelta(days=back), axial=1, taken=frozenset(ticked))
            diary_store.save_entry(tx, OPERATOR, "B", entry, now=NOW, origin=Origin.PAGE)
    (row,) = review.panel(clinic.store, clinic.who("physician of B")).rows
    assert row.reason is Reason.OPIOIDS
    (told,) = [each.flag for each in row.flags if each.flag.kind is FlagKind.OPIOIDS_PAST_90]
    assert (told.detected_on, told.evidence.level, told.evidence.entries_used) == (TODAY - timedelta(days=2), 1, 2)
    shown = recovery.recovery(clinic.store, clinic.who("physician of B"), "B").days["open_flags"].tolist()
    assert ["opioids_past_90" in each for each in shown[-4:]] == [False, True, True, True]


def test_the_worst_stand_first_and_what_was_reviewed_behind_what_was_not(clinic: Clinic) -> None:
    rows = review.panel(clinic.store, OPERATOR).rows
    assert [(row.patient.id, row.reason) for row in rows] == [("A", Reason.PERSISTENT), ("B", Reason.LOST_CONTACT)]


def test_a_flag_is_acknowledged_with_a_note_and_the_answer_undone(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    (row,) = review.panel(clinic.store, physician).rows
    for each in row.flags:
        review.acknowledge(clinic.store, physician, each.id, "  SI block next visit ")
    (row,) = review.panel(clinic.store, physician).rows
    assert row.reviewed is not None
    assert (row.reviewed.note, row.reviewed.reviewer_name) == ("SI block next visit", "physician of A")
    review.undo(clinic.store, physician, row.reviewed.id)
    (row,) = review.panel(clinic.store, physician).rows
    assert row.reviewed is None, "one open flag without an answer leaves the patient unreviewed"
    actions = [Action.FLAG_ACKNOWLEDGED, Action.ACKNOWLEDGEMENT_UNDONE]
    with clinic.store.reading() as tx:
        found = [each.action for each in audit.events(tx, OPERATOR)]
    assert all(action in found for action in actions)


@pytest.mark.parametrize("who", ["patient A", "patient B", "physician of B", "administrator"])
def test_nobody_else_answers_a_flag(clinic: Clinic, who: str) -> None:
    (row,) = review.panel(clinic.store, clinic.who("physician of A")).rows
    with pytest.raises(NotAllowed):
        review.acknowledge(clinic.store, clinic.who(who), row.flags[0].id, "")
    with clinic.store.reading() as tx:
        assert all(not each.reviews for each in flags.flags(tx, OPERATOR, ["A"]))


def test_a_note_that_is_too_long_is_refused_and_no_answer_is_stored(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    (row,) = review.panel(clinic.store, physician).rows
    with pytest.raises(BadInput, match="note has 10,001 characters"):
        review.acknowledge(clinic.store, physician, row.flags[0].id, "x" * 10_001)
    with clinic.store.reading() as tx:
        assert all(not each.reviews for each in flags.flags(tx, OPERATOR, ["A"]))


def test_the_follow_up_is_set_cleared_and_never_before_the_surgery(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")

    def planned() -> object:
        return review.panel(clinic.store, physician).rows[0].patient.episode.next_follow_up

    review.set_follow_up(clinic.store, physician, "A", TODAY)
    assert planned() == TODAY
    with pytest.raises(BadInput, match="lies before the surgery"):
        review.set_follow_up(clinic.store, physician, "A", SURGERY - timedelta(days=1))
    assert planned() == TODAY
    review.set_follow_up(clinic.store, physician, "A", None)
    assert planned() is None


def test_a_record_that_is_looked_at_leaves_one_trace_in_a_quarter_of_an_hour(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    physician = clinic.who("physician of A")

    def looks() -> int:
        with clinic.store.reading() as tx:
            return sum(each.action is Action.RECORD_VIEWED for each in audit.events(tx, OPERATOR))

    for minutes, noted in ((0, 1), (14, 1), (15, 2)):
        monkeypatch.setattr(clock, "now", lambda m=minutes: NOW + timedelta(minutes=m))
        recovery.recovery(clinic.store, physician, "A")
        assert looks() == noted


def test_a_patient_gets_the_own_record_without_interpretation(clinic: Clinic) -> None:
    review.refresh(clinic.store, OPERATOR)
    own = recovery.recovery(clinic.store, clinic.who("patient A"))
    theirs = recovery.recovery(clinic.store, clinic.who("physician of A"), "A")
    assert (own.flags, own.assessment) == ((), None)
    assert set(own.days["open_flags"]) == {""}
    assert theirs.assessment is not None
    assert theirs.flags
    assert own.days["axial_typical"].equals(theirs.days["axial_typical"])


def test_the_record_says_nothing_taken_apart_from_not_answered(clinic: Clinic) -> None:
    patient = clinic.who("patient A")
    diary.save_entry(clinic.store, patient, "A", DiaryEntry(TODAY, axial=6, taken=frozenset()), based_on=0)
    days = recovery.days(clinic.store, clinic.who("physician of A"), "A").set_index("day")
    assert days.loc[200, "taken"] == "nothing"
    assert days.loc[199, "taken"] == ""
    assert days.loc[1, "taken"] == "Gabapentin 300 mg"


def looks(clinic: Clinic, action: Action) -> list[tuple[str | None, str | None]]:
    """Who looked at whom, newest first."""
    with clinic.store.reading() as tx:
        return [(each.account_id, each.patient_id) for each in audit.events(tx, OPERATOR) if each.action is action]


def test_a_look_at_the_panel_leaves_a_line_for_each_patient_once_in_a_quarter_of_an_hour(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    physician = clinic.who("physician of A")
    of_both = {(None, "A"), (None, "B")}
    for minutes, rounds in ((0, 1), (14, 1), (15, 2)):
        monkeypatch.setattr(clock, "now", lambda m=minutes: NOW + timedelta(minutes=m))
        review.panel(clinic.store, physician)
        review.panel(clinic.store, OPERATOR)
        noted = looks(clinic, Action.PANEL_VIEWED)
        assert set(noted) == {(physician.account_id, "A"), *of_both}
        assert len(noted) == 3 * rounds


@pytest.mark.parametrize("who", ["patient A", "physician of A"])
@pytest.mark.parametrize("asked", ["B", "nobody", "a\0b"])
def test_a_look_that_is_refused_leaves_a_line(clinic: Clinic, who: str, asked: str) -> None:
    viewer = clinic.who(who)
    for _ in range(2):
        with pytest.raises(NotAllowed):
            recovery.recovery(clinic.store, viewer, asked)
    assert looks(clinic, Action.RECORD_REFUSED) == [(viewer.account_id, asked.replace("\0", "\\u0000"))]
    assert looks(clinic, Action.RECORD_VIEWED) == []


def test_an_answer_to_a_flag_and_its_undoing_name_the_patient(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    (row,) = review.panel(clinic.store, physician).rows
    review.undo(clinic.store, physician, review.acknowledge(clinic.store, physician, row.flags[0].id, "").id)
    for action in (Action.FLAG_ACKNOWLEDGED, Action.ACKNOWLEDGEMENT_UNDONE):
        assert looks(clinic, action) == [(physician.account_id, "A")]


def test_a_record_is_brought_up_to_date_when_it_is_looked_at(clinic: Clinic) -> None:
    found = recovery.recovery(clinic.store, clinic.who("physician of A"), "A")
    assert found.assessment is not None
    assert found.assessment.as_of == TODAY
    assert {each.flag.kind for each in found.flags if each.open} >= {FlagKind.PERSISTENT}


def test_newer_rules_judge_anew_what_was_judged_today(clinic: Clinic) -> None:
    review.refresh(clinic.store, OPERATOR)
    with clinic.store.transaction() as tx:
        (old,) = (each for each in assessments.assessments(tx, OPERATOR).values() if each.patient_id == "A")
        assessments.put_assessments(tx, OPERATOR, [replace(old, rule_version="old", sparkline=(9.0,))], NOW)
    (row,) = review.panel(clinic.store, clinic.who("physician of A")).rows
    assert (row.assessment.rule_version, row.assessment.sparkline) == (old.rule_version, old.sparkline)


def test_a_look_that_finds_nothing_due_writes_nothing(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    physician = clinic.who("physician of A")
    before = review.panel(clinic.store, physician), recovery.recovery(clinic.store, physician, "A").flags
    monkeypatch.delattr(Store, "transaction")
    assert (review.panel(clinic.store, physician), recovery.recovery(clinic.store, physician, "A").flags) == before


@pytest.fixture
def relapsed(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """B on day LATE: pain of 7 that fell to 2, and is back at 6 since day 100; MISSED are the days without entry."""
    monkeypatch.setattr(clock, "now", lambda: datetime.combine(SURGERY + timedelta(days=LATE), NOW.time(), UTC))
    logged = [of_b(day) for day in range(1, LATE) if day not in MISSED]
    with clinic.store.transaction() as tx:
        diary_store.save_entries(tx, OPERATOR, "B", logged, now=clock.now(), origin=Origin.IMPORT)
    return clinic


def of_b(day: int) -> DiaryEntry:
    return DiaryEntry(SURGERY + timedelta(days=day), axial=7 if day < 20 else 2 if day < 100 else 6)


def test_days_filled_in_late_keep_what_the_physician_answered(relapsed: Clinic) -> None:
    physician, patient = relapsed.who("physician of B"), relapsed.who("patient B")
    (row,) = review.panel(relapsed.store, physician).rows
    for each in row.flags:
        review.acknowledge(relapsed.store, physician, each.id, "seen")
    before = {each.id: each.flag.detected_on for each in row.flags}
    for day in MISSED:
        diary.save_entry(relapsed.store, patient, "B", of_b(day), based_on=0)
    (row,) = review.panel(relapsed.store, physician).rows
    after = {each.id: each.flag.detected_on for each in row.flags}
    assert before.keys() <= after.keys()
    assert any(after[each] < before[each] for each in before), "the days that were missing bring it forward"
    answers = [each.covering_review(clock.today("UTC")) for each in row.flags if each.id in before]
    assert [answer and answer.note for answer in answers] == ["seen"] * len(before)


def test_what_became_more_severe_wants_another_answer(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    physician = clinic.who("physician of A")

    def row_on(day: int) -> PanelRow:
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(SURGERY + timedelta(days=day), NOW.time(), UTC))
        (row,) = review.panel(clinic.store, physician).rows
        return row

    before = row_on(179)
    for each in before.flags:
        review.acknowledge(clinic.store, physician, each.id, "")
    assert row_on(179).reviewed is not None
    after = row_on(180)
    assert Severity.HIGH in {each.flag.severity for each in after.flags}
    assert {each.id for each in after.flags} == {each.id for each in before.flags}
    assert after.reviewed is None


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_refresh_does_not_overwrite_what_is_saved_while_it_judges(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The patient presses Save just after the refresh read the diary: the save is judged after it, and stays."""
    patient, read = clinic.who("patient A"), diary_store.entries_frame
    saving = threading.Thread(
        target=lambda: diary.save_entry(clinic.store, patient, "A", DiaryEntry(TODAY, axial=6), based_on=0)
    )

    def then_somebody_saves(*given: Any) -> pd.DataFrame:
        frame = read(*given)
        if threading.current_thread() is not saving and not saving.ident:
            saving.start()
            saving.join(SECONDS_TO_SLIP_IN)
        return frame

    monkeypatch.setattr(diary_store, "entries_frame", then_somebody_saves)
    review.refresh(clinic.store, OPERATOR)
    saving.join()
    with clinic.store.reading() as tx:
        assessment = assessments.assessment(tx, OPERATOR, "A")
    assert assessment is not None
    assert assessment.last_entry == TODAY


def test_a_patients_own_look_is_noted_and_judges_nothing(clinic: Clinic) -> None:
    recovery.recovery(clinic.store, clinic.who("patient A"))
    with clinic.store.reading() as tx:
        assert [(each.account_name, each.patient_id) for each in audit.events(tx, OPERATOR)] == [("patient A", "A")]
        assert assessments.assessment(tx, OPERATOR, "A") is None


def test_all_that_waits_is_acknowledged_at_once_and_undone_at_once(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    (before,) = review.panel(clinic.store, physician).rows
    assert before.standing is Standing.TO_REVIEW
    answers = review.acknowledge_all(clinic.store, physician, "A", " seen ")
    assert [(each.flag_id, each.note) for each in answers] == [(each.id, "seen") for each in before.waiting]
    (row,) = review.panel(clinic.store, physician).rows
    assert (row.standing, row.waiting) == (Standing.REVIEWED, ())
    assert review.acknowledge_all(clinic.store, physician, "A") == [], "nothing waits any more"
    review.undo_all(clinic.store, physician, [each.id for each in answers])
    (row,) = review.panel(clinic.store, physician).rows
    assert {each.id for each in row.waiting} == {each.id for each in before.waiting}
    for action in (Action.FLAG_ACKNOWLEDGED, Action.ACKNOWLEDGEMENT_UNDONE):
        assert looks(clinic, action) == [(physician.account_id, "A")] * len(answers)


def test_only_what_was_shown_is_acknowledged(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    (row,) = review.panel(clinic.store, physician).rows
    assert review.acknowledge_all(clinic.store, physician, "A", flag_ids=["another"]) == []
    assert review.panel(clinic.store, physician).rows[0].waiting == row.waiting


@pytest.mark.parametrize("who", ["patient A", "patient B", "physician of B", "administrator"])
def test_nobody_else_acknowledges_all_nor_undoes_it(clinic: Clinic, who: str) -> None:
    physician = clinic.who("physician of A")
    review.panel(clinic.store, physician)
    with pytest.raises(NotAllowed):
        review.acknowledge_all(clinic.store, clinic.who(who), "A")
    answers = review.acknowledge_all(clinic.store, physician, "A")
    assert answers
    with pytest.raises(NotAllowed):
        review.undo_all(clinic.store, clinic.who(who), [each.id for each in answers])
    assert review.panel(clinic.store, physician).rows[0].standing is Standing.REVIEWED


def test_nothing_is_acknowledged_before_a_red_flag_was_read(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    review.panel(clinic.store, physician)
    red_flags.answer(clinic.store, clinic.who("patient A"), ["bladder"])
    with pytest.raises(BadInput, match="Open the record"):
        review.acknowledge_all(clinic.store, physician, "A")
    (row,) = review.panel(clinic.store, physician).rows
    assert (row.standing, row.reviewed) == (Standing.TO_REVIEW, None)


@pytest.mark.parametrize(
    ("open_flags", "standing"),
    [
        ((), Standing.NOTHING_ASKED),
        ((SPARSE, SILENT, WATCHED, FLARE), Standing.NOTHING_ASKED),
        ((SPARSE, RELAPSE), Standing.TO_REVIEW),
        ((answered(STALLED, Severity.REVIEW),), Standing.REVIEWED),
        ((answered(STALLED, Severity.REVIEW), RELAPSE), Standing.TO_REVIEW),
        ((answered(PERSISTENT_HIGH, Severity.REVIEW),), Standing.TO_REVIEW),
        ((answered(PERSISTENT_HIGH, Severity.HIGH), SPARSE), Standing.REVIEWED),
    ],
)
def test_what_asks_for_an_answer_waits_until_it_has_one_as_severe_as_it_is(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, open_flags: tuple[StoredFlag, ...], standing: Standing
) -> None:
    review.refresh(clinic.store, OPERATOR)
    of_a = tuple(replace(each, patient_id="A") for each in open_flags)
    monkeypatch.setattr(flags, "flags", lambda *_, **__: of_a)
    (row,) = review.panel(clinic.store, clinic.who("physician of A")).rows
    assert row.standing is standing
    assert (row.returned is not None) == any(each.reviews for each in row.waiting)


@pytest.mark.parametrize(
    ("open_flags", "reason", "spoken_of"),
    [
        ((answered(RELAPSE, Severity.REVIEW), OPIOIDS), Reason.OPIOIDS, [OPIOIDS]),
        ((RELAPSE, OPIOIDS), Reason.RELAPSE, [RELAPSE, OPIOIDS]),
        ((answered(RELAPSE, Severity.REVIEW), SPARSE), Reason.RELAPSE, [RELAPSE, SPARSE]),
    ],
)
def test_what_was_acknowledged_does_not_put_a_patient_up_again_beside_something_new(
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
    open_flags: tuple[StoredFlag, ...],
    reason: Reason,
    spoken_of: list[StoredFlag],
) -> None:
    review.refresh(clinic.store, OPERATOR)
    of_a = tuple(replace(each, id=each.flag.kind, patient_id="A") for each in open_flags)
    monkeypatch.setattr(flags, "flags", lambda *_, **__: of_a)
    (row,) = review.panel(clinic.store, clinic.who("physician of A")).rows
    assert row.reason is reason
    assert list(row.assessment.flags) == [each.flag for each in spoken_of]
    assert row.flags == of_a


def test_the_order_is_what_waits_then_the_reason_then_how_severe_then_the_pain() -> None:
    severe, level = replace(RELAPSE, flag=replace(RELAPSE.flag, severity=Severity.HIGH)), judged(*[State.LEVEL] * 2)
    hurting = replace(level, sites=tuple(replace(each, typical=8.0) for each in level.sites))

    def row(name: str, reason: Reason, *waiting: StoredFlag, of: Assessment = level, seen: bool = False) -> PanelRow:
        patient = Patient(name, name, "UTC", demo=False, episode=Episode(name, name, SURGERY, Region.LUMBAR))
        answer = REVIEW if seen else None
        assessment = replace(of, flags=tuple(each.flag for each in waiting))
        return PanelRow(patient, assessment, waiting, reason, answer, (), () if seen else waiting)

    ordered = [
        row("f", Reason.RELAPSE, severe),
        row("e", Reason.RELAPSE, RELAPSE, of=hurting),
        row("c", Reason.RELAPSE, RELAPSE),
        row("d", Reason.RELAPSE, RELAPSE),
        row("b", Reason.LOST_CONTACT, LOST),
        row("a", Reason.RELAPSE, severe, seen=True),
        row("0", Reason.DOING_WELL),
        row("00", Reason.NOT_ASSESSABLE),
    ]
    assert sorted(ordered[4:] + ordered[:4], key=lambda each: each.rank) == ordered


def test_the_ten_reasons_of_the_follow_up_stand_in_their_order_worst_first() -> None:
    ten = (
        "Red flag; Relapse; Persistent past 6 months; Not improving past 3 months; Worse than before; "
        "Opioids past day 90; Lost contact; Early watch; Doing well; Not assessable"
    )
    assert [each for each in Reason if each in ten.split("; ")] == ten.split("; ")


def test_the_panel_of_some_is_of_those_the_viewer_follows(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    (row,) = review.panel(clinic.store, physician, ["A", "B", "nobody"]).rows
    assert (row.patient.id, row.teams) == ("A", ("Team A",))
    assert row == review.panel(clinic.store, physician).rows[0]
    assert review.panel(clinic.store, physician, []).rows == ()
    assert looks(clinic, Action.PANEL_VIEWED) == [(physician.account_id, "A")]
