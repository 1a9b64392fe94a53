"""Pain before and after a treatment: what is compared, what is not, and each statistic by plain arithmetic."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from statistics import fmean
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.charts.records import days, episode, on, treatment
from tracker.domain.patients import Site
from tracker.domain.readings import BlockLog
from tracker.domain.response_windows import response_rules
from tracker.domain.responses import Grade, Level, Response
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.trends.responses import responses

PROCEDURE = TreatmentKind.PROCEDURE
Scores = Mapping[int, int]


def injection(start: int, name: str = "Epidural steroid injection") -> Treatment:
    """Compared from day 7 to day 27 after it."""
    return treatment(name, start, kind=PROCEDURE)


def level(*parts: tuple[int, int]) -> dict[int, int]:
    """Scores day by day from surgery on: so many days at each level."""
    return dict(enumerate(score for score, count in parts for _ in range(count)))


def without(scores: Scores, *gone: int) -> dict[int, int]:
    return {day: score for day, score in scores.items() if day not in gone}


def axial(scores: Scores, *given: Treatment, last: int | None = None, as_of: int | None = None) -> Response:
    """The response at the axis to the first of the treatments."""
    frame = days((max(scores) if last is None else last) + 1, axial=dict(scores))
    said = responses(episode(), frame, given, as_of=as_of)
    return next(each for each in said if each.treatment.id == given[0].id and each.site is Site.AXIAL)


EASED = level((7, 100), (3, 60))


class TestWhatIsCompared:
    def test_the_fortnight_before_with_the_window_of_the_kind(self) -> None:
        said = axial(EASED, injection(100))
        assert said.before == Level(86, 99, 14, 14, 7.0)
        assert said.after == Level(107, 127, 21, 21, 3.0)
        assert said.change == -4.0
        assert said.relief == pytest.approx(4 / 7)
        assert said.window_source.startswith("Relief of two weeks or more")

    def test_the_day_of_the_treatment_itself_is_on_neither_side(self) -> None:
        assert axial({**EASED, 100: 0}, injection(100)) == axial(EASED, injection(100))
        assert axial({**EASED, 99: 0}, injection(100)) != axial(EASED, injection(100))

    def test_a_missing_day_is_left_out_and_never_a_zero(self) -> None:
        said = axial(without(EASED, 90, 91, 110), injection(100))
        assert (said.before.entries, said.before.mean) == (12, 7.0)
        assert (said.after.entries, said.after.mean) == (20, 3.0)

    def test_each_site_by_itself(self) -> None:
        frame = days(161, axial=EASED, limb=level((5, 161)))
        by_site = {each.site: each for each in responses(episode(), frame, [injection(100)])}
        assert (by_site[Site.AXIAL].change, by_site[Site.LIMB].change) == (-4.0, 0.0)

    def test_the_newest_start_comes_first(self) -> None:
        given = [injection(60, "A"), injection(100, "B"), treatment("C", 80)]
        said = responses(episode(), days(161, axial=EASED), given)
        assert [each.treatment.name for each in said] == ["B", "B", "C", "C", "A", "A"]

    def test_a_window_that_is_not_over_is_told_as_far_as_it_has_come(self) -> None:
        said = axial(EASED, injection(100), as_of=114)
        assert (said.after, said.grade) == (Level(107, 114, 8, 8, 3.0), Grade.STRONG)

    def test_a_medicine_is_compared_while_it_is_taken(self) -> None:
        said = axial(EASED, treatment("Ibuprofen", 100, 120))
        assert said.after == Level(107, 120, 14, 14, 3.0)

    def test_a_steroid_course_is_compared_beyond_its_end(self) -> None:
        said = axial(EASED, treatment("Steroid course (tablets)", 100, 106))
        assert said.after == Level(103, 116, 14, 14, 3.0)

    def test_rows_before_surgery_are_left_out(self) -> None:
        frame = days(161, axial=EASED)
        raw = frame.assign(day=frame["day"] - 60)  # the same scores, from 60 days before surgery on
        bare = raw[raw["day"] >= 0].reset_index(drop=True)
        assert responses(episode(), raw, [injection(40)]) == responses(episode(), bare, [injection(40)])

    def test_what_ended_before_surgery_is_left_out(self) -> None:
        given = [injection(-1), treatment("Gabapentin", -90, -1)]
        assert responses(episode(), days(161, axial=EASED), given) == ()


class TestNotAssessable:
    @pytest.mark.parametrize(
        ("scores", "given", "reason"),
        [
            (EASED, treatment("Gabapentin", -30), "Began before surgery: there are no days after surgery"),
            (
                EASED,
                injection(13),
                "Began on day 13: the 14 days before it reach into those of the surgery (days 0–13).",
            ),
            (
                level((9, 14), (4, 146)),
                treatment("Gabapentin", 14),
                "Began on day 14: the 14 days before it reach into",
            ),
            (
                EASED,
                injection(27),
                "Began on day 27: the 14 days before it reach into those of the surgery (days 0–13).",
            ),
            (without(EASED, *range(86, 93)), injection(100), "7 entries in the 14 days before; 8 are needed."),
            (without(EASED, *range(107, 121)), injection(100), "7 entries on days 107–127; 8 are needed."),
            (without(EASED, *range(107, 128)), injection(100), "No entries on days 107–127; 8 are needed."),
            (level((2, 161)), injection(100), "Pain 2.0 before: below 3 there is too little room for a response."),
            (level((7, 107)), injection(100), "Too early to say on day 106: the days to compare are days 107–127."),
            (EASED, treatment("Ibuprofen", 100, 106), "Ended on day 106, before the days to compare (days 107–127)."),
            (EASED, treatment("Ibuprofen", 100, 113), "7 entries on days 107–113; 8 are needed."),
        ],
    )
    def test_it_says_why_and_gives_no_number(self, scores: Scores, given: Treatment, reason: str) -> None:
        said = axial(scores, given)
        assert said.grade is Grade.NOT_ASSESSABLE
        assert said.reason.startswith(reason)
        assert (said.change, said.relief, said.change_low, said.relief_high, said.lasted_days) == (None,) * 5
        assert not said.lasting

    @pytest.mark.parametrize(
        ("scores", "given"),
        [
            (EASED, injection(28)),
            (without(EASED, *range(86, 92)), injection(100)),
            (without(EASED, *range(107, 120)), injection(100)),
            (level((3, 161)), injection(100)),
            (level((7, 115)), injection(100)),
            (EASED, treatment("Ibuprofen", 100, 114)),
        ],
    )
    def test_one_day_or_entry_more_can_be_judged(self, scores: Scores, given: Treatment) -> None:
        said = axial(scores, given)
        assert said.grade is not Grade.NOT_ASSESSABLE
        assert said.reason == ""

    def test_the_level_before_is_shown_where_it_is_too_low_to_judge(self) -> None:
        assert axial(level((2, 161)), injection(100)).before.mean == 2.0

    def test_a_record_without_a_day_after_surgery_says_so(self) -> None:
        assert axial({0: 5}, treatment("Gabapentin", -3)).reason.startswith("Began before surgery")


class TestTheGrade:
    @pytest.mark.parametrize(
        ("after", "grade"),
        [
            ((7,), Grade.RESPONSE),
            ((7, 7, 7, 7, 7, 7, 8), Grade.BELOW),
            ((5,), Grade.STRONG),
            ((5, 5, 5, 5, 5, 5, 6), Grade.RESPONSE),
            ((10,), Grade.BELOW),
        ],
    )
    def test_30_percent_is_a_response_and_50_a_strong_one(self, after: Sequence[int], grade: Grade) -> None:
        scores = level((10, 100)) | {100 + day: after[day % len(after)] for day in range(60)}
        assert axial(scores, injection(100)).grade is grade

    def test_more_pain_is_a_negative_relief(self) -> None:
        said = axial(level((4, 100), (6, 60)), injection(100))
        assert (said.change, said.relief) == (2.0, -0.5)


def plain_variance(windows: Sequence[Mapping[int, float]]) -> list[float]:
    """The variance of the mean of each window, as the module's head says it, in plain loops."""
    squares, expected, parts = 10 * 1.39**2, 10.0, []
    for window in windows:
        n, mean = len(window), fmean(window.values())
        alike = sum(0.5 ** abs(one - other) for one in window for other in window)
        share = min(1.0, 0.4 + 0.6 * mean / 3)
        about = sum((score - mean) ** 2 for score in window.values()) - (n - 1) / 12
        squares += max(about, 0) / share**2
        expected += n - alike / n
        parts.append((n, alike, share))
    return [share**2 * squares / expected * alike / n**2 + 1 / (12 * n) for n, alike, share in parts]


