"""Opioids as the log tells of them: days with and without, and the daily dose in morphine milligram equivalents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpioidUse:
    """Opioids as of a day. A day counts only where the list of treatments was answered.

    - `days_with` of `days_answered` days had one, in the last `window_days`.
    - `last_day`: the last day after surgery with one, None where there is none in the whole log.
    - `late_days`: days with one after day 90, in the last `window_days`; `past_90` tells that there are such.
    - `mme`: mean of the daily dose over the last 7 days in MME, zero on answered days without, and `mme_days` the days
      it rests on; None where too few were answered, or where a dose cannot be read. `mme_peak` is the highest known
      day of the whole log, with `mme_peak_day`: the dose can be read on `days_readable` of `days_with_ever` days.
    - `unreadable`: labels of opioids whose dose cannot be turned into MME, each with why.
    - `sedative_days`: days of the window with an opioid and, the same day, what `sedatives` names.
    """

    window_days: int
    days_answered: int
    days_with: int
    last_day: int | None
    late_days: int
    past_90: bool
    mme: float | None
    mme_days: int
    mme_peak: float | None
    mme_peak_day: int | None
    days_with_ever: int
    days_readable: int
    unreadable: tuple[str, ...]
    sedative_days: int
    sedatives: tuple[str, ...]
