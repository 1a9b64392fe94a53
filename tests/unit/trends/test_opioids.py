"""What was taken of opioids day by day, and what it comes to as of today. Day 0 is the surgery."""

from datetime import date, timedelta
from random import Random
from statistics import fmean

import numpy as np
import pandas as pd
import pytest

from tracker.domain.opioids import OpioidUse
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.trends.opioids import opioid_days, opioid_use

SURGERY = date(2026, 1, 1)
MEDICINE = TreatmentKind.MEDICINE
OXYCODONE = Treatment("o", "p", MEDICINE, "Oxycodone", SURGERY, dose="10 mg, twice a day", catalogue="oxycodone")
TRAMADOL = Treatment("t", "p", MEDICINE, "Tramadol", SURGERY, dose="50 mg, daily", catalogue="tramadol")
VAGUE = Treatment("v", "p", MEDICINE, "Codeine", SURGERY, dose="as needed", catalogue="codeine")
GABAPENTIN = Treatment("g", "p", MEDICINE, "Gabapentin", SURGERY, catalogue="gabapentin")
VALIUM = Treatment("d", "p", MEDICINE, "Valium", SURGERY)
IBUPROFEN = Treatment("i", "p", MEDICINE, "Ibuprofen", SURGERY, catalogue="ibuprofen")
LISTED = (OXYCODONE, TRAMADOL, VAGUE, GABAPENTIN, VALIUM, IBUPROFEN)


def days(log: dict[int, str], until: int) -> pd.DataFrame:
    """`log`: the ids ticked on a day, one letter each; "" for nothing."""
    ticks = [
        (pd.Timestamp(SURGERY + timedelta(days=day)), each) for day, ids in log.items() for each in (ids or [np.nan])
    ]
    taken = pd.DataFrame(ticks, columns=["date", "treatment_id"]).astype({"treatment_id": "str"})
    return opioid_days(SURGERY, SURGERY + timedelta(days=until), LISTED, taken)


def use(log: dict[int, str], until: int) -> OpioidUse:
    found = opioid_use(days(log, until), LISTED)
    assert found is not None
    return found


def through(first: int, last: int, ids: str) -> dict[int, str]:
    return dict.fromkeys(range(first, last + 1), ids)


def test_a_day_is_with_without_or_not_answered_and_only_a_known_dose_is_a_number() -> None:
    frame = days({-3: "o", 0: "o", 1: "", 2: "i", 4: "ot", 5: "ov", 6: "v"}, 7)
    assert frame["day"].tolist() == list(range(8))
    assert [None if pd.isna(each) else bool(each) for each in frame["taken"]] == [
        *(True, False, False, None, True, True, True, None),
    ]
    assert [None if np.isnan(each) else each for each in frame["mme"]] == [30, 0, 0, None, 40, None, None, None]


def test_what_was_ticked_before_surgery_or_after_today_is_left_out() -> None:
    assert days({-1: "o", 9: "o"}, 8)["taken"].isna().all()


def test_the_counts_are_of_answered_days_of_the_last_four_weeks() -> None:
    found = use({**through(0, 72, "o"), **through(80, 89, "o"), **through(90, 95, ""), 100: "i"}, 100)
    assert (found.window_days, found.days_answered, found.days_with) == (28, 17, 10)
    assert (found.last_day, found.late_days, found.past_90) == (89, 0, False)


@pytest.mark.parametrize(
    ("last", "today", "past"), [(90, 91, False), (91, 91, True), (91, 118, True), (91, 119, False)]
)
def test_past_day_90_is_a_day_with_one_after_it_in_the_last_four_weeks(last: int, today: int, past: bool) -> None:
    found = use({**through(60, last, "o"), today: "o" if last == today else ""}, today)
    assert (found.past_90, found.late_days) == (past, int(past))


def test_days_after_day_90_are_counted_within_the_four_weeks_that_are_named() -> None:
    found = use(through(0, 199, "o"), 199)
    assert (found.late_days, found.window_days) == (28, 28)
    assert use(through(0, 100, "o"), 100).late_days == 10


def test_the_mean_of_a_week_counts_answered_days_without_as_zero() -> None:
    found = use({**through(0, 93, "o"), 94: "o", 95: "", 97: "t", 99: "", 100: "o"}, 100)
    assert found.mme == pytest.approx((30 + 0 + 10 + 0 + 30) / 5)
    assert found.mme_days == 5
    assert (found.mme_peak, found.mme_peak_day) == (30, 0)


@pytest.mark.parametrize(("answered", "known"), [(3, False), (4, True)])
def test_it_needs_four_answered_days(answered: int, known: bool) -> None:
    found = use({**through(0, 93, "o"), **through(101 - answered, 100, "o")}, 100)
    assert (found.mme is not None, found.mme_days) == (known, answered)


def test_one_dose_that_cannot_be_read_leaves_no_mean_and_is_named_with_why() -> None:
    found = use({**through(90, 99, "o"), 100: "v"}, 100)
    assert (found.mme, found.mme_days, found.mme_peak_day) == (None, 7, 90)
    assert found.unreadable == ("Codeine as needed: gives no amount in milligrams",)


def test_the_highest_dose_is_of_the_days_with_a_known_one_which_are_counted() -> None:
    found = use({**through(0, 9, "o"), **through(10, 14, "ov"), **through(15, 20, ""), 21: "i"}, 30)
    assert (found.mme_peak, found.days_with_ever, found.days_readable) == (30, 15, 10)
    assert use({0: ""}, 30).days_with_ever == 0


def test_sedatives_count_where_they_were_ticked_on_the_day_of_an_opioid() -> None:
    found = use({70: "og", 90: "og", 91: "god", 92: "g", 93: "o", 94: "id"}, 100)
    assert (found.sedative_days, found.sedatives) == (2, ("Gabapentin", "Valium"))


def test_without_an_opioid_on_the_list_or_before_surgery_there_is_nothing_to_tell() -> None:
    assert opioid_use(days({0: "i"}, 10), (IBUPROFEN, GABAPENTIN)) is None
    assert opioid_use(days({}, -5), LISTED) is None


def test_a_list_that_was_never_answered_is_no_day_without() -> None:
    found = use({}, 100)
    assert (found.days_answered, found.days_with, found.last_day, found.mme, found.mme_peak) == (0, 0, None, None, None)


@pytest.mark.parametrize("seed", range(25))
def test_a_pencil_finds_the_same_in_any_log(seed: int) -> None:
    rng = Random(seed)
    until = rng.randint(5, 160)
    log = {day: rng.choice(["", "o", "t", "ot", "g", "og", "i"]) for day in range(until + 1) if rng.random() < 0.7}
    found = use(log, until)
    dose = {day: 30 * ("o" in ids) + 10 * ("t" in ids) for day, ids in log.items()}
    month = [day for day in log if day > until - 28]
    week = [dose[day] for day in log if day > until - 7]
    with_one = [day for day in log if dose[day]]
    assert (found.days_answered, found.days_with) == (len(month), sum(dose[day] > 0 for day in month))
    assert found.last_day == max(with_one, default=None)
    assert found.late_days == sum(day > 90 and dose[day] > 0 for day in month)
    assert found.past_90 == any(dose[day] and day > 90 for day in month)
    assert found.mme == (pytest.approx(fmean(week)) if len(week) >= 4 else None)
    assert found.mme_peak == max((dose[day] for day in with_one), default=None)
    assert found.sedative_days == sum("o" in log[day] and "g" in log[day] for day in month)
