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


def shares_told(*cases: tuple[int, int, int]) -> pd.DataFrame:
    """The cells of shares, each of a total, how many of it were left out, and how many of the rest are better."""
    rows = [
        ("a", at, total - left_out, better / (total - left_out), 0.1, 0.9, left_out)
        for at, (total, left_out, better) in enumerate(cases)
    ]
    some = pd.DataFrame(rows, columns=[name for name in CELLS.names if name != "withheld"])
    return without_small_cells(some, ["a"], ()).reset_index(drop=True)


@pytest.mark.parametrize("total", [9, 10, 13, 14, 19, 20, 24, 25, 60, 103, 104, 150])
def test_who_knows_the_total_cannot_work_out_how_many_of_one_to_four_were_left_out(total: int) -> None:
    cases = [(total, left_out, better) for left_out in range(1, 5) for better in range(total - left_out + 1)]
    told = shares_told(*cases)
    assert told[["n", "low", "high", "left_out"]].isna().all(axis=None)
    assert set(told["withheld"]) == {COULD_BE_WORKED_OUT}
    possible = [
        {value for (_, left, _), value in zip(cases, told["value"], strict=True) if left == each}
        for each in range(1, 5)
    ]
    assert possible == [possible[0]] * 4, "whatever is told could be of any of them"


def test_a_share_is_rounded_no_more_than_that_takes_and_not_at_all_where_nobody_is_hidden() -> None:
    hidden = shares_told((9, 3, 5), (13, 3, 5), (14, 3, 5), (24, 3, 5), (104, 3, 5))
    assert hidden["value"].tolist() == [0.8, 0.4, 0.5, 0.25, 0.05]
    given_ = shares_told((20, 5, 5), (20, 0, 5))
    assert given_[["n", "value"]].to_numpy().tolist() == [[15, 1 / 3], [20, 0.25]]


def test_of_so_few_that_five_given_would_tell_it_nothing_is_given() -> None:
    assert shares_told((9, 3, 2), (8, 3, 2), (9, 3, 2))["value"].notna().tolist() == [True, False, True]
