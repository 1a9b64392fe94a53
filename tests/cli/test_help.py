"""Every command and every argument is explained by --help, and a wrong one by a single line."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tracker.__main__ import parser

ROOT = Path(__file__).parents[2]


def commands(found: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser of every command, groups included."""
    yield found
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                helped = [choice.help for choice in action._choices_actions if choice.dest == name]
                assert helped, f"{inner.prog} is not explained in the list of commands"
                assert helped[0], f"{inner.prog} is not explained in the list of commands"
                yield from commands(inner)


EVERY = list(commands(parser()))


@pytest.mark.parametrize("command", EVERY, ids=lambda each: each.prog.removeprefix("python -m "))
def test_every_command_and_argument_has_its_help(command: argparse.ArgumentParser) -> None:
    assert command.description
    for action in command._actions:
        if not isinstance(action, argparse._SubParsersAction):
            assert action.help, f"{command.prog}: {action.dest} is not explained"
    assert command.format_help()


def test_the_commands_are_those_of_the_design() -> None:
    named = {each.prog.removeprefix("python -m tracker").strip() for each in EVERY}
    assert named >= {
        *("assess", "patient add", "import", "export", "demo", "migrate", "refresh", "remind"),
        *("user add", "user list", "user deactivate", "user password", "backup", "restore"),
    }


@pytest.mark.parametrize("words", [[], ["nonsense"], ["assess"], ["patient"], ["import", "--patient"], ["user", "x"]])
def test_wrong_arguments_get_one_line_that_points_to_the_help(run: Run, words: list[str]) -> None:
    assert "--help" in run(*words).complaint


def as_process(*words: object, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracker", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, input=given)


def test_as_a_process_help_ends_with_0() -> None:
    ended = as_process("import", "--help")
    assert ended.returncode == 0
    assert "usage: python -m tracker import" in ended.stdout
    assert ended.stderr == ""


def test_as_a_process_bad_input_ends_with_2_and_one_line_without_a_traceback(tmp_path: Path) -> None:
    missing = tmp_path / "no.csv"
    ended = as_process("assess", "--patients", missing, "--entries", missing, "--out", tmp_path / "F.csv")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "cannot be opened" in ended.stderr


def test_as_a_process_a_cohort_comes_through_a_pipe(tmp_path: Path) -> None:
    patients = tmp_path / "P.csv"
    patients.write_text("patient_id,surgery_date,region\n1,2026-01-01,lumbar\n")
    ended = as_process(
        *("assess", "--patients", patients, "--entries", "/dev/stdin", "--out", "/dev/stdout"),
        given="patient_id,date,pain\n1,2026-03-01,3\n",
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("patient_id,flag,severity,site")
