"""The words of the note in the picture: numbers as the rule gave them, and never one that is missing."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.charts.records import flag
from tracker.charts.evidence import in_short
from tracker.domain.assessment import FlagKind


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FlagKind.RELAPSE, "typical 6 on day 131 vs relief level 2.6 (days 70–117)"),
        (FlagKind.NON_IMPROVEMENT, "mean 6, up by 3.4 over days 70–117"),
        (FlagKind.PERSISTENT, "mean 6 over days 118–131"),
        (FlagKind.WORSE_THAN_BEFORE, "mean 6 over days 118–131 vs 2.6 before surgery"),
        (FlagKind.NEW_LIMB_PAIN, "mean 6 over days 118–131 vs 2.6 (days 70–117)"),
    ],
)
def test_the_note_gives_the_numbers_that_decided(kind: FlagKind, words: str) -> None:
    assert in_short(flag(118, 131, kind=kind)).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (FlagKind.PERSISTENT, "level"),
        (FlagKind.RELAPSE, "level"),
        (FlagKind.RELAPSE, "reference_level"),
        (FlagKind.RELAPSE, "reference_first_day"),
        (FlagKind.NON_IMPROVEMENT, "reference_level"),
        (FlagKind.NON_IMPROVEMENT, "reference_last_day"),
    ],
)
def test_a_missing_number_is_a_bug_and_not_a_zero(kind: FlagKind, missing: str) -> None:
    whole = flag(118, 131, kind=kind)
    gone: dict[str, Any] = {missing: None}
    without = replace(whole, evidence=replace(whole.evidence, **gone))
    with pytest.raises(ValueError, match="lacks a number"):
        in_short(without)


def test_a_level_of_zero_is_a_level() -> None:
    whole = flag(118, 131)
    relieved = replace(whole, evidence=replace(whole.evidence, reference_level=0.0))
    assert "relief level 0 " in in_short(relieved)
