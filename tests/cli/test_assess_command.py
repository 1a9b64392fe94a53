"""`assess`: a cohort in files, judged without a database."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tracker.domain.columns import FLAGS, SUMMARY

SURGERY = date(2026, 1, 1)


@pytest.fixture
def cohort(tmp_path: Path) -> tuple[Path, Path]:
    """Two patients with 200 days each: 007 is at 6 throughout, 7 went from 7 to 1 and came back to 6 on day 120."""
    patients = tmp_path / "P.csv"
    patients.write_text("patient_id,surgery_date,region,baseline_pain\n007,2026-01-01,lumbar,7\n7,2026-01-01,lumbar,\n")
    rows = ["patient_id,date,pain"]
    for day in range(1, 200):
        on = SURGERY + timedelta(days=day)
        rows += [f"007,{on},6", f"7,{on},{7 if day < 30 else 1 if day < 120 else 6}"]
    entries = tmp_path / "E.csv"
    entries.write_text("\n".join(rows) + "\n")
    return patients, entries


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def raised(path: Path) -> set[tuple[str, str]]:
    return {(row["patient_id"], row["flag"]) for row in table(path)}


def test_with_a_date_the_flags_open_on_that_date_are_written(
    run: Run, cohort: tuple[Path, Path], tmp_path: Path
) -> None:
    words = ("assess", "--patients", cohort[0], "--entries", cohort[1], "--out", tmp_path / "F.csv")
    assert run(*words, "--as-of", "2026-06-30").status == 0
    assert raised(tmp_path / "F.csv") >= {("007", "persistent"), ("007", "non_improvement"), ("7", "relapse")}
    assert all(row["cleared_on"] == "" for row in table(tmp_path / "F.csv"))
    assert run(*words, "--as-of", "2026-03-01").status == 0
    assert ("7", "relapse") not in raised(tmp_path / "F.csv")


def test_with_neither_the_latest_entry_is_the_date(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    words = ("assess", "--patients", cohort[0], "--entries", cohort[1], "--out")
    latest = run(*words, tmp_path / "a.csv")
    assert latest.said.splitlines()[0] == "as of 2026-07-19"
    run(*words, tmp_path / "b.csv", "--as-of", "2026-07-19")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_with_history_cleared_flags_are_written_too(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    lines = cohort[1].read_text().splitlines()
    gap = [line for line in lines if not "2026-03-01" <= line.split(",")[1] <= "2026-04-15"]
    cohort[1].write_text("\n".join(gap) + "\n")
    run("assess", "--patients", cohort[0], "--entries", cohort[1], "--history", "--out", tmp_path / "F.csv")
    silence = [row for row in table(tmp_path / "F.csv") if row["flag"] == "insufficient_data"]
    assert silence
    assert all(row["cleared_on"] > row["detected_on"] for row in silence)


def test_files_have_the_columns_that_scripts_rely_on(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    flags, summary = tmp_path / "F.csv", tmp_path / "S.csv"
    ended = run(
        *("assess", "--patients", cohort[0], "--entries", cohort[1], "--history", "--out", flags, "--summary", summary)
    )
    assert list(table(flags)[0]) == FLAGS.names
    assert list(table(summary)[0]) == SUMMARY.names
    assert [row["patient_id"] for row in table(summary)] == ["007", "007", "7", "7"]
    assert [row["site"] for row in table(summary)] == ["axial", "limb"] * 2
    assert table(summary)[1]["typical"] == ""
    assert "patients: 2 judged, 0 not yet operated" in ended.said
    assert "entries: 398 read, 398 used, 0 later, 0 empty, 0 repeated" in ended.said
    assert flags.read_bytes()[:3] != b"\xef\xbb\xbf"


def test_what_comes_after_the_date_is_counted_and_not_used(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    ended = run(
        *("assess", "--patients", cohort[0], "--entries", cohort[1], "--as-of", "2026-01-11", "--out", tmp_path / "F")
    )
    assert "398 read, 20 used, 378 later" in ended.said


def test_who_is_not_yet_operated_is_counted_and_not_judged(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    with cohort[0].open("a") as patients:
        patients.write("9,2026-12-01,cervical,\n")
    ended = run(
        *(
            "assess",
            "--patients",
            cohort[0],
            "--entries",
            cohort[1],
            "--out",
            tmp_path / "F",
            "--summary",
            tmp_path / "S",
        )
    )
    assert "patients: 2 judged, 1 not yet operated" in ended.said
    assert {row["patient_id"] for row in table(tmp_path / "S")} == {"007", "7"}


def test_a_date_that_has_not_come_is_said(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    ended = run(
        *("assess", "--patients", cohort[0], "--entries", cohort[1], "--as-of", "2027-01-01", "--out", tmp_path / "F")
    )
    assert ended.said.startswith("as of 2027-01-01 (which lies in the future)")


def test_treatments_are_checked(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    treatments = tmp_path / "T.csv"
    words = ("assess", "--patients", cohort[0], "--entries", cohort[1], "--treatments", treatments)
    treatments.write_text("patient_id,start,kind\n007,2026-03-01,injection\n007,2026-03-02,yoga\n")
    said = run(*words, "--out", tmp_path / "F.csv").said
    assert "treatments: 2 read, 1 of them procedures that the rules look at" in said
    assert "patients: 0 judged" in run(*words, "--as-of", "2020-01-01", "--out", tmp_path / "F.csv").said
    treatments.write_text("patient_id,start,kind\n9,2026-03-01,injection\n")
    assert "T.csv line 2: patient_id '9'" in run(*words, "--out", tmp_path / "F.csv").complaint


def test_without_entries_a_date_is_needed(run: Run, cohort: tuple[Path, Path], tmp_path: Path) -> None:
    cohort[1].write_text("patient_id,date,axial\n")
    words = ("assess", "--patients", cohort[0], "--entries", cohort[1], "--out", tmp_path / "F.csv")
    assert "E.csv has no entries" in run(*words).complaint
    assert run(*words, "--as-of", "2026-07-01").status == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as-of", "2026-07-01", "--history"], "not allowed with argument"),
        (["--as-of", "1.7.2026"], "'1.7.2026' is not a date; write it as 2026-03-25"),
        (["--as-of", "2026-02-30"], "'2026-02-30' is not a date"),
    ],
)
def test_options_that_do_not_fit_are_refused_in_one_line(
    run: Run, cohort: tuple[Path, Path], tmp_path: Path, options: list[str], said: str
) -> None:
    words = ("assess", "--patients", cohort[0], "--entries", cohort[1], "--out", tmp_path / "F.csv")
    assert said in run(*words, *options).complaint


def test_a_fault_in_the_files_stops_before_anything_is_written(
    run: Run, cohort: tuple[Path, Path], tmp_path: Path
) -> None:
    with cohort[1].open("a") as entries:
        entries.write("007,2026-08-01,12\n")
    ended = run("assess", "--patients", cohort[0], "--entries", cohort[1], "--out", tmp_path / "F.csv")
    assert ended.complaint.startswith("E.csv line 400: axial '12' is not a whole number from 0 to 10")
    assert not (tmp_path / "F.csv").exists()


def test_a_place_that_cannot_be_written_to_is_found_before_the_work(
    run: Run, cohort: tuple[Path, Path], tmp_path: Path
) -> None:
    words = ("assess", "--patients", cohort[0], "--entries", cohort[1], "--out")
    assert "cannot be written: there is no such folder" in run(*words, tmp_path / "nowhere" / "F.csv").complaint
    assert "cannot be written: it is a folder" in run(*words, tmp_path).complaint


@pytest.mark.parametrize(("out", "summary"), [("E.csv", "S.csv"), ("F.csv", "F.csv"), ("F.csv", "P.csv")])
def test_no_file_is_written_over_another_one_of_the_same_command(
    run: Run, cohort: tuple[Path, Path], tmp_path: Path, out: str, summary: str
) -> None:
    before = [path.read_bytes() for path in cohort]
    words = ("assess", "--patients", cohort[0], "--entries", cohort[1])
    ended = run(*words, "--out", tmp_path / out, "--summary", tmp_path / summary)
    assert "is named twice" in ended.complaint
    assert [path.read_bytes() for path in cohort] == before
    assert not (tmp_path / "F.csv").exists()
