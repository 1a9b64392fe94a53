"""Which flag is spoken of first."""

from dataclasses import replace
from datetime import date
from itertools import pairwise, product

from tracker.domain.assessment import Evidence, Flag, FlagKind, Severity
from tracker.domain.patients import Site
from tracker.domain.urgency import most_urgent, urgency

DAY = date(2026, 4, 1)


def flag(kind: FlagKind, severity: Severity) -> Flag:
    return Flag(kind, severity, Site.AXIAL, DAY, DAY, None, "2026.1", Evidence(90, 20, 28))


def test_a_relapse_comes_first_and_silence_last() -> None:
    ordered = [
        flag(FlagKind.RELAPSE, Severity.HIGH),
        flag(FlagKind.RELAPSE, Severity.REVIEW),
        flag(FlagKind.PERSISTENT, Severity.HIGH),
        flag(FlagKind.NON_IMPROVEMENT, Severity.HIGH),
        flag(FlagKind.NON_IMPROVEMENT, Severity.REVIEW),
        flag(FlagKind.PERSISTENT, Severity.REVIEW),
        flag(FlagKind.INSUFFICIENT_DATA, Severity.INFO),
    ]
    assert all(urgency(first) > urgency(then) for first, then in pairwise(ordered))
    assert most_urgent(reversed(ordered)) == ordered[0]


def test_of_flags_that_weigh_alike_the_newest_counts_and_cleared_ones_do_not() -> None:
    old = flag(FlagKind.RELAPSE, Severity.REVIEW)
    new = replace(old, detected_on=date(2026, 5, 1))
    over = replace(old, detected_on=date(2026, 6, 1), cleared_on=date(2026, 6, 9))
    for order in product((old, new, over), repeat=3):
        if set(order) == {old, new, over}:
            assert most_urgent(order) == new
    assert most_urgent([over]) is None
