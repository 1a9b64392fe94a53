"""How well flags agree with the truth of a population. Every score carries the number that it rests on.

Flags come as a frame with one row a flag: `patient` (row of the population), `flag`, `onset`, `detected`, `cleared`
(days since surgery; `OPEN` where it never was). A flag is on from `detected` up to the day before `cleared`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.truth import WARNED, Answers, Relapse, Truth
from tracker.trends.arrays import Bools, Floats

OPEN = 10**6
COLUMNS = ["patient", "flag", "onset", "detected", "cleared"]
YEAR = 365.25
LATEST_HIT = 60
"""Later than this a flag says nothing about how well its onset was dated."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        return self.hits / self.n if self.n else np.nan


@dataclass(frozen=True, slots=True)
class RelapseScore:
    """How relapses were found: within how many days of the onset, how late in the middle (infinite where fewer than
    half were found), how far off the onset was in the middle (`onsets`: of how many), and false flags over the years at
    risk. `left_out`: relapses too small to be called, or with too few entries."""

    within_14: Rate
    within_28: Rate
    median_delay: float
    false_flags: int
    years: float
    onset_error: float
    onsets: int
    left_out: int

    @property
    def false_per_100_years(self) -> float:
        return 100 * self.false_flags / self.years if self.years else np.nan


@dataclass(frozen=True, slots=True)
class Agreement:
    """A yes-or-no question on one day: how often the flag was on where it should be, and off where it should be."""

    sensitivity: Rate
    specificity: Rate

    @property
    def balanced(self) -> float:
        return (self.sensitivity.value + self.specificity.value) / 2


def relapse_score(flags: pd.DataFrame, truth: Truth, who: Bools | None = None) -> RelapseScore:
    """Scores the flags `relapse` of the patients in `who` (default: all). A relapse is hit by the first flag raised
    from 14 days before its onset up to its end; the delay is the day raised minus the onset."""
    who = np.ones(len(truth.last_entry), dtype=np.bool_) if who is None else who
    raised = _of(flags, "relapse", who)
    mine = [each for each in truth.relapses if who[each.patient]]
    scored = [each for each in mine if each.logged_enough and not each.unclear]
    hits = [_hit(raised.get(each.patient), each) for each in scored]
    delays = np.array([hit[1] for hit in hits])
    errors = np.array([abs(hit[0]) for hit in hits if hit[1] <= LATEST_HIT])
    return RelapseScore(
        within_14=Rate(int((delays <= 14).sum()), len(scored)),
        within_28=Rate(int((delays <= 28).sum()), len(scored)),
        median_delay=float(np.median(delays)) if scored else np.nan,
        false_flags=_false(raised, truth.at_risk),
        years=float(truth.at_risk[who].sum() / YEAR),
        onset_error=float(np.median(errors)) if errors.size else np.nan,
        onsets=int(errors.size),
        left_out=len(mine) - len(scored),
    )


def agreement(
    flags: pd.DataFrame, kind: str, day: int, *, answers: Answers, asked: Bools, who: Bools | None = None
) -> Agreement:
    """How a flag agrees with the answers on one day, among patients in `who` (default: all) whose answer is clear and
    who are `asked` (a matrix like the answers: days with enough entries)."""
    on = np.zeros(len(asked), dtype=np.bool_)
    on[_on(flags, kind, day)] = True
    counted = answers.counted[:, day] & asked[:, day]
    counted = counted if who is None else counted & who
    yes, no = counted & answers.yes[:, day], counted & ~answers.yes[:, day]
    return Agreement(Rate(int((on & yes).sum()), int(yes.sum())), Rate(int((~on & no).sum()), int(no.sum())))


def churn(flags: pd.DataFrame, kinds: Sequence[str], truth: Truth) -> float:
    """How often such flags come and go: raised plus cleared up to the last entry, per patient-year of follow-up."""
    these = flags[flags["flag"].isin(kinds)]
    cleared = these["cleared"].to_numpy() <= truth.last_entry[these["patient"].to_numpy()]
    return float((len(these) + cleared.sum()) / (truth.last_entry + 1).sum() * YEAR)


def _on(flags: pd.DataFrame, kind: str, day: int) -> Floats:
    on = (flags["flag"] == kind) & (flags["detected"] <= day) & (day < flags["cleared"])
    return np.asarray(flags.loc[on, "patient"].to_numpy())


def _of(flags: pd.DataFrame, kind: str, who: Bools) -> dict[int, Floats]:
    """Onset and day raised of the flags of a kind by patient, in the order they were raised."""
    these = flags[(flags["flag"] == kind) & who[flags["patient"].to_numpy(dtype=np.int64)]].sort_values("detected")
    return {int(patient): rows[["onset", "detected"]].to_numpy() for patient, rows in these.groupby("patient")}


def _hit(raised: Floats | None, relapse: Relapse) -> tuple[float, float]:
    """The error of the onset and the delay of the flag that hit a relapse; infinite where none did."""
    if raised is None:
        return np.inf, np.inf
    hits = raised[(raised[:, 1] >= relapse.onset - WARNED) & (raised[:, 1] < max(relapse.end, relapse.onset + 1))]
    return (hits[0, 0] - relapse.onset, hits[0, 1] - relapse.onset) if len(hits) else (np.inf, np.inf)


def _false(raised: dict[int, Floats], at_risk: Bools) -> int:
    last = at_risk.shape[1]
    days = ((patient, int(day)) for patient, flags in raised.items() for day in flags[:, 1])
    return sum(bool(at_risk[patient, day]) for patient, day in days if 0 <= day < last)
