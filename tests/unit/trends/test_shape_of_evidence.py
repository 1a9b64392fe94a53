"""The shape of the record behind a flag: its fields with their types, and which of them are None for which rule."""

import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from tests.spec.courses import SURGERY, judge, silent, slope, stay
from tracker.domain.assessment import Evidence, Flag, FlagKind, Threshold
from tracker.domain.flag_words import flag_grounds, flag_sentence
from tracker.domain.patients import Episode, Region, Site
from tracker.domain.reference import thresholds
from tracker.trends.evidence import CITED

EPISODE = Episode("e1", "P1", SURGERY, Region.LUMBAR, "L4–L5", "fusion", 7, 6)

COURSES: dict[FlagKind, dict[str, Any]] = {
    FlagKind.RELAPSE: {"axial": slope(7, 2, 40) + stay(2, 80) + stay(6, 30)},
    FlagKind.PERSISTENT: {"axial": stay(5, 100)},
    FlagKind.NON_IMPROVEMENT: {"axial": stay(5, 100)},
    FlagKind.INSUFFICIENT_DATA: {"axial": silent(40)},
    FlagKind.WORSE_THAN_BEFORE: {"axial": stay(9, 60)},
    FlagKind.NEW_LIMB_PAIN: {"axial": [], "limb": stay(0, 60) + stay(6, 10), "baseline_limb": 6},
    FlagKind.EARLY_WATCH: {"axial": stay(6, 60)},
    FlagKind.LOST_CONTACT: {"axial": stay(2, 40) + silent(10)},
    FlagKind.FLARE: {"axial": stay(2, 60) + stay(6, 4)},
    FlagKind.WALKING_LOSS: {"axial": [], "walking": [30.0] * 60 + [15.0] * 21},
    FlagKind.OPIOIDS_PAST_90: {"axial": [], "opioid": [1.0] * 70 + [0.0] * 21 + silent(4) + [1.0]},
}
"""A course on which each kind of flag is raised."""

TYPES: dict[str, type | tuple[type, ...]] = {
    "day": int,
    "entries_used": int,
    "days_asked": int,
    "level": float,
    "level_low": float,
    "level_high": float,
    "reference_name": str,
    "reference_level": float,
    "reference_first_day": int,
    "reference_last_day": int,
    "onset_day": int,
    "baseline": float,
    "thresholds": tuple,
    "rule": FlagKind,
    "rule_version": str,
    "site": Site,
    "unit": str,
    "onset_first_day": int,
    "onset_last_day": int,
    "declared": bool,
}

INTERVAL = {"level_low", "level_high"}
REFERENCE_DAYS = {"reference_first_day", "reference_last_day"}
REFERENCE = {"reference_level", *REFERENCE_DAYS}
ONSET_RANGE = {"onset_first_day", "onset_last_day"}
OF_A_LOG = {"level", *INTERVAL, *REFERENCE, "baseline", "site", "declared"}

NONE_FOR: dict[FlagKind, set[str]] = {
    FlagKind.PERSISTENT: {*REFERENCE, "declared"},
    FlagKind.NON_IMPROVEMENT: {"declared"},
    FlagKind.INSUFFICIENT_DATA: {*OF_A_LOG, *ONSET_RANGE},
    FlagKind.WORSE_THAN_BEFORE: {*REFERENCE_DAYS, "declared"},
    FlagKind.NEW_LIMB_PAIN: {"declared"},
    FlagKind.EARLY_WATCH: {*REFERENCE_DAYS, *ONSET_RANGE, "declared"},
    FlagKind.LOST_CONTACT: OF_A_LOG,
    FlagKind.FLARE: set(),
    FlagKind.WALKING_LOSS: {*INTERVAL, *ONSET_RANGE, "baseline", "site", "declared"},
    FlagKind.OPIOIDS_PAST_90: {*OF_A_LOG, *ONSET_RANGE} - {"level"},
    FlagKind.RELAPSE: {"declared"},
}

MAY_HAVE_AN_ONSET_RANGE = {FlagKind.RELAPSE, FlagKind.PERSISTENT, FlagKind.NON_IMPROVEMENT}
"""Rules for which the range of the onset is told where the rule knows it."""


def raised(kind: FlagKind) -> Flag:
    return next(flag for flag in judge(**COURSES[kind]).assessment("P1").flags if flag.kind is kind)


def test_the_fields_are_these() -> None:
    assert [field.name for field in fields(Evidence)] == list(TYPES)


@pytest.mark.parametrize("kind", FlagKind)
def test_each_field_has_its_type_or_is_none_where_the_rule_has_no_such_thing(kind: FlagKind) -> None:
    seen = raised(kind).evidence
    given = {name: getattr(seen, name) for name in TYPES}
    left_out = ONSET_RANGE if kind in MAY_HAVE_AN_ONSET_RANGE else set()
    assert {name for name, value in given.items() if value is None} - left_out == NONE_FOR[kind]
    assert all(isinstance(value, TYPES[name]) for name, value in given.items() if value is not None)
    assert all(isinstance(line, Threshold) and line.unit and line.source for line in seen.thresholds)


