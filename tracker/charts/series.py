"""What the panels read from the frame of days, and from the flags."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.domain.assessment import Flag
from tracker.domain.patients import Episode, Site

Numbers = NDArray[np.float64]


def numbers(days: pd.DataFrame, column: str) -> Numbers:
    """A column as floats; what is missing is NaN."""
    return days[column].to_numpy(dtype=float, na_value=np.nan)


def axis_days(days: pd.DataFrame) -> NDArray[np.int64]:
    """The days, as the clock of a picture counts them."""
    return days["day"].to_numpy(dtype=np.int64)


def known(days: pd.DataFrame, column: str) -> bool:
    """Whether the column holds any value at all."""
    return bool(days[column].notna().any())


def flagged_days(episode: Episode, days: pd.DataFrame, flags: Sequence[Flag], site: Site | None) -> NDArray[np.bool_]:
    """For each day, whether a flag of the site (None: of no site) covers it: from its onset up to the day on which it
    cleared."""
    day = numbers(days, "day")
    covered = np.zeros(len(day), dtype=bool)
    for flag in flags:
        if flag.site is site:
            end = np.inf if flag.cleared_on is None else episode.day(flag.cleared_on)
            covered |= (day >= episode.day(flag.onset_date)) & (day < end)
    return covered


def runs(present: NDArray[np.bool_]) -> list[slice]:
    """The unbroken stretches of True, oldest first."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], present, [False])).astype(int)))
    return [slice(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
