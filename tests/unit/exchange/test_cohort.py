"""The files of `assess`: what is read, and which faults are named with which line."""

import io
from collections.abc import Callable

import pandas as pd
import pytest

from tracker.domain.columns import PATIENTS
from tracker.domain.errors import BadInput
from tracker.exchange import cohort, sheet

P = "patient_id,surgery_date,region,baseline_axial,baseline_limb\n"
E = "patient_id,date,axial,limb\n"


def patients(text: str) -> pd.DataFrame:
    return cohort.read_patients(io.BytesIO(text.encode()), "P.csv")


def entries(text: str) -> cohort.Entries:
    known = patients(P + "007,2026-01-01,lumbar,7,5\n8,2026-01-01,cervical,,\n")
    return cohort.read_entries(io.BytesIO(text.encode()), "E.csv", known)


def treatments(text: str) -> pd.DataFrame:
    known = patients(P + "007,2026-01-01,lumbar,7,5\n")
    return cohort.read_treatments(io.BytesIO(text.encode()), "T.csv", known)


def test_patients_come_as_the_contract_says_with_ids_as_text_and_blanks_missing() -> None:
    found = patients(P + " 007 ,2026-01-01,lumbar,7,\n7,2026-02-01,Cervical,,0\n")
    assert list(found.columns) == PATIENTS.names
    assert found["patient_id"].tolist() == ["007", "7"]
    assert found["region"].tolist() == ["lumbar", "cervical"]
    assert found["baseline_axial"].tolist()[0] == 7
    assert found["baseline_axial"].isna().tolist() == [False, True]
    assert found["baseline_limb"].tolist()[1] == 0
    assert str(found["surgery_date"].dtype).startswith("datetime64")


def test_baselines_may_be_absent_and_baseline_pain_is_the_axial_one() -> None:
    assert patients("patient_id,surgery_date,region\n1,2026-01-01,lumbar\n")["baseline_axial"].isna().all()
    assert patients("patient_id,surgery_date,region,baseline_pain\n1,2026-01-01,lumbar,6\n")["baseline_axial"][0] == 6


def test_entries_come_with_scores_as_numbers_and_blanks_missing() -> None:
    found = entries(E + "007,2026-01-02,3,\n8,2026-01-02,,0\n")
    assert found.frame["patient_id"].tolist() == ["007", "8"]
    assert found.frame["axial"].tolist()[0] == 3
    assert found.frame["axial"].isna().tolist() == [False, True]
    assert found.frame["limb"].tolist()[1] == 0


def test_walking_and_flares_come_as_numbers_for_the_rules_that_read_them() -> None:
    found = entries("patient_id,date,axial,walking_minutes,flare\n007,2026-01-02,3,25,true\n8,2026-01-02,3,,no\n").frame
    assert found["walking_minutes"].tolist()[0] == 25
    assert found["walking_minutes"].isna().tolist() == [False, True]
    assert found["flare"].tolist() == [1, 0]
    judged = ["walking_minutes", "flare", "opioid_taken"]
    assert entries(E + "007,2026-01-02,3,\n").frame[judged].isna().all(axis=None)


@pytest.mark.parametrize(
    ("words", "opioid"),
    [
        ("Oxycodone 5 mg; Ibuprofen", 1),
        ("gabapentina; OXICODONA 10 mg", 1),
        ("codeina", 1),
        ("Ibuprofen", 0),
        ("none", 0),
        ("nada", 0),
        ("Oxycodonefree tea", 0),
    ],
)
def test_whether_an_opioid_was_taken_is_told_by_the_names_of_what_was_ticked(words: str, opioid: float) -> None:
    found = entries(f"patient_id,date,axial,taken\n007,2026-01-02,,{words}\n8,2026-01-02,3,\n").frame
    assert found["opioid_taken"].tolist()[0] == opioid
    assert found["opioid_taken"].isna().tolist() == [False, True]


def test_what_the_file_says_of_opioids_goes_before_the_names() -> None:
    found = entries(
        "patient_id,date,axial,taken,opioid_taken\n007,2026-01-02,3,Oxycodone,no\n007,2026-01-03,3,Oxycodone,\n"
        "8,2026-01-02,3,,yes\n"
    ).frame
    assert found["opioid_taken"].tolist() == [0, 1, 1]
    with pytest.raises(BadInput, match=r"E\.csv line 2: opioid_taken 'perhaps' is neither true nor false"):
        entries("patient_id,date,axial,opioid_taken\n007,2026-01-02,3,perhaps\n")


