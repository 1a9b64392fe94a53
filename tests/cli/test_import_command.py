"""`import`: a diary file becomes entries, row for row, or one clear line says why not."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Ended, Run
from tracker.domain.audit import Action
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.people import OPERATOR
from tracker.store import Store, assessments, audit, diary

KNEE_DIARY = Path(__file__).parents[1] / "data" / "knee_diary.csv"
AS_KNEE = ("--column", "axial=knee_pain", "--date-column", "date", "--date-format", "%d-%m-%Y")

Add = Callable[..., None]


def counts(ended: Ended) -> dict[str, int]:
    """The counts that a command printed; those of rows add up to what was read."""
    found = {name: int(number.replace(",", "")) for name, number in re.findall(r"(\w+) ([\d,]+)", ended.said)}
    assert found["read"] == found["stored"] + found["changed"] + found["unchanged"] + found["rejected"]
    return found


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "diary.csv"
    path.write_text(text, encoding="utf-8")
    return path


def stored(store: Store, patient_id: str = "P1") -> list[DiaryEntry]:
    with store.reading() as tx:
        return [each.entry for each in diary.latest(tx, OPERATOR, patient_id, since=date(1900, 1, 1)).values()]


def test_a_real_diary_is_stored_row_for_row_or_rejected_with_a_reason(run: Run, tmp_path: Path, store: Store) -> None:
    run("patient", "add", "--id", "K", "--surgery-date", "2021-03-25", "--region", "lumbar")
    rejects = tmp_path / "rejects.csv"
    ended = run("import", KNEE_DIARY, "--patient", "K", *AS_KNEE, "--rejects", rejects)
    assert ended.status == 0
    found = counts(ended)
    assert found["read"] == sum(1 for line in KNEE_DIARY.read_text().splitlines()[1:] if line.strip()) == 1197
    assert found["stored"] == len(stored(store, "K")) == 1187
    with rejects.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == found["rejected"] == 4
    assert [row["line"] for row in rows] == ["183", "342", "1037", "1206"]
    assert all(row["reason"] and row["value"] for row in rows)
    assert "pain_shoulder, leg_fatigue" in ended.said


def test_a_second_import_of_the_same_diary_changes_nothing(run: Run, store: Store) -> None:
    run("patient", "add", "--id", "K", "--surgery-date", "2021-03-25", "--region", "lumbar")
    first = counts(run("import", KNEE_DIARY, "--patient", "K", *AS_KNEE))
    before = stored(store, "K")
    second = counts(run("import", KNEE_DIARY, "--patient", "K", *AS_KNEE))
    assert (second["stored"], second["changed"]) == (0, 0)
    assert second["unchanged"] == first["stored"] + first["unchanged"]
    assert stored(store, "K") == before
    with store.reading() as tx:
        assert len(diary.history(tx, OPERATOR, "K", date(2021, 3, 25))) == 1


def test_a_real_diary_is_judged_at_once_and_exported_with_its_gaps(run: Run, tmp_path: Path, store: Store) -> None:
    run("patient", "add", "--id", "K", "--surgery-date", "2021-03-25", "--region", "lumbar")
    run("import", KNEE_DIARY, "--patient", "K", *AS_KNEE)
    with store.reading() as tx:
        assessment = assessments.assessment(tx, OPERATOR, "K")
    assert assessment is not None
    assert assessment.last_entry == max(entry.on for entry in stored(store, "K"))
    assert run("export", "--patient", "K", "--out", tmp_path / "days.csv").status == 0
    with (tmp_path / "days.csv").open(encoding="utf-8", newline="") as lines:
        days = list(csv.DictReader(lines))
    assert len(days) == (NOW.date() - date(2021, 3, 25)).days + 1
    assert sum(day["logged"] == "true" for day in days) == 1187
    assert all(day["axial"] == "" for day in days if day["logged"] == "false")


def test_an_import_leaves_a_trace(run: Run, add_patient: Add, tmp_path: Path, store: Store) -> None:
    add_patient("P1")
    run("import", file(tmp_path, "date,axial\n2026-03-01,3\n"), "--patient", "P1")
    with store.reading() as tx:
        events = audit.events(tx, OPERATOR)
        revision = diary.revision(tx, OPERATOR, "P1", date(2026, 3, 1))
    assert (Action.IMPORTED, "P1") in {(event.action, event.patient_id) for event in events}
    assert revision is not None
    assert revision.origin is Origin.IMPORT


def test_a_later_file_fills_what_was_not_answered_and_keeps_the_rest(
    run: Run, add_patient: Add, tmp_path: Path, store: Store
) -> None:
    add_patient("P1")
    run("import", file(tmp_path, "date,axial,note\n2026-03-01,3,fine\n"), "--patient", "P1")
    ended = run("import", file(tmp_path, "date,limb,axial\n2026-03-01,2,\n"), "--patient", "P1")
    assert counts(ended)["changed"] == 1
    assert stored(store) == [DiaryEntry(date(2026, 3, 1), axial=3, limb=2, note="fine")]


def test_a_row_that_contradicts_what_is_stored_is_rejected_unless_it_may_replace_it(
    run: Run, add_patient: Add, tmp_path: Path, store: Store
) -> None:
    add_patient("P1")
    run("import", file(tmp_path, "date,axial,note\n2026-03-01,3,fine\n2026-03-02,3,\n"), "--patient", "P1")
    changed = file(tmp_path, "date,axial\n2026-03-01,5\n2026-03-02,3\n")
    kept = run("import", changed, "--patient", "P1")
    assert (counts(kept)["rejected"], counts(kept)["unchanged"]) == (1, 1)
    assert "line 2, axial: axial is stored as 3 for this day." in kept.complained
    replaced = run("import", changed, "--patient", "P1", "--replace")
    assert (counts(replaced)["changed"], counts(replaced)["unchanged"]) == (1, 1)
    assert stored(store)[0] == DiaryEntry(date(2026, 3, 1), axial=5, note="fine")
    with store.reading() as tx:
        assert [each.entry.axial for each in diary.history(tx, OPERATOR, "P1", date(2026, 3, 1))] == [3, 5]


def test_a_row_that_does_not_fit_together_with_what_is_stored_is_rejected(
    run: Run, add_patient: Add, tmp_path: Path, store: Store
) -> None:
    add_patient("P1")
    run("import", file(tmp_path, "date,axial_worst\n2026-03-01,3\n"), "--patient", "P1")
    ended = run("import", file(tmp_path, "date,axial\n2026-03-01,5\n2026-03-02,5\n"), "--patient", "P1")
    assert (counts(ended)["rejected"], counts(ended)["stored"]) == (1, 1)
    assert "below the average" in ended.complained
    assert stored(store)[0] == DiaryEntry(date(2026, 3, 1), axial_worst=3)


def test_today_is_taken_and_tomorrow_is_not_where_the_patient_lives(
    run: Run, add_patient: Add, tmp_path: Path, store: Store
) -> None:
    add_patient("P1", "--time-zone", "Pacific/Kiritimati")  # 14 hours ahead: the 22nd already
    ended = run("import", file(tmp_path, "date,axial\n2026-11-22,3\n2026-11-23,3\n"), "--patient", "P1")
    assert (counts(ended)["stored"], counts(ended)["rejected"]) == (1, 1)
    assert "lies in the future (today is 2026-11-22)" in ended.complained


def test_rejects_without_a_file_for_them_are_said_in_words(run: Run, add_patient: Add, tmp_path: Path) -> None:
    add_patient("P1")
    rows = "".join(f"2026-03-{day:02d},{11 if day < 15 else 3}\n" for day in range(1, 20))
    ended = run("import", file(tmp_path, "date,axial\n" + rows), "--patient", "P1")
    assert ended.status == 0
    lines = ended.complained.splitlines()
    assert lines[0] == (
        "line 2, axial: axial '11' is not a whole number from 0 to 10. Leave it empty where it was not measured."
    )
    assert lines[-1] == "4 more rejected rows; --rejects FILE writes all of them"


def test_where_no_row_at_all_can_be_taken_the_command_has_failed(run: Run, add_patient: Add, tmp_path: Path) -> None:
    add_patient("P1")
    ended = run("import", KNEE_DIARY, "--patient", "P1", "--column", "axial=knee_pain")
    assert ended.status == 2
    assert counts(ended)["rejected"] == 1197
    assert "is not a date" in ended.complained


FAULTS: list[tuple[bytes, list[str], str]] = [
    (b"", [], "file is empty"),
    (b"date,axial\n", [], "file has a header and no rows"),
    (b"date,mood\n2026-03-01,3\n", [], "column 'mood' is no diary column"),
    (b"date|axial\n2026-03-01|3\n", [], "column 'date' is not in the header (date|axial)"),
    (b"date,axial\n2026-03-01,3\n", ["--column", "axial=knee"], "column 'knee' is not in the header"),
    (b"date,axial\n2026-03-01,3\n", ["--column", "knee"], "column 'knee' is not FIELD=NAME"),
    (b"date,axial\n2026-03-01,3\n", ["--date-format", "%d"], "date format '%d' does not give day, month and year"),
    (b"date,axial\n2026-03-01,3\n", ["--date-column", "when"], "column 'when' is not in the header"),
    (b"date,axial\n2026-03-01,3\n", ["--encoding", "klingon"], "encoding 'klingon' is not a known text encoding"),
    ("date,axial\n2026-03-01,3\n".encode("utf-16"), [], "file is in UTF-16"),
    (b"date,axial,note\n2026-03-01,3,f\xfcnf\n", [], "file is not in UTF-8 (byte 0xfc on line 2)"),
    (b"PK\x03\x04", [], "file is a spreadsheet or zip file"),
    (b"date,axial\n" + b"2026-03-01,3\n" * 4_000_000, [], "file has 52 MB, above the limit of 20 MB"),
    (b"9" * 15_000_000, [], "file has 15,000,000 characters on line 1"),
]


@pytest.mark.parametrize(("data", "options", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_a_file_that_cannot_be_taken_is_refused_in_one_line_and_nothing_is_stored(
    run: Run, add_patient: Add, tmp_path: Path, store: Store, data: bytes, options: list[str], said: str
) -> None:
    add_patient("P1")
    path = tmp_path / "diary.csv"
    path.write_bytes(data)
    assert said in run("import", path, "--patient", "P1", *options).complaint
    assert stored(store) == []


def test_another_encoding_is_taken_where_it_is_named(run: Run, add_patient: Add, tmp_path: Path, store: Store) -> None:
    add_patient("P1")
    path = tmp_path / "diary.csv"
    path.write_bytes("date;axial;note\n2026-03-01;3;fünf\n".encode("cp1252"))
    assert run("import", path, "--patient", "P1", "--encoding", "cp1252").status == 0
    assert stored(store)[0].note == "fünf"


def test_a_patient_who_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "date,axial\n2026-03-01,3\n")
    assert run("import", path, "--patient", "P9").complaint.startswith("patient 'P9' is not known")


def test_a_file_that_is_not_there_is_named(run: Run, add_patient: Add, tmp_path: Path) -> None:
    add_patient("P1")
    assert "cannot be opened (No such file" in run("import", tmp_path / "no.csv", "--patient", "P1").complaint
    assert "cannot be opened (Is a directory" in run("import", tmp_path, "--patient", "P1").complaint


def test_where_rejects_cannot_be_written_nothing_is_imported(
    run: Run, add_patient: Add, tmp_path: Path, store: Store
) -> None:
    add_patient("P1")
    path = file(tmp_path, "date,axial\n2026-03-01,3\n")
    ended = run("import", path, "--patient", "P1", "--rejects", tmp_path / "nowhere" / "r.csv")
    assert "cannot be written" in ended.complaint
    assert stored(store) == []


def test_an_own_export_comes_back_unchanged(run: Run, add_patient: Add, tmp_path: Path, store: Store) -> None:
    add_patient("P1")
    text = (
        'date,axial,axial_worst,sleep_hours,flare,note\n2026-03-01,3,4,6.5,true,"=SUM(A1), ""so"""\n2026-03-02,0,,,,\n'
    )
    run("import", file(tmp_path, text), "--patient", "P1")
    run("export", "--patient", "P1", "--out", tmp_path / "days.csv")
    add_patient("P2")
    assert run("import", tmp_path / "days.csv", "--patient", "P2").status == 2, "rows of another patient"
    again = run("import", tmp_path / "days.csv", "--patient", "P1")
    assert (counts(again)["stored"], counts(again)["changed"], counts(again)["unchanged"]) == (0, 0, 2)
    assert stored(store)[0].note == '=SUM(A1), "so"'


def test_days_before_the_surgery_are_stored_and_said_to_be_so(run: Run, tmp_path: Path, store: Store) -> None:
    run("patient", "add", "--id", "K", "--surgery-date", "2026-01-03", "--region", "lumbar")
    ended = run("import", file(tmp_path, "date,axial\n2026-01-01,5\n2026-01-02,5\n2026-01-03,5\n"), "--patient", "K")
    assert counts(ended)["stored"] == len(stored(store, "K")) == 3
    assert "2 of them lie before the surgery" in ended.said
