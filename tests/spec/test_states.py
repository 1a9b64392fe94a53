"""Where a site stands: one state, the first of the table that fits."""

import pytest

from tests.spec.courses import Scores, every, judge, silent, slope, stay
from tracker.domain.assessment import State
from tracker.domain.patients import Site
from tracker.trends.states import STATES

WELL = slope(7, 2, 40) + stay(2, 80)

CASES: list[tuple[str, Scores, State]] = [
    ("day 27, well logged", stay(5, 28), State.EARLY),
    ("day 27, never logged", silent(28), State.EARLY),
    ("day 28, never logged", silent(29), State.NOT_ASSESSABLE),
    ("one entry in five days", every(5, stay(3, 60)), State.NOT_ASSESSABLE),
    ("7 entries in 28 days, 4 in the last 14", stay(3, 40) + every(4, stay(3, 32)), State.NOT_ASSESSABLE),
    ("a relapse flag is open", WELL + stay(6, 30), State.RELAPSE),
    ("and the log falls silent", WELL + stay(6, 30) + silent(40), State.NOT_ASSESSABLE),
    ("a non_improvement flag is open", stay(5, 100), State.NOT_IMPROVING),
    ("typical pain 3", slope(7, 3, 30) + stay(3, 40), State.DOING_WELL),
    ("typical pain 3.5, half of 7", slope(7, 3.5, 30) + stay(3.5, 40), State.DOING_WELL),
    ("at day 60 still 5 and falling", slope(7, 5, 60), State.IMPROVING),
    ("at day 60 still 5 and level", stay(5, 60), State.LEVEL),
]


@pytest.mark.parametrize(("scores", "state"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_site_is(scores: Scores, state: State) -> None:
    assert judge(scores).assessment("P1").site(Site.AXIAL).state is state


def test_half_of_a_high_level_is_not_doing_well_while_it_is_4() -> None:
    assert judge(stay(4, 60), baseline=9).assessment("P1").site(Site.AXIAL).state is State.LEVEL


def test_the_table_names_every_state_once() -> None:
    assert [state for state, _, _ in STATES] == list(State)
