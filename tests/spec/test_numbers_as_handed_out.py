"""Numbers leave the engine with two decimals, the same on the page, in the export and in the evidence."""

import pandas as pd
import pytest

from tests.spec.courses import judge, silent, slope, stay, unsteady
from tracker.domain.assessment import FlagKind
from tracker.domain.patients import Site
from tracker.trends import Replay


@pytest.fixture(scope="module")
def judged() -> Replay:
    return judge(unsteady(slope(7, 1, 40) + stay(1.3, 60) + silent(3) + stay(5.7, 38)), stay(3.3, 141))


def two_decimals(value: float) -> bool:
    return value == round(value, 2)


def test_levels_and_limits_have_two_decimals_on_every_day(judged: Replay) -> None:
    days = judged.days("P1")
    for name in ("axial_typical", "axial_low", "axial_high", "limb_typical", "limb_low", "limb_high"):
        assert days[name].dropna().map(two_decimals).all()


def test_export_summary_and_page_carry_the_same_level(judged: Replay) -> None:
    row, page, day = judged.summary().iloc[0], judged.assessment("P1").site(Site.AXIAL), judged.days("P1").iloc[-1]
    for name in ("typical", "low", "high"):
        assert getattr(page, name) == row[name] == day[f"axial_{name}"]
    assert page.relief is not None
    assert row["relief_pct"] == round(100 * page.relief, 2)
    assert page.change_28d is not None
    assert two_decimals(page.change_28d)


def test_the_picture_ends_at_the_level_of_the_page(judged: Replay) -> None:
    said = judged.assessment("P1")
    assert said.sparkline[-1] == said.site(said.leading).typical


def test_evidence_carries_the_level_of_its_day(judged: Replay) -> None:
    seen = next(flag.evidence for flag in judged.assessment("P1").flags if flag.kind is FlagKind.RELAPSE)
    day = judged.days("P1").iloc[seen.day]
    assert (seen.level, seen.level_low, seen.level_high) == (
        day["axial_typical"],
        day["axial_low"],
        day["axial_high"],
    )
    assert seen.reference_level is not None
    assert two_decimals(seen.reference_level)


def test_nothing_is_minus_zero() -> None:
    judged = judge([0.0] * 60, baseline=5)
    assert "-0" not in judged.days("P1").to_csv(index=False, columns=["axial_typical", "axial_low"])
    assert pd.Series(judged.summary()["typical"]).dropna().map(str).tolist() == ["0.0"]
