"""From frames to the day grid: whatever the order of the rows, the kind of the columns and the gaps."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tracker.domain.errors import BadInput
from tracker.domain.patients import Site
from tracker.domain.reference import thresholds
from tracker.trends import grid, replay


def people(*rows: tuple[object, ...], as_of: list[str] | None = None) -> pd.DataFrame:
    columns = ["patient_id", "surgery_date", "region", "baseline_axial", "baseline_limb"]
    frame = pd.DataFrame(rows, columns=columns).astype({"surgery_date": "datetime64[s]"})
    return frame if as_of is None else frame.assign(as_of=pd.to_datetime(as_of))


def log(*rows: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["patient_id", "date", "axial", "limb"])
    return frame.astype({"date": "datetime64[s]", "axial": "Float64", "limb": "Float64"})


ANN = ("ann", "2026-01-01", "lumbar", 7, None)
BEN = ("ben", "2026-01-05", "cervical", None, None)


def read(patients: pd.DataFrame, entries: pd.DataFrame, as_of: date | None = None) -> tuple[grid.Roster, grid.Block]:
    roster, entered = grid.read_frames(patients, entries, as_of, thresholds())
    (block,) = grid.blocks(roster, entered)
    return roster, block


def test_a_score_stands_at_its_day_and_a_day_without_one_is_missing() -> None:
    _, block = read(people(ANN), log(("ann", "2026-01-03", 4, None), ("ann", "2026-01-01", 7, 2)))
    np.testing.assert_array_equal(block.pain[Site.AXIAL], [[7, np.nan, 4]])
    np.testing.assert_array_equal(block.pain[Site.LIMB], [[2, np.nan, np.nan]])
    np.testing.assert_array_equal(block.logged, [[True, False, True]])


def test_each_patient_has_a_clock_of_their_own() -> None:
    _, block = read(people(ANN, BEN), log(("ben", "2026-01-06", 3, None), ("ann", "2026-01-06", 5, None)))
    by_row = dict(zip(block.rows.tolist(), block.pain[Site.AXIAL], strict=True))
    np.testing.assert_array_equal(by_row[0], [np.nan] * 5 + [5])
    np.testing.assert_array_equal(by_row[1], [np.nan, 3] + [np.nan] * 4)
    assert block.lived.sum(axis=1).tolist() == [2, 6]


def test_whole_numbers_that_may_be_missing_and_dates_in_words_are_read() -> None:
    patients = people(ANN).astype({"baseline_axial": "Int64", "surgery_date": "str"})
    entries = log(("ann", "2026-01-02", 4, None)).astype({"axial": "Int64", "date": "str"})
    roster, block = read(patients, entries)
    assert roster.baseline[Site.AXIAL].tolist() == [7]
    np.testing.assert_array_equal(block.pain[Site.AXIAL], [[np.nan, 4]])


def test_the_own_date_goes_before_the_common_one_and_that_before_the_newest_entry() -> None:
    entries = log(("ann", "2026-01-09", 4, None))
    newest, _ = read(people(ANN, BEN), entries)
    common, _ = read(people(ANN, BEN), entries, date(2026, 1, 8))
    own, _ = read(people(ANN, BEN, as_of=["2026-01-06", ""]), entries, date(2026, 1, 8))
    assert newest.as_of.astype(str).tolist() == ["2026-01-09", "2026-01-09"]
    assert common.as_of.astype(str).tolist() == ["2026-01-08", "2026-01-08"]
    assert own.as_of.astype(str).tolist() == ["2026-01-06", "2026-01-08"]


def test_without_any_entry_the_newest_surgery_gives_the_date() -> None:
    roster, _ = read(people(ANN, BEN), log())
    assert roster.day.tolist() == [4, 0]


def test_entries_after_the_date_are_left_out() -> None:
    entries = log(("ann", "2026-01-02", 4, None), ("ann", "2026-01-03", 9, None))
    roster, block = read(people(ANN), entries, date(2026, 1, 2))
    np.testing.assert_array_equal(block.pain[Site.AXIAL], [[np.nan, 4]])
    assert roster.last_entry.astype(str).tolist() == ["2026-01-02"]


def test_entries_of_people_who_are_not_listed_are_left_out() -> None:
    _, block = read(people(ANN), log(("zoe", "2026-01-01", 9, None), ("ann", "2026-01-01", 4, None)))
    np.testing.assert_array_equal(block.pain[Site.AXIAL], [[4]])


def before_surgery(count: int, first: int = 18) -> pd.DataFrame:
    return log(*(("ben", f"2025-12-{first + day}", 6, None) for day in range(count)), ("ben", "2026-01-06", 2, None))


def test_five_entries_in_the_fortnight_before_surgery_stand_in_for_a_missing_baseline() -> None:
    assert read(people(BEN), before_surgery(9))[0].baseline[Site.AXIAL].tolist() == [6]  # 22 to 26 December count
    assert np.isnan(read(people(BEN), before_surgery(8))[0].baseline[Site.AXIAL]).all()


def test_a_baseline_that_was_asked_is_kept() -> None:
    patients = people((*BEN[:3], 9, None))
    assert read(patients, before_surgery(12))[0].baseline[Site.AXIAL].tolist() == [9]


def test_entries_before_surgery_are_not_days_of_the_clock() -> None:
    _, block = read(people(BEN), before_surgery(12))
    np.testing.assert_array_equal(block.pain[Site.AXIAL], [[np.nan, 2]])


def test_every_patient_comes_in_one_block_or_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "CELLS_AT_ONCE", 40)
    patients = people(*((f"p{i}", f"2026-01-{1 + i:02}", "lumbar", None, None) for i in range(20)))
    roster, entered = grid.read_frames(patients, log(("p3", "2026-01-15", 4, None)), None, thresholds())
    rows = [block.rows.tolist() for block in grid.blocks(roster, entered)]
    assert sorted(row for some in rows for row in some) == list(range(15))  # the others have surgery after that date
    assert len(rows) > 1


def test_a_patient_listed_twice_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="'ann' is listed twice"):
        replay(people(ANN, ANN), log())


def test_a_second_entry_for_a_day_is_refused_by_patient_and_date() -> None:
    with pytest.raises(BadInput, match="'ann 2026-01-02' has a second entry"):
        replay(people(ANN), log(("ann", "2026-01-02", 4, None), ("ann", "2026-01-02", 5, None)))
