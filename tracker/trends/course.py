"""What the rules look at: the course of one site in some patients, with every level that a rule needs."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.levels import Fall, Level, fall_by_line, mean_level, noise, typical_pain
from tracker.trends.windows import sorted_windows, trailing_count


@dataclass(frozen=True)
class Course:
    """One site: `pain` as patients x days (NaN: not given), `baseline` a patient (NaN: not known), `day` the day to
    assess as of. Each level is computed when first asked for; as of a day it rests on that day and those before."""

    site: Site
    pain: Floats
    baseline: Floats
    day: Ints
    rules: Thresholds
    _sorted: dict[int, Floats] = field(default_factory=dict, repr=False)

    def sorted_entries(self, days: int) -> Floats:
        """The entries of the last `days` days of each day, lowest first; see `sorted_windows`."""
        if days not in self._sorted:
            self._sorted[days] = sorted_windows(self.pain, days)
        return self._sorted[days]

    @cached_property
    def days(self) -> Ints:
        """The day since surgery of each column."""
        return np.arange(self.pain.shape[1])

    @cached_property
    def sigma(self) -> Floats:
        return noise(self.pain, self.rules)

    @cached_property
    def typical(self) -> Level:
        return typical_pain(self.sorted_entries(self.rules.days("typical_window")), self.sigma, self.rules)

    @cached_property
    def three_weeks(self) -> Level:
        """The level that relief is judged by."""
        return mean_level(self.pain, self.rules.days("relief_window"), self.sigma, self.rules)

    @cached_property
    def four_weeks(self) -> Level:
        """The level that persistence is judged by."""
        return mean_level(self.pain, self.rules.days("persistent_window"), self.sigma, self.rules)

    @cached_property
    def fall(self) -> Fall:
        return fall_by_line(self.pain, self.sigma, self.rules)

    @cached_property
    def few(self) -> Bools:
        """Days on which the site's own log is too thin to judge by; see `too_few`."""
        return too_few(np.isfinite(self.pain), self.rules)

    @cached_property
    def held(self) -> Bools:
        """Days on which no flag of the site may be raised or cleared: before day 28, while the log is too thin, and
        after the day to assess as of."""
        early = self.days < self.rules.days("sufficient_window")
        return self.few | early | (self.days > self.day[:, None])


def too_few(given: Bools, rules: Thresholds) -> Bools:
    """Whether there are fewer than 7 entries in the last 28 days, or fewer than 14 since surgery."""
    recent = trailing_count(given, rules.days("sufficient_window"))
    return (recent < rules.days("sufficient_recent")) | (np.cumsum(given, axis=1) < rules.days("sufficient_total"))
