"""Where a flag begins: the day before and the day, the entry short and the entry more, the level below and at it."""

import pytest

from tests.spec.courses import Scores, flags_of, judge, silent, slope, stay
from tracker.domain.patients import Site


def with_entries(count: int, days: int) -> Scores:
    """A log of so many days whose last `count` days have an entry."""
    return silent(days - count) + stay(3, count)


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (89, []),
        (90, ["persistent axial review, day 90 to on", "non_improvement axial review, day 90 to on"]),
        (179, ["persistent axial review, day 90 to on", "non_improvement axial review, day 90 to on"]),
        (180, ["persistent axial high, day 90 to on", "non_improvement axial high, day 90 to on"]),
    ],
)
def test_pain_that_stays_is_raised_on_day_90_and_high_from_day_180(last_day: int, expected: list[str]) -> None:
    assert flags_of(judge(stay(6, last_day + 1))) == expected


@pytest.mark.parametrize(("level", "raised"), [(3.9, False), (4, True)])
def test_persistent_is_raised_at_a_four_week_mean_of_4(level: float, raised: bool) -> None:
    said = flags_of(judge(stay(level, 120), baseline=None))
    assert any(line.startswith("persistent") for line in said) is raised


@pytest.mark.parametrize(("level", "on"), [(3.6, True), (3.4, False)])
def test_persistent_is_cleared_only_half_a_point_below(level: float, on: bool) -> None:
    said = flags_of(judge(stay(5, 100) + stay(level, 60), baseline=9))
    assert said[0].endswith("to on") is on


@pytest.mark.parametrize(("baseline", "raised"), [(4, True), (5, False), (None, False)])
def test_between_3_and_4_not_improving_needs_a_known_and_little_changed_level_before_surgery(
    baseline: float | None, raised: bool
) -> None:
    said = flags_of(judge(stay(3.2, 100), baseline=baseline))
    assert ("non_improvement axial review, day 90 to on" in said) is raised


@pytest.mark.parametrize(("level", "raised"), [(2.9, False), (3, True)])
def test_below_3_pain_is_never_called_not_improving(level: float, raised: bool) -> None:
    assert bool(flags_of(judge(stay(level, 100), baseline=3))) is raised


@pytest.mark.parametrize(("fall_in_six_weeks", "raised"), [(0.5, True), (1.5, False)])
def test_a_fall_of_three_quarters_of_a_point_in_six_weeks_is_an_improvement(
    fall_in_six_weeks: float, raised: bool
) -> None:
    scores = slope(5 + fall_in_six_weeks * 90 / 42, 5, 91)
    assert ("non_improvement axial review, day 90 to on" in flags_of(judge(scores))) is raised


@pytest.mark.parametrize(("entries", "raised"), [(6, True), (7, False)])
def test_fewer_than_7_entries_in_28_days_are_too_few(entries: int, raised: bool) -> None:
    said = flags_of(judge(stay(3, 40) + with_entries(entries, 28)))
    assert (said == ["insufficient_data info, day 67 to on"] or bool(said)) is raised


@pytest.mark.parametrize(("entries", "raised"), [(13, True), (14, False)])
def test_fewer_than_14_entries_in_all_are_too_few(entries: int, raised: bool) -> None:
    assert bool(flags_of(judge(with_entries(entries, 29)))) is raised


@pytest.mark.parametrize(("days", "raised"), [(28, False), (29, True)])
def test_the_log_is_called_too_thin_from_day_28_on(days: int, raised: bool) -> None:
    assert bool(flags_of(judge(silent(days)))) is raised


@pytest.mark.parametrize(("rise", "raised"), [(1.5, False), (2, False), (3, True)])
def test_a_return_is_plainly_more_than_2_points_above_relief(rise: float, raised: bool) -> None:
    said = flags_of(judge(slope(7, 1, 30) + stay(1, 90) + stay(1 + rise, 60)))
    assert any(line.startswith("relapse") for line in said) is raised


@pytest.mark.parametrize(("days", "raised"), [(10, False), (13, True)])
def test_ten_high_days_are_a_flare_and_a_fortnight_is_a_relapse(days: int, raised: bool) -> None:
    said = flags_of(judge(slope(7, 1, 30) + stay(1, 90) + stay(6, days) + stay(1, 30)))
    assert any(line.startswith("relapse") for line in said) is raised


@pytest.mark.parametrize(
    ("relief", "baseline", "counts"),
    [(2.5, 4, True), (4.2, 7, True), (4.2, 6, False), (5.6, 8, False)],
    ids=["3 or less", "2 points and 30 % less", "less than 2 points", "less than 30 %"],
)
def test_only_after_relief_is_a_return_a_relapse(relief: float, baseline: float, counts: bool) -> None:
    scores = stay(relief, 100) + stay(min(relief + 4.5, 10), 40)
    assert any(line.startswith("relapse") for line in flags_of(judge(scores, baseline=baseline))) is counts


def test_pain_just_after_surgery_stands_in_for_a_level_before_that_was_not_asked() -> None:
    after_relief = slope(9, 4.2, 20) + stay(4.2, 80) + stay(8, 40)
    assert any(line.startswith("relapse") for line in flags_of(judge(stay(9, 14) + after_relief, baseline=None)))
    assert not any(
        line.startswith("relapse") for line in flags_of(judge(silent(34) + after_relief[20:], baseline=None))
    )


@pytest.mark.parametrize(("now", "severity"), [(6, "review"), (7, "high"), (8, "high")])
def test_a_relapse_is_high_where_pain_is_back_at_the_level_before_surgery(now: float, severity: str) -> None:
    said = flags_of(judge(slope(7, 2, 40) + stay(2, 80) + stay(now, 40)), Site.AXIAL)
    assert any(line.startswith(f"relapse axial {severity}") for line in said)


def test_a_relapse_ends_within_a_point_of_relief() -> None:
    relapse = slope(7, 2, 40) + stay(2, 80) + stay(6, 40)
    still = [line for line in flags_of(judge(relapse + stay(3.6, 15))) if line.startswith("relapse")]
    over = [line for line in flags_of(judge(relapse + stay(2.6, 15))) if line.startswith("relapse")]
    assert still[0].endswith("to on")
    assert not over[0].endswith("to on")


def test_a_new_relief_well_under_the_peak_ends_a_relapse_and_can_be_lost_again() -> None:
    scores = slope(8, 1, 40) + stay(1, 60) + stay(9, 40) + stay(4.5, 60) + stay(10, 40)
    ends = [line.split(" to ")[1] for line in flags_of(judge(scores)) if line.startswith("relapse")]
    assert len(ends) == 2
    assert ends[0] != "on"
    assert ends[1] == "on"


def test_a_return_of_pain_is_for_the_relapse_flag_to_say_and_a_new_plateau_after_it_is_not() -> None:
    relapse = slope(7, 2, 40) + stay(2, 80) + stay(9, 40)
    assert not any(line.startswith("non_improvement") for line in flags_of(judge(relapse)))
    plateau = flags_of(judge(relapse + stay(5, 120)))
    assert [line.split()[0] for line in plateau] == ["persistent", "relapse", "non_improvement"]
    assert plateau[2].endswith("to on")
