"""Red flags in the file: what waits for a physician, and nothing that was acknowledged."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.unit.domain.test_explanation import EPISODE
from tracker.domain.red_flag_facts import red_flag_facts
from tracker.domain.red_flags import Acknowledgement, RedFlagAnswer, Urgency

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
WAITING = RedFlagAnswer("a", "p1", AT, date(2026, 3, 1), ("bladder", "fall"), Urgency.NOW)
SEEN = replace(WAITING, id="b", acknowledgements=(Acknowledgement("x", "able", "Able", AT, "called"),))


def test_what_waits_is_told_with_its_signs_and_day_and_what_was_seen_is_not() -> None:
    (fact,) = red_flag_facts(EPISODE, [SEEN, WAITING])
    assert fact.key == "red_flag_1"
    assert fact.window == "day 59"
    assert len(fact.value.split("; ")) == 2