DIARY = st.dictionaries(st.integers(0, 140), st.integers(0, 10), min_size=60)


@given(DIARY)
@settings(max_examples=60, deadline=None)
def test_change_relief_and_intervals_are_those_of_plain_arithmetic(scores: dict[int, int]) -> None:
    said = axial(scores, injection(100), last=140)
    before = {day: float(score) for day, score in scores.items() if 86 <= day <= 99}
    after = {day: float(score) for day, score in scores.items() if 107 <= day <= 127}
    assert (said.before.entries, said.after.entries) == (len(before), len(after))
    if len(before) < 8 or len(after) < 8 or fmean(before.values()) < 3:
        assert said.grade is Grade.NOT_ASSESSABLE
        return
    b, a = fmean(before.values()), fmean(after.values())
    vb, va = plain_variance([before, after])
    side = 1.6448536269514722
    of_change, of_share = side * math.sqrt(va + vb), side * math.sqrt(va + (a / b) ** 2 * vb) / b
    assert said.change == pytest.approx(a - b)
    assert said.relief == pytest.approx(1 - a / b)
    assert said.change_low == pytest.approx(max(a - b - of_change, -b))
    assert said.change_high == pytest.approx(min(a - b + of_change, 10 - b))
    assert said.relief_low == pytest.approx(max(1 - a / b - of_share, 1 - 10 / b))
    assert said.relief_high == pytest.approx(min(1 - a / b + of_share, 1.0))


