"""What `make run` would do, without doing it."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def steps(**settings: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MENDLINE_", "MAKE"))}
    done = subprocess.run(
        ["make", "--dry-run", "run"], cwd=ROOT, env={**kept, **settings}, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_the_embedded_database_is_filled_with_invented_patients_and_another_one_where_that_is_asked_for() -> None:
    asked_for = {"MENDLINE_DATABASE_URL": "postgresql://host/trial", "MENDLINE_DEMO": "1"}
    for settings in ({}, {"MENDLINE_DEMO": "1"}, {"MENDLINE_DATABASE_URL": ""}, asked_for):
        assert "-m tracker demo" in steps(**settings)
        assert "click: patient, physician or administrator" in steps(**settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"MENDLINE_DATABASE_URL": "postgresql://host/clinic"},
        {"MENDLINE_DEMO": "0"},
    ],
    ids=str,
)
def test_a_database_that_was_named_gets_no_invented_patients(settings: dict[str, str]) -> None:
    assert "-m tracker migrate" in steps(**settings)
    assert "tracker demo" not in steps(**settings)
    assert "sign in" in steps(**settings)
