"""Small records that the pictures are drawn from: frames of days, flags, treatments, all counted from one surgery."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.domain.assessment import Evidence, Flag, FlagKind, Severity
from tracker.domain.columns import DAYS
from tracker.domain.diary import PAIN_FIELDS, RANGES
from tracker.domain.patients import Episode, Region, Site
from tracker.domain.responses import Grade, Level, Response
from tracker.domain.treatments import Treatment, TreatmentKind

SURGERY = date(2025, 1, 6)


def on(day: int) -> date:
    return SURGERY + timedelta(days=day)


def episode(baseline_axial: int | None = 7, baseline_limb: int | None = 4, region: Region = Region.LUMBAR) -> Episode:
    return Episode("e1", "p1", SURGERY, region, "L4–L5", "fusion", baseline_axial, baseline_limb)


def values(given: Sequence[float | None]) -> NDArray[np.float64]:
    """What a trace of a figure holds, as an array: NaN where nothing is known."""
    return np.asarray(given, dtype=np.float64)


def days(
    count: int, *, axial: Mapping[int, int] | None = None, limb: Mapping[int, int] | None = None, **columns: Any
) -> pd.DataFrame:
    """A frame of `count` days. `axial` and `limb` are scores by day; a day with either counts as logged. Typical pain
    is the mean of the last 14 days with five scores or more, with half a point to either side."""
    frame = pd.DataFrame({name: [None] * count for name in DAYS.names})
    frame = frame.assign(patient_id="p1", date=pd.date_range(SURGERY, periods=count), day=np.arange(count))
    frame = frame.assign(note="", taken="", treatments="", open_flags="", rule_version="2026.1", logged=False)
    frame["flare"] = pd.array([None] * count, dtype="boolean")
    for site, scores in ((Site.AXIAL, axial or {}), (Site.LIMB, limb or {})):
        values = pd.Series([scores.get(day, np.nan) for day in range(count)], dtype=float)
        recent = values.rolling(14, min_periods=5)
        level = recent.mean()
        frame[str(site)] = values
        frame["logged"] |= values.notna()
        frame[f"{site}_typical"], frame[f"{site}_low"], frame[f"{site}_high"] = level, level - 0.5, level + 0.5
        frame[f"{site}_n"] = recent.count()
        frame[f"{site}_worst"] = np.nan
    for name in set(RANGES) - {*PAIN_FIELDS}:
        frame[name] = np.nan
    return frame.assign(**columns)[DAYS.names]


def every_day(count: int, score: int = 5) -> dict[int, int]:
    return dict.fromkeys(range(count), score)


def flag(
    onset: int,
    detected: int,
    cleared: int | None = None,
    *,
    kind: FlagKind = FlagKind.RELAPSE,
    severity: Severity = Severity.REVIEW,
    site: Site | None = Site.AXIAL,
) -> Flag:
    evidence = Evidence(
        day=detected,
        entries_used=12,
        days_asked=14,
        level=6.0,
        level_low=5.5,
        level_high=6.5,
        reference_name="relief level",
        reference_level=2.6,
        reference_first_day=70,
        reference_last_day=117,
        onset_day=onset,
        baseline=7,
    )
    ended = None if cleared is None else on(cleared)
    return Flag(kind, severity, site, on(onset), on(detected), ended, "2026.1", evidence)


def treatment(
    name: str, start: int, end: int | None = None, kind: TreatmentKind = TreatmentKind.MEDICINE, dose: str = ""
) -> Treatment:
    return Treatment(name, "p1", kind, name, on(start), None if end is None else on(end), dose)


def response(given: Treatment, site: Site = Site.AXIAL) -> Response:
    """One point less after a treatment than before it: 14 % of 7, below 30 %."""
    start = episode().day(given.start)
    before, after = Level(start - 14, start - 1, 11, 14, 7.0), Level(start + 7, start + 27, 17, 21, 6.0)
    return Response(given, site, before, after, Grade.BELOW, -1.0, -1.8, -0.2, 1 / 7, 0.02, 0.26)
