"""The numbers behind a flag: complete, of the day of detection, and such that they bear the flag out by themselves."""

from datetime import date, timedelta

import pytest

from tests.spec.courses import SURGERY, Scores, every, judge, silent, slope, stay
from tracker.domain.assessment import Evidence, Flag, FlagKind, Threshold
from tracker.domain.flag_words import flag_grounds, flag_sentence
from tracker.domain.patients import Episode, Region
from tracker.domain.reference import thresholds
from tracker.trends.evidence import CITED

EPISODE = Episode("e1", "P1", SURGERY, Region.LUMBAR)
RELAPSE = slope(7, 2, 40) + stay(2, 80) + stay(6, 30)


def flag(kind: FlagKind, scores: Scores, *, baseline: float | None = 7) -> Flag:
    flags = judge(scores, baseline=baseline).assessment("P1").flags
    return next(each for each in flags if each.kind is kind)


def on(day: int) -> date:
    return SURGERY + timedelta(days=day)


def test_a_relapse_names_both_levels_the_days_of_relief_and_the_turn() -> None:
    found = flag(FlagKind.RELAPSE, RELAPSE)
    seen = found.evidence
    assert (found.onset_date, found.detected_on) == (on(120), on(131))
    assert (seen.day, seen.onset_day, seen.entries_used, seen.days_asked) == (131, 120, 14, 14)
    assert seen.level == pytest.approx(fmean_of(RELAPSE[118:132], left_out=2))
    assert seen.reference_level == pytest.approx(2, abs=0.1)
    assert (seen.reference_name, seen.reference_last_day) == ("relief level", 119)
    assert seen.reference_first_day in range(30, 42)
    assert seen.baseline == 7


def fmean_of(scores: Scores, left_out: int) -> float:
    kept = sorted(score for score in scores if score is not None)[left_out:-left_out]
    return sum(kept) / len(kept)


def test_a_relapse_in_a_log_too_thin_for_typical_pain_names_the_mean_of_three_weeks() -> None:
    thin = slope(7, 1, 30) + stay(1, 90) + every(5, stay(5, 80))
    found = flag(FlagKind.RELAPSE, thin)
    seen = found.evidence
    fortnight, three_weeks = (
        [score for score in thin[seen.day - days + 1 : seen.day + 1] if score is not None] for days in (14, 21)
    )
    assert len(fortnight) < 5
    assert (seen.days_asked, seen.entries_used) == (21, len(three_weeks))
    assert seen.level == pytest.approx(sum(three_weeks) / len(three_weeks), abs=0.005)
    assert f"Mean back pain {seen.level:.2g}" in flag_sentence(EPISODE, found)


def test_a_second_relapse_turned_after_the_first_was_over() -> None:
    scores = slope(7, 1, 30) + stay(1, 90) + stay(6, 25) + stay(1.5, 40) + stay(3.6, 20)
    first, second = relapses(scores)
    assert first.cleared_on is not None
    assert second.onset_date == on(185)
    assert second.evidence.onset_first_day == 181 > (first.cleared_on - SURGERY).days


def test_after_a_new_relief_a_relapse_is_measured_against_that() -> None:
    scores = slope(7, 1, 30) + stay(1, 90) + stay(8, 40) + stay(4, 60) + stay(8, 30)
    first, second = (each.evidence for each in relapses(scores, baseline=9))
    assert first.reference_level == pytest.approx(1, abs=0.1)
    assert second.reference_level == pytest.approx(4.07, abs=0.005)
    assert (second.reference_first_day, second.day, second.onset_day) == (159, 232, 220)


def relapses(scores: Scores, *, baseline: float = 7) -> list[Flag]:
    flags = judge(scores, baseline=baseline).assessment("P1").flags
    return [each for each in flags if each.kind is FlagKind.RELAPSE]


@pytest.mark.parametrize("kind", [FlagKind.PERSISTENT, FlagKind.NON_IMPROVEMENT])
def test_a_fitted_level_beyond_the_scale_is_the_end_of_the_scale(kind: FlagKind) -> None:
    seen = flag(kind, stay(5, 60) + stay(10, 60)).evidence
    assert seen.level is not None
    assert seen.level_low is not None
    assert seen.level_high is not None
    assert seen.level_low <= seen.level <= seen.level_high <= 10


