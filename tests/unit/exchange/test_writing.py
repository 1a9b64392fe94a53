"""CSV that goes out: what it looks like, and that it reads back as what it was."""

import csv
import io
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain import reference
from tracker.domain.columns import DAYS, FLAGS, Column, Contract
from tracker.exchange import writing
from tracker.exchange.formulas import guard, unguard

KINDS = Contract(
    "kinds",
    (
        Column("text", "text", "", ""),
        Column("date", "date", "", ""),
        Column("whole", "whole number", "", ""),
        Column("number", "number", "", ""),
        Column("yes", "true or false", "", ""),
    ),
)


def frame(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=KINDS.names)
    return found.astype(
        {"text": "str", "date": "datetime64[us]", "whole": "float64", "number": "float64", "yes": "boolean"}
    )


def written(rows: list[tuple[Any, ...]]) -> str:
    return "".join(writing.frame_csv(KINDS, frame(rows)))


def read_back(text: str) -> pd.DataFrame:
    """An independent reader: Python's csv, and each kind by its own rule."""
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert header == KINDS.names
    truth = {"true": True, "false": False, "": None}
    return frame(
        [
            (
                unguard(words),
                pd.Timestamp(on) if on else pd.NaT,
                float(whole) if whole else None,
                float(number) if number else None,
                truth[yes],
            )
            for words, on, whole, number, yes in rows
        ]
    )


def test_dates_are_iso_numbers_short_answers_words_and_blanks_missing() -> None:
    row = ("L4–L5", date(2026, 3, 25), 7, 2.6, True)
    assert written([row]).splitlines() == ["text,date,whole,number,yes", "L4–L5,2026-03-25,7,2.6,true"]
    assert written([("", None, None, None, None)]).splitlines()[1] == ",,,,"


def test_a_zero_and_a_no_are_written_as_such() -> None:
    assert written([("", None, 0, 0.0, False)]).splitlines()[1] == ",,0,0,false"


def test_text_is_made_harmless_and_negative_numbers_stay_numbers() -> None:
    assert written([("-1", None, -1, -0.5, None)]).splitlines()[1] == "'-1,,-1,-0.5,"


def test_a_frame_without_rows_has_its_header() -> None:
    assert written([]) == "text,date,whole,number,yes\r\n"


def test_dates_of_any_make_can_be_written() -> None:
    for column in (["2026-03-25"], [date(2026, 3, 25)], pd.to_datetime(["2026-03-25"])):
        made = frame([("", None, None, None, None)]).assign(date=column)
        assert ",2026-03-25," in "".join(writing.frame_csv(KINDS, made))


def test_a_frame_that_lacks_a_column_is_a_bug_not_a_file() -> None:
    with pytest.raises(ValueError, match="lacks number"):
        list(writing.frame_csv(KINDS, frame([]).drop(columns="number")))


def test_a_long_frame_comes_in_pieces() -> None:
    pieces = list(writing.frame_csv(KINDS, frame([("a", None, 1, 1, None)] * 4_500)))
    assert len(pieces) == 1 + 3
    assert "".join(pieces).count("\r\n") == 4_501


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
ROW = st.tuples(
    TEXT | st.sampled_from(["=1+1", "'=1", "a,b", 'say "x"', "two\nlines", "\r"]),
    st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.none() | st.integers(-(10**9), 10**9),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
)


@settings(deadline=None)
@given(st.lists(ROW, max_size=8))
def test_what_is_written_reads_back_as_the_same_frame(rows: list[tuple[Any, ...]]) -> None:
    pd.testing.assert_frame_equal(read_back(written(rows)), frame(rows))


@given(st.lists(ROW, max_size=4))
def test_no_text_cell_starts_like_a_formula(rows: list[tuple[Any, ...]]) -> None:
    for cells in list(csv.reader(io.StringIO(written(rows), newline="")))[1:]:
        assert not cells[0].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(TEXT | st.text(alphabet=st.sampled_from("\",;\r\n\t'a ")))
def test_cells_are_quoted_as_the_csv_module_does(words: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([guard(words), "", "", "", ""])
    assert written([(words, None, None, None, None)]).partition("\r\n")[2] == out.getvalue()


def test_evidence_is_written_as_it_is() -> None:
    evidence = '{"day": 30, "thresholds": [{"name": "relapse_points", "source": "a, b"}]}'
    contract = Contract("evidence", (Column("text", "text", "", ""), Column("evidence", "JSON", "", "")))
    text = "".join(
        writing.frame_csv(contract, pd.DataFrame({"text": ["a"] * 3, "evidence": [evidence, None, evidence]}))
    )
    assert [row["evidence"] for row in csv.DictReader(io.StringIO(text, newline=""))] == [evidence, "", evidence]


@pytest.mark.parametrize("contract", [DAYS, FLAGS])
def test_every_kind_of_column_of_the_contracts_can_be_written(contract: Contract) -> None:
    empty = pd.DataFrame({name: pd.Series([None], dtype=object) for name in contract.names})
    assert "".join(writing.frame_csv(contract, empty)).splitlines()[1] == "," * (len(contract.names) - 1)


def test_the_dictionary_explains_every_column_and_cites_every_threshold() -> None:
    rules = reference.thresholds()
    text = "".join(writing.dictionary(DAYS, rules.by_name.values(), rules.rule_version))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows if row["what"] == "column"] == DAYS.names
    assert {row["name"] for row in rows if row["what"] == "threshold"} == set(rules.by_name)
    assert all(row["source"] and row["value"] and row["unit"] for row in rows if row["what"] == "threshold")
    assert [row["value"] for row in rows if row["what"] == "rules"] == [rules.rule_version]
