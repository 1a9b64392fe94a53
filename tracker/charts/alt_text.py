"""The picture in words, for those who do not see it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tracker.charts.activity import trailing_median
from tracker.charts.series import known, numbers
from tracker.domain.assessment import Flag, FlagKind
from tracker.domain.catalogue import label_of
from tracker.domain.columns import DAYS
from tracker.domain.explanation import flag_name
from tracker.domain.language import _, sentence
from tracker.domain.patients import Episode, Site
from tracker.domain.phrases import count
from tracker.domain.reference import thresholds
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.languages.formats import fixed


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
        _("Pain from 0 to 10 since {operation}, up to day {day}.").format(operation=episode.operation, day=last),
        _("{some} of {all} days have an entry.").format(some=int(days["logged"].sum()), all=len(days)),
        *(_site(episode, days, site) for site in Site),
        *(_flag(episode, flag) for flag in flags if interpreted and flag.kind is not FlagKind.FLARE),
        *(_flares(episode, flags, site) for site in Site if interpreted),
        *(_treatment(episode, treatment) for treatment in treatments),
        _walking(days),
    ]
    return " ".join(part for part in parts if part)


def _site(episode: Episode, days: pd.DataFrame, site: Site) -> str:
    word, baseline = episode.word(site), episode.baseline(site)
    before = "" if baseline is None else _("; {level} before surgery").format(level=baseline)
    if not known(days, site):
        return sentence(_("{site} pain was not logged{before}.").format(site=word, before=before))
    latest = np.flatnonzero(~np.isnan(numbers(days, f"{site}_typical")))
    if not len(latest):
        few = _("{site} pain: too few entries for a typical level{before}.")
        return sentence(few.format(site=word, before=before))
    row = days.iloc[int(latest[-1])]
    return _("Typical {site} pain {level} on day {day}, from {entries} entries in {days} days{before}.").format(
        site=word,
        level=fixed(row[f"{site}_typical"], 1),
        day=row["day"],
        entries=f"{row[f'{site}_n']:.0f}",
        days=thresholds().days("typical_window"),
        before=before,
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
        return _("{treatment} on day {day}.").format(treatment=label_of(treatment), day=start)
    if treatment.end is None:
        return _("{treatment} from day {day} and goes on.").format(treatment=label_of(treatment), day=start)
    ran = _("{treatment} from day {day} to day {last}.")
    return ran.format(treatment=label_of(treatment), day=start, last=episode.day(treatment.end))


def _walking(days: pd.DataFrame) -> str:
    latest = trailing_median(days).iloc[-1]
    if np.isnan(latest):
        return ""
    walking = _("Walking: {minutes} minutes a day, the median of the last {days} days.")
    return walking.format(minutes=f"{latest:.0f}", days=thresholds().days("typical_window"))