def test_pain_is_taken_as_axial_and_one_site_is_enough() -> None:
    found = entries("patient_id,date,pain\n007,2026-01-02,3\n").frame
    assert found["axial"].tolist() == [3]
    assert found["limb"].isna().all()


def test_further_diary_columns_are_taken_and_judged() -> None:
    assert entries("patient_id,date,axial,note,flare,sleep_hours\n007,2026-01-02,3,fine,yes,6.5\n").read == 1
    with pytest.raises(BadInput, match=r"E.csv line 2: sleep_hours '25'"):
        entries("patient_id,date,axial,sleep_hours\n007,2026-01-02,3,25\n")


def test_an_own_export_can_be_judged() -> None:
    found = entries(
        "patient_id,date,day,logged,axial,axial_typical\n007,2026-01-02,1,true,3,2.6\n007,2026-01-03,2,false,,\n"
    )
    assert (found.read, found.empty, len(found.frame)) == (2, 1, 1)


def test_repeated_and_empty_rows_are_counted_and_left_out() -> None:
    found = entries(E + "007,2026-01-02,3,\n007,2026-01-02,3.0,\n007,2026-01-03,,\n\n")
    assert (found.read, found.repeated, found.empty, len(found.frame)) == (3, 1, 1, 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_delimiters_and_a_byte_order_mark_are_recognised(delimiter: str, mark: str) -> None:
    text = mark + (E + "007,2026-01-02,3,\n").replace(",", delimiter)
    assert entries(text).frame["axial"].tolist() == [3]


FAULTS = [
    (patients, P + "1,2026-01-01,lumbar,11,\n", "P.csv line 2: baseline_axial '11' is not a whole number from 0 to 10"),
    (patients, P + "1,01.02.2026,lumbar,,\n", "P.csv line 2: surgery_date '01.02.2026' is not a date"),
    (patients, P + "1,1899-12-31,lumbar,,\n", "P.csv line 2: surgery_date '1899-12-31' lies before 1900-01-01"),
    (patients, P + "1,2026-01-01,hip,,\n", "P.csv line 2: region 'hip' is not a region"),
    (patients, P + "1,2026-01-01,lumbar,,\n1,2026-01-01,lumbar,,\n", "P.csv line 3: patient_id '1' is there twice"),
    (patients, P + ",2026-01-01,lumbar,,\n", "P.csv line 2: patient_id is empty"),
    (patients, P + "=1,2026-01-01,lumbar,,\n", "P.csv line 2: patient_id '=1'"),
    (patients, P, "P.csv has no patients"),
    (patients, "", "P.csv is empty"),
    (patients, " \n\n", "P.csv is empty"),
    (patients, "patient_id,region\n1,lumbar\n", "P.csv column 'surgery_date' is not in the header"),
    (patients, P.strip() + ",mood\n", "P.csv column 'mood' is not known"),
    (
        patients,
        "patient_id,surgery_date,region,baseline_axial,baseline_pain\n",
        "P.csv column 'baseline_axial' is there twice",
    ),
    (entries, E + "007,2026-01-02,3.5,\n", "E.csv line 2: axial '3.5' is not a whole number from 0 to 10"),
    (entries, E + "007,2026-01-02,3,abc\n", "E.csv line 2: limb 'abc' is not a number"),
    (entries, E + "007,2026-01-02,3,\n007,,3,\n", "E.csv line 3: date is empty"),
    (entries, E + "9,2026-01-02,3,\n", "E.csv line 2: patient_id '9' is not among the patients"),
    (entries, E + "7,2026-01-02,3,\n", "E.csv line 2: patient_id '7' is not among the patients"),
    (entries, E + "007,2026-01-02,3,\n007,2026-01-02,4,\n", "E.csv line 3: date '2026-01-02' has a different entry"),
    (entries, E + "007,2206-01-02,3,\n", "E.csv line 2: date '2206-01-02' lies 100 years after surgery"),
    (entries, E + "007,2026-01-02,3,4,5\n", "E.csv cannot be read (Expected 4 fields in line 2, saw 5)"),
    (entries, E + '007,2026-01-02,"3,\n', "E.csv cannot be read"),
    (entries, "patient_id,date,mood\n", "E.csv column 'mood' is not known"),
    (entries, "patient_id,date,note\n", "E.csv column 'axial' is not in the header"),
    (entries, "patient_id,date,axial,pain\n", "E.csv column 'axial' is there twice"),
    (treatments, "patient_id,start,kind\n007,2026-01-0x,rfa\n", "T.csv line 2: start '2026-01-0x' is not a date"),
    (treatments, "patient_id,start,kind\n8,2026-01-02,rfa\n", "T.csv line 2: patient_id '8' is not among the patients"),
    (
        treatments,
        "patient_id,start,end,kind\n007,2026-01-02,2026-01-01,rfa\n",
        "T.csv line 2: end '2026-01-01' lies before the start",
    ),
]


@pytest.mark.parametrize(("read", "text", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_a_fault_is_named_with_its_file_line_field_and_value(
    read: Callable[[str], object], text: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert said in str(refused.value)


def test_treatments_are_read_in_the_files_own_words_for_their_kind() -> None:
    found = treatments("patient_id,start,kind\n007,2026-01-02,rfa\n")
    assert found["kind"].tolist() == ["rfa"]
    assert found["end"].isna().all()


def test_line_numbers_hold_after_line_breaks_inside_quotes_and_blank_lines() -> None:
    text = '\npatient_id,date,axial,note\n007,2026-01-02,3,"a\nb\nc"\n\n007,2026-01-03,11,\n'
    with pytest.raises(BadInput, match=r"E.csv line 7: axial '11'"):
        entries(text)


def test_of_many_faults_the_first_are_named_and_the_others_counted() -> None:
    rows = "".join(f"007,2026-02-{day:02d},11,\n" for day in range(1, 26))
    with pytest.raises(BadInput) as refused:
        entries(E + rows)
    lines = str(refused.value).splitlines()
    assert len(lines) == sheet.FAULTS_SHOWN + 1
    assert lines[0].startswith("E.csv line 2:")
    assert "5 more faults" in lines[-1]


def test_text_that_is_not_utf_8_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match=r"P.csv is not in UTF-8"):
        cohort.read_patients(io.BytesIO((P + "Jür,2026-01-01,lumbar,,\n").encode("latin-1")), "P.csv")
    with pytest.raises(BadInput, match=r"P.csv is not text, or is in UTF-16"):
        cohort.read_patients(io.BytesIO(P.encode("utf-16")), "P.csv")


def test_entries_in_any_order_are_the_same_entries() -> None:
    rows = ["007,2026-01-02,3,1\n", "007,2026-01-02,3,1\n", "8,2026-01-02,4,\n", "007,2026-01-04,5,\n"]
    forwards, backwards = entries(E + "".join(rows)), entries(E + "".join(reversed(rows)))
    assert (forwards.repeated, len(forwards.frame)) == (1, 3)
    by = ["patient_id", "date"]
    pd.testing.assert_frame_equal(
        forwards.frame.sort_values(by, ignore_index=True), backwards.frame.sort_values(by, ignore_index=True)
    )


def test_a_row_with_fewer_values_than_the_header_lacks_the_last_ones() -> None:
    assert entries(E + "007,2026-01-02,3\n").frame["limb"].isna().all()
    assert entries(E + "007,2026-01-02\n").empty == 1


def test_a_word_of_the_header_is_a_fault_in_a_row_only() -> None:
    with pytest.raises(BadInput, match=r"E.csv line 3: axial 'axial' is not a number"):
        entries(E + "007,2026-01-02,3,\n007,2026-01-03,axial,\n")


def test_a_file_of_entries_with_nothing_but_a_header_has_the_same_columns() -> None:
    none, one = entries(E).frame, entries(E + "007,2026-01-02,3,\n").frame
    assert none.empty
    assert none.dtypes.drop("patient_id").equals(one.dtypes.drop("patient_id"))


def test_the_end_of_a_treatment_may_be_blank_and_nothing_else_that_is_no_date() -> None:
    assert treatments("patient_id,start,end,kind\n007,2026-01-02, ,rfa\n")["end"].isna().all()
    with pytest.raises(BadInput, match=r"T.csv line 2: end 'soon' is not a date"):
        treatments("patient_id,start,end,kind\n007,2026-01-02,soon,rfa\n")
