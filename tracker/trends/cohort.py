"""What a panel as a whole did: pain by week since surgery, who improved and when, how much was logged.

Each function gives cells (contract CELLS), one row a group and a time, with cells of fewer than 5 patients withheld.
A week counts where at least 4 of its days have a score, as elsewhere (`week_entries`). Nothing is filled in: who did
not log a week is not in its n.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf

from tracker.domain.cohort import CELLS, MARKS, cohort_number
from tracker.domain.reference import thresholds
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.small_cells import without_small_cells

_HAIR = 1e-9
"""Exactly 30 % gone must not be missed by the last bit of a float."""

_FORTNIGHT = 2
"""Weeks over which pain is looked at for the share improved."""

_OF_QUARTILES = ("value", "low", "high")
"""What tells nothing of how many it rests on. An interval does, and a share nearly."""

_Cell = tuple[Any, ...]
"""A row of CELLS without `withheld`."""


@dataclass(frozen=True)
class Cohort:
    """The weeks of a panel at one site, patients as rows, weeks since surgery as columns. `people` is a frame of
    `patient_id`, `group` (text), `baseline` (pain before surgery, 0-10, NaN where not known) and `day` (days since
    surgery as of today); `entries` are days logged, `scores` those with a score of the site, `total` their sum."""

    people: pd.DataFrame
    entries: Ints
    scores: Ints
    total: Floats

    @cached_property
    def groups(self) -> list[str]:
        """The groups, the largest first; alike large ones by name."""
        sizes = self.people["group"].value_counts()
        return sorted(sizes.index, key=lambda group: (-sizes[group], group))

    @cached_property
    def baseline(self) -> Floats:
        """Pain before surgery, NaN where it is not known or below `improvement_floor`: it has too little room to
        fall."""
        known = self.people["baseline"].to_numpy(dtype=float)
        return np.where(known >= thresholds().value("improvement_floor"), known, np.nan)

    @cached_property
    def day(self) -> Ints:
        return self.people["day"].to_numpy(dtype=np.int64)

    @cached_property
    def mean(self) -> Floats:
        """Mean pain of each week, NaN where fewer than `week_entries` of its days have a score."""
        return _mean(self.total, self.scores, thresholds().days("week_entries"))

    @cached_property
    def improved(self) -> Bools:
        """Whether at least 2 points and 30 % of the pain before surgery were gone in a week (Farrar 2001)."""
        return _meaningful(self.baseline[:, None], self.mean)

    def by_group(self) -> Iterator[tuple[str, Ints]]:
        """Each group with the rows of its patients."""
        group = self.people["group"].to_numpy(dtype=object)
        for each in self.groups:
            yield each, np.flatnonzero(group == each)


def cohort(people: pd.DataFrame, weeks: pd.DataFrame) -> Cohort:
    """A panel from its `people` (as in `Cohort`) and from what they logged: `weeks` has one row a patient and week with
    `patient_id`, `week`, `entries`, `scores`, `total`. Weeks of nobody among `people` are left out."""
    row = pd.Index(people["patient_id"]).get_indexer(weeks["patient_id"])
    known, week = row >= 0, weeks["week"].to_numpy(dtype=np.int64)
    length = int(week[known].max(initial=-1)) + 1
    place = row[known] * length + week[known]
    shape = (len(people), length)

    def filled(column: str) -> Floats:
        matrix = np.zeros(shape)
        matrix.flat[place] = weeks[column].to_numpy(dtype=float)[known]
        return matrix

    return Cohort(people, filled("entries").astype(np.int64), filled("scores").astype(np.int64), filled("total"))


def pain_by_week(panel: Cohort, *, share_left: bool = False) -> pd.DataFrame:
    """Median and quartiles across patients of the mean pain of each week since surgery, with how many patients have
    that week. With `share_left` of the share of the own pain before surgery instead, of those with 4 or more then;
    how many of that week had less, or where it is not known, is `left_out`.
    Quartiles are interpolated (type 7 of Hyndman and Fan 1996, Am Stat 50:361)."""
    pain = panel.mean / panel.baseline[:, None] if share_left else panel.mean
    lost = np.isfinite(panel.mean) & ~np.isfinite(pain)
    found = [
        _quartiles(group, week, pain[rows, week], int(lost[rows, week].sum()) if share_left else np.nan)
        for group, rows in panel.by_group()
        for week in range(pain.shape[1])
    ]
    return _cells(found, panel.groups, _OF_QUARTILES)


def improved_share(panel: Cohort) -> pd.DataFrame:
    """The share with a meaningful improvement 3, 6 and 12 months after surgery, of those who can be assessed, with its
    interval (Wilson 1927, J Am Stat Assoc 22:209), and how many could not be.

    Judged is the mean of the two whole weeks around the mark (data/reference/cohort.toml) against pain before surgery:
    at least 2 points and 30 % gone. Who has not come to the end of those weeks is in neither count. Not assessable:
    fewer than 8 scores in them, or pain before surgery not known or below 4.
    """
    found: list[_Cell] = []
    for months in MARKS:
        weeks = slice(first := cohort_number(f"week_of_{months}_months"), first + _FORTNIGHT)
        reached = panel.day >= weeks.stop * thresholds().days("week_days") - 1
        scores, total = panel.scores[:, weeks].sum(axis=1), panel.total[:, weeks].sum(axis=1)
        pain = _mean(total, scores, cohort_number("fortnight_entries"))
        told = reached & np.isfinite(pain) & np.isfinite(panel.baseline)
        better = told & _meaningful(panel.baseline, pain)
        for group, rows in panel.by_group():
            n, left_out = int(told[rows].sum()), int((reached & ~told)[rows].sum())
            if n + left_out:
                found.append((group, months, n, *_share(int(better[rows].sum()), n), left_out))
    return _cells(found, panel.groups, ())


def time_to_improvement(panel: Cohort) -> pd.DataFrame:
    """The share that has had a meaningful and lasting improvement by each week since surgery, with its interval and
    how many were still at risk in that week (Kaplan and Meier 1958, J Am Stat Assoc 53:457; interval on the log-log
    scale: Kalbfleisch and Prentice 1980).

    It comes in the first week, from the third on, that begins two valid weeks in a row with at least 2 points and 30 %
    gone. Who has not had it is counted up to the last valid week. Left out: without a valid week from the third on, or
    with a pain before surgery that is not known or below 4.
    """
    told = np.isfinite(panel.mean) & np.isfinite(panel.baseline)[:, None]
    told[:, : cohort_number("first_told_week")] = False
    starts = _runs_from(panel.improved & told, cohort_number("sustained_weeks"))
    counted, happened = np.asarray(told.any(axis=1)), np.asarray(starts.any(axis=1))
    week = np.where(happened, _first(starts), _last(told))
    found: list[_Cell] = []
    for group, rows in panel.by_group():
        kept = rows[counted[rows]]
        if kept.size:
            curve = improved_by(week[kept], happened[kept])
            found += [(group, *point, rows.size - kept.size) for point in curve.itertuples(index=False, name=None)]
    return _cells(found, panel.groups, ("value",), counted_by=("group",))


def improved_by(week: Ints, happened: Bools) -> pd.DataFrame:
    """Kaplan and Meier's estimate, turned over, from the week in which it `happened` or up to which it had not: for
    each week up to the last one `at`, `n` at risk, `value`, `low`, `high`. The interval is NaN where all or none of
    the estimate is left, since it is not defined there."""
    data = CensoredData(uncensored=week[happened], right=week[~happened])
    left = ecdf(data).sf
    with warnings.catch_warnings():  # of what is told above
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = left.confidence_interval(thresholds().value("interval_share"), method="log-log")
    at = np.arange(int(week.max()) + 1)
    step = np.searchsorted(left.quantiles, at, side="right") - 1
    n = week.size - np.searchsorted(np.sort(week), at, side="left")

    def by_week(probabilities: Floats, before: float) -> Floats:
        return 1 - np.where(step < 0, before, probabilities[step])

    value = by_week(left.probabilities, 1.0)
    inside = (value > 0) & (value < 1)
    low, high = (
        np.where(inside, by_week(edge.probabilities, np.nan), np.nan) for edge in (interval.high, interval.low)
    )
    return pd.DataFrame({"at": at, "n": n, "value": value, "low": low, "high": high})


def coverage(panel: Cohort) -> pd.DataFrame:
    """Median and quartiles across patients of the share of days with an entry in each four whole weeks since surgery,
    `at` the first of them. Of a patient only those are counted that are over."""
    span = cohort_number("coverage_weeks")
    week = thresholds().days("week_days")
    found: list[_Cell] = []
    for first in range(0, int(panel.day.max(initial=-1)) // week + 1, span):
        over = panel.day >= (first + span) * week - 1
        share = np.where(over, panel.entries[:, first : first + span].sum(axis=1) / (span * week), np.nan)
        found += [_quartiles(group, first, share[rows]) for group, rows in panel.by_group()]
    return _cells(found, panel.groups, _OF_QUARTILES)


def wilson(count: int, n: int, level: float) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927); both ends NaN where n is 0."""
    if n == 0:
        return float("nan"), float("nan")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share, spread = count / n, z * z / n
    middle, half = share + spread / 2, z * ((share * (1 - share) + spread / 4) / n) ** 0.5
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return min(max(low, 0.0), share), max(min(high, 1.0), share)  # of none and of all, but for the last bit of a float


