"""The benchmark of speed runs and says what it measured; how fast anything is, is for a person to read."""

import numpy as np
import pytest

from benchmarks import speed
from tracker.simulation.population import population


def test_the_table_names_what_was_measured_beside_its_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "SAMPLE", 5)
    monkeypatch.setattr(speed, "SAVES", 20)
    size, _, head, _, *rows = speed.report(20, 120, large=False)
    assert size.startswith("20 patients x 120 days")
    assert head == "| what | as people log | every day logged | goal |"
    measured, sizes = rows[: len(speed.WHAT)], rows[len(speed.WHAT) + 3 :]
    assert [row.split("|")[1].strip() for row in measured] == list(speed.WHAT)
    assert all(row.count("|") == 5 for row in measured)
    assert [row.split("|")[1].strip() for row in sizes] == ["2", "20"]


def test_the_frames_hold_every_score() -> None:
    people = population(3, 10, 120)
    patients, entries = speed.frames(people)
    assert len(patients) == 10
    assert len(entries) == np.isfinite(people.scores).sum()
