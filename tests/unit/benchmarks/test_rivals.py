"""Each of the other methods finds what is plain, keeps still where nothing is, and looks at no later day."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.lasting_rivals import LASTING_RIVALS, LastingRival, flags_on
from benchmarks.relapse_rivals import RELAPSE_RIVALS, Rival, latched, relapse_flags, watched
from benchmarks.scoring import COLUMNS, OPEN
from tests.unit.benchmarks.populations import logs
from tracker.simulation.population import Population, population
from tracker.trends.arrays import Floats


def course(*parts: tuple[float, int]) -> Floats:
    return np.concatenate([np.full(days, float(level)) for level, days in parts])


def restless(level: Floats, seed: int = 1) -> Population:
    """One patient who logs every day, a point or so about the level."""
    noise = np.random.default_rng(seed).normal(0, 0.8, level.size)
    return logs(np.clip(np.rint(level + noise), 0, 10)[None, :])


def name(rival: Rival | LastingRival) -> str:
    return f"{rival.name} {getattr(rival, 'setting', rival.kind if isinstance(rival, LastingRival) else '')}"


def part(people: Population, days: int) -> Population:
    return replace(people, level=people.level[:, :days], scores=people.scores[:, :days])


@pytest.mark.parametrize("rival", RELAPSE_RIVALS, ids=name)
def test_a_plain_return_is_found_once_and_dated(rival: Rival) -> None:
    flags = relapse_flags(rival, restless(course((7, 20), (2, 100), (7, 100))))
    assert list(flags.columns) == COLUMNS
    assert len(flags) == 1
    assert 120 <= flags["detected"].iloc[0] <= 150
    assert abs(flags["onset"].iloc[0] - 120) <= 15
    assert flags["cleared"].iloc[0] == OPEN


@pytest.mark.parametrize("rival", RELAPSE_RIVALS, ids=name)
def test_it_is_cleared_when_pain_is_back_at_the_relief(rival: Rival) -> None:
    flags = relapse_flags(rival, restless(course((7, 20), (2, 100), (7, 60), (2, 60))))
    assert 180 < flags["cleared"].iloc[-1] <= 205


@pytest.mark.parametrize("rival", RELAPSE_RIVALS, ids=name)
@pytest.mark.parametrize("level", [course((7, 20), (2, 200)), course((7, 220)), course((7, 20), (5, 100), (6.5, 100))])
def test_nothing_is_found_where_relief_lasts_or_never_came(rival: Rival, level: Floats) -> None:
    assert relapse_flags(rival, restless(level)).empty


@pytest.mark.parametrize("rival", RELAPSE_RIVALS, ids=name)
def test_what_is_raised_up_to_a_day_rests_on_the_days_up_to_it(rival: Rival) -> None:
    people = population(5, 12, 330)
    whole, cut = (relapse_flags(rival, each) for each in (people, part(people, 220)))
    known = whole[whole["detected"] < 220].reset_index(drop=True)
    assert known[["patient", "onset", "detected"]].equals(cut[["patient", "onset", "detected"]])


def test_someone_among_many_relapses_for_the_test_of_the_days_to_mean_something() -> None:
    assert any(len(relapse_flags(rival, part(population(5, 12, 330), 220))) for rival in RELAPSE_RIVALS)


def test_a_flag_stays_on_until_it_is_cleared_and_not_raised() -> None:
    raised = np.array([[0, 1, 0, 0, 1, 0, 0]], dtype=np.bool_)
    cleared = np.array([[1, 1, 0, 1, 1, 0, 1]], dtype=np.bool_)
    assert latched(raised, cleared)[0].tolist() == [False, True, True, False, True, True, False]


def test_the_relief_that_rivals_see_is_the_lowest_mean_with_its_error_and_counts_by_the_same_rule() -> None:
    seen = watched(logs(np.stack([course((2, 60)), course((6, 60)), course((5, 60))]), before=7))
    assert seen.relief[0, 59] == pytest.approx(2, abs=0.3)
    assert np.isinf(seen.relief[1]).all()
    assert np.isinf(seen.relief[:, :20]).all()
    assert seen.line[0, 59] == pytest.approx(seen.relief[0, 59] + 2)


@pytest.mark.parametrize("rival", LASTING_RIVALS, ids=name)
@pytest.mark.parametrize(
    ("level", "on"),
    [(course((7, 200)), {90, 180}), (course((7, 20), (1, 180)), set()), (course((7, 120), (1, 80)), {90})],
)
def test_pain_that_lasts_is_found_and_pain_that_has_gone_is_not(
    rival: LastingRival, level: Floats, on: set[int]
) -> None:
    assert set(flags_on(rival, restless(level), (90, 180))["detected"]) == on


@pytest.mark.parametrize("rival", [each for each in LASTING_RIVALS if each.kind == "non_improvement"], ids=name)
def test_high_pain_that_falls_is_improving(rival: LastingRival) -> None:
    assert flags_on(rival, restless(np.linspace(10, 4, 120)), (90,)).empty


@pytest.mark.parametrize("rival", LASTING_RIVALS, ids=name)
def test_later_days_change_nothing(rival: LastingRival) -> None:
    people = population(6, 60, 200)
    whole, cut = (flags_on(rival, each, (90,)) for each in (people, part(people, 91)))
    assert len(whole) > 5
    assert whole.equals(cut)
