"""What must not be given of a table because it rests on too few people, and what would give that away."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tracker.domain.cohort import COULD_BE_WORKED_OUT, FEWER, cohort_number


def reasons(counts: Sequence[int]) -> list[str]:
    """For the groups that one total is split into, by how many patients are in each: why the group's cell is withheld,
    "" where it is not.

    A cell of 1 to 4 is withheld. Who knows the total could work out what all withheld cells hold together; where that
    is 1 to 4 too, the smallest cells left are withheld with them until it is 5 or more. A group of nobody is withheld
    like a small one: that a cell is empty is not to be told from that it is small.
    """
    least = cohort_number("smallest_cell")
    said = [FEWER if count < least else "" for count in counts]
    for place in np.argsort(counts, kind="stable").tolist():
        hidden = sum(count for count, why in zip(counts, said, strict=True) if why)
        if not said[place] and 0 < hidden < least:
            said[place] = COULD_BE_WORKED_OUT
    return said


_STEPS = (0.01, 0.05, 0.1, 0.2)
"""What a share may be rounded to, so that it does not tell of how many it is."""


def without_small_cells(
    cells: pd.DataFrame, groups: Sequence[str], harmless: Sequence[str], counted_by: Sequence[str] = ("group", "at")
) -> pd.DataFrame:
    """Cells (contract CELLS without `withheld`; no n is missing) with what must not be given blanked, and why in
    `withheld`. The cells of all `groups` at one time are judged together: a group without a row there has nobody.

    Of a cell that is withheld for the sake of another one, the `harmless` columns stay: those from which its n cannot
    be worked out. How many were `left_out` is blanked in the same way, by itself; since other tables tell how many
    patients there are, n goes with it (`_without_n`), `counted_by` saying of which cells the highest n and it make the
    total. Times after the last at which any value is given go, but for the first of all: how long one patient has been
    followed is a small cell too.
    """
    told = cells.assign(withheld=_by_cell(cells, groups, "n"))
    few = (_by_cell(cells, groups, "left_out") != "") & (cells["left_out"] > 0) & (told["withheld"] != FEWER)
    total = cells["left_out"] + cells.groupby(list(counted_by))["n"].transform("max")
    told.loc[_by_cell(cells, groups, "left_out") != "", "left_out"] = np.nan
    numbers = ["n", "value", "low", "high", "left_out"]
    told.loc[told["withheld"] == FEWER, numbers] = np.nan
    told.loc[told["withheld"] == COULD_BE_WORKED_OUT, [each for each in numbers if each not in harmless]] = np.nan
    _without_n(told, few, total, harmless)
    given = told.loc[told["value"].notna(), "at"]
    last = given.max() if len(given) else told["at"].min()
    kept: pd.DataFrame = told[told["at"] <= last]
    return kept


def _without_n(told: pd.DataFrame, few: "pd.Series[bool]", total: "pd.Series[float]", harmless: Sequence[str]) -> None:
    """Takes n out of the cells with `few` left out of a `total` that is known elsewhere, and what would tell it.

    Intervals of a share would. The share itself is rounded to a step that is no finer than one patient in all but four:
    then each step has a share of any n from there to the total, so that the number left out could be each of 1 to 4.
    Where a cell that is given, of 5 at least, leaves less to choose from, the share goes too.
    """
    least = cohort_number("smallest_cell")
    told.loc[few, "n"] = np.nan
    told.loc[few, "withheld"] = COULD_BE_WORKED_OUT
    if {"value", "low", "high"} <= set(harmless):
        return
    told.loc[few, ["low", "high"]] = np.nan
    told.loc[few & (total < 2 * least - 1), "value"] = np.nan
    for cell in told.index[few & told["value"].notna()]:
        finest = 1 / (total[cell] - least + 1)
        step = next(each for each in _STEPS if each >= finest)
        told.loc[cell, "value"] = round(round(told.loc[cell, "value"] / step) * step, 2)


def _by_cell(cells: pd.DataFrame, groups: Sequence[str], column: str) -> "pd.Series[str]":
    """For each cell why a count of it is withheld, "" where it is not."""
    counts = cells.pivot_table(index="at", columns="group", values=column, aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=list(groups), fill_value=0)
    why = {
        (group, at): reason
        for at, row in zip(counts.index, counts.to_numpy(dtype=int).tolist(), strict=True)
        for group, reason in zip(groups, reasons(row), strict=True)
    }
    return pd.Series([why[key] for key in zip(cells["group"], cells["at"], strict=True)], cells.index, dtype="str")
