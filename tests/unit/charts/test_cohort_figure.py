"""The pictures of a panel: what is drawn of cells, what is a gap, and that nothing depends on colour alone."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from tracker.charts.cohort import cohort_alt_text, cohort_figure, drawn_groups
from tracker.charts.theme import DARK, Look
from tracker.domain.cohort import CELLS, COULD_BE_WORKED_OUT, FEWER, Statistic

NAN = float("nan")


def cells(groups: int = 1, times: tuple[int, ...] = tuple(range(9)), scale: float = 1) -> pd.DataFrame:
    rows = [
        (f"group {group}", at, 20.0, 3 * scale, 2 * scale, 5 * scale, NAN, "")
        for at in times
        for group in range(groups)
    ]
    return pd.DataFrame(rows, columns=CELLS.names)


def without(frame: pd.DataFrame, at: int, why: str = FEWER) -> pd.DataFrame:
    blank = frame.copy()
    blank.loc[blank["at"] == at, ["n", "value", "low", "high"]] = NAN
    blank.loc[blank["at"] == at, "withheld"] = why
    return blank


def lines(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.hovertext is not None]


def numbers_below(figure: go.Figure) -> list[list[str]]:
    return [list(trace.text) for trace in figure.data if trace.mode == "text"]


@pytest.mark.parametrize(
    ("weeks", "statistic", "compact", "step"),
    [
        (77, Statistic.PAIN, False, 4),
        (77, Statistic.PAIN, True, 12),
        (77, Statistic.TIME, False, 12),
        (9, Statistic.PAIN, False, 1),
        (9, Statistic.PAIN, True, 2),
    ],
)
def test_n_stands_below_as_often_as_there_is_room(weeks: int, statistic: Statistic, compact: bool, step: int) -> None:
    figure = cohort_figure(cells(times=tuple(range(weeks)), scale=0.1), statistic, compact=compact)
    assert list(figure.layout.xaxis.tickvals) == list(range(0, weeks, step))
    assert numbers_below(figure) == [["20"] * len(range(0, weeks, step))]


def test_a_median_lies_in_its_band_with_n_below() -> None:
    figure = cohort_figure(cells(), Statistic.PAIN)
    band, line, _ = figure.data
    assert list(line.y) == [3] * 9
    assert set(band.y) == {2, 5, None}
    assert numbers_below(figure) == [["20"] * 9]
    assert "lower is better" in figure.layout.yaxis.title.text


def test_what_is_withheld_is_a_gap_in_line_and_band() -> None:
    figure = cohort_figure(without(cells(), 4), Statistic.PAIN)
    band, line, _ = figure.data
    assert line.y[4] is None
    assert not line.connectgaps
    assert list(band.x).count(None) == 2  # one outline before the gap, one after it
    assert numbers_below(figure) == [["20"] * 4 + ["<5"] + ["20"] * 4]
    assert FEWER in line.hovertext[4]


def test_an_n_that_would_give_a_small_cell_away_is_a_bound() -> None:
    one = cells()
    one.loc[one["at"] == 4, "n"] = NAN
    one.loc[one["at"] == 4, "withheld"] = COULD_BE_WORKED_OUT
    figure = cohort_figure(one, Statistic.PAIN)
    assert numbers_below(figure) == [["20"] * 4 + ["≥5"] + ["20"] * 4]
    assert list(lines(figure)[0].y) == [3] * 9


def test_a_week_between_gaps_is_seen_as_a_point() -> None:
    few = without(without(cells(times=tuple(range(30))), 20), 22)
    line = lines(cohort_figure(few, Statistic.PAIN))[0]
    assert [size > 0 for size in line.marker.size[17:26]] == [False, True, False, True, True, True, False, True, False]


@pytest.mark.parametrize("statistic", [Statistic.PAIN, Statistic.TIME, Statistic.COVERAGE])
def test_four_groups_are_told_apart_by_dash_and_symbol_and_no_fifth_is_drawn(statistic: Statistic) -> None:
    drawn = lines(cohort_figure(cells(5, scale=0.1), statistic))
    assert [trace.name for trace in drawn] == [f"group {each}" for each in range(4)]
    assert len({trace.line.dash for trace in drawn}) == 4
    assert len({trace.marker.symbol for trace in drawn}) == 4
    assert drawn_groups(cells(5)) == tuple(f"group {each}" for each in range(4))


def test_bands_are_drawn_of_two_groups_at_most() -> None:
    filled = [[trace for trace in cohort_figure(cells(n), Statistic.PAIN).data if trace.fill] for n in (2, 3)]
    assert [len(each) for each in filled] == [2, 0]


def test_shares_at_the_marks_are_points_with_their_intervals_side_by_side() -> None:
    figure = cohort_figure(cells(2, times=(3, 6, 12), scale=0.1), Statistic.IMPROVED)
    first, second = lines(figure)
    assert first.mode == "markers"
    assert list(first.error_y.array) == pytest.approx([0.2] * 3)
    assert list(first.error_y.arrayminus) == pytest.approx([0.1] * 3)
    assert all(a < b for a, b in zip(first.x, second.x, strict=True))
    assert list(figure.layout.xaxis.ticktext) == ["3 months", "6 months", "12 months"]


def test_time_to_improvement_goes_in_steps_with_who_is_at_risk() -> None:
    figure = cohort_figure(cells(scale=0.1), Statistic.TIME)
    assert lines(figure)[0].line.shape == "hv"
    assert list(figure.layout.yaxis2.ticktext) == ["at risk"]


def test_the_expected_band_stands_behind_a_share_of_the_own_pain_only() -> None:
    names = [
        {trace.name for trace in cohort_figure(cells(times=tuple(range(30)), scale=0.1), statistic).data}
        for statistic in (Statistic.SHARE_LEFT, Statistic.PAIN)
    ]
    assert ["Typical recovery, not a target" in each for each in names] == [True, False]


def test_a_name_of_a_group_is_no_markup() -> None:
    odd = cells().assign(group="<b>fusion</b>")
    line = lines(cohort_figure(odd, Statistic.PAIN, compact=True, look=Look(DARK, 1.25)))[0]
    assert line.name == "&lt;b&gt;fusion&lt;/b&gt;"
    assert "<b>fusion" not in line.hovertext[0]


def test_with_nothing_given_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="no cell is given"):
        cohort_figure(without(cells(times=(0,)), 0), Statistic.PAIN)
    with pytest.raises(ValueError, match="lacks"):
        cohort_figure(cells().drop(columns="n"), Statistic.PAIN)


def test_the_picture_is_told_in_words() -> None:
    assert cohort_alt_text(cells(), Statistic.PAIN) == (
        "Weekly pain, Pain 0–10 (lower is better). Group 0: week 0 3 (n 20); week 8 3 (n 20)."
    )
