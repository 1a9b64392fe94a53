"""docs/method.md says of every number what is on file: none is missing, none has another value, none is left over."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from docs.constants import procedure_table, response_window_table, tables, threshold_table
from tracker.domain.assessment import Threshold
from tracker.domain.reference import ProcedureKind, procedure_kinds, thresholds
from tracker.domain.response_windows import ResponseWindow, response_rules, response_windows

METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
MADE_BY = "make the tables anew: python -m docs.constants"
CONSTANTS = {**thresholds().by_name, **response_rules()}


def lines_of_tables() -> list[str]:
    """The lines of the tables in the section on the numbers on file."""
    section = METHOD.split("\n## Every number on file\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("constant", CONSTANTS.values(), ids=lambda constant: constant.name)
def test_every_threshold_is_there_with_its_value_unit_and_source(constant: Threshold) -> None:
    assert threshold_table([constant])[-1] in lines_of_tables(), MADE_BY


@pytest.mark.parametrize("kind", procedure_kinds(), ids=lambda kind: kind.name)
def test_every_kind_of_procedure_is_there_with_its_days_and_source(kind: ProcedureKind) -> None:
    assert procedure_table([kind])[-1] in lines_of_tables(), MADE_BY


@pytest.mark.parametrize("window", response_windows(), ids=lambda window: window.name)
def test_every_window_after_a_treatment_is_there_with_its_source(window: ResponseWindow) -> None:
    assert response_window_table([window])[-1] in lines_of_tables(), MADE_BY


def test_nothing_is_there_that_is_not_on_file() -> None:
    assert lines_of_tables() == [line for line in tables() if line], MADE_BY


def test_a_number_in_a_sentence_is_the_one_on_file() -> None:
    said = re.findall(r"`(\w+)` = (-?\d+(?:\.\d+)?)", METHOD)
    assert said
    assert [(name, value) for name, value in said if float(value) != CONSTANTS[name].value] == []


def test_the_version_of_the_rules_is_the_one_on_file() -> None:
    assert f"rules {thresholds().rule_version}" in METHOD


def test_another_value_makes_another_line() -> None:
    constant = CONSTANTS["relapse_probability"]
    assert threshold_table([replace(constant, value=0.73)])[-1] not in lines_of_tables()


def test_a_bar_in_a_source_does_not_end_its_cell() -> None:
    constant = replace(CONSTANTS["relapse_probability"], source="one | other")
    assert threshold_table([constant])[-1].endswith(r"| one \| other |")
