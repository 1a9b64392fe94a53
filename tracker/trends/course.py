"""What the rules look at: the course of one site in some patients, with every level that a rule needs."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.levels import Level, mean_level, noise, typical_pain
from tracker.trends.local_fit import Fit, local_fit
from tracker.trends.moving_order import trailing_lowest_mean
from tracker.trends.procedures import Procedures, none
from tracker.trends.return_filter import Followed, Observed, follow
from tracker.trends.windows import trailing_count


@dataclass(frozen=True)
class Course:
    """One site: `pain` as patients x days (NaN: not given), `baseline` a patient (NaN: not known), `day` the day to
    assess as of, `procedures` those of the patients. Each level is computed when first asked for; as of a day it rests
    on that day and those before."""

    site: Site
    pain: Floats
    baseline: Floats
    day: Ints
    rules: Thresholds
    procedures: Procedures = field(default_factory=none)

    @cached_property
    def days(self) -> Ints:
        """The day since surgery of each column."""
        return np.arange(self.pain.shape[1])

    @cached_property
    def sigma(self) -> Floats:
        """The patient's own scatter as of each day; see `noise`."""
        return noise(self.pain, self.rules)

    @cached_property
    def typical(self) -> Level:
        """Typical pain, the level that is shown."""
        return typical_pain(self.pain, self.sigma, self.rules)

    @cached_property
    def three_weeks(self) -> Level:
        """The mean of as many days as relief has to last."""
        return mean_level(self.pain, self.rules.days("relief_window"), self.sigma, self.rules)

    @cached_property
    def fit(self) -> Fit:
        """The smooth course by which lasting pain and its fall are judged."""
        return local_fit(self.pain, self.sigma, self.rules)

    @cached_property
    def four_weeks(self) -> Level:
        """The level that persistence is judged by: the fitted course, averaged over 28 days."""
        days = self.rules.days("persistent_window")
        entries = trailing_count(np.isfinite(self.pain), days)
        return Level(days, self.fit.four_weeks, self.fit.error, entries)

    @cached_property
    def may_return(self) -> Bools:
        """Days on which pain may be back after relief, by what can be counted: of the last fortnight the lowest entries
        lie clearly above the lowest three weeks so far, or typical pain lies far above them."""
        so_far = np.fmin.accumulate(np.nan_to_num(self.three_weeks.value, nan=np.inf), axis=1)
        lasts = self._lowest > so_far + self.rules.value("relapse_end_margin")
        return np.asarray(lasts | (self.typical.value > so_far + self.rules.value("relapse_rise")))

    @cached_property
    def _lowest(self) -> Floats:
        """The mean of the lowest entries of the last fortnight, those that a flare cannot raise."""
        sustained = self.rules.days("relapse_sustained")
        return trailing_lowest_mean(self.pain, sustained, 1 - self.rules.value("flare_days") / sustained)

    @cached_property
    def observed(self) -> Observed:
        """What the filter looks at."""
        unsaid = np.isnan(self.typical.value) & np.isnan(self.three_weeks.value)  # nothing to show for it
        return Observed(
            self.pain,
            self.sigma,
            self.typical.value,
            self.three_weeks.value,
            self._lowest,
            self.baseline,
            self.held | unsaid,
            self.may_return,
            self.procedures,
        )

    @cached_property
    def followed(self) -> Followed:
        """How likely pain is back after relief; see `follow`."""
        return follow(self.observed, self.rules)

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
