"""How far synthetic patients lie apart: the ranges that the generator draws from, with their grounds.

There are two sets of ranges for one generator. `SHOWN` is narrow, so that every patient of the demo shows what the name
of the course says. `LIFE` is wide, and is what accuracy is measured on: it has relapses too small to matter, steps that
are no relapse, diaries with more days missing than filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import inf
from typing import TypeVar

import numpy as np

Range = tuple[float, float]
"""Lowest and highest value of a uniform draw; both the same where there is nothing to draw."""

Option = TypeVar("Option")


class Form(Enum):
    """The curve on which pain settles after surgery. That it levels off by three months is published (Shahi 2025, Spine
    50:81), the form is not: hence several."""

    EXPONENTIAL = auto()
    TWO_PHASES = auto()
    WEIBULL = auto()
    STRAIGHT = auto()


@dataclass(frozen=True, slots=True)
class Spread:
    """The ranges of everything that differs between patients. Levels, rises and standard deviations are points on 0-10;
    paces, lengths and onsets are days; shares are 0-1."""

    forms: tuple[Form, ...]
    start_scatter: Range
    """Pain of the first days over what is usual for the course: the operation itself hurts, or helps, by chance."""
    wander: Range
    """Standard deviation of the slow wander: typical pain is no ruler-straight line (our choice)."""
    wander_days: Range

    steady_relief: Range
    steady_pace: Range
    slow_relief: Range
    slow_pace: Range
    none_gone: Range
    none_least: float
    none_pace: Range
    plateau_level: Range
    plateau_least: float
    plateau_pace: Range

    relapse_relief: Range
    relapse_pace: Range
    relapse_onset: Range
    relapse_rise: Range
    abrupt_length: Range
    creeping_length: Range
    resolved_share: float
    """Share of the relapses that go back again."""

    wears_off_least: float
    procedure_day: Range
    procedure_relief: Range
    injection_lasts: Range
    ablation_share: float
    """Share of the procedures that are a radiofrequency ablation, whose relief lasts longer."""
    ablation_lasts: Range
    fading: Range

    step_share: float
    """Share of patients who do not relapse whose level takes a small step up for good."""
    step_rise: Range

    flares_a_year: float
    flares_a_year_if_prone: Range
    flare_rise: Range
    flare_days: tuple[int, int]

    noise: Range
    """Standard deviation of the daily score about the level."""
    noise_if_variable: Range
    carried_over: Range
    """Correlation of the noise of one day with that of the next."""
    tails: tuple[float, ...]
    """Degrees of freedom of Student's t that the noise is drawn from; infinity is the normal distribution."""
    weekday: Range
    """By how much the worst or best day of the week departs."""
    odd_avoided: tuple[float, ...]
    """Share of the odd scores that are given as an even one beside."""

    logged: Range
    """Share of the days with an entry, weeks away not counted."""
    selective: tuple[float, ...]
    """Change in the log odds of no entry for each point of pain over the usual: 0 is missing at random."""
    away_a_year: float
    away_days: tuple[int, int]
    dropout_share: float
    late_share: float
    """Share of patients whose first entry comes late."""
    late_days: Range


SHOWN = Spread(
    forms=(Form.EXPONENTIAL,),
    start_scatter=(0, 0),
    wander=(0.25, 0.25),
    wander_days=(45, 45),
    # Pain improves up to three months, then stays level: Shahi 2025, Spine 50:81. 95 % is done by day 45 to 105.
    steady_relief=(0.6, 2.3),
    steady_pace=(15, 35),
    slow_relief=(1.2, 2.4),
    slow_pace=(70, 130),
    none_gone=(0, 1),
    none_least=5.0,
    none_pace=(8, 20),
    # A meaningful fall of 2 points or more (Farrar 2001, Pain 94:149) that stops above the actionable line of 4.
    plateau_level=(4.6, 5.4),
    plateau_least=4.3,
    plateau_pace=(15, 30),
    relapse_relief=(1.0, 2.6),
    relapse_pace=(10, 22),
    relapse_onset=(80, 200),
    relapse_rise=(2.8, 4.2),
    abrupt_length=(1, 4),
    creeping_length=(21, 42),
    resolved_share=0.0,
    # Relief from an epidural steroid injection lasts weeks to three months.
    wears_off_least=5.2,
    procedure_day=(60, 90),
    procedure_relief=(3.0, 3.8),
    injection_lasts=(35, 60),
    ablation_share=0.0,
    ablation_lasts=(270, 540),
    fading=(14, 14),
    step_share=0.0,
    step_rise=(0, 0),
    # Half of patients have a flare in six months (Suri 2012), of +2.7 (Suri 2011, BMC Musculoskelet Disord 12:220).
    flares_a_year=0.7,
    flares_a_year_if_prone=(8, 8),
    flare_rise=(2.7, 2.7),
    flare_days=(2, 6),
    # 131 chronic-pain diaries: standard deviation within persons 1.3 (median).
    noise=(0.7, 1.3),
    noise_if_variable=(1.8, 2.4),
    carried_over=(0.2, 0.5),
    tails=(inf,),
    weekday=(0, 0),
    odd_avoided=(0.0, 0.2),
    # Completion is 85 % in chronic pain (Ono 2019, JMIR e11398: n = 701), with a week or two away now and then.
    logged=(0.72, 0.95),
    selective=(0.0,),
    away_a_year=0.8,
    away_days=(5, 14),
    dropout_share=0.0,
    late_share=0.0,
    late_days=(0, 0),
)
"""The demo: narrow, so that a picture shows what its caption says."""

