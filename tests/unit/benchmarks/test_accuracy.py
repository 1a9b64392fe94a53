"""The tables of accuracy on a population so small that only their form means something."""

from dataclasses import replace

import pytest

from benchmarks import accuracy
from benchmarks.accuracy import CONDITIONS, engine_flags, report
from benchmarks.lasting_rivals import LASTING_RIVALS
from benchmarks.relapse_rivals import RELAPSE_RIVALS
from benchmarks.scoring import COLUMNS
from tests.unit.benchmarks.test_rivals import course, restless
from tracker.simulation.population import Procedure

Table = list[list[str]]


def tables(lines: list[str]) -> dict[str, Table]:
    """The rows of each table by its title, head first."""
    found: dict[str, Table] = {}
    for line in "\n".join(lines).splitlines():
        if line.startswith("### "):
            found[line.strip("# ")] = rows = []
        elif line.startswith("| ") and "---" not in line:
            rows.append(line.strip("| ").split(" | "))
    return found


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return list(report(11, 40, 300, conditions="all", rivals=True))


def test_every_table_is_there_and_every_row_as_long_as_its_head(lines: list[str]) -> None:
    found = tables(lines)
    assert [title.split(":")[0] for title in found] == [
        *("Relapse", "Pain that lasts", "Churn", "By course", "By days logged, in thirds", "By conditions")
    ]
    for rows in found.values():
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}


def test_the_head_says_who_reads_the_lists_of_treatments(lines: list[str]) -> None:
    assert "with their lists of treatments" in lines[1]
    assert "the other methods do not read these" in lines[1]


def test_rivals_stand_beside_the_engine(lines: list[str]) -> None:
    found = tables(lines)
    assert [row[0] for row in found["Relapse"][1:]] == ["Mendline", *(f"{r.name}, {r.setting}" for r in RELAPSE_RIVALS)]
    for rival in LASTING_RIVALS:
        days = [row[1] for row in found["Pain that lasts"] if (row[0], row[2]) == (rival.kind, rival.name)]
        assert days == ["90", "180"]


def test_conditions_and_groups_have_a_row_each(lines: list[str]) -> None:
    found = tables(lines)
    assert len(found["By conditions"]) == 1 + len(CONDITIONS)
    assert len(found["By days logged, in thirds"]) == 1 + 3
    assert sum(int(row[1]) for row in found["By course"][1:]) == 40
    assert sum(int(row[1]) for row in found["By days logged, in thirds"][1:]) == 40


def test_the_usual_conditions_say_the_same_in_both_tables(lines: list[str]) -> None:
    found = tables(lines)
    assert found["By conditions"][1][1:7] == found["Relapse"][1][1:7]


def test_the_same_seed_prints_the_same_and_another_seed_another(capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for seed in ("11", "11", "12"):
        accuracy.main(["--seed", seed, "--n", "40", "--days", "300", "--conditions", "noisy"])
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert "one and a half times the noise" in printed[0]
    assert tables(printed[0].splitlines()) != tables(printed[2].splitlines())


def test_without_being_asked_for_there_are_no_rivals() -> None:
    found = tables(list(report(11, 40, 200, conditions="usual", rivals=False)))
    assert len(found["Relapse"]) == 2
    assert "By conditions" not in found


def test_the_engines_flags_are_counted_in_days_since_surgery() -> None:
    flags = engine_flags(restless(course((7, 20), (2, 100), (7, 100))))
    assert list(flags.columns) == COLUMNS
    relapse = flags[flags["flag"] == "relapse"].iloc[0]
    assert 120 <= relapse["detected"] <= 150
    assert abs(relapse["onset"] - 120) <= 15


def test_the_engine_is_given_the_lists_of_treatments_and_so_sees_relief_wear_off_sooner() -> None:
    without = restless(course((7, 60), (3, 60), (5.5, 60)))
    eased = replace(without, procedures=(Procedure(59, "Epidural steroid injection"),))
    late, soon = (engine_flags(each).query("flag == 'relapse'")["detected"].item() for each in (without, eased))
    assert 120 < soon < late