@pytest.mark.parametrize("kind", FlagKind)
def test_the_record_stands_alone_and_its_days_are_in_order(kind: FlagKind) -> None:
    found = raised(kind)
    seen = found.evidence
    assert (seen.rule, seen.rule_version, seen.site) == (kind, thresholds().rule_version, found.site)
    assert seen.thresholds == thresholds().cite(*CITED[kind])
    assert seen.unit == {FlagKind.WALKING_LOSS: "minutes", FlagKind.OPIOIDS_PAST_90: "days"}.get(kind, "0-10")
    assert SURGERY + timedelta(days=seen.day) == found.detected_on
    assert seen.onset_day is not None
    assert SURGERY + timedelta(days=seen.onset_day) == found.onset_date
    assert 0 <= seen.entries_used <= seen.days_asked <= seen.day + 1
    if seen.onset_first_day is not None and seen.onset_last_day is not None:
        assert 0 <= seen.onset_first_day <= seen.onset_day <= seen.onset_last_day <= seen.day
    if seen.level is not None and seen.level_low is not None and seen.level_high is not None:
        assert 0 <= seen.level_low <= seen.level <= seen.level_high <= 10
    if seen.reference_first_day is not None and seen.reference_last_day is not None:
        assert 0 <= seen.reference_first_day <= seen.reference_last_day <= seen.day
        assert seen.reference_name


@pytest.mark.parametrize("kind", FlagKind)
def test_it_is_written_as_json_and_read_again(kind: FlagKind) -> None:
    seen = raised(kind).evidence
    assert Evidence.from_json(seen.to_json()) == seen
    assert set(json.loads(seen.to_json())) == set(TYPES)


def test_a_record_of_an_earlier_version_is_read_with_what_it_has() -> None:
    later = {"rule", "rule_version", "site", "unit", "onset_first_day", "onset_last_day", "declared"}
    stored = json.loads(raised(FlagKind.PERSISTENT).evidence.to_json())
    seen = Evidence.from_json(json.dumps({name: value for name, value in stored.items() if name not in later}))
    assert (seen.level, seen.unit, seen.rule, seen.site, seen.declared) == (stored["level"], "0-10", None, None, None)


def test_a_record_is_read_in_whatever_order_it_was_written() -> None:
    seen = raised(FlagKind.PERSISTENT).evidence
    backwards = dict(reversed(json.loads(seen.to_json()).items()))
    assert Evidence.from_json(json.dumps(backwards)) == seen


@pytest.mark.parametrize("kind", FlagKind)
def test_every_flag_has_a_sentence_and_grounds_that_leave_no_threshold_out(kind: FlagKind) -> None:
    found = raised(kind)
    assert flag_sentence(EPISODE, found).endswith(".")
    coverage, *lines, _ = flag_grounds(found)
    what = "List of treatments answered" if kind is FlagKind.OPIOIDS_PAST_90 else "Entries"
    assert coverage.startswith(f"{what} on {found.evidence.entries_used} of {found.evidence.days_asked} day")
    for cited in found.evidence.thresholds:
        words = cited.name.replace("_", " ")
        either = f"{words}: {cited.value:g} ({cited.unit})", f"{words} {cited.value:g} ({cited.unit})"
        (line,) = [line for line in lines if any(each in line.lower() for each in map(str.lower, either))]
        assert cited.source in line


NUMBERS = {
    FlagKind.WORSE_THAN_BEFORE: (42, 14, 14, 9.0, 7.0, None, None, 0, 0, 6),
    FlagKind.NEW_LIMB_PAIN: (65, 7, 7, 5.14, 0.0, 31, 58, 60, 59, 60),
    FlagKind.EARLY_WATCH: (42, 14, 14, 6.0, 7.0, None, None, 29, None, None),
    FlagKind.LOST_CONTACT: (46, 0, 7, None, None, None, None, 40, 40, 40),
    FlagKind.FLARE: (61, 2, 2, 6.0, 2.0, 32, 59, 60, 60, 60),
    FlagKind.WALKING_LOSS: (73, 21, 21, 20.0, 30.0, 0, 52, 53, None, None),
    FlagKind.OPIOIDS_PAST_90: (95, 24, 28, 3.0, None, None, None, 95, None, None),
}
"""Day, entries, of days, level, reference, its days, onset and its range; each to be found in the course by hand."""


@pytest.mark.parametrize(("kind", "numbers"), NUMBERS.items())
def test_the_numbers_are_those_of_the_course(kind: FlagKind, numbers: tuple[float | None, ...]) -> None:
    seen = raised(kind).evidence
    assert numbers == (
        *(seen.day, seen.entries_used, seen.days_asked, seen.level, seen.reference_level),
        *(seen.reference_first_day, seen.reference_last_day),
        *(seen.onset_day, seen.onset_first_day, seen.onset_last_day),
    )


def test_a_flare_that_only_the_patients_word_opened_has_no_own_level() -> None:
    judged = judge(silent(40) + stay(5, 3), called_flares=(40,))
    (found,) = [flag for flag in judged.assessment("P1").flags if flag.kind is FlagKind.FLARE]
    seen = found.evidence
    assert (seen.declared, seen.reference_name, seen.reference_level, seen.reference_first_day) == (
        True,
        "",
        None,
        None,
    )


def test_the_frame_of_flags_holds_the_same_records_in_the_same_order_as_the_assessment() -> None:
    several: dict[str, Any] = {
        "axial": slope(7, 2, 40) + stay(2, 80) + stay(6, 60) + silent(20),
        "limb": stay(0, 60) + stay(6, 4) + stay(0, 40) + stay(6, 60),
    }
    judged = judge(**several)
    flags, frame = judged.assessment("P1").flags, judged.flags()
    assert len({flag.kind for flag in flags}) >= 5
    assert [Evidence.from_json(text) for text in frame["evidence"]] == [flag.evidence for flag in flags]
    assert frame["flag"].tolist() == [str(flag.kind) for flag in flags]
    assert frame["severity"].tolist() == [str(flag.severity) for flag in flags]


def test_a_percent_sign_in_a_source_stays_one() -> None:
    seen = Evidence(day=1, entries_used=1, days_asked=1, thresholds=(Threshold("one", 1, "%", "100 % of it"),))
    assert Evidence.from_json(seen.to_json()) == seen
