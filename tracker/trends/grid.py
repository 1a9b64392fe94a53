"""From frames to the day grid: for each site a matrix of patients by days, day 0 the surgery, NaN a day not logged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.domain.columns import PATIENTS
from tracker.domain.errors import BadInput, Fault
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds
from tracker.trends.arrays import Bools, Dates, Floats, Ints, Kind

CELLS_AT_ONCE = 200_000
"""Patients times days in one block: bounds the memory to some tens of megabytes whatever the population."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is assessed, one element a patient: ids, date of surgery, the date to assess as of, and its day.

    `baseline` is pain before surgery by site, NaN where nobody asked. `last_entry` is the newest diary entry up to
    `as_of` (NaT: none). `day` is negative where `as_of` lies before the surgery.
    """

    ids: tuple[str, ...]
    surgery: Dates
    as_of: Dates
    day: Ints
    baseline: dict[Site, Floats]
    last_entry: Dates


@dataclass(frozen=True, slots=True)
class Log:
    """The diary entries up to each patient's `as_of`, sorted by patient: roster row, day, scores by site, minutes
    walked, whether the patient called the day a flare, and whether an opioid was taken (1, 0, NaN not answered)."""

    row: Ints
    day: Ints
    scores: dict[Site, Floats]
    minutes: Floats
    flare: Bools
    opioid: Floats


@dataclass(frozen=True, slots=True)
class Block:
    """Some patients as matrices: `rows` are their places in the roster; `pain[site]` is rows x days with NaN where
    not given; `logged` is true on days with any diary entry; `lived` is true up to the patient's `as_of`. `minutes` are
    those walked, NaN where not answered; `flare` is true on days that the patient called one; `opioid` is 1 on days
    with an opioid, 0 on days without, NaN where not answered."""

    rows: Ints
    pain: dict[Site, Floats]
    logged: Bools
    lived: Bools
    minutes: Floats
    flare: Bools
    opioid: Floats

    def flare_at(self, site: Site) -> Bools:
        """The days called a flare on which this site hurt most, or as much as the other: nobody asks where it hurt."""
        others = [np.nan_to_num(self.pain[other], nan=-1.0) for other in Site if other is not site]
        return np.asarray(self.flare & (self.pain[site] >= np.maximum.reduce(others)))


def read_frames(
    patients: pd.DataFrame, entries: pd.DataFrame, as_of: date | None, rules: Thresholds
) -> tuple[Roster, Log]:
    """Roster and log of the contracted frames, in any order of rows.

    `as_of` of a patient: the column `as_of` of `patients` where given, else the argument, else the newest date in
    `entries` (else the newest surgery). Later entries are left out, and so are entries of patients who are not listed.
    Raises BadInput where a patient is listed twice or a day is logged twice.
    """
    PATIENTS.check(patients)
    ids = pd.Index(patients["patient_id"])
    if not ids.is_unique:
        twice = str(ids[ids.duplicated()][0])
        raise BadInput(Fault("patient_id", twice, "is listed twice", "List each patient once."))
    surgery, dates = _days(patients["surgery_date"]), _days(entries["date"])
    until = _as_of(patients, dates, surgery, as_of)
    row = _places(ids, entries["patient_id"])
    used = _in_order(row, dates, until)
    row, dates = row[used], dates[used]
    _refuse_second_entries(ids, row, dates)
    scores = {site: _scores(entries[site])[used] for site in Site}
    minutes, flare, opioid = (_if_given(entries, name)[used] for name in ("walking_minutes", "flare", "opioid_taken"))
    log = Log(row, (dates - surgery[row]).astype(np.int64), scores, minutes, flare == 1, opioid)
    last_entry = np.full(len(ids), np.datetime64("NaT", "D"))
    last_entry[row] = dates  # sorted by date: the newest is written last
    before = _before_surgery(log, rules)
    baseline = {site: _baseline(_scores(patients[f"baseline_{site}"]), log, site, before, rules) for site in Site}
    day = (until - surgery).astype(np.int64)
    return Roster(tuple(ids.astype(str)), surgery, until, day, baseline, last_entry), log


def _places(ids: "pd.Index[str]", patient_ids: "pd.Series[str]") -> Ints:
    """The row of each patient in the roster, -1 for those who are not listed; each id is looked up once."""
    codes, distinct = pd.factorize(patient_ids)
    return np.append(ids.get_indexer(distinct), -1).astype(np.int64)[codes]  # the code of an id that is missing is -1


def _in_order(row: Ints, dates: Dates, until: Dates) -> Ints | slice:
    """Which entries are used, by patient and date. A slice where all are and stand so, as they mostly do: nothing needs
    to be copied then."""
    listed = np.flatnonzero(row >= 0)
    used = listed[dates[listed] <= until[row[listed]]]
    all_used = used.size == row.size
    if not all_used:
        row, dates = row[used], dates[used]
    if not np.all((row[1:] > row[:-1]) | ((row[1:] == row[:-1]) & (dates[1:] >= dates[:-1]))):
        return np.asarray(used[np.lexsort((dates, row))])
    return slice(None) if all_used else used


def _days(column: "pd.Series[pd.Timestamp]") -> Dates:
    return pd.to_datetime(column).to_numpy().astype("datetime64[D]")


def _scores(column: "pd.Series[float]") -> Floats:
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))


def _if_given(entries: pd.DataFrame, name: str) -> Floats:
    """A column that a log may lack, as numbers (yes is 1); NaN where not answered."""
    return _scores(entries[name]) if name in entries.columns else np.full(len(entries), np.nan)


def _as_of(patients: pd.DataFrame, dates: Dates, surgery: Dates, as_of: date | None) -> Dates:
    newest = next((part.max() for part in (dates, surgery) if part.size), np.datetime64("NaT", "D"))
    common = newest if as_of is None else np.datetime64(as_of, "D")
    if "as_of" not in patients.columns:
        return np.full(len(patients), common, dtype="datetime64[D]")
    own = _days(patients["as_of"])
    return np.where(np.isnat(own), common, own)


def _refuse_second_entries(ids: "pd.Index[str]", row: Ints, dates: Dates) -> None:
    again = np.flatnonzero((row[1:] == row[:-1]) & (dates[1:] == dates[:-1]))
    if again.size:
        who, when = ids[row[again[0]]], dates[again[0]]
        raise BadInput(Fault("date", f"{who} {when}", "has a second entry for the day", "Keep one entry a day."))


def _before_surgery(log: Log, rules: Thresholds) -> Ints:
    """Which entries are of the 14 days before surgery."""
    return np.flatnonzero((log.day < 0) & (log.day >= -rules.days("typical_window")))


def _baseline(asked: Floats, log: Log, site: Site, before: Ints, rules: Thresholds) -> Floats:
    """Pain before surgery: as asked; where nobody asked, the mean of at least 5 of the diary days `before` surgery
    (the mean of 5 daily ratings is reliable above .90: Heapy 2014); else NaN."""
    enough = rules.days("typical_entries")
    scores = log.scores[site]
    before = before[np.isfinite(scores[before])]
    count = np.bincount(log.row[before], minlength=asked.size)
    total = np.bincount(log.row[before], weights=scores[before], minlength=asked.size)
    mean = np.where(count >= enough, total / np.maximum(count, 1), np.nan)
    return np.where(np.isnan(asked), mean, asked)


def blocks(roster: Roster, log: Log) -> Iterator[Block]:
    """The patients as matrices, some at a time and those of like length together, entries before surgery left out.
    Everyone who had surgery by `as_of` comes once."""
    order = np.argsort(roster.day, kind="stable")
    order = order[roster.day[order] >= 0]
    starts = np.searchsorted(log.row, np.arange(len(roster.ids) + 1))
    while order.size:
        longest = int(roster.day[order[-1]]) + 1
        size = max(1, CELLS_AT_ONCE // longest)
        order, rows = order[:-size], order[-size:]
        yield _block(roster, log, rows, starts)


def _block(roster: Roster, log: Log, rows: Ints, starts: Ints) -> Block:
    shape = (rows.size, int(roster.day[rows].max()) + 1)
    count = starts[rows + 1] - starts[rows]
    place = np.arange(count.sum()) + np.repeat(starts[rows] - (np.cumsum(count) - count), count)
    cell = np.repeat(np.arange(rows.size) * shape[1], count) + log.day[place]
    since = log.day[place] >= 0
    place, cell = place[since], cell[since]

    def matrix(values: npt.NDArray[Kind], missing: float) -> npt.NDArray[Kind]:
        found = np.full(shape, missing, dtype=values.dtype)
        found.ravel()[cell] = values[place]
        return found

    return Block(
        rows=rows,
        pain={site: matrix(log.scores[site], np.nan) for site in Site},
        logged=matrix(np.ones_like(log.flare), False),
        lived=np.arange(shape[1]) <= roster.day[rows][:, None],
        minutes=matrix(log.minutes, np.nan),
        flare=matrix(log.flare, False),
        opioid=matrix(log.opioid, np.nan),
    )