def plain_end(scores: Mapping[int, int], before: float, first: int, last: int) -> tuple[bool, int | None]:
    """Whether any week shows relief, and the day on which it ended (None: it did not), in plain loops."""
    line, weeks = 0.7 * before, []
    for begin in range(first, last - 5, 7):
        week = [scores[day] for day in range(begin, begin + 7) if day in scores]
        if len(week) >= 4:
            weeks.append((begin, fmean(week) > line))
    there = next((begin for begin, above in weeks if not above), None)
    if there is None:
        return False, None
    after = [each for each in weeks if each[0] >= there]
    for (_, above_before), (begin, above) in pairwise(after):
        if above and above_before:
            known = [day for day in range(there, begin + 7) if day in scores]
            gained = list(accumulate(line - scores[day] for day in known))[:-1]
            kept = max(range(len(gained)), key=lambda place: (round(gained[place], 9), -place))
            return True, math.ceil((known[kept] + known[kept + 1]) / 2)
    return True, None


class TestHowLongItLasted:
    @pytest.mark.parametrize("gone", [30, 40, 41, 45, 90])
    def test_a_plain_end_is_found_to_the_day(self, gone: int) -> None:
        said = axial(level((7, 100), (3, gone), (7, 40)), injection(100))
        assert (said.lasted_days, said.lasting) == (gone, False)

    def test_relief_that_goes_on_is_told_to_the_last_entry(self) -> None:
        said = axial(without(EASED, 158, 159), injection(100))
        assert (said.lasted_days, said.lasting) == (57, True)

    def test_one_week_above_the_line_ends_nothing(self) -> None:
        said = axial(level((7, 100), (3, 35), (7, 7), (3, 40)), injection(100))
        assert said.lasting

    def test_pain_at_70_percent_is_relief_still(self) -> None:
        assert axial(level((10, 100), (7, 80)), injection(100)).lasting
        assert not axial(level((10, 100), (7, 30), (8, 50)), injection(100)).lasting

    def test_weeks_with_too_few_entries_are_left_out(self) -> None:
        scores = level((7, 100), (3, 35), (7, 40))
        thin = without(scores, *range(135, 139), *range(142, 146), *range(149, 153), *range(156, 160), *range(163, 167))
        assert axial(thin, injection(100)).lasting
        assert not axial(scores, injection(100)).lasting

    def test_an_end_in_a_gap_is_its_middle(self) -> None:
        said = axial(without(level((7, 100), (3, 40), (7, 40)), *range(135, 145)), injection(100))
        assert (said.lasted_days, said.lasting) == (40, False)

    def test_weeks_before_relief_is_there_end_nothing(self) -> None:
        therapy = treatment("Physical therapy", 100, kind=TreatmentKind.THERAPY)
        late = axial(level((7, 142), (1, 40), (7, 40)), therapy)
        assert (late.lasted_days, late.lasting) == (82, False)

    def test_where_no_week_on_its_own_shows_relief_no_duration_is_told(self) -> None:
        gone = [day for begin in range(107, 128, 7) for day in range(begin + 3, begin + 7)]
        said = axial(without(EASED, *gone, *range(128, 160)), injection(100), last=159)
        assert (said.after.entries, said.grade) == (9, Grade.STRONG)
        assert (said.lasted_days, said.lasting) == (None, False)

    def test_without_a_response_nothing_lasted(self) -> None:
        said = axial(level((7, 100), (6, 60)), injection(100))
        assert (said.grade, said.lasted_days, said.lasting) == (Grade.BELOW, None, False)

    @pytest.mark.parametrize(
        ("start", "told"), [(99, False), (100, False), (101, True), (127, True), (128, True), (139, True), (140, False)]
    )
    def test_what_began_while_it_lasted_is_named(self, start: int, told: bool) -> None:
        other = treatment("Gabapentin", start)
        said = axial(level((7, 100), (3, 40), (7, 40)), injection(100), other)
        assert (said.lasted_days, said.joined_by) == (40, other if told else None)

    def test_of_several_that_began_meanwhile_the_first_is_named(self) -> None:
        others = [treatment("Later", 150), treatment("First", 140), treatment("Before", 90)]
        assert axial(EASED, injection(100), *others).joined_by == others[1]
        assert axial(level((7, 100), (6, 60)), injection(100), *others).joined_by is None, "there was no relief"

    def test_it_tells_on_how_many_days_it_rests(self) -> None:
        eased = level((7, 100), (3, 40), (7, 40))
        assert axial(eased, injection(100)).lasted_entries == 41
        assert axial(without(eased, 100, 120, 130, 140), injection(100)).lasted_entries == 37
        assert axial(level((7, 100), (6, 60)), injection(100)).lasted_entries == 0

    @given(st.lists(st.integers(0, 10), min_size=100, max_size=100), st.sets(st.integers(0, 99)))
    @settings(max_examples=60, deadline=None)
    def test_it_is_what_plain_loops_say(self, later: list[int], missing: set[int]) -> None:
        scores = level((9, 100)) | {100 + day: score for day, score in enumerate(later) if day not in missing}
        said = axial(scores, injection(100), last=199)
        if said.grade not in (Grade.RESPONSE, Grade.STRONG):
            assert said.lasted_days is None
            return
        there, end = plain_end(scores, 9.0, 107, 199)
        assert said.lasting is (there and end is None)
        last = max(scores) if end is None else end
        assert said.lasted_days == (last - 100 if there else None)


