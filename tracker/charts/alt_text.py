"""The picture in words, for those who do not see it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tracker.charts.activity import trailing_median
from tracker.charts.series import known, numbers
from tracker.domain.assessment import Flag, FlagKind
from tracker.domain.columns import DAYS
from tracker.domain.explanation import flag_name
from tracker.domain.patients import Episode, Site
from tracker.domain.phrases import count
from tracker.domain.reference import thresholds
from tracker.domain.treatments import Treatment, TreatmentKind


def recovery_alt_text(
    episode: Episode,
    days: pd.DataFrame,
    treatments: Sequence[Treatment],
    flags: Sequence[Flag],
    *,
    interpreted: bool,
) -> str:
    """What `recovery_figure` shows of the same things, in sentences: how much was logged, where pain stood and
    stands at each site, flags (where `interpreted`), treatments, walking. Raises ValueError for a frame that lacks
    a column."""
    DAYS.check(days)
    last = int(days["day"].iloc[-1])
    parts = [
        f"Pain from 0 to 10 since {episode.operation}, up to day {last}.",
        f"{int(days['logged'].sum())} of {len(days)} days have an entry.",
        *(_site(episode, days, site) for site in Site),
        *(_flag(episode, flag) for flag in flags if interpreted and flag.kind is not FlagKind.FLARE),
        *(_flares(episode, flags, site) for site in Site if interpreted),
        *(_treatment(episode, treatment) for treatment in treatments),
        _walking(days),
    ]
    return " ".join(part for part in parts if part)


def _site(episode: Episode, days: pd.DataFrame, site: Site) -> str:
    word, baseline = episode.word(site), episode.baseline(site)
    before = "" if baseline is None else f"; {baseline} before surgery"
    if not known(days, site):
        return f"{word.capitalize()} pain was not logged{before}."
    latest = np.flatnonzero(~np.isnan(numbers(days, f"{site}_typical")))
    if not len(latest):
        return f"{word.capitalize()} pain: too few entries for a typical level{before}."
    row = days.iloc[int(latest[-1])]
    return (
        f"Typical {word} pain {row[f'{site}_typical']:.1f} on day {row['day']}, "
        f"from {row[f'{site}_n']:.0f} entries in {thresholds().days('typical_window')} days{before}."
    )


def _flag(episode: Episode, flag: Flag) -> str:
    where = f" of {episode.word(flag.site)} pain" if flag.site else ""
    end = "open" if flag.cleared_on is None else f"cleared on day {episode.day(flag.cleared_on)}"
    return f"Flag: {flag_name(flag.kind)}{where} since day {episode.day(flag.onset_date)}, {end}."


def _flares(episode: Episode, flags: Sequence[Flag], site: Site) -> str:
    """How many flares there were and when the newest began: they may be many, and each alone says little."""
    began = [episode.day(flag.onset_date) for flag in flags if flag.kind is FlagKind.FLARE and flag.site is site]
    if not began:
        return ""
    return f"{count(len(began), 'flare').capitalize()} of {episode.word(site)} pain, the newest from day {max(began)}."


def _treatment(episode: Episode, treatment: Treatment) -> str:
    start = episode.day(treatment.start)
    if treatment.kind is TreatmentKind.PROCEDURE:
        return f"{treatment.label} on day {start}."
    end = "and goes on" if treatment.end is None else f"to day {episode.day(treatment.end)}"
    return f"{treatment.label} from day {start} {end}."


def _walking(days: pd.DataFrame) -> str:
    latest = trailing_median(days).iloc[-1]
    if np.isnan(latest):
        return ""
    return f"Walking: {latest:.0f} minutes a day, the median of the last {thresholds().days('typical_window')} days."
