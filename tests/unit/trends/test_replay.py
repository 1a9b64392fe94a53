"""What comes out of a replay: the assessment, the frames, and the days of one patient."""

from datetime import date, timedelta

import pandas as pd
import pytest

from tests.spec.courses import SURGERY, entries, every, judge, patients, silent, slope, stay
from tracker.domain.patients import Site
from tracker.trends import replay

WELL_THEN_BACK = slope(7, 2, 40) + stay(2, 80) + stay(6, 30)


def test_an_assessment_counts_its_days_and_entries() -> None:
    said = judge(every(2, stay(3, 60))).assessment("P1")
    assert (said.as_of, said.day, said.days_asked_28d, said.entries_28d) == (date(2026, 3, 1), 59, 28, 14)
    assert (said.last_entry, said.coverage_28d) == (date(2026, 2, 28), 0.5)
    assert (said.site(Site.AXIAL).entries_used, said.site(Site.AXIAL).window_days) == (7, 14)


def test_soon_after_surgery_only_the_days_since_then_are_asked() -> None:
    said = judge(stay(6, 6)).assessment("P1")
    assert (said.days_asked_28d, said.entries_28d, said.site(Site.AXIAL).window_days) == (6, 6, 6)


def test_a_day_with_an_entry_but_no_score_counts_as_logged_but_bears_no_level() -> None:
    walked = pd.DataFrame({"patient_id": "P1", "date": pd.date_range(SURGERY, periods=40), "axial": None, "limb": None})
    said = replay(patients(), walked).assessment("P1")
    assert said.entries_28d == 28
    assert [str(flag.kind) for flag in said.flags] == ["insufficient_data"]


def test_relief_is_the_share_of_the_level_before_surgery_that_is_gone() -> None:
    assert judge(stay(2, 40), baseline=8).assessment("P1").site(Site.AXIAL).relief == 0.75
    assert judge(stay(9, 40), baseline=6).assessment("P1").site(Site.AXIAL).relief == -0.5


@pytest.mark.parametrize("baseline", [None, 0])
def test_relief_is_not_known_without_pain_before_surgery(baseline: float | None) -> None:
    assert judge(stay(2, 40), baseline=baseline).assessment("P1").site(Site.AXIAL).relief is None


def test_the_change_is_that_of_four_weeks() -> None:
    assert judge(stay(6, 40) + stay(2, 28)).assessment("P1").site(Site.AXIAL).change_28d == -4
    assert judge(silent(30) + stay(2, 28)).assessment("P1").site(Site.AXIAL).change_28d is None


def test_the_sparkline_holds_the_leading_site_on_each_of_the_last_90_days() -> None:
    judged = judge(stay(1, 120), WELL_THEN_BACK[30:], baseline_limb=7)
    said, days = judged.assessment("P1"), judged.days("P1")
    assert said.leading is Site.LIMB
    assert list(said.sparkline) == days["limb_typical"].tail(90).tolist()


def test_the_sparkline_is_blank_before_surgery_and_where_too_few_days_are_logged() -> None:
    line = judge(stay(3, 20)).assessment("P1").sparkline
    assert len(line) == 90
    assert line[:74] == (None,) * 74
    assert line[74:] == (3,) * 16


def test_the_site_with_the_more_urgent_flag_leads_and_else_the_one_that_hurts_more() -> None:
    relapse_at_limb = judge(stay(8, 150), WELL_THEN_BACK, baseline_limb=7).assessment("P1")
    more_pain_at_limb = judge(stay(1, 60), stay(2, 60)).assessment("P1")
    nothing_known = judge(silent(10)).assessment("P1")
    assert [each.leading for each in (relapse_at_limb, more_pain_at_limb, nothing_known)] == [
        Site.LIMB,
        Site.LIMB,
        Site.AXIAL,
    ]


def test_the_days_of_a_patient_run_from_surgery_to_the_date_with_what_was_open() -> None:
    days = judge(WELL_THEN_BACK).days("P1")
    assert days["day"].tolist() == list(range(150))
    assert days["date"].iloc[[0, -1]].dt.date.tolist() == [SURGERY, SURGERY + timedelta(days=149)]
    assert days["open_flags"].iloc[[120, 130, 131, 140]].tolist() == [
        "",
        "flare:axial",
        "flare:axial; relapse:axial",
        "relapse:axial; persistent:axial",
    ]
    assert days["axial_n"].iloc[[0, 5, 20]].tolist() == [1, 6, 14]
    assert days["limb_typical"].isna().all()
    assert (days["axial_low"] <= days["axial_high"]).sum() == days["axial_typical"].notna().sum()


def test_the_summary_has_a_row_for_each_patient_and_site() -> None:
    row = patients().iloc[0]
    two = pd.DataFrame([row, row.replace("P1", "P2")])
    summary = replay(two, entries(stay(2, 60))).summary()
    columns = ["patient_id", "site", "typical", "state", "coverage_28d"]
    assert summary[columns].fillna({"typical": -1}).to_numpy().tolist() == [
        ["P1", "axial", 2, "doing well", 1],
        ["P1", "limb", -1, "not assessable", 1],
        ["P2", "axial", -1, "not assessable", 0],
        ["P2", "limb", -1, "not assessable", 0],
    ]
    assert summary["relief_pct"].iloc[0] == round(100 * 5 / 7, 2)
    assert summary["last_entry"].isna().tolist() == [False, False, True, True]


def test_who_was_not_listed_is_not_known() -> None:
    with pytest.raises(KeyError):
        judge(stay(2, 10)).assessment("P2")


def test_nobody_at_all_is_judged_without_complaint() -> None:
    judged = replay(patients().head(0), entries(()))
    assert judged.flags().empty
    assert judged.summary().empty
