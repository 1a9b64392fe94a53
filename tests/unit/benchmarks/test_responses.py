"""Responses to simulated treatments whose true effect is known: the goals, and that the score counts what it says."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import responses as benchmark
from benchmarks.responses import KINDS, Tried, report, score, tried
from tests.unit.charts.records import treatment
from tracker.domain.patients import Site
from tracker.domain.responses import Grade, Level, Response


@pytest.fixture(scope="module")
def some() -> list[Tried]:
    return tried(11, 600)


def test_the_goals_are_met(some: list[Tried]) -> None:
    found = score(some)
    assert found.assessed > 200
    assert found.error <= 0.5, "points, the median error of the change"
    assert found.duration_error <= 10, "days, the median error of the duration"
    assert found.called_right >= 0.9, "of the calls outside a margin of half a point"
    assert 0.85 <= found.covered <= 0.95, "of intervals of 90 %"
    assert 0.85 <= found.share_covered <= 0.95


def test_every_kind_and_size_is_tried(some: list[Tried]) -> None:
    assert {each.kind for each in some} == {kind.name for kind in KINDS}
    assert {0.0, 1.0, 4.0} <= {each.effect for each in some}


def test_a_larger_effect_is_more_relief(some: list[Tried]) -> None:
    none, large = (
        np.mean([each.said.change for each in some if each.effect == effect and each.said.change is not None])
        for effect in (0.0, 4.0)
    )
    assert none - large == pytest.approx(3, abs=1), "an injection may have worn off within its window"


def by_hand(after: float, lasted: int | None = None, *, said: float = 4.0, gone: int = 540) -> Tried:
    """Pain of 8 before a treatment on day 100 and of `after` from then to day `gone`; `said` is the level found."""
    level = np.concatenate([np.full(100, 8.0), np.full(gone - 100, after), np.full(540 - gone, 8.0)])
    grade = Grade.RESPONSE if said <= 5.6 else Grade.BELOW
    change, relief = said - 8, 1 - said / 8
    found = Response(
        *(treatment("Gabapentin", 100), Site.AXIAL, Level(86, 99, 14, 14, 8.0), Level(107, 127, 21, 21, said), grade),
        *(change, change - 0.5, change + 0.5, relief, relief - 0.05, relief + 0.05),
        lasted_days=lasted,
    )
    return Tried("Gabapentin", 8 - after, level, 100, found)


def test_errors_and_intervals_are_counted_against_the_true_level() -> None:
    found = score([by_hand(4.0), by_hand(4.4), by_hand(5.0)])
    assert found.error == pytest.approx(0.4)
    assert found.covered == pytest.approx(2 / 3)
    assert found.share_covered == pytest.approx(1 / 3)


@pytest.mark.parametrize(("after", "calls", "right"), [(5.0, 1, 1.0), (5.2, 0, None), (6.0, 0, None), (6.2, 1, 0.0)])
def test_calls_within_half_a_point_of_the_line_are_left_out(after: float, calls: int, right: float | None) -> None:
    found = score([by_hand(after)])
    assert found.called == calls
    if right is not None:
        assert found.called_right == right


def test_durations_are_counted_where_relief_truly_ended() -> None:
    found = score([by_hand(4.0, 60, gone=150), by_hand(4.0, 40)])
    assert (found.ended, found.duration_error) == (1, 10.0)


def test_what_is_not_assessable_counts_nowhere() -> None:
    one = by_hand(4.0)
    found = score([replace(one, said=replace(one.said, grade=Grade.NOT_ASSESSABLE))])
    assert (found.assessed, found.called, found.ended) == (0, 0, 0)


def test_the_table_has_a_row_for_each_kind_and_size_and_is_the_same_for_a_seed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    benchmark.main(["--seed", "5", "--n", "30"])
    printed = capsys.readouterr().out.splitlines()
    assert printed == list(report(5, 30))
    rows = [line for line in printed if line.startswith("| ")]
    assert len(rows) == 2 + 1 + len(KINDS) + 8
    assert len({line.count("|") for line in rows}) == 1