def test_a_relapse_names_the_interval_of_the_turn() -> None:
    seen = flag(FlagKind.RELAPSE, RELAPSE).evidence
    assert seen.onset_first_day is not None
    assert seen.onset_last_day is not None
    assert seen.onset_first_day <= 120 <= seen.onset_last_day


def test_persistent_names_the_four_week_mean() -> None:
    seen = flag(FlagKind.PERSISTENT, stay(5, 100), baseline=None).evidence
    assert (seen.day, seen.level, seen.entries_used, seen.days_asked, seen.baseline) == (90, 5, 28, 28, None)
    assert seen.level_low is not None
    assert seen.level_high is not None
    assert seen.level_low < 5 < seen.level_high


def test_not_improving_names_the_fall_of_the_line_and_its_days() -> None:
    seen = flag(FlagKind.NON_IMPROVEMENT, slope(5.9, 5, 91)).evidence
    assert seen.level is not None
    assert seen.reference_level is not None
    assert seen.reference_level - seen.level == pytest.approx(0.42, abs=0.1)  # a little less: no fall is expected
    assert (seen.reference_first_day, seen.reference_last_day) == (7, 90)


@pytest.mark.parametrize(
    ("scores", "day", "used", "asked"),
    [(stay(3, 40) + silent(30), 61, 6, 28), (silent(20) + stay(3, 20), 28, 9, 29), (silent(40), 28, 0, 28)],
    ids=["silent of late", "a late start", "never"],
)
def test_too_few_entries_are_counted_over_the_days_that_are_too_thin(
    scores: Scores, day: int, used: int, asked: int
) -> None:
    seen = flag(FlagKind.INSUFFICIENT_DATA, scores).evidence
    assert (seen.day, seen.entries_used, seen.days_asked, seen.level) == (day, used, asked, None)


A_COURSE_OF_EACH = {
    FlagKind.RELAPSE: RELAPSE,
    FlagKind.PERSISTENT: stay(5, 100),
    FlagKind.NON_IMPROVEMENT: stay(5, 100),
    FlagKind.INSUFFICIENT_DATA: silent(40),
}


@pytest.mark.parametrize(("kind", "scores"), A_COURSE_OF_EACH.items())
def test_every_threshold_of_the_rule_is_cited_with_unit_and_source(kind: FlagKind, scores: Scores) -> None:
    found = flag(kind, scores)
    assert found.rule_version == thresholds().rule_version
    assert found.evidence.thresholds == thresholds().cite(*CITED[kind])
    assert all(isinstance(line, Threshold) and line.unit and line.source for line in found.evidence.thresholds)
    assert Evidence.from_json(found.evidence.to_json()) == found.evidence


DEFINITION = {
    FlagKind.RELAPSE: "relapse rise, relapse rise share, relief window, low level, meaningful points, "
    "meaningful share, first log days, relapse sustained, flare days",
    FlagKind.PERSISTENT: "persistent level, persistent window, first review day, high review day",
    FlagKind.NON_IMPROVEMENT: "improvement fall, improvement lag, low level, meaningful share, "
    "persistent level, persistent window, first review day, high review day",
    FlagKind.INSUFFICIENT_DATA: "sufficient recent, sufficient total, sufficient window",
}


@pytest.mark.parametrize(("kind", "scores"), A_COURSE_OF_EACH.items())
def test_the_grounds_lead_with_the_definition_and_leave_no_threshold_out(kind: FlagKind, scores: Scores) -> None:
    found = flag(kind, scores)
    coverage, *lines, version = flag_grounds(found)
    assert (coverage[:7], version) == ("Entries", f"Rules, version {found.rule_version}")
    assert ", ".join(line.split(":")[0].lower() for line in lines if " – " not in line) == DEFINITION[kind]
    for cited in found.evidence.thresholds:
        number = f"{cited.name.replace('_', ' ')}: {cited.value:g}", f"{cited.name.replace('_', ' ')} {cited.value:g}"
        (line,) = [line for line in lines if any(f"{each} ({cited.unit})" in line.lower() for each in number)]
        assert cited.source in line
