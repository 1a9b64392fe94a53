"""A day on which every question of the diary was answered."""

from dataclasses import replace
from datetime import date

from tracker.domain.diary import DiaryEntry

_WHOLE = DiaryEntry(
    date(2021, 3, 25),
    axial=3,
    axial_worst=5,
    limb=2,
    limb_worst=4,
    walking_minutes=30,
    steps=4100,
    sitting_minutes=45,
    sleep_hours=6.5,
    sleep_quality=7,
    distress=2,
    peg_pain=4,
    peg_enjoyment=3,
    peg_activity=5,
    global_change=2,
    phq_nervous=1,
    phq_worry=0,
    phq_interest=3,
    phq_down=2,
    taken=frozenset(),
    flare=True,
    sites=frozenset({"right calf", "L4/5", "low back"}),
    descriptors=frozenset({"burning"}),
    worse=frozenset({"sitting", "turning in bed"}),
    better=frozenset(),
    note="slept badly",
)


def whole_day(on: date, taken: frozenset[str] | None = frozenset()) -> DiaryEntry:
    """The same answers on any date, with what was taken."""
    return replace(_WHOLE, on=on, taken=taken)