class TestConfounded:
    @pytest.mark.parametrize(("start", "counts"), [(85, False), (86, True), (100, True), (127, True), (128, False)])
    def test_by_what_begins_within_the_days_compared(self, start: int, counts: bool) -> None:
        other = treatment("Gabapentin", start)
        assert axial(EASED, injection(100), other).confounded_by == ((other,) if counts else ())

    def test_by_a_change_of_dose_which_is_a_start_of_its_own(self) -> None:
        more = replace(treatment("Gabapentin", 110, dose="600 mg"), id="more")
        given = [injection(100), treatment("Gabapentin", 30, 109, dose="300 mg"), more]
        assert axial(EASED, *given).confounded_by == (more,)

    def test_the_oldest_is_named_first(self) -> None:
        others = [treatment("B", 120), treatment("A", 90)]
        assert [each.name for each in axial(EASED, injection(100), *others).confounded_by] == ["A", "B"]


class TestTheTypicalCourse:
    def test_it_is_the_middle_of_the_band_between_the_middles_of_the_windows(self) -> None:
        # Windows around days 52.5 and 77; the band is .55 on day 42 and .45 on day 91; 7 before surgery.
        scores = level((7, 60), (3, 60))
        middle = {day: 0.55 + (0.45 - 0.55) * (day - 42) / (91 - 42) for day in (52.5, 77.0)}
        assert axial(scores, injection(60)).expected_change == pytest.approx(7 * (middle[77.0] - middle[52.5]))

    def test_nothing_is_said_beyond_the_band_nor_of_what_cannot_be_judged_nor_without_a_baseline(self) -> None:
        scores = level((7, 30), (3, 380))
        assert axial(scores, injection(27)).expected_change is None
        assert axial(scores, injection(28)).expected_change is not None
        long = level((7, 760))
        assert axial(long, injection(713)).expected_change is not None, "the days after are around day 730"
        assert axial(long, injection(714)).expected_change is None
        said = responses(episode(None), days(161, axial=EASED), [injection(100)])
        assert {each.expected_change for each in said if each.site is Site.AXIAL} == {None}


