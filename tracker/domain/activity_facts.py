"""Walking and sleep in numbers, for the physician: beside the pain, and never in one score with it."""

from collections.abc import Mapping

from tracker.domain.facts import Fact, Section
from tracker.domain.phrases import count, day_span, number
from tracker.domain.reference import thresholds
from tracker.domain.visit import TypicalOf

ACTIVITY = {
    "walking_minutes": ("Walking, typical", "minutes a day"),
    "steps": ("Steps, typical", "steps a day"),
    "sleep_hours": ("Sleep, typical", "hours a night"),
}
"""What is told, by its name in DAYS: label and unit."""

_SOURCE = "median of the days answered"


def activity_facts(weeks: Mapping[str, tuple[TypicalOf, TypicalOf]], today: int) -> tuple[Fact, ...]:
    """The facts of `ACTIVITY` as of the day `today` after surgery. `weeks` has the last four weeks and the four before
    of each of them. What was answered in neither is left out."""
    facts = []
    for name, (label, unit) in ACTIVITY.items():
        last, before = weeks[name]
        if last.answered or before.answered:
            facts.append(_fact(f"{name}_28d", f"{label}, last four weeks", last, unit, today))
            facts.append(_fact(f"{name}_28d_before", f"{label}, four weeks before", before, unit, today - last.asked))
    return tuple(facts)


def _fact(key: str, label: str, typical: TypicalOf, unit: str, end: int) -> Fact:
    """One typical value; `end` is the last of its days."""
    fewest = thresholds().days("sufficient_recent")
    value = (
        f"not assessable: {count(typical.answered, 'answer')}; {fewest} are needed"
        if typical.middle is None
        else f"{number(typical.middle) if unit.startswith('hours') else f'{typical.middle:.0f}'} {unit}"
    )
    n = f"{typical.answered} of {count(typical.asked, 'day')} answered"
    window = day_span(end - typical.asked + 1, end) if typical.asked else ""
    return Fact(Section.ACTIVITY, key, label, value, n, window, _SOURCE)
