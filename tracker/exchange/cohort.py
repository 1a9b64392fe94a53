"""The CSV files of `assess`: patients, entries, treatments of a cohort, checked and as frames.

The files stand on their own: no database, and no clock either, so that the same files give the same flags on any day.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.domain.columns import DAYS, PATIENTS
from tracker.domain.errors import BadInput, Fault
from tracker.domain.patients import EARLIEST_DATE, Region
from tracker.exchange import sheet, values

LONGEST_FOLLOW_UP = 36_525
"""Days after surgery beyond which a date can only be a slip of the pen: 100 years."""

_KEYS = ("patient_id", "date")
_SITES = ("axial", "limb")
_JUDGED = (*_SITES, "walking_minutes", "flare")
_ALIASES = {"baseline_pain": "baseline_axial", "pain": "axial"}
_TREATMENTS = ("patient_id", "start", "end", "kind", "name", "dose")
_Values = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Entries:
    """The diary days of a cohort. `frame` has patient_id, date (datetime64), and what the rules read: axial, limb,
    walking_minutes and flare (float64, yes is 1, NaN where not given), one row per patient and date. `read` rows are
    those, plus `empty` ones (no value in any column) and `repeated` ones (the same day with the same values again)."""

    frame: pd.DataFrame
    read: int
    empty: int
    repeated: int


def read_patients(stream: BinaryIO, name: str) -> pd.DataFrame:
    """A frame by the contract PATIENTS: baselines float64 with NaN, dates datetime64, ids as text.

    Raises BadInput with every fault and its line.
    """
    found = _named(sheet.read(stream, name, PATIENTS.names), PATIENTS.names, PATIENTS.names[:3])
    findings = sheet.Findings(found)
    ids = findings.column("patient_id", values.patient_id, "")
    surgery = findings.column("surgery_date", lambda text: _past(text, "surgery_date"), EARLIEST_DATE)
    region = findings.column("region", _region, "")
    baselines = {each: _optional(findings, each, values.baseline) for each in ("baseline_axial", "baseline_limb")}
    again = pd.Series(ids).duplicated().to_numpy() & (ids != "")
    findings.add(again, lambda row: Fault("patient_id", ids[row], "is there twice", "Give each patient one row."))
    findings.stop()
    frame = pd.DataFrame(
        {"patient_id": _texts(ids), "surgery_date": _days(surgery), "region": region, **baselines},
        columns=PATIENTS.names,
    )
    if frame.empty:
        raise BadInput(Fault(name, None, "has no patients", "It needs a row for each."))
    return frame


def read_entries(stream: BinaryIO, name: str, patients: pd.DataFrame) -> Entries:
    """The entries of `patients` (the frame that `read_patients` gives). Raises BadInput with every fault and its line:
    a value out of range, a patient who is not there, a date that cannot be, two different entries for a day."""
    known = (*_KEYS, *values.DIARY_FIELDS)
    found = _named(sheet.read(stream, name, known), known, _KEYS, left_out=DAYS.names)
    if not set(_SITES) & set(found.cells):
        raise _no_column(found, "axial")
    findings = sheet.Findings(found)
    ids = findings.column("patient_id", values.patient_id, "")
    on = _days(findings.column("date", lambda text: _past(text, "date"), EARLIEST_DATE))
    answers = {each: _optional(findings, each, _reader(each)) for each in known[2:] if each != "note"}
    given = _given(found, answers)
    whose = _whose(findings, ids, on, patients)
    repeated = _repeated(findings, whose, on, answers, given)
    findings.stop()
    frame = pd.DataFrame({"patient_id": _texts(ids), "date": on, **{each: answers[each] for each in _JUDGED}})
    kept = frame[given & ~repeated].reset_index(drop=True)
    return Entries(kept, len(frame), int((~given).sum()), int(repeated.sum()))


def read_treatments(stream: BinaryIO, name: str, patients: pd.DataFrame) -> pd.DataFrame:
    """What was tried and when: patient_id, start, end (datetime64, NaT where none is given), kind, name, dose (text;
    `kind` in the file's own words). Raises BadInput with every fault and its line."""
    found = _named(sheet.read(stream, name, _TREATMENTS), _TREATMENTS, ("patient_id", "start", "kind"))
    findings = sheet.Findings(found)
    ids = findings.column("patient_id", values.patient_id, "")
    start = _days(findings.column("start", lambda text: _past(text, "start"), EARLIEST_DATE))
    end = _days(_optional_object(findings, "end", lambda text: _past(text, "end") if text.strip() else None))
    _whose(findings, ids, start, patients)
    findings.add(end < start, lambda row: Fault("end", _shown(end[row]), "lies before the start", "Check both dates."))
    findings.stop()
    texts = {each: found.cells.get(each, "") for each in ("kind", "name", "dose")}
    return pd.DataFrame({"patient_id": _texts(ids), "start": start, "end": end, **texts}, columns=list(_TREATMENTS))


def _named(
    found: sheet.Sheet, known: Collection[str], needed: Collection[str], left_out: Collection[str] = ()
) -> sheet.Sheet:
    """The sheet with other names for a column replaced by its own. Raises BadInput naming what is unknown or missing.
    Columns in `left_out` are known, and not read."""
    given = [str(each) for each in found.cells]
    names = [_ALIASES[each] if _ALIASES.get(each) in known else each for each in given]
    for each in names:
        if names.count(each) > 1:
            raise BadInput(Fault(f"{found.name} column", each, "is there twice", "Give each column once."))
    if unknown := [each for each in names if each not in known and each not in left_out]:
        remedy = f"Known are {', '.join(known)}. Take out the others."
        raise BadInput(Fault(f"{found.name} column", ", ".join(unknown), "is not known", remedy))
    cells = found.cells.set_axis(names, axis=1)
    for each in needed:
        if each not in names:
            raise _no_column(found, each)
    return sheet.Sheet(found.name, cells[[each for each in names if each in known]], found.places)


def _no_column(found: sheet.Sheet, column: str) -> BadInput:
    seen = ", ".join(map(str, found.cells))[:400]
    return BadInput(
        Fault(f"{found.name} column", column, f"is not in the header ({seen})", "Add it, or check its name.")
    )


def _past(text: str, column: str) -> date:
    """A date not before 1900. Raises BadInput."""
    try:
        on = values.day(text)
    except BadInput as bad:
        fault = bad.faults[0]
        raise BadInput(Fault(column, fault.value, fault.problem, fault.remedy)) from None
    if on < EARLIEST_DATE:
        raise BadInput(Fault(column, on, f"lies before {EARLIEST_DATE}", "Check the year."))
    return on


def _region(text: str) -> str:
    found = text.strip().lower()
    if found not in set(Region):
        raise BadInput(Fault("region", text, "is not a region", f"Write {', '.join(Region)}."))
    return found


def _reader(field: str) -> Any:
    return lambda _, text: values.diary_value(field, text)


def _optional(findings: sheet.Findings, column: str, read: Any) -> npt.NDArray[np.float64]:
    """A column of numbers or of yes and no (as 1 and 0) that may be absent: NaN where blank or absent."""
    found = _optional_object(findings, column, lambda text: read(column, text.strip()))
    return np.array(pd.to_numeric(pd.Series(found, dtype=object), errors="raise"), dtype=np.float64)


def _optional_object(findings: sheet.Findings, column: str, judge: Any) -> _Values:
    if column not in findings.sheet.cells:
        return np.full(len(findings.sheet.cells), None, dtype=object)
    return findings.column(column, judge, None)


def _days(found: _Values) -> npt.NDArray[np.datetime64]:
    return found.astype("datetime64[D]").astype("datetime64[us]")


def _texts(found: _Values) -> "pd.Series[str]":
    return pd.Series(found, dtype="str")


def _shown(day: np.datetime64) -> str:
    return str(day.astype("datetime64[D]"))


def _given(found: sheet.Sheet, answers: Mapping[str, npt.NDArray[np.float64]]) -> npt.NDArray[np.bool_]:
    """Rows that hold any diary value."""
    any_value = np.zeros(len(found.cells), dtype=np.bool_)
    for answer in answers.values():
        any_value |= ~np.isnan(answer)
    if "note" in found.cells:
        any_value |= (found.cells["note"].str.strip() != "").to_numpy(np.bool_)
    return any_value


def _whose(
    findings: sheet.Findings, ids: _Values, on: npt.NDArray[np.datetime64], patients: pd.DataFrame
) -> npt.NDArray[np.intp]:
    """The patient's row in `patients` for each row (-1: unknown); faults for unknown ones and impossible dates."""
    whose: npt.NDArray[np.intp] = pd.Index(patients["patient_id"]).get_indexer(pd.Index(ids, dtype="str"))
    findings.add(
        (whose < 0) & (ids != ""),
        lambda row: Fault("patient_id", ids[row], "is not among the patients", "Add the patient, or mend the id."),
    )
    surgery = patients["surgery_date"].to_numpy()[whose]
    late = (whose >= 0) & (on - surgery > np.timedelta64(timedelta(days=LONGEST_FOLLOW_UP)))
    findings.add(late, lambda row: Fault("date", _shown(on[row]), "lies 100 years after surgery", "Check the year."))
    return whose


def _repeated(
    findings: sheet.Findings,
    whose: npt.NDArray[np.intp],
    on: npt.NDArray[np.datetime64],
    answers: Mapping[str, npt.NDArray[np.float64]],
    given: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Rows that say again what an earlier row says of the same day; faults for rows that contradict one."""
    rows = pd.DataFrame({"whose": whose, "on": on, **answers})[given & (whose >= 0)]
    rows = rows[rows.duplicated(["whose", "on"], keep=False)]
    again = rows.duplicated(["whose", "on"])
    same = rows.duplicated()
    repeated = np.zeros(len(given), dtype=np.bool_)
    repeated[rows.index[same]] = True
    contradicts = np.zeros(len(given), dtype=np.bool_)
    contradicts[rows.index[again & ~same]] = True
    findings.add(
        contradicts,
        lambda row: Fault("date", _shown(on[row]), "has a different entry above", "Keep one entry for each day."),
    )
    return repeated
