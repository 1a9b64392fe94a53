"""The small pictures under the main one: opioids and sleep. A day that was not answered is never a zero."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from tests.unit.charts.records import days as recovery_days
from tests.unit.charts.records import episode
from tracker.charts import recovery_figure
from tracker.charts.opioids import opioid_alt_text, opioid_figure
from tracker.charts.sleep import sleep_alt_text, sleep_figure
from tracker.charts.theme import DARK, LIGHT, Look


def opioid_log(count: int, doses: dict[int, float | None]) -> pd.DataFrame:
    """A dose by day: 0 for none taken, None for one that cannot be read; the others were not answered."""
    taken = [None if day not in doses else doses[day] != 0 for day in range(count)]
    mme = [np.nan if (dose := doses.get(day)) is None else dose for day in range(count)]
    return pd.DataFrame({"day": np.arange(count), "taken": pd.array(taken, dtype="boolean"), "mme": mme})


def trace(figure: go.Figure, name: str) -> dict[str, Any]:
    (found,) = (each.to_plotly_json() for each in figure.data if each.name == name)
    return found  # type: ignore[no-any-return]


LOG = opioid_log(120, {0: 30, 1: 60, 2: 0, 3: None, 100: 7.5})


class TestOpioids:
    def test_only_a_day_with_a_known_dose_has_a_bar(self) -> None:
        heights = np.asarray(trace(opioid_figure(LOG), "Dose of the day")["y"], dtype=float)
        assert {int(day): float(heights[day]) for day in np.flatnonzero(~np.isnan(heights))} == {0: 30, 1: 60, 100: 7.5}

    @pytest.mark.parametrize(("name", "where"), [("Day without an opioid", [2]), ("Opioid, dose cannot be read", [3])])
    def test_other_answered_days_have_a_sign_of_their_own(self, name: str, where: list[int]) -> None:
        assert list(trace(opioid_figure(LOG), name)["x"]) == where

    def test_days_that_were_not_answered_are_ticks_and_no_two_signs_look_alike(self) -> None:
        figure = opioid_figure(LOG)
        assert len(trace(figure, "Not answered")["x"]) == 120 - 5
        symbols = [each.marker.symbol for each in figure.data if each.type == "scatter"]
        assert len(set(symbols)) == len(symbols) == 3

    def test_both_lines_are_there_with_their_words(self) -> None:
        figure = opioid_figure(LOG)
        assert [(line.x0, line.y0) for line in figure.layout.shapes] == [(0, 50), (90, 0)]
        assert [word.text for word in figure.layout.annotations] == ["50 MME", " day 90"]
        assert figure.layout.yaxis.range[1] > 60

    def test_before_day_90_there_is_no_line_of_it_and_the_50_are_always_in_sight(self) -> None:
        figure = opioid_figure(opioid_log(90, {0: 5}))
        assert [word.text for word in figure.layout.annotations] == ["50 MME"]
        assert figure.layout.yaxis.range[1] > 50

    def test_its_words_count_the_three_kinds_of_days(self) -> None:
        assert opioid_alt_text(LOG) == (
            "Opioids day by day from surgery to day 119: 4 days with, the highest known dose 60 MME, 1 day without, "
            "115 days not answered."
        )


class TestSleep:
    FRAME = recovery_days(30, axial={0: 5}, sleep_hours=[7.0, np.nan, 6.0, 0.0, 8.0, 7.5, *[np.nan] * 24])

    def test_a_night_that_was_not_told_is_a_gap_and_none_slept_is_zero(self) -> None:
        hours = np.asarray(trace(sleep_figure(self.FRAME), "Slept the night before")["y"], dtype=float)
        assert hours[:4].tolist()[0::2] == [7, 6]
        assert (np.isnan(hours[1]), hours[3]) == (True, 0)

    def test_the_line_is_the_median_of_the_nights_told_from_five_on(self) -> None:
        line = np.asarray(trace(sleep_figure(self.FRAME), "Median of 14 days")["y"], dtype=float)
        assert np.isnan(line[4])
        assert line[5] == 7.0

    def test_its_words_say_how_many_nights(self) -> None:
        assert sleep_alt_text(self.FRAME) == (
            "Hours slept, told for 5 of 30 nights from surgery to day 29, between 0 and 8."
        )


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("look", [Look(LIGHT), Look(DARK), Look(DARK, 1.25)])
def test_they_have_the_clock_of_the_main_picture(compact: bool, look: Look) -> None:
    frame = recovery_days(120, axial={0: 5}, sleep_hours=7.0)
    main = recovery_figure(episode(), frame, (), (), interpreted=True, compact=compact, look=look)
    for figure in (opioid_figure(LOG, compact=compact, look=look), sleep_figure(frame, compact=compact, look=look)):
        assert figure.layout.xaxis == main.layout.xaxis
        assert (figure.layout.margin.l, figure.layout.margin.r) == (main.layout.margin.l, main.layout.margin.r)
        assert figure.layout.paper_bgcolor == look.palette.card
