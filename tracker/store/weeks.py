"""The diary of many patients in weeks since surgery: a panel has millions of days, of which each week needs a sum."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from tracker.domain.patients import Site
from tracker.domain.people import Viewer
from tracker.domain.reference import thresholds
from tracker.store.engine import Query, Transaction
from tracker.store.frames import NUMBER, TEXT
from tracker.store.scope import among, interpreted
from tracker.store.tables import DiaryEntryRow, EpisodeRow

Dates = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FRAME = {"patient_id": TEXT, "week": "int64", "entries": "int64", "scores": "int64", "total": NUMBER}
_DATE, _SCORE = 10, 2
"""Characters that a date ("2026-05-21") and a score take in a packed log."""
_PAIRS = (0, 2, 5, 8, 10)
"""Where in it the digits stand: two each of century, year, month, day, score."""
_TENS = 10
"""Added to a score, so that each has two digits."""
_NONE = 99


def weeks_frame(
    tx: Transaction, viewer: Viewer, site: Site, patient_ids: Collection[str] | None = None
) -> pd.DataFrame:
    """One row for each patient and week since surgery in which anything was logged: `patient_id`, `week` (0 begins on
    the day of the surgery), `entries` (days logged), `scores` (days with a score of the site) and `total`, the sum of
    those scores. Of the patients that the viewer may see and judge (of `patient_ids`, where given), by patient and
    week. What was logged before surgery is left out."""
    # The database packs each log into one text: as rows, the days of 5,000 patients take five times as long to fetch.
    score = sa.cast(sa.func.coalesce(getattr(DiaryEntryRow, site.value) + _TENS, _NONE), sa.String)
    packed = sa.func.aggregate_strings(sa.cast(DiaryEntryRow.local_date, sa.String).concat(score), "")
    query: Query = (
        sa.select(EpisodeRow.patient_id, EpisodeRow.surgery_date, packed)
        .join(DiaryEntryRow, DiaryEntryRow.patient_id == EpisodeRow.patient_id)
        .where(interpreted(EpisodeRow.patient_id, viewer), among(tx, EpisodeRow.patient_id, patient_ids))
        .group_by(EpisodeRow.patient_id, EpisodeRow.surgery_date)
        .order_by(EpisodeRow.patient_id)
    )
    ids, surgeries, logs = [], [], []
    for patient_id, surgery_date, log in tx.connection.execute(query):
        ids.append(patient_id)
        surgeries.append(surgery_date)
        logs.append(log)
    days = np.array([len(log) // (_DATE + _SCORE) for log in logs], dtype=np.int64)
    on, scores = _unpacked("".join(logs))
    since = (on - np.repeat(np.array(surgeries, dtype="datetime64[D]"), days)).astype(np.int64)
    after = since >= 0
    patient, week = np.repeat(np.arange(len(ids)), days)[after], since[after] // thresholds().days("week_days")
    return _added_up(ids, patient, week, scores[after])


def _unpacked(log: str) -> tuple[Dates, Floats]:
    """The dates of a packed log and the scores, NaN where there is none."""
    digits = np.frombuffer(log.encode("ascii"), dtype=np.uint8).reshape(-1, _DATE + _SCORE) - np.uint8(ord("0"))
    century, year, month, day, score = (10 * digits[:, at].astype(np.int64) + digits[:, at + 1] for at in _PAIRS)
    months = ((100 * century + year) * 12 + month - (1970 * 12 + 1)).astype("datetime64[M]")
    return months.astype("datetime64[D]") + (day - 1), np.where(score == _NONE, np.nan, score - _TENS)


def _added_up(ids: Sequence[str], patient: Ints, week: Ints, scores: Floats) -> pd.DataFrame:
    """The frame from one row a day: the place of its patient in `ids`, its week, its score."""
    weeks = int(week.max(initial=0)) + 1
    place, size = patient * weeks + week, len(ids) * weeks
    given = np.isfinite(scores)
    entries = np.bincount(place, minlength=size)
    logged = np.flatnonzero(entries)
    return pd.DataFrame(
        {
            "patient_id": np.array(ids, dtype=object)[logged // weeks],
            "week": logged % weeks,
            "entries": entries[logged],
            "scores": np.bincount(place[given], minlength=size)[logged],
            "total": np.bincount(place[given], scores[given], minlength=size)[logged],
        }
    ).astype(_FRAME)
