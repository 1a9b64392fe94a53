"""The picture in words, for a screen reader."""

from typing import Any

import pytest

from tests.unit.charts.records import days, episode, every_day, flag, treatment
from tracker.charts import recovery_alt_text
from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.patients import Site
from tracker.domain.treatments import TreatmentKind


def test_it_says_how_much_was_logged_and_where_each_site_stands() -> None:
    said = recovery_alt_text(episode(7, 4), days(31, axial=every_day(31, 5)), (), (), interpreted=True)
    assert said == (
        "Pain from 0 to 10 since L4–L5 fusion, up to day 30. 31 of 31 days have an entry. "
        "Typical back pain 5.0 on day 30, from 14 entries in 14 days; 7 before surgery. "
        "Leg pain was not logged; 4 before surgery."
    )


def test_too_few_entries_are_said_to_be_too_few() -> None:
    said = recovery_alt_text(episode(None, None), days(10, axial={1: 5}), (), (), interpreted=True)
    assert "Back pain: too few entries for a typical level." in said


def test_treatments_and_walking_are_told() -> None:
    given = [
        treatment("Oxycodone", 0, 9, dose="5 mg"),
        treatment("Gabapentin", 3),
        treatment("Injection", 12, kind=TreatmentKind.PROCEDURE),
    ]
    said = recovery_alt_text(episode(), days(20, walking_minutes=25.0), given, (), interpreted=True)
    assert "Oxycodone 5 mg from day 0 to day 9. Gabapentin from day 3 and goes on. Injection on day 12." in said
    assert said.endswith("Walking: 25 minutes a day, the median of the last 14 days.")


def test_flares_are_counted_and_not_told_one_by_one() -> None:
    light: dict[str, Any] = {"kind": FlagKind.FLARE, "severity": Severity.INFO}
    told = [flag(5, 6, 9, **light), flag(20, 21, **light), flag(3, 4, 5, site=Site.LIMB, **light)]
    said = recovery_alt_text(episode(), days(31, axial=every_day(31)), (), told, interpreted=True)
    assert "2 flares of back pain, the newest from day 20. 1 flare of leg pain, the newest from day 3." in said
    assert "Flag: Flare" not in said
    assert "flare" not in recovery_alt_text(episode(), days(31, axial=every_day(31)), (), told, interpreted=False)


@pytest.mark.parametrize(
    ("cleared", "site", "words"),
    [
        (None, Site.AXIAL, "Flag: Relapse of back pain since day 20, open."),
        (28, Site.LIMB, "Flag: Relapse of leg pain since day 20, cleared on day 28."),
    ],
)
def test_flags_are_told_to_the_physician_only(cleared: int | None, site: Site, words: str) -> None:
    told = [flag(20, 25, cleared, site=site)]
    frame = days(31, axial=every_day(31))
    assert words in recovery_alt_text(episode(), frame, (), told, interpreted=True)
    assert "Flag" not in recovery_alt_text(episode(), frame, (), told, interpreted=False)
