"""Cells that would run as a formula, and those that would not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.formulas import guard, unguard

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("http://x")']
HARMLESS = ["", "pain 3", "3-4", "a=b", "'quoted' words", "'", "L4–L5", " =1"]


@pytest.mark.parametrize("text", RISKY)
def test_text_that_starts_like_a_formula_gets_an_apostrophe_in_front(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\nab1 ＝")))
def test_what_was_guarded_comes_back_as_it_was(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.text())
def test_no_guarded_text_starts_like_a_formula(text: str) -> None:
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