LIFE = Spread(
    forms=tuple(Form),
    start_scatter=(-1.5, 1.5),
    # Our choice: half a point up or down over some weeks is common in diaries of people whose pain is called stable.
    wander=(0.15, 0.45),
    wander_days=(30, 70),
    # The pace of about three months: Shahi 2025, Spine 50:81; how much stays is wider than in the demo (our choice).
    steady_relief=(0.0, 2.8),
    steady_pace=(12, 38),
    slow_relief=(0.4, 2.6),
    slow_pace=(60, 140),
    none_gone=(-0.5, 1.5),
    none_least=4.2,
    none_pace=(6, 22),
    plateau_level=(4.0, 6.2),
    plateau_least=3.8,
    plateau_pace=(12, 40),
    relapse_relief=(0.3, 3.2),
    relapse_pace=(9, 30),
    relapse_onset=(55, 470),
    # From just under what counts (2 points: Farrar 2001, Pain 94:149) to more pain than before surgery.
    relapse_rise=(1.8, 6.0),
    abrupt_length=(1, 5),
    creeping_length=(14, 45),
    resolved_share=0.4,
    wears_off_least=4.6,
    procedure_day=(45, 300),
    procedure_relief=(2.3, 5.0),
    # An injection helps for weeks to three months, a radiofrequency ablation for 9 to 18.
    injection_lasts=(14, 90),
    ablation_share=0.2,
    ablation_lasts=(270, 540),
    fading=(7, 24),
    # Our choice: worsenings of about one point (the least that is felt: Salaffi 2004, Eur J Pain 8:283), no relapse.
    step_share=0.14,
    step_rise=(0.6, 1.4),
    flares_a_year=0.7,
    flares_a_year_if_prone=(4, 10),
    flare_rise=(1.5, 4.0),
    flare_days=(2, 10),
    # 131 chronic-pain diaries: within persons 1.0 to 1.7 (quartiles), 2.1 for the most variable tenth.
    noise=(0.8, 1.8),
    noise_if_variable=(1.8, 2.4),
    # .14 to .58 in the diaries measured; higher once short flares, here part of the noise, are in it.
    carried_over=(0.3, 0.7),
    tails=(inf, 8.0, 4.5),
    weekday=(0.0, 0.5),
    odd_avoided=(0.0, 0.0, 0.1, 0.25, 0.4),
    # Missing 13 to 97 %, median 54 %, in a study of many months (PMC10368891); 15 % at the other end (Ono 2019).
    logged=(0.40, 0.95),
    selective=(0.0, 0.0, -0.35, 0.35),
    away_a_year=1.2,
    away_days=(7, 28),
    dropout_share=0.2,
    late_share=0.3,
    late_days=(3, 45),
)
"""A population as wide as life."""


def drawn(within: Range, rng: np.random.Generator) -> float:
    """A number of the range; where its ends are the same nothing is drawn."""
    low, high = within
    return low if low == high else float(rng.uniform(low, high))


def happens(share: float, rng: np.random.Generator) -> bool:
    """Whether something that comes to this share of patients comes to this one; 0 draws nothing."""
    return share > 0 and bool(rng.random() < share)


def one_of(options: Sequence[Option], rng: np.random.Generator) -> Option:
    """One of the options, all as likely; a single one needs no draw."""
    return options[0] if len(options) == 1 else options[int(rng.integers(len(options)))]
