"""Which flag to speak of first: the verdict, the picture, the cards and the leading site go by this order.

The reasons of the physician's queue are words of their own, and coarser, but must never disagree with it: a verdict
that speaks of another flag than the reason beside it would confuse. `tests/unit/domain/test_urgency.py` holds that.
"""

from collections.abc import Iterable

from tracker.domain.assessment import Flag, FlagKind, Severity

_ORDER: tuple[tuple[FlagKind, Severity], ...] = (
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
    (FlagKind.FLARE, Severity.INFO),
)
"""Most urgent first. Up to 6 months, not improving says more than being at 4 or above; after them, less."""


def urgency(flag: Flag) -> int:
    """Higher is more urgent."""
    return len(_ORDER) - _ORDER.index((flag.kind, flag.severity))


def is_spoken_of(flag: Flag) -> bool:
    """Whether a flag can be what a patient is put up for: a flare passes, and is only shown."""
    return flag.kind is not FlagKind.FLARE


def most_urgent(flags: Iterable[Flag]) -> Flag | None:
    """The open flag to speak of first, the newest where several weigh alike; None where none is open but flares."""
    spoken_of = (flag for flag in flags if flag.open and is_spoken_of(flag))
    return max(spoken_of, key=lambda flag: (urgency(flag), flag.detected_on), default=None)
