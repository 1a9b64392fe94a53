"""What a physician reads of walking, steps and sleep."""

from tracker.domain.activity_facts import ACTIVITY, activity_facts
from tracker.domain.facts import Section
from tracker.domain.visit import TypicalOf

NOTHING = TypicalOf(None, 0, 28)


def test_each_is_told_for_the_last_weeks_and_those_before_with_its_days() -> None:
    weeks = dict.fromkeys(ACTIVITY, (NOTHING, NOTHING))
    weeks["walking_minutes"] = TypicalOf(31.5, 20, 28), TypicalOf(None, 6, 28)
    weeks["sleep_hours"] = TypicalOf(6.5, 28, 28), TypicalOf(7.0, 9, 12)
    facts = activity_facts(weeks, 120)
    assert [(fact.key, fact.value, fact.n, fact.window) for fact in facts] == [
        ("walking_minutes_28d", "32 minutes a day", "20 of 28 days answered", "days 93–120"),
        (
            *("walking_minutes_28d_before", "not assessable: 6 answers; 7 are needed"),
            *("6 of 28 days answered", "days 65–92"),
        ),
        ("sleep_hours_28d", "6.5 hours a night", "28 of 28 days answered", "days 93–120"),
        ("sleep_hours_28d_before", "7 hours a night", "9 of 12 days answered", "days 81–92"),
    ]
    assert all(fact.section is Section.ACTIVITY and fact.source for fact in facts)


def test_what_was_never_answered_is_left_out() -> None:
    assert activity_facts(dict.fromkeys(ACTIVITY, (NOTHING, TypicalOf(None, 0, 0))), 120) == ()
