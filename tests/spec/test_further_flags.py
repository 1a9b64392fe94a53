"""The flags beside those of lasting pain: when each begins and ends, one entry short, just enough. Day 0 is the
surgery; pain before it was 7 in back and leg unless given."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.spec.courses import SURGERY, Scores, every, flags_of, judge, silent, slope, stay
from tracker.domain.assessment import FlagKind
from tracker.trends import Replay


def said(judged: Replay, kind: FlagKind) -> list[str]:
    """When flags of a kind were on: "axial review, day 42 to on"."""
    return [line.removeprefix(f"{kind} ") for line in flags_of(judged, kinds=[kind])]


class TestWorseThanBefore:
    def at(self, scores: Scores, baseline: float | None = 4) -> list[str]:
        return said(judge(scores, baseline=baseline), FlagKind.WORSE_THAN_BEFORE)

    def test_two_weeks_a_point_above_are_raised_from_day_42_on(self) -> None:
        assert self.at(stay(5, 42)) == []
        assert self.at(stay(5, 43)) == ["axial review, day 42 to on"]
        assert self.at(stay(2, 60) + stay(5, 14)) == ["axial review, day 73 to on"]
        assert self.at(stay(2, 60) + stay(5, 13)) == []

    def test_a_point_above_counts_and_less_does_not(self) -> None:
        assert self.at(stay(4.9, 100)) == []
        assert self.at(stay(5, 100), baseline=4.1) == []

    def test_without_a_score_from_before_there_is_nothing_to_be_worse_than(self) -> None:
        assert self.at(stay(9, 100), baseline=None) == []

    @pytest.mark.parametrize(("entries", "raised"), [(3, False), (4, True)])
    def test_each_week_needs_4_entries(self, entries: int, raised: bool) -> None:
        week = stay(5, entries) + silent(7 - entries)
        assert bool(self.at(stay(3, 60) + stay(5, 7) + week)) is raised

    def test_it_clears_half_a_point_above_and_not_before(self) -> None:
        raised = stay(6, 60)
        assert self.at(raised + stay(4.5, 60)) == ["axial review, day 42 to on"]
        assert self.at(raised + stay(4, 60)) == ["axial review, day 42 to 70"]

    def test_it_does_not_begin_before_weeks_of_which_too_little_is_known(self) -> None:
        thin = every(6, stay(0, 120))
        judged = judge(silent(10) + stay(9, 26) + silent(24) + thin + silent(20) + stay(9, 14), baseline=5)
        onsets = [each.onset_date for each in judged.assessment("P1").flags if each.kind is FlagKind.WORSE_THAN_BEFORE]
        assert onsets == [SURGERY + timedelta(days=197)]  # the first of two weeks with 4 entries each

    def test_silence_does_not_clear_it(self) -> None:
        assert self.at(stay(6, 60) + silent(40)) == ["axial review, day 42 to on"]
        assert self.at(stay(6, 60) + silent(40) + stay(1, 10)) == ["axial review, day 42 to on"]


class TestNewLimbPain:
    def at(self, limb: Scores, baseline: float | None = 7) -> list[str]:
        return said(judge((), limb, baseline_limb=baseline), FlagKind.NEW_LIMB_PAIN)

    def test_pain_that_was_absent_for_four_weeks_and_is_there_for_a_week_is_raised(self) -> None:
        assert self.at(stay(1, 60) + stay(4, 7)) == ["limb review, day 66 to on"]
        assert self.at(stay(1, 60) + stay(4, 6)) == []

    def test_one_better_day_in_the_week_does_not_count_and_two_do(self) -> None:
        assert self.at([*stay(0, 60), 7, 1, 7, 7, 7]) == []
        assert self.at([*stay(0, 60), 7, 1, 7, 7, 7, 7, 7]) == ["limb review, day 66 to on"]
        assert self.at([*stay(0, 60), 7, 1, 7, 7, 1, 7, 7]) == []

    def test_neither_a_score_from_before_nor_pain_before_surgery_matters(self) -> None:
        assert self.at(stay(0, 60) + stay(5, 20), baseline=None) == self.at(stay(0, 60) + stay(5, 20), baseline=9) != []

    def test_it_is_about_the_limb_only(self) -> None:
        assert said(judge(stay(0, 60) + stay(6, 30)), FlagKind.NEW_LIMB_PAIN) == []

    @pytest.mark.parametrize(("level", "raised"), [(1.9, True), (2, False)])
    def test_absent_is_a_mean_below_2(self, level: float, raised: bool) -> None:
        assert bool(self.at(stay(level, 60) + stay(6, 20))) is raised

    @pytest.mark.parametrize(("step", "raised"), [(2, True), (3, False)])
    def test_the_absence_needs_14_entries_in_28_days(self, step: int, raised: bool) -> None:
        assert bool(self.at(every(step, stay(0, 84)) + stay(6, 30))) is raised

    def test_pain_may_take_four_weeks_to_come_on_and_no_longer(self) -> None:
        assert self.at(stay(0, 60) + stay(3, 14) + stay(5, 20)) != []
        assert self.at(stay(0, 60) + stay(3, 60) + stay(5, 20)) == []

    def test_it_clears_with_14_days_after_the_onset_below_the_margin(self) -> None:
        raised = stay(0, 60) + stay(5, 20)
        assert self.at(raised + stay(3.5, 60)) == ["limb review, day 65 to on"]
        assert self.at(raised + stay(2, 60)) == ["limb review, day 65 to 87"]


class TestEarlyWatch:
    def at(self, axial: Scores, limb: Sequence[float | None] = (), baseline: float | None = 7) -> list[str]:
        return said(judge(axial, limb, baseline=baseline, baseline_limb=baseline), FlagKind.EARLY_WATCH)

    def test_it_is_on_from_day_42_to_day_84(self) -> None:
        assert self.at(stay(6, 42)) == []
        assert self.at(stay(6, 85)) == ["axial info, day 42 to on"]
        assert self.at(stay(6, 86)) == ["axial info, day 42 to 85"]

    def test_back_and_leg_have_lines_of_their_own(self) -> None:
        assert self.at(stay(4, 60), baseline=5) == ["axial info, day 42 to on"]
        assert self.at([], stay(4, 60), baseline=5) == []
        assert self.at([], stay(5, 60), baseline=5) == ["limb info, day 42 to on"]

    def test_a_level_of_2_is_watched_by_no_one(self) -> None:
        assert self.at(stay(2, 60), baseline=2) == []

    @pytest.mark.parametrize(("baseline", "raised"), [(10, False), (9.9, True), (None, False)])
    def test_less_than_30_percent_is_gone(self, baseline: float | None, raised: bool) -> None:
        assert bool(self.at(stay(7, 60), baseline=baseline)) is raised

    def test_it_clears_with_a_level_well_under_the_line(self) -> None:
        assert self.at(stay(6, 50) + stay(4.5, 40)) == ["axial info, day 42 to 85"]
        assert self.at(stay(6, 50) + stay(4, 40)) == ["axial info, day 42 to 59"]

    def test_too_thin_a_log_is_not_watched(self) -> None:
        assert self.at(every(5, stay(6, 70))) == []


class TestLostContact:
    def at(self, axial: Scores) -> list[str]:
        return said(judge(axial), FlagKind.LOST_CONTACT)

    def test_a_week_is_for_information_and_a_fortnight_for_review(self) -> None:
        logged = stay(3, 40)
        assert self.at(logged + silent(6)) == []
        assert self.at(logged + silent(7)) == ["info, day 46 to on"]
        assert self.at(logged + silent(13)) == ["info, day 46 to on"]
        assert self.at(logged + silent(14)) == ["review, day 46 to on"]

    def test_the_next_entry_ends_it_and_it_stays_as_severe_as_it_was(self) -> None:
        assert self.at(stay(3, 40) + silent(10) + stay(3, 5)) == ["info, day 46 to 50"]
        assert self.at(stay(3, 40) + silent(20) + stay(3, 5)) == ["review, day 46 to 60"]

    def test_an_entry_without_a_score_is_a_sign_of_life(self) -> None:
        walked = judge(stay(3, 40), walking=silent(45) + stay(20, 1) + silent(7))
        assert said(walked, FlagKind.LOST_CONTACT) == ["info, day 52 to on"]

    def test_in_the_first_two_weeks_nobody_is_missed(self) -> None:
        assert self.at(silent(14)) == []
        assert self.at(silent(15)) == ["review, day 14 to on"]
        assert self.at(stay(5, 3) + silent(12)) == ["info, day 14 to on"]


class TestFlare:
    def at(self, axial: Scores, called: tuple[int, ...] = (), baseline: float | None = 7) -> list[str]:
        return said(judge(axial, called_flares=called, baseline=baseline), FlagKind.FLARE)

    def test_two_entries_2_points_above_the_own_level_are_a_flare(self) -> None:
        assert self.at([*stay(2, 60), 4, 4, 2, 2, 2]) == ["axial info, day 61 to 63"]
        assert self.at([*stay(2, 60), 4, 2, 4, 2, 2]) == ["axial info, day 62 to 64"]

    def test_a_lone_day_is_none_and_neither_are_two_days_far_apart_nor_less_than_2_points(self) -> None:
        assert self.at([*stay(2, 60), 9, 2, 2]) == []
        assert self.at([*stay(2, 60), 5, 2, 2, 5, 2]) == []
        assert self.at(stay(2, 60) + stay(3, 40)) == []

    def test_in_whom_days_differ_much_a_flare_is_more_than_a_day_like_others(self) -> None:
        unsteady: Scores = [3, 6, 6, 3, 5, 7, 4, 4, 7, 5, 3, 6]
        assert self.at([*unsteady * 5, 8, 8, 5, 5]) == []
        assert self.at([*unsteady * 5, 9, 9, 5, 5]) == ["axial info, day 61 to 63"]

    def test_it_lasts_until_two_entries_in_a_row_are_within_a_point(self) -> None:
        assert self.at([*stay(2, 60), 6, 6, 2, 6, 3, 3]) == ["axial info, day 61 to 65"]
        assert self.at([*stay(2, 60), 6, 6, 4, 4, 4]) == ["axial info, day 61 to on"]

    def test_what_lasts_more_than_13_days_is_no_flare_and_no_other_begins(self) -> None:
        assert self.at(stay(2, 60) + stay(6, 13)) == ["axial info, day 61 to on"]
        assert self.at(stay(2, 60) + stay(6, 60)) == ["axial info, day 61 to 73"]

    def test_after_a_lasting_rise_the_next_flare_is_above_the_new_level(self) -> None:
        assert self.at(stay(2, 60) + stay(5, 60) + stay(8, 5) + stay(5, 5)) == [
            "axial info, day 61 to 73",
            "axial info, day 121 to 126",
        ]

    def test_silence_ends_a_flare_by_its_13_days(self) -> None:
        assert self.at(stay(2, 60) + stay(6, 3) + silent(20)) == ["axial info, day 61 to 73"]

    @pytest.mark.parametrize(("entries", "raised"), [(6, False), (7, True)])
    def test_the_own_level_needs_7_entries(self, entries: int, raised: bool) -> None:
        assert bool(self.at(stay(2, 40) + silent(28 - entries) + stay(2, entries) + stay(6, 2))) is raised

    def test_none_before_day_28(self) -> None:
        assert self.at([*stay(2, 26), 6, 6]) == []
        assert self.at([*stay(2, 26), 6, 6, 6]) == ["axial info, day 28 to on"]
        assert self.at([*stay(2, 26), 6, 2], (26,)) == []

    def test_a_day_that_the_patient_calls_a_flare_opens_one_at_once(self) -> None:
        assert self.at([*stay(2, 60), 2, 2, 2], (60,)) == ["axial info, day 60 to 62"]
        assert self.at(stay(2, 20) + silent(40) + [5, 5, 5], (60,)) == ["axial info, day 60 to 62"]

    def test_days_called_a_flare_keep_it_on(self) -> None:
        assert self.at(stay(2, 70), (60, 61, 62)) == ["axial info, day 60 to 64"]
        assert self.at(stay(2, 90), tuple(range(60, 90))) == ["axial info, day 60 to 73", "axial info, day 89 to on"]

    def test_a_flare_that_is_called_one_counts_where_it_hurts_most(self) -> None:
        called = said(judge(stay(3, 60), stay(1, 60), called_flares=(50,)), FlagKind.FLARE)
        alike = said(judge(stay(3, 60), stay(3, 60), called_flares=(50,)), FlagKind.FLARE)
        assert called == ["axial info, day 50 to 52"]
        assert alike == ["axial info, day 50 to 52", "limb info, day 50 to 52"]


class TestWalkingLoss:
    def at(self, walking: Scores) -> list[str]:
        return said(judge((), walking=[None if each is None else 3 * each for each in walking]), FlagKind.WALKING_LOSS)

    def test_three_weeks_at_two_thirds_are_raised(self) -> None:
        assert self.at(stay(9, 60) + stay(6, 20)) == []
        assert self.at(stay(9, 60) + stay(6, 21)) == ["review, day 80 to on"]
        assert self.at(stay(9, 60) + stay(6.2, 60)) == []

    def test_not_before_day_56(self) -> None:
        assert self.at(stay(9, 30) + stay(3, 26)) == []
        assert self.at(stay(9, 30) + stay(3, 27)) == ["review, day 56 to on"]

    @pytest.mark.parametrize(("entries", "raised"), [(9, False), (10, True)])
    def test_the_three_weeks_need_10_entries(self, entries: int, raised: bool) -> None:
        assert bool(self.at(stay(9, 60) + silent(21 - entries) + stay(3, entries))) is raised

    @pytest.mark.parametrize(("entries", "raised"), [(13, False), (14, True)])
    def test_the_own_level_needs_14_entries(self, entries: int, raised: bool) -> None:
        assert bool(self.at(silent(60) + stay(9, entries) + stay(3, 21))) is raised

    @pytest.mark.parametrize(("level", "raised"), [(3, False), (10 / 3, True)])
    def test_of_less_than_ten_minutes_nothing_can_be_lost(self, level: float, raised: bool) -> None:
        own: Scores = [level] * 60
        assert bool(self.at(own + stay(1, 30))) is raised

    def test_it_clears_within_a_quarter_of_the_level_that_was_lost(self) -> None:
        lost = stay(9, 60) + stay(4, 21)
        assert self.at(lost + stay(6.7, 120))[0].endswith("to on")
        assert self.at(lost + stay(7, 60)) == ["review, day 72 to 100"]

    def test_silence_does_not_clear_it(self) -> None:
        assert self.at(stay(9, 60) + stay(4, 21) + silent(40) + stay(9, 9)) == ["review, day 72 to on"]


class TestOpioidsPast90:
    """1 is a day with an opioid, 0 one on which the list was answered without, None one on which it was not."""

    def at(self, opioid: Scores) -> list[str]:
        return said(judge((), opioid=opioid), FlagKind.OPIOIDS_PAST_90)

    def test_an_opioid_up_to_day_90_is_nothing_and_on_day_91_it_is_told(self) -> None:
        assert self.at(stay(1, 91)) == []
        assert self.at(stay(1, 92)) == ["review, day 91 to on"]
        assert self.at([*stay(0, 91), 1]) == ["review, day 91 to on"]

    def test_one_before_day_91_does_not_count_as_one_in_the_last_four_weeks(self) -> None:
        assert self.at(stay(1, 91) + stay(0, 60)) == []

    def test_it_clears_with_four_weeks_without(self) -> None:
        assert self.at([*stay(1, 120), *stay(0, 27)]) == ["review, day 91 to on"]
        assert self.at([*stay(1, 120), *stay(0, 28)]) == ["review, day 91 to 147"]

    def test_one_day_with_it_begins_the_four_weeks_anew(self) -> None:
        assert self.at([*stay(1, 120), *stay(0, 20), 1, *stay(0, 27)]) == ["review, day 91 to on"]
        assert self.at([*stay(1, 120), *stay(0, 20), 1, *stay(0, 28)]) == ["review, day 91 to 168"]

    def test_it_comes_back_as_another_one(self) -> None:
        assert self.at([*stay(1, 100), *stay(0, 40), 1, 0]) == ["review, day 91 to 127", "review, day 140 to on"]

    def test_a_day_without_an_answer_is_neither_with_nor_without(self) -> None:
        assert self.at([*stay(1, 91), *silent(40), 0]) == []
        assert self.at([*stay(1, 120), *silent(60)]) == ["review, day 91 to on"]
        assert self.at([*stay(1, 120), *silent(60), *stay(0, 30)]) == ["review, day 91 to 193"]

    @pytest.mark.parametrize(("answers", "cleared"), [(1, False), (13, False), (14, True)])
    def test_it_clears_only_where_the_list_was_answered_on_14_days_of_the_four_weeks(
        self, answers: int, cleared: bool
    ) -> None:
        told = ["review, day 91 to 147"] if cleared else ["review, day 91 to on"]
        assert self.at([*stay(1, 120), *silent(28 - answers), *stay(0, answers)]) == told
        assert self.at([*stay(1, 120), *stay(0, answers), *silent(28 - answers)]) == told

    def test_a_score_alone_is_no_answer_about_opioids(self) -> None:
        assert said(judge(stay(8, 200), opioid=stay(1, 90)), FlagKind.OPIOIDS_PAST_90) == []
        assert said(judge(stay(8, 200), opioid=stay(1, 95)), FlagKind.OPIOIDS_PAST_90) == ["review, day 91 to on"]

    def test_a_log_that_was_never_asked_about_them_says_nothing(self) -> None:
        assert said(judge(stay(8, 200)), FlagKind.OPIOIDS_PAST_90) == []


def test_a_good_recovery_raises_none_of_them() -> None:
    judged = judge(
        slope(7, 2, 40) + stay(2, 160),
        slope(6, 0, 40) + stay(0, 160),
        baseline_limb=6,
        walking=stay(9, 200),
        opioid=stay(1, 30) + stay(0, 170),
    )
    assert flags_of(judged, kinds=list(FlagKind)) == []
