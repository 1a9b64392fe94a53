"""What was taken of opioids, day by day, and what it comes to as of the last day."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from tracker.domain.catalogue import is_opioid
from tracker.domain.opioid_doses import daily_dose, is_sedative
from tracker.domain.opioids import OpioidUse
from tracker.domain.reference import thresholds
from tracker.domain.treatments import Treatment


def opioid_days(surgery: date, today: date, listed: Sequence[Treatment], taken: pd.DataFrame) -> pd.DataFrame:
    """One row for each day from surgery to today. `taken` has `date` and `treatment_id`, one row for each tick; a day
    on which the list was answered and nothing ticked has one row with treatment_id missing, any other day none.

    Columns: `day`; `taken` ("boolean": whether an opioid was ticked, <NA> where the list was not answered); `mme` (dose
    of the day, 0 on a day without, NaN where not answered or where the dose of one that was ticked cannot be read);
    `sedatives` (tuples of the names of sedatives ticked).
    """
    count = max((today - surgery).days + 1, 0)
    doses = {each.id: daily_dose(each).mme for each in listed if is_opioid(each)}
    calming = {each.id: each.name for each in listed if is_sedative(each)}
    answered, opioid, mme = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool), np.zeros(count)
    sedatives: list[set[str]] = [set() for _ in range(count)]
    for on, treatment_id in taken.itertuples(index=False):
        day = (on.date() - surgery).days
        if not 0 <= day < count:
            continue
        answered[day] = True
        if treatment_id in doses:
            dose = doses[treatment_id]
            opioid[day] = True
            mme[day] += np.nan if dose is None else dose
        elif treatment_id in calming:
            sedatives[day].add(calming[treatment_id])
    return pd.DataFrame(
        {
            "day": np.arange(count),
            "taken": pd.Series(opioid, dtype="boolean").mask(~answered),
            "mme": np.where(answered, mme, np.nan),
            "sedatives": [tuple(sorted(names)) for names in sedatives],
        }
    )


def opioid_use(days: pd.DataFrame, listed: Sequence[Treatment]) -> OpioidUse | None:
    """What the days that `opioid_days` gives come to as of the last of them; None where no opioid was ever listed, or
    where surgery lies ahead. The mean of a week needs as many answered days as any mean of a week (`week_entries`)."""
    opioids = [each for each in listed if is_opioid(each)]
    if not opioids or days.empty:
        return None
    rules = thresholds()
    after = rules.days("opioid_after_day")
    with_one = days[days["taken"].fillna(False).astype(bool)]
    last = days.iloc[-rules.days("opioid_window") :]
    recent = with_one[with_one["day"] >= int(last["day"].iloc[0])]
    mme, mme_days = _mean_of_week(days)
    known = with_one.dropna(subset="mme")
    peak = None if known.empty else known.iloc[int(known["mme"].to_numpy().argmax())]
    both = recent[recent["sedatives"].map(len) > 0]
    unreadable = (f"{each.label}: {dose.why}" for each in opioids if (dose := daily_dose(each)).mme is None)
    return OpioidUse(
        window_days=len(last),
        days_answered=int(last["taken"].notna().sum()),
        days_with=len(recent),
        last_day=None if with_one.empty else int(with_one["day"].iloc[-1]),
        late_days=(late := int((recent["day"] > after).sum())),
        past_90=late > 0,
        mme=mme,
        mme_days=mme_days,
        mme_peak=None if peak is None else float(peak["mme"]),
        mme_peak_day=None if peak is None else int(peak["day"]),
        days_with_ever=len(with_one),
        days_readable=len(known),
        unreadable=tuple(dict.fromkeys(unreadable)),
        sedative_days=len(both),
        sedatives=tuple(sorted({name for names in both["sedatives"] for name in names})),
    )


def _mean_of_week(days: pd.DataFrame) -> tuple[float | None, int]:
    """The mean dose of the answered days of the last week, None where they are too few or a dose of them cannot be
    read; and how many they are."""
    week = days.iloc[-thresholds().days("week_days") :]
    answered = week[week["taken"].notna()]
    told = len(answered) >= thresholds().days("week_entries") and bool(answered["mme"].notna().all())
    return (float(answered["mme"].mean()) if told else None), len(answered)