def _mean(total: Floats, scores: Ints, at_least: int) -> Floats:
    mean = np.full(total.shape, np.nan)
    np.divide(total, scores, out=mean, where=scores >= at_least)
    return mean


def _meaningful(baseline: Floats, pain: Floats) -> Bools:
    """At least 2 points and 30 % gone; False where either is not known."""
    rules = thresholds()
    gone = baseline - pain + _HAIR
    return (gone >= rules.value("meaningful_points")) & (gone >= rules.value("meaningful_share") * baseline)


def _runs_from(marks: Bools, length: int) -> Bools:
    """Where a run of so many marked columns begins."""
    runs = np.zeros_like(marks)
    places = marks.shape[1] - length + 1
    if places > 0:
        runs[:, :places] = np.logical_and.reduce([marks[:, each : each + places] for each in range(length)])
    return runs


def _first(marks: Bools) -> Ints:
    """The first marked column of each row, 0 where there is none."""
    first = np.zeros(len(marks), dtype=np.int64)
    if marks.shape[1]:
        first[:] = np.argmax(marks, axis=1)
    return first


def _last(marks: Bools) -> Ints:
    """The last marked column of each row; of no meaning where there is none."""
    return np.asarray(marks.shape[1] - 1 - _first(marks[:, ::-1]))


def _share(count: int, n: int) -> tuple[float, float, float]:
    return (count / n if n else float("nan"), *wilson(count, n, thresholds().value("interval_share")))


def _quartiles(group: str, at: int, values: Floats, left_out: float = float("nan")) -> _Cell:
    given = values[np.isfinite(values)]
    if not given.size:
        return group, at, 0, *[float("nan")] * 3, left_out
    low, middle, high = np.quantile(given, [0.25, 0.5, 0.75]).tolist()
    return group, at, given.size, middle, low, high, left_out


def _cells(
    found: Sequence[_Cell],
    groups: Sequence[str],
    harmless: Sequence[str],
    counted_by: Sequence[str] = ("group", "at"),
) -> pd.DataFrame:
    columns = [name for name in CELLS.names if name != "withheld"]
    types = {"group": "str", "at": "int64", **dict.fromkeys(columns[2:], "float64")}
    frame = pd.DataFrame(found, columns=columns).astype(types)
    return without_small_cells(frame, groups, harmless, counted_by)[CELLS.names]
