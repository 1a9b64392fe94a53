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
    assert head == "| what | measured | goal |"
    assert len(rows) == 8
    assert all(row.count("|") == 4 for row in rows)
    assert [row.split("|")[3].strip() for row in rows][:6] == ["5 s", "1.5 GiB", "25 x", "5 x", "20 s", "20 ms"]


def test_the_frames_hold_every_score() -> None:
    people = population(3, 10, 120)
    patients, entries = speed.frames(people)
    assert len(patients) == 10
    assert len(entries) == np.isfinite(people.scores).sum()
