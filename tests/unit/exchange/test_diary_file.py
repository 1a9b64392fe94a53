"""A diary file: which rows become entries, which are rejected and why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.whole_day import whole_day
from tracker.domain.diary import DiaryEntry
from tracker.domain.errors import BadInput
from tracker.exchange import diary, values, writing
from tracker.exchange.diary import DiaryFile, Layout

TODAY = date(2021, 4, 10)
BORN = date(1960, 1, 1)


def read(text: str, layout: Layout | None = None) -> DiaryFile:
    return diary.read(text.encode(), layout or Layout(), patient_id="P1", today=TODAY, birth_date=BORN)


def entries(found: DiaryFile) -> list[DiaryEntry]:
    return [row.entry for row in found.rows]


def test_every_diary_column_is_read() -> None:
    row = {
        **{"date": "2021-03-25", "axial": "3", "axial_worst": "5", "limb": "2", "limb_worst": "4"},
        **{"walking_minutes": "30", "steps": "4100", "sitting_minutes": "45", "sleep_hours": "6.5"},
        **{"sleep_quality": "7", "distress": "2", "peg_pain": "4", "peg_enjoyment": "3", "peg_activity": "5"},
        **{"global_change": "2", "phq_nervous": "1", "phq_worry": "0", "phq_interest": "3", "phq_down": "2"},
        **{"flare": "true", "sites": "right calf; L4/5;low back", "descriptors": "burning"},
        **{"worse": "sitting; turning in bed", "better": "nothing", "note": "slept badly"},
    }
    assert set(row) == {"date", *values.DIARY_FIELDS}
    (entry,) = entries(read(f"{','.join(row)}\n{','.join(row.values())}\n"))
    assert entry == whole_day(date(2021, 3, 25), taken=None)


def test_a_word_that_is_not_on_the_list_is_refused_by_name() -> None:
    (reject,) = read("date,axial,sites\n2021-03-25,3,left knee; low back\n").rejects
    assert (reject.column, reject.value) == ("sites", "left knee; low back")
    assert "sites 'left knee' is not on the list" in reject.reason


def test_a_blank_is_not_answered_and_a_zero_is_zero() -> None:
    assert entries(read("date,axial,limb\n2021-03-25,0,\n")) == [DiaryEntry(date(2021, 3, 25), axial=0)]


def test_columns_are_taken_by_the_names_that_are_given() -> None:
    layout = Layout({"axial": "knee pain"}, "when", "%d.%m.%Y")
    found = read("when, knee pain , mood\n25.3.2021,3,good\n", layout)
    assert entries(found) == [DiaryEntry(date(2021, 3, 25), axial=3)]
    assert found.fields == ("axial",)
    assert found.left_out == ("mood",)


def test_a_column_that_is_given_wins_over_the_one_of_that_name() -> None:
    found = read("date,axial,knee\n2021-03-25,1,3\n", Layout({"axial": "knee"}))
    assert entries(found) == [DiaryEntry(date(2021, 3, 25), axial=3)]
    assert found.left_out == ("axial",)


def test_columns_of_an_own_export_that_are_no_answers_are_left_out() -> None:
    found = read("patient_id,date,day,logged,axial,taken,axial_typical\nP1,2021-03-25,0,true,3,Gabapentin,2.6\n")
    assert found.left_out == ("day", "logged", "taken", "axial_typical")
    assert len(found.rows) == 1


REJECTS = [
    ("2021-03-25,3.5,", "axial", "3.5", "not a whole number from 0 to 10"),
    ("2021-03-25,11,", "axial", "11", "not a whole number from 0 to 10"),
    ("2021-03-25,-1,", "axial", "-1", "not a whole number from 0 to 10"),
    ("2021-03-25,abc,", "axial", "abc", "is not a number"),
    ("2021-03-25,NaN,", "axial", "NaN", "is not a number"),
    ("2021-03-25,1e9,", "axial", "1e9", "is not a number"),
    ("2021-04-11,3,", "date", "2021-04-11", "lies in the future"),
    ("1959-12-31,3,", "date", "1959-12-31", "lies before birth"),
    ("25/3/2021,3,", "date", "25/3/2021", "is not a date"),
    (",3,", "date", "", "is empty"),
    ("2021-03-25,,", "", "", "is empty"),
    (",,", "date", "", "is empty"),
    ("2021-03-25,5,4", "axial_worst", "4", "below the average"),
    ("2021-03-25,3", "", "", "2 values where the header has 3"),
    ("2021-03-25,3,4,5", "", "", "4 values where the header has 3"),
]


@pytest.mark.parametrize(("row", "column", "value", "reason"), REJECTS)
def test_a_bad_row_is_rejected_with_line_value_and_reason(row: str, column: str, value: str, reason: str) -> None:
    found = read(f"date,axial,axial_worst\n2021-03-20,1,\n{row}\n2021-03-30,2,\n")
    (reject,) = found.rejects
    assert (reject.line, reject.column, reject.value) == (3, column, value)
    assert reason in reject.reason
    assert reject.row == tuple(row.split(","))
    assert [entry.on.day for entry in entries(found)] == [20, 30]
    assert found.read == 3


def test_today_and_the_day_of_birth_are_still_taken() -> None:
    assert len(read("date,axial\n2021-04-10,3\n1960-01-01,3\n").rows) == 2


def test_a_rejected_row_names_the_files_own_column() -> None:
    found = read("date,knee\n2021-03-25,12\n", Layout({"axial": "knee"}))
    assert found.rejects[0].column == "knee"


def test_of_two_entries_for_a_day_the_first_stands_and_the_second_is_rejected() -> None:
    found = read("date,axial\n2021-03-25,3\n2021-03-25,4\n2021-03-25,3.0\n")
    assert [entry.axial for entry in entries(found)] == [3]
    assert "line 2" in found.rejects[0].reason
    assert found.repeated == 1
    assert found.read == 3


def test_a_rejected_row_does_not_block_the_next_one_for_its_day() -> None:
    found = read("date,axial\n2021-03-25,12\n2021-03-25,4\n")
    assert [entry.axial for entry in entries(found)] == [4]


def test_rows_of_another_patient_are_rejected() -> None:
    found = read("patient_id,date,axial\nP1,2021-03-25,3\nP2,2021-03-26,3\n,2021-03-27,3\n")
    assert [entry.on.day for entry in entries(found)] == [25, 27]
    assert "another patient" in found.rejects[0].reason


@pytest.mark.parametrize(
    ("header", "layout", "said"),
    [
        ("date,mood", Layout(), "column 'mood' is no diary column.*--column"),
        ("date,axial,mood", Layout(), "column 'mood' is no diary column.*--column"),
        ("date", Layout(), "has no diary column"),
        ("day,axial", Layout(), r"column 'date' is not in the header \(day, axial\)"),
        ("date,axial", Layout({"axial": "knee"}), r"column 'knee' is not in the header \(date, axial\)"),
        ("date|axial", Layout(), r"column 'date' is not in the header.*comma, semicolon or tab"),
        ("date,axial,axial", Layout(), "column 'axial' is in the header twice"),
        ("date,date,axial", Layout(), "column 'date' is in the header twice"),
    ],
)
def test_a_header_that_does_not_fit_is_refused_naming_the_column(header: str, layout: Layout, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read(f"{header}\n2021-03-25,3,4\n", layout)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("axial", "is not FIELD=NAME"),
        ("axial=", "is not FIELD=NAME"),
        ("knee=axial", "names no diary field 'knee'"),
        ("taken=pills", "names no diary field 'taken'"),
    ],
)
def test_a_column_option_that_does_not_fit_is_refused(pair: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        diary.columns_from([pair])


def test_a_field_has_one_column() -> None:
    with pytest.raises(BadInput, match="second time"):
        diary.columns_from(["axial=a", "axial=b"])


def test_a_name_with_an_equals_sign_in_it_can_be_given() -> None:
    assert diary.columns_from(["axial=a=b"]) == {"axial": "a=b"}


def test_rejects_are_written_with_line_column_value_reason_and_row() -> None:
    found = read('date,axial,note\n2021-03-25,12,"=cmd, ""x"""\n')
    lines = "".join(writing.rejects(found.rejects)).splitlines()
    assert lines[0] == "line,column,value,reason,row"
    assert lines[1].startswith("2,axial,12,axial '12' is not a whole number from 0 to 10.")


def test_a_reject_that_would_run_as_a_formula_is_made_harmless() -> None:
    found = read("date,axial\n=1+1,3\n")
    line = "".join(writing.rejects(found.rejects)).splitlines()[1]
    assert line.split(",")[2] == "'=1+1"


@given(st.binary(max_size=300))
def test_no_bytes_whatever_do_more_than_be_refused(data: bytes) -> None:
    try:
        found = diary.read(data, Layout({"axial": "a"}, "d"), patient_id="P1", today=TODAY)
    except BadInput:
        return
    assert found.read == len(found.rows) + found.repeated + len(found.rejects)


CELL = st.sampled_from(["3", "11", "", "x", "3.0", "2021-03-25", "2021-03-26", "2031-01-01", " ", '"', "=1"])


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=12))
def test_every_row_is_accounted_for_once(cells: list[list[str]]) -> None:
    text = "date,axial,note\n" + "\n".join(",".join(row) for row in cells) + "\n"
    try:
        found = read(text)
    except BadInput:
        return
    taken = [row.line for row in found.rows] + [reject.line for reject in found.rejects]
    assert len(taken) == len(set(taken))
    assert len(taken) + found.repeated == found.read
