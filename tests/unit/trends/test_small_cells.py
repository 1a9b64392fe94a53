"""What is withheld of a table: cells of fewer than 5, and what they could be worked out from."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.cohort import CELLS, COULD_BE_WORKED_OUT, FEWER
from tracker.trends.small_cells import reasons, without_small_cells

NAN = float("nan")
SIGNS = {"": "given", FEWER: "small", COULD_BE_WORKED_OUT: "withheld with it"}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([5], ["given"]),
        ([4], ["small"]),
        ([0], ["small"]),
        ([5, 5], ["given", "given"]),
        ([5, 4], ["withheld with it", "small"]),  # 9 − 5 would tell the 4
        ([30, 20, 4], ["given", "withheld with it", "small"]),  # the smaller of those left goes with it
        ([30, 20, 3, 2], ["given", "given", "small", "small"]),  # 5 together, and nobody knows how they are shared
        ([30, 20, 2, 2], ["given", "withheld with it", "small", "small"]),  # 4 together are a small cell themselves
        ([30, 0], ["given", "small"]),  # that it is nobody is all that could be worked out
    ],
)
def test_what_is_given_of_the_groups_of_a_total(counts: list[int], said: list[str]) -> None:
    assert [SIGNS[why] for why in reasons(counts)] == said


@given(st.lists(st.integers(0, 12), min_size=1, max_size=7))
def test_who_knows_the_total_learns_of_no_one_to_four(counts: list[int]) -> None:
    said = reasons(counts)
    hidden = sum(count for count, why in zip(counts, said, strict=True) if why)
    assert all(why for count, why in zip(counts, said, strict=True) if count < 5)
    assert hidden == 0 or hidden >= 5 or all(said)


def cells(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """Cells of a group, a time and an n, all of the same value."""
    made = [(group, at, n, 3.0, 1.0, 5.0, NAN) for group, at, n in rows]
    return pd.DataFrame(made, columns=[name for name in CELLS.names if name != "withheld"])


def test_a_small_cell_holds_neither_value_nor_n() -> None:
    told = without_small_cells(cells(("a", 0, 5), ("a", 1, 4), ("a", 2, 5)), ["a"], ("value", "low", "high"))
    assert told["n"].fillna(-1).tolist() == [5, -1, 5]
    assert told.loc[told["at"] == 1, ["value", "low", "high"]].isna().all(axis=None)
    assert told["withheld"].tolist() == ["", FEWER, ""]


def test_a_cell_withheld_for_another_keeps_what_tells_nothing_of_its_n() -> None:
    both = cells(("large", 0, 9), ("small", 0, 4))
    medians = without_small_cells(both, ["large", "small"], ("value", "low", "high"))
    assert medians[["value", "low", "high"]].iloc[0].tolist() == [3, 1, 5]
    assert medians["n"].isna().all()
    shares = without_small_cells(both, ["large", "small"], ())
    assert shares[["n", "value", "low", "high"]].isna().all(axis=None)


def test_a_group_without_a_row_counts_as_nobody() -> None:
    told = without_small_cells(cells(("a", 0, 9)), ["a", "b"], ())
    assert told["n"].tolist() == [9]


def test_how_long_the_last_few_are_followed_is_not_told() -> None:
    told = without_small_cells(cells(("a", 0, 9), ("a", 1, 8), ("a", 2, 4), ("a", 3, 1)), ["a"], ())
    assert told["at"].tolist() == [0, 1]
    nothing = without_small_cells(cells(("a", 0, 4), ("a", 1, 1)), ["a"], ())
    assert nothing["at"].tolist() == [0]


def test_how_many_were_left_out_is_a_cell_too() -> None:
    some = cells(("a", 3, 20), ("b", 3, 20)).assign(left_out=[9.0, 4.0])
    assert without_small_cells(some, ["a", "b"], ())["left_out"].isna().all()
    assert without_small_cells(some.assign(left_out=[9.0, 5.0]), ["a", "b"], ())["left_out"].tolist() == [9, 5]
