"""Assessments and the flags that follow from them: brought in line, withdrawn, standing again, with their reviews."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.store.people import DAY, NOW, World, a_flag, add_patient, an_assessment
from tests.store.statements import counted
from tests.store.threads import at_once
from tracker.domain.assessment import Assessment, Flag, FlagKind, Improvement, Review, Severity, StoredFlag
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR
from tracker.store import assessments, flags
from tracker.store.tables import AssessmentRow

LATER = NOW + timedelta(days=1)
RELAPSE = a_flag()
SPARSE = a_flag(FlagKind.INSUFFICIENT_DATA, None, date(2025, 12, 20), date(2026, 1, 5), Severity.INFO)


def put(world: World, assessment: Assessment, now: datetime = NOW) -> None:
    with world.store.transaction() as tx:
        assessments.put_assessments(tx, OPERATOR, [assessment], now)


def stored_flags(world: World, *, open_only: bool = False) -> tuple[StoredFlag, ...]:
    with world.store.reading() as tx:
        return flags.flags(tx, OPERATOR, ["anna"], open_only=open_only)


def stored(world: World) -> Assessment | None:
    with world.store.reading() as tx:
        return assessments.assessment(tx, OPERATOR, "anna")


def test_an_assessment_comes_back_as_it_went_in(world: World) -> None:
    given = an_assessment("anna", SPARSE, RELAPSE)
    put(world, given)
    assert stored(world) == given
    with world.store.reading() as tx:
        assert assessments.assessments(tx, OPERATOR) == {"anna": given}
        assert assessments.standing(tx, OPERATOR) == {"anna": (DAY, "2026.1")}


def test_what_is_said_of_improvement_comes_back(world: World) -> None:
    plain = an_assessment("anna")
    said = replace(plain.sites[0], improvement=Improvement.MEANINGFUL, acceptable=False)
    given = replace(plain, sites=(said, *plain.sites[1:]))
    put(world, given)
    assert stored(world) == given


def test_an_assessment_that_was_stored_before_improvement_was_told_is_read_without(world: World) -> None:
    given = an_assessment("anna")
    put(world, given)
    told = {"improvement", "acceptable"}
    with world.store.transaction() as tx:
        (sites,) = tx.connection.execute(sa.select(AssessmentRow.sites)).one()
        earlier = [{name: value for name, value in site.items() if name not in told} for site in sites]
        tx.connection.execute(sa.update(AssessmentRow).values(sites=earlier))
    assert stored(world) == given


@pytest.mark.parametrize("kind", FlagKind)
def test_a_flag_of_every_kind_is_stored(world: World, kind: FlagKind) -> None:
    given = a_flag(kind)
    put(world, an_assessment("anna", given))
    assert [each.flag for each in stored_flags(world)] == [given]


def test_who_was_never_assessed_has_no_assessment(world: World) -> None:
    assert stored(world) is None


def test_a_patient_who_never_logged_can_be_assessed(world: World) -> None:
    given = replace(an_assessment("anna"), last_entry=None, sparkline=(), entries_28d=0, days_asked_28d=0)
    put(world, given)
    assert stored(world) == given


def test_the_next_assessment_replaces_the_last_one(world: World) -> None:
    put(world, an_assessment("anna"))
    newer = replace(an_assessment("anna", as_of=DAY + timedelta(1)), sparkline=(1.0,))
    put(world, newer, LATER)
    assert stored(world) == newer


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_on_both_databases(world: World, value: float) -> None:
    with pytest.raises((ValueError, sa.exc.StatementError), match="not JSON compliant"):
        put(world, replace(an_assessment("anna"), sparkline=(value,)))


def test_new_flags_are_stored_by_date_of_detection(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE, SPARSE))
    assert [each.flag for each in stored_flags(world)] == [SPARSE, RELAPSE]
    assert [each.flag for each in stored_flags(world, open_only=True)] == [RELAPSE]


@pytest.mark.parametrize(
    "changed",
    [
        replace(RELAPSE, cleared_on=DAY),
        replace(RELAPSE, severity=Severity.HIGH),
        replace(RELAPSE, onset_date=date(2026, 1, 20)),
        replace(RELAPSE, rule_version="2026.2"),
        a_flag(level=6.5),
        replace(RELAPSE, detected_on=date(2026, 2, 9)),
        replace(RELAPSE, detected_on=date(2026, 2, 11)),
        replace(RELAPSE, detected_on=date(2026, 2, 9), cleared_on=date(2026, 2, 11)),
    ],
    ids=[
        "cleared",
        "more severe",
        "earlier onset",
        "newer rules",
        "other evidence",
        "found a day earlier",
        "found a day later",
        "found a day earlier and over after two",
    ],
)
def test_a_flag_that_changed_stays_the_same_flag(world: World, changed: Flag) -> None:
    put(world, an_assessment("anna", RELAPSE))
    (before,) = stored_flags(world)
    put(world, an_assessment("anna", changed), LATER)
    (after,) = stored_flags(world)
    assert (after.id, after.flag, after.withdrawn_at) == (before.id, changed, None)


@pytest.mark.parametrize(
    "other",
    [
        replace(RELAPSE, kind=FlagKind.PERSISTENT),
        replace(RELAPSE, site=Site.LIMB),
        replace(RELAPSE, site=None),
        replace(RELAPSE, detected_on=date(2026, 2, 9), cleared_on=date(2026, 2, 10)),
    ],
    ids=["another kind", "another site", "no site", "over the day that the stored one began"],
)
def test_a_flag_that_differs_in_kind_or_site_or_was_on_at_another_time_is_another_one(
    world: World, other: Flag
) -> None:
    put(world, an_assessment("anna", RELAPSE))
    put(world, an_assessment("anna", other), LATER)
    withdrawn = {each.flag: each.withdrawn_at for each in stored_flags(world)}
    assert withdrawn == {RELAPSE: LATER, other: None}


@pytest.mark.parametrize("lost", [False, True], ids=["at once", "after it was withdrawn"])
def test_a_flag_that_moves_to_another_day_keeps_its_review(world: World, lost: bool) -> None:
    put(world, an_assessment("anna", RELAPSE))
    review = acknowledge(world)
    if lost:
        put(world, an_assessment("anna"), LATER)
    moved = replace(RELAPSE, detected_on=date(2026, 2, 9))
    put(world, an_assessment("anna", moved), LATER)
    (flag,) = stored_flags(world)
    assert (flag.flag, flag.withdrawn_at, flag.reviews) == (moved, None, (review,))


def test_of_several_stretches_each_goes_on_as_the_one_it_overlaps(world: World) -> None:
    first = a_flag(detected_on=date(2026, 1, 10), cleared_on=date(2026, 1, 20))
    put(world, an_assessment("anna", first, RELAPSE))
    before = [each.id for each in stored_flags(world)]
    moved = [replace(each, detected_on=each.detected_on - timedelta(1)) for each in (first, RELAPSE)]
    put(world, an_assessment("anna", *moved), LATER)
    assert [(each.id, each.flag) for each in stored_flags(world)] == list(zip(before, moved, strict=True))


def test_of_two_that_overlap_the_nearest_goes_on_and_the_other_is_withdrawn(world: World) -> None:
    first = a_flag(detected_on=date(2026, 1, 10), cleared_on=date(2026, 1, 20))
    put(world, an_assessment("anna", first, RELAPSE))
    near, far = stored_flags(world)
    joined = replace(RELAPSE, detected_on=date(2026, 1, 11))
    put(world, an_assessment("anna", joined), LATER)
    assert {each.id: (each.flag, each.withdrawn_at) for each in stored_flags(world)} == {
        near.id: (joined, None),
        far.id: (RELAPSE, LATER),
    }


def test_a_flag_that_lost_its_ground_is_withdrawn_and_no_longer_open(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    put(world, an_assessment("anna"), LATER)
    (flag,) = stored_flags(world)
    assert flag.withdrawn_at == LATER
    assert stored_flags(world, open_only=True) == ()
    assert stored(world) == an_assessment("anna")


def test_a_flag_that_is_withdrawn_keeps_the_time_of_it(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    put(world, an_assessment("anna"), LATER)
    put(world, an_assessment("anna"), LATER + timedelta(1))
    assert [each.withdrawn_at for each in stored_flags(world)] == [LATER]


def test_a_flag_that_is_there_again_stands_again_with_its_review(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    review = acknowledge(world)
    put(world, an_assessment("anna"), LATER)
    put(world, an_assessment("anna", RELAPSE), LATER)
    (flag,) = stored_flags(world)
    assert (flag.withdrawn_at, flag.standing_review) == (None, review)


def test_flags_of_others_are_left_alone(world: World) -> None:
    put(world, an_assessment("ben", RELAPSE))
    put(world, an_assessment("anna"), LATER)
    with world.store.reading() as tx:
        assert [(each.patient_id, each.withdrawn_at) for each in flags.flags(tx, OPERATOR)] == [("ben", None)]


def test_of_many_who_assess_the_same_patient_at_once_each_flag_is_stored_once(world: World) -> None:
    assert at_once(lambda _: put(world, an_assessment("anna", SPARSE, RELAPSE)), 4) == []
    assert [(each.flag, each.withdrawn_at) for each in stored_flags(world)] == [(SPARSE, None), (RELAPSE, None)]


def test_an_assessment_of_one_who_is_not_theirs_stores_none_of_the_others(world: World) -> None:
    both = [an_assessment("anna"), an_assessment("ben")]
    with pytest.raises(NotAllowed), world.store.transaction() as tx:
        assessments.put_assessments(tx, world.able.viewer, both, NOW)
    assert stored(world) is None


def test_no_assessment_at_all_is_nothing_to_do(world: World) -> None:
    with world.store.transaction() as tx, counted(tx) as statements:
        assessments.put_assessments(tx, OPERATOR, [], NOW)
    assert statements == []


@pytest.mark.parametrize("patients", [1, 40])
def test_a_panel_takes_the_same_few_statements_whatever_its_size(world: World, patients: int) -> None:
    names = [f"patient {number}" for number in range(patients)]
    with world.store.transaction() as tx:
        for name in names:
            add_patient(tx, name)
        with counted(tx) as writing:
            panel = [an_assessment(name, SPARSE, RELAPSE) for name in names]
            assessments.put_assessments(tx, OPERATOR, panel, NOW)
        with counted(tx) as reading:
            assert assessments.assessments(tx, OPERATOR) == {each.patient_id: each for each in panel}
            assert len(flags.flags(tx, OPERATOR, names)) == 2 * patients
    assert (len(writing), len(reading)) == (4, 4)


def acknowledge(world: World, note: str = "called her") -> Review:
    (flag,) = stored_flags(world)
    with world.store.transaction() as tx:
        return flags.acknowledge(tx, world.able.viewer, flag.id, note, NOW)


def test_a_review_says_who_when_and_what(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    review = acknowledge(world)
    (flag,) = stored_flags(world)
    assert (review.reviewed_by, review.reviewer_name, review.reviewed_at) == (world.able.id, "Able", NOW)
    assert (review.note, review.standing) == ("called her", True)
    assert flag.reviews == (review,)
    assert flag.standing_review == review


def test_an_undone_review_stays_in_the_record_with_who_undid_it(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    review = acknowledge(world)
    with world.store.transaction() as tx:
        flags.undo(tx, world.able.viewer, review.id, LATER)
    with pytest.raises(BadInput, match="was undone already"), world.store.transaction() as tx:
        flags.undo(tx, world.able.viewer, review.id, LATER + timedelta(1))
    (flag,) = stored_flags(world)
    assert flag.reviews == (replace(review, undone_at=LATER, undone_by_name="Able"),)
    assert flag.standing_review is None


def test_a_flag_may_be_reviewed_again_after_an_undo(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    first = acknowledge(world)
    with world.store.transaction() as tx:
        flags.undo(tx, world.able.viewer, first.id, NOW)
    second = acknowledge(world, "called again")
    (flag,) = stored_flags(world)
    assert len(flag.reviews) == 2
    assert flag.standing_review == second


def test_a_withdrawn_flag_cannot_be_reviewed(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    put(world, an_assessment("anna"), LATER)
    with pytest.raises(BadInput, match="was withdrawn"):
        acknowledge(world)


def test_a_flag_that_is_answered_is_not_answered_again(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    review = acknowledge(world)
    with pytest.raises(BadInput, match="was acknowledged already, by Able"):
        acknowledge(world, "and again")
    assert [each.reviews for each in stored_flags(world)] == [(review,)]


def test_a_review_does_not_cover_what_became_more_severe_since(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    early = acknowledge(world)
    assert early.severity is Severity.REVIEW
    put(world, an_assessment("anna", replace(RELAPSE, severity=Severity.HIGH)), LATER)
    (flag,) = stored_flags(world)
    assert (flag.standing_review, flag.covering_review(DAY)) == (early, None)
    late = acknowledge(world, "seen again")
    (flag,) = stored_flags(world)
    assert flag.covering_review(DAY) == late
    put(world, an_assessment("anna", RELAPSE), LATER)
    (flag,) = stored_flags(world)
    assert flag.covering_review(DAY) is not None, "what became less severe stays answered"


def test_of_many_who_answer_at_once_one_does(world: World) -> None:
    put(world, an_assessment("anna", RELAPSE))
    (flag,) = stored_flags(world)

    def answer(_: int) -> None:
        with world.store.transaction() as tx:
            flags.acknowledge(tx, world.able.viewer, flag.id, "", NOW)

    refused = at_once(answer, 4)
    assert [type(each) for each in refused] == [BadInput] * 3
    assert [len(each.reviews) for each in stored_flags(world)] == [1]


@pytest.mark.parametrize("note", ["a\0b", "x" * 10_001])
def test_a_note_that_cannot_be_kept_is_refused(world: World, note: str) -> None:
    put(world, an_assessment("anna", RELAPSE))
    with pytest.raises(BadInput, match="note"):
        acknowledge(world, note)


@pytest.mark.parametrize("unknown", ["nothing", "", "\0"])
def test_what_is_not_there_can_be_neither_reviewed_nor_undone(world: World, unknown: str) -> None:
    with world.store.transaction() as tx:
        with pytest.raises(NotAllowed):
            flags.acknowledge(tx, world.able.viewer, unknown, "", NOW)
        with pytest.raises(NotAllowed):
            flags.undo(tx, world.able.viewer, unknown, NOW)
