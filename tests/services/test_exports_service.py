"""Exports: whose they are, what is in them, and the trace that they leave."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from tests.services.conftest import NOTE, SURGERY, TODAY, Clinic, entries_of_a
from tracker.domain import reference
from tracker.domain.audit import Action
from tracker.domain.columns import CARE_TEAM_NOTES, DAYS, FACTS
from tracker.domain.errors import NotAllowed
from tracker.domain.people import OPERATOR, Viewer
from tracker.exchange.formulas import unguard
from tracker.services import exports, imports, physician_notes, recovery
from tracker.services.patient_review import patient_review
from tracker.store import Store, audit

Export = Callable[[Store, Viewer], Iterator[str]]
MARK = "\ufeff"


def of_a(store: Store, viewer: Viewer) -> Iterator[str]:
    return exports.patient_csv(store, viewer, "A", "10.0.0.1")


def of_nobody(store: Store, viewer: Viewer) -> Iterator[str]:
    return exports.patient_csv(store, viewer, "no such patient", "10.0.0.1")


def review_of_a(store: Store, viewer: Viewer) -> Iterator[str]:
    return exports.review_csv(store, viewer, "A", "10.0.0.1")


def of_the_panel(store: Store, viewer: Viewer) -> Iterator[str]:
    return exports.panel_csv(store, viewer, "10.0.0.1")


def of_the_own_diary(store: Store, viewer: Viewer) -> Iterator[str]:
    return exports.my_diary_csv(store, viewer, "10.0.0.1")


def table(pieces: Iterator[str]) -> list[dict[str, str]]:
    text = "".join(pieces)
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def traces(clinic: Clinic) -> list[tuple[Action, str | None, str | None, str]]:
    with clinic.store.reading() as tx:
        return [
            (event.action, event.account_id, event.patient_id, event.address) for event in audit.events(tx, OPERATOR)
        ]


REFUSED = [
    (review_of_a, "patient A"),
    (review_of_a, "patient B"),
    (review_of_a, "physician of B"),
    (review_of_a, "administrator"),
    (of_a, "patient A"),
    (of_a, "patient B"),
    (of_a, "physician of B"),
    (of_a, "administrator"),
    (of_nobody, "physician of A"),
    (of_nobody, "operator"),
    (of_the_panel, "patient A"),
    (of_the_panel, "administrator"),
    (of_the_panel, "physician of nobody"),
    (of_the_own_diary, "physician of A"),
    (of_the_own_diary, "administrator"),
    (of_the_own_diary, "operator"),
]


@pytest.mark.parametrize(("export", "who"), REFUSED, ids=[f"{export.__name__} by {who}" for export, who in REFUSED])
def test_who_has_no_right_is_refused_before_the_first_piece(clinic: Clinic, export: Export, who: str) -> None:
    with pytest.raises(NotAllowed):
        export(clinic.store, clinic.who(who))
    assert [(action, by) for action, by, *_ in traces(clinic)] == [(Action.RECORD_REFUSED, clinic.who(who).account_id)]


@pytest.mark.parametrize("who", ["physician of A", "operator"])
def test_who_follows_a_patient_gets_every_day_from_surgery_to_today(clinic: Clinic, who: str) -> None:
    days = table(of_a(clinic.store, clinic.who(who)))
    assert [day["date"] for day in days] == [str(SURGERY + timedelta(days=n)) for n in range(201)]
    assert list(days[0]) == DAYS.names
    logged = {str(entry.on) for entry in entries_of_a()}
    for day in days:
        assert (day["logged"] == "true") == (day["date"] in logged)
        assert day["axial"] == ("6" if day["logged"] == "true" else "")
        assert day["treatments"] == "Gabapentin 300 mg"
    assert days[1]["taken"] == "Gabapentin 300 mg"
    assert days[1]["flare"] == "true"
    assert days[-1]["axial_typical"] == "6"
    assert "persistent:axial" in days[-1]["open_flags"]
    assert {day["rule_version"] for day in days} == {reference.thresholds().rule_version}


def test_the_numbers_of_a_review_are_those_of_its_page_a_row_each(clinic: Clinic) -> None:
    physician = clinic.who("physician of A")
    rows = table(review_of_a(clinic.store, physician))
    told = patient_review(clinic.store, physician, "A").facts
    assert len(told) > 10
    assert list(rows[0]) == FACTS.names
    assert [tuple(row[name] for name in FACTS.names[3:]) for row in rows] == [
        (str(f.section), f.key, f.label, f.value, f.n, f.window, f.source) for f in told
    ]
    assert {(row["patient_id"], row["as_of"], row["day"]) for row in rows} == {("A", str(TODAY), "200")}
    assert len({row["key"] for row in rows}) == len(rows)


def test_the_patient_gets_no_review_of_the_own_record(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        patient_review(clinic.store, clinic.who("patient A"), "A")


def test_a_cell_that_would_run_as_a_formula_is_made_harmless(clinic: Clinic) -> None:
    days = table(of_a(clinic.store, clinic.who("physician of A")))
    assert days[1]["note"] == f"'{NOTE}"


def test_what_is_exported_reads_back_as_the_same_frame(clinic: Clinic) -> None:
    viewer = clinic.who("physician of A")
    text = "".join(exports.patient_csv(clinic.store, viewer, "A", "", for_spreadsheet=False))
    frame = recovery.days(clinic.store, viewer, "A")
    back = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False)
    assert list(back.columns) == list(frame.columns)
    for column in DAYS.columns:
        assert parsed(column.kind, back[column.name]) == comparable(column.kind, frame[column.name])


def parsed(kind: str, cells: "pd.Series[str]") -> list[object]:
    return [None if cell == "" else _PARSERS[kind](cell) for cell in cells]


def comparable(kind: str, values: "pd.Series[str]") -> list[object]:
    given = [None if gone else value for gone, value in zip(values.isna(), values, strict=True)]
    if kind == "text":
        return [value or None for value in given]
    return [value.date().isoformat() if isinstance(value, pd.Timestamp) else value for value in given]


_PARSERS: dict[str, Callable[[str], object]] = {
    "text": unguard,
    "date": str,
    "number": float,
    "whole number": float,
    "true or false": lambda cell: {"true": True, "false": False}[cell],
}


def test_the_panel_has_the_own_patients_one_after_the_other_and_no_others(clinic: Clinic) -> None:
    assert {day["patient_id"] for day in table(of_the_panel(clinic.store, clinic.who("physician of A")))} == {"A"}
    assert {day["patient_id"] for day in table(of_the_panel(clinic.store, clinic.who("physician of B")))} == {"B"}
    everyone = table(of_the_panel(clinic.store, OPERATOR))
    assert [day["patient_id"] for day in everyone] == ["A"] * 201 + ["B"] * 201


def test_the_panel_comes_patient_by_patient(clinic: Clinic) -> None:
    pieces = list(of_the_panel(clinic.store, OPERATOR))
    assert len(pieces) == 2 + 2, "the mark, the header, and a piece for each patient"


def test_a_patients_own_diary_has_what_was_entered_and_no_interpretation(clinic: Clinic) -> None:
    log = table(of_the_own_diary(clinic.store, clinic.who("patient A")))
    assert [day["date"] for day in log] == [str(entry.on) for entry in entries_of_a()]
    assert log[0]["axial"] == "8", "the days before surgery are the patient's too"
    assert log[1]["taken"] == "Gabapentin 300 mg"
    assert not {name for name in log[0] if "typical" in name or "flag" in name or "rule" in name}
    assert table(of_the_own_diary(clinic.store, clinic.who("patient B"))) == []


def test_a_patients_own_diary_tells_that_the_care_team_keeps_notes_and_nothing_of_them(clinic: Clinic) -> None:
    before = table(of_the_own_diary(clinic.store, clinic.who("patient A")))
    assert not [name for name in before[0] if "care_team" in name]
    for letter in "AB":
        physician_notes.add(clinic.store, clinic.who(f"physician of {letter}"), letter, "Vermilion")
    log = table(of_the_own_diary(clinic.store, clinic.who("patient A")))
    assert [{name: day[name] for name in before[0]} for day in log] == before, "what was there reads as before"
    told = [day[CARE_TEAM_NOTES.name] for day in log]
    assert "ask your care team" in told[0]
    assert set(told[1:]) == {""}
    empty = "".join(of_the_own_diary(clinic.store, clinic.who("patient B"))).removeprefix(MARK)
    assert empty.strip().endswith(CARE_TEAM_NOTES.name), "a log without a row tells it by the name of the column"
    assert "Vermilion" not in str(log) + empty


def test_a_file_that_tells_of_notes_is_imported_like_any_other(clinic: Clinic, tmp_path: Path) -> None:
    physician_notes.add(clinic.store, clinic.who("physician of A"), "A", "Vermilion")
    file = tmp_path / "diary.csv"
    file.write_text("".join(of_the_own_diary(clinic.store, clinic.who("patient A"))), encoding="utf-8", newline="")
    result = imports.import_file(clinic.store, OPERATOR, "B", file)
    assert (result.rejects, result.stored) == ((), len(entries_of_a()))
    assert CARE_TEAM_NOTES.name in result.left_out


def test_every_export_leaves_a_trace_and_so_does_a_refused_one(clinic: Clinic) -> None:
    physician, other = clinic.who("physician of A"), clinic.who("physician of B")
    of_a(clinic.store, physician)
    of_the_panel(clinic.store, physician)
    of_the_own_diary(clinic.store, clinic.who("patient A"))
    with pytest.raises(NotAllowed):
        of_a(clinic.store, other)
    assert set(traces(clinic)) >= {
        (Action.EXPORTED, physician.account_id, "A", "10.0.0.1"),
        (Action.EXPORTED, clinic.who("patient A").account_id, "A", "10.0.0.1"),
        (Action.RECORD_REFUSED, other.account_id, "A", "10.0.0.1"),
    }


def test_the_export_of_a_panel_leaves_a_trace_with_each_patient_in_it(clinic: Clinic) -> None:
    of_the_panel(clinic.store, OPERATOR)
    assert {(action, patient_id) for action, _, patient_id, _ in traces(clinic)} == {
        (Action.EXPORTED, "A"),
        (Action.EXPORTED, "B"),
    }


def test_the_dictionary_names_every_column_of_the_export(clinic: Clinic) -> None:
    rows = table(exports.dictionary_csv())
    days = table(of_a(clinic.store, clinic.who("physician of A")))
    assert [row["name"] for row in rows if row["what"] == "column"] == list(days[0])
    assert str(TODAY) == days[-1]["date"]
