"""Which flag is spoken of first."""

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise, product

from tracker.domain.assessment import Assessment, Evidence, Flag, FlagKind, Severity, StoredFlag
from tracker.domain.patients import Site
from tracker.domain.urgency import most_urgent, urgency
from tracker.services.review import Reason, reason_for

DAY = date(2026, 4, 1)


WORST_FIRST = (
    (FlagKind.RELAPSE, Severity.HIGH),
    (FlagKind.RELAPSE, Severity.REVIEW),
    (FlagKind.PERSISTENT, Severity.HIGH),
    (FlagKind.NON_IMPROVEMENT, Severity.HIGH),
    (FlagKind.NON_IMPROVEMENT, Severity.REVIEW),
    (FlagKind.PERSISTENT, Severity.REVIEW),
    (FlagKind.WORSE_THAN_BEFORE, Severity.REVIEW),
    (FlagKind.NEW_LIMB_PAIN, Severity.REVIEW),
    (FlagKind.OPIOIDS_PAST_90, Severity.REVIEW),
    (FlagKind.WALKING_LOSS, Severity.REVIEW),
    (FlagKind.LOST_CONTACT, Severity.REVIEW),
    (FlagKind.EARLY_WATCH, Severity.INFO),
    (FlagKind.LOST_CONTACT, Severity.INFO),
    (FlagKind.INSUFFICIENT_DATA, Severity.INFO),
)
FLARE = (FlagKind.FLARE, Severity.INFO)


def flag(kind: FlagKind, severity: Severity) -> Flag:
    return Flag(kind, severity, Site.AXIAL, DAY, DAY, None, "2026.1", Evidence(90, 20, 28))


def test_a_relapse_comes_first_and_a_thin_log_last() -> None:
    ordered = [flag(*each) for each in WORST_FIRST]
    assert all(urgency(first) > urgency(then) for first, then in pairwise(ordered))
    assert most_urgent(reversed(ordered)) == ordered[0]


def test_a_flare_is_the_least_and_is_never_what_a_patient_is_put_up_for() -> None:
    flare = flag(*FLARE)
    assert urgency(flare) < min(urgency(flag(*each)) for each in WORST_FIRST)
    assert most_urgent([flare]) is None
    silent = flag(FlagKind.LOST_CONTACT, Severity.INFO)
    assert most_urgent([flare, silent]) == silent


def test_of_flags_that_weigh_alike_the_newest_counts_and_cleared_ones_do_not() -> None:
    old = flag(FlagKind.RELAPSE, Severity.REVIEW)
    new = replace(old, detected_on=date(2026, 5, 1))
    over = replace(old, detected_on=date(2026, 6, 1), cleared_on=date(2026, 6, 9))
    for order in product((old, new, over), repeat=3):
        if set(order) == {old, new, over}:
            assert most_urgent(order) == new
    assert most_urgent([over]) is None


def test_the_queue_gives_the_reason_that_the_verdict_speaks_of() -> None:
    nothing_known = Assessment("A", DAY, 100, (), (), 20, 28, DAY, Site.AXIAL, (), "v")

    def reason(*raised: Flag) -> Reason:
        return reason_for(nothing_known, [StoredFlag("f", "A", each) for each in raised])

    for pair in combinations((flag(*each) for each in (*WORST_FIRST, FLARE)), 2):
        first = most_urgent(pair)
        assert first is not None
        assert reason(*reversed(pair)) == reason(first), pair
    alone = [list(Reason).index(reason(flag(*each))) for each in WORST_FIRST]
    assert alone == sorted(alone), "the reasons stand in the same order"