@given(DIARY, st.integers(20, 140))
@settings(max_examples=40, deadline=None)
def test_what_is_said_as_of_a_day_uses_nothing_after_it(scores: dict[int, int], day: int) -> None:
    given = [injection(40), treatment("Gabapentin", 30, 95), treatment("Ibuprofen", 60, 100), injection(100, "Other")]
    known = [replace(each, end=None) if each.end and each.end > on(day) else each for each in given]
    now = responses(episode(), days(141, axial=scores), given, as_of=day)
    then = responses(episode(), days(day + 1, axial=scores), [each for each in known if each.start <= on(day)])
    assert now == then


class TestDiagnosticBlocks:
    BLOCK = replace(injection(100, "Medial branch block"), done_at=datetime(2025, 4, 16, 9, tzinfo=UTC))

    def said(self, scores: Mapping[int, int], block: Treatment = BLOCK, *others: Treatment) -> Response:
        log = BlockLog(block, {(hour, Site.AXIAL): pain for hour, pain in scores.items()})
        found = responses(episode(), days(161, axial=EASED), [block, *others], [log])
        return next(each for each in found if each.site is Site.AXIAL and each.treatment == block)

    def test_the_best_hour_counts_against_the_score_before(self) -> None:
        said = self.said({0: 8, 1: 6, 2: 2, 3: 2, 5: 7})
        assert said.before == Level(0, 0, 1, 1, 8.0, "hours")
        assert said.after == Level(2, 2, 4, 8, 2.0, "hours")
        assert (said.change, said.relief, said.grade) == (-6.0, 0.75, Grade.STRONG)
        assert (said.change_low, said.lasted_days, said.lasting) == (None, None, False)

    @pytest.mark.parametrize(
        ("best", "grade"), [(3, Grade.STRONG), (4, Grade.STRONG), (5, Grade.BELOW), (6, Grade.BELOW), (9, Grade.BELOW)]
    )
    def test_half_of_the_pain_gone_is_the_only_line(self, best: int, grade: Grade) -> None:
        assert self.said({0: 8, 1: 10, 2: best, 3: 10, 4: 10}).grade is grade

    @pytest.mark.parametrize(
        ("scores", "reason"),
        [
            ({1: 2, 2: 2, 3: 2, 4: 2}, "The pain just before the block was not logged."),
            ({0: 2, 1: 0, 2: 0, 3: 0, 4: 0}, "Pain 2.0 before: below 3"),
            ({0: 8, 1: 2, 2: 2, 3: 2}, "3 hours logged after the block; 4 are needed."),
            ({}, "The pain just before the block was not logged."),
        ],
    )
    def test_too_few_hours_are_said_to_be(self, scores: Mapping[int, int], reason: str) -> None:
        said = self.said(scores)
        assert (said.grade, said.relief) == (Grade.NOT_ASSESSABLE, None)
        assert said.reason.startswith(reason)

    def test_a_sacroiliac_block_wants_two_hours(self) -> None:
        block = replace(self.BLOCK, name="Sacroiliac (SI) joint block")
        assert self.said({0: 8, 2: 3, 3: 3}, block).grade is Grade.STRONG
        assert self.said({0: 8, 2: 3}, block).grade is Grade.NOT_ASSESSABLE

    def test_it_is_confounded_by_what_began_on_the_same_day_only(self) -> None:
        same, next_day = treatment("Ibuprofen", 100), treatment("Gabapentin", 101)
        assert self.said({0: 8, 1: 3, 2: 3, 3: 3, 4: 3}, self.BLOCK, same, next_day).confounded_by == (same,)


def test_a_year_and_a_half_with_twelve_treatments_takes_less_than_40_ms_of_work() -> None:
    frame = days(541, axial=level((6, 541)), limb=level((4, 541)))
    given = [injection(20 + 40 * number, f"Injection {number}") for number in range(12)]
    responses(episode(), frame, given)
    spent = []
    for _ in range(5):
        began = process_time()
        assert len(responses(episode(), frame, given)) == 24
        spent.append(process_time() - began)
    assert min(spent) < 0.040


def test_the_numbers_that_responses_are_judged_by_have_units_and_sources() -> None:
    assert {name: rule.value for name, rule in response_rules().items()} == {
        "before_days": 14,
        "before_entries": 8,
        "least_before": 3,
        "surgery_days": 14,
    }
    assert all(rule.unit and rule.source for rule in response_rules().values())
