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

from tracker.domain.catalogue import names_opioid
from tracker.domain.columns import DAYS, OPIOID_TAKEN, PATIENTS
from tracker.domain.errors import BadInput, Fault
from tracker.domain.patients import EARLIEST_DATE, Region
from tracker.exchange import sheet, values

LONGEST_FOLLOW_UP = 36_525
"""Days after surgery beyond which a date can only be a slip of the pen: 100 years."""

_KEYS = ("patient_id", "date")
_SITES = ("axial", "limb")
_TAKEN = ("taken", OPIOID_TAKEN.name)
"""What was ticked in words, or whether an opioid was: the second goes before the first."""
_JUDGED = (*_SITES, "walking_minutes", "flare", OPIOID_TAKEN.name)
_ALIASES = {"baseline_pain": "baseline_axial", "pain": "axial"}
_TREATMENTS = ("patient_id", "start", "end", "kind", "name", "dose")
_DATES = date.max.toordinal()
"""How many dates there are."""

_Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Entries:
    """The diary days of a cohort. `frame` has patient_id (categories of text), date (datetime64), and what the rules
    read: axial, limb, walking_minutes, flare and opioid_taken (float64, yes is 1, NaN where not given), one row per
    patient and date.
    `read` rows are those, plus `empty` ones (no value in any column) and `repeated` ones (the same day with the same
    values again)."""

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
    surgery = _days(findings, "surgery_date")
    region = findings.column("region", _region, "")
    baselines = {each: _optional(findings, each, values.baseline) for each in ("baseline_axial", "baseline_limb")}
    again = pd.Series(ids).duplicated().to_numpy() & (ids != "")
    findings.add(again, lambda row: Fault("patient_id", ids[row], "is there twice", "Give each patient one row."))
    findings.stop()
    frame = pd.DataFrame(
        {"patient_id": pd.array(ids, dtype="str"), "surgery_date": surgery, "region": region, **baselines},
        columns=PATIENTS.names,
    )
    if frame.empty:
        raise BadInput(Fault(name, None, "has no patients", "It needs a row for each."))
    return frame


def read_entries(stream: BinaryIO, name: str, patients: pd.DataFrame) -> Entries:
    """The entries of `patients` (the frame that `read_patients` gives). Raises BadInput with every fault and its line:
    a value out of range, a patient who is not there, a date that cannot be, two different entries for a day."""
    known = (*_KEYS, *values.DIARY_FIELDS, *_TAKEN)
    found = _named(sheet.read(stream, name, known), known, _KEYS, left_out=DAYS.names)
    if not set(_SITES) & set(found.cells):
        raise _no_column(found, "axial")
    findings = sheet.Findings(found)
    ids = _ids(findings)
    on = _days(findings, "date")
    answers = {
        each: _optional(findings, each, _reader(each))
        for each in values.DIARY_FIELDS
        if each in found.cells and each != "note"
    }
    if set(_TAKEN) & set(found.cells):
        answers[OPIOID_TAKEN.name] = _opioid_taken(findings)
    given = _given(findings, answers)
    whose = _whose(findings, ids, on, patients)
    repeated = _repeated(findings, whose, on, answers, given)
    findings.stop()
    judged = {each: answers.get(each, np.nan) for each in _JUDGED}
    frame = pd.DataFrame({"patient_id": ids, "date": on} | judged, copy=False)
    kept = given & ~repeated
    if not kept.all():
        frame = frame[kept].reset_index(drop=True)
    return Entries(frame, kept.size, int((~given).sum()), int(repeated.sum()))


def read_treatments(stream: BinaryIO, name: str, patients: pd.DataFrame) -> pd.DataFrame:
    """What was tried and when: patient_id, start, end (datetime64, NaT where none is given), kind, name, dose (text;
    `kind` in the file's own words). Raises BadInput with every fault and its line."""
    found = _named(sheet.read(stream, name, _TREATMENTS), _TREATMENTS, ("patient_id", "start", "kind"))
    findings = sheet.Findings(found)
    ids = _ids(findings)
    start = _days(findings, "start")
    end = _days(findings, "end", needed=False)
    _whose(findings, ids, start, patients)
    findings.add(end < start, lambda row: Fault("end", _shown(end[row]), "lies before the start", "Check both dates."))
    findings.stop()
    texts = {each: found.cells[each].astype("str") for each in ("kind", "name", "dose") if each in found.cells}
    blanks = dict.fromkeys(("name", "dose"), "")
    return pd.DataFrame({"patient_id": ids.astype("str"), "start": start, "end": end, **blanks, **texts})[
        [*_TREATMENTS]
    ]


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
    if column not in findings.sheet.cells:
        return np.full(len(findings.sheet.cells), np.nan)
    return findings.column(column, lambda text: read(column, text.strip()), None, np.float64)


def _opioid_taken(findings: sheet.Findings) -> npt.NDArray[np.float64]:
    """Whether an opioid was taken, as 1 and 0: as the file says or, failing that, by the names of what was ticked; NaN
    where the list was not answered."""
    said = _optional(findings, OPIOID_TAKEN.name, values.yes_no)
    ticked = _optional(findings, "taken", lambda _, words: names_opioid(words) if words else None)
    return np.where(np.isnan(said), ticked, said)


def _ids(findings: sheet.Findings) -> pd.Categorical:
    """The patient of each row; "" where the cell is none."""
    texts, codes = findings.judged("patient_id", values.patient_id, "")
    return pd.Categorical(pd.array(texts, dtype="str"))[codes]


def _days(findings: sheet.Findings, column: str, *, needed: bool = True) -> _Days:
    """A column of dates. One that is not needed may be absent: NaT there and where it is blank."""
    if not needed and column not in findings.sheet.cells:
        return np.full(len(findings.sheet.cells), np.datetime64("NaT", "us"))
    return findings.column(
        column,
        lambda text: _past(text, column) if needed or text.strip() else None,
        EARLIEST_DATE if needed else None,
        "datetime64[us]",
    )


def _shown(day: np.datetime64) -> str:
    return str(day.astype("datetime64[D]"))


def _given(findings: sheet.Findings, answers: Mapping[str, npt.NDArray[np.float64]]) -> npt.NDArray[np.bool_]:
    """Rows that hold any diary value."""
    cells = findings.sheet.cells
    any_value = np.zeros(len(cells), dtype=np.bool_)
    for answer in answers.values():
        any_value |= ~np.isnan(answer)
    if "note" in cells:
        any_value |= findings.column("note", lambda text: text.strip() != "", False, np.bool_)
    return any_value


def _whose(findings: sheet.Findings, ids: pd.Categorical, on: _Days, patients: pd.DataFrame) -> npt.NDArray[np.intp]:
    """The patient's row in `patients` for each row (-1: unknown); faults for unknown ones and impossible dates."""
    places = pd.Index(patients["patient_id"]).get_indexer(ids.categories)
    strange = (places < 0) & (ids.categories != "")
    findings.add(
        strange[ids.codes],
        lambda row: Fault("patient_id", ids[row], "is not among the patients", "Add the patient, or mend the id."),
    )
    whose: npt.NDArray[np.intp] = places[ids.codes]
    surgery = patients["surgery_date"].to_numpy()[whose]
    late = (whose >= 0) & (on - surgery > np.timedelta64(timedelta(days=LONGEST_FOLLOW_UP)))
    findings.add(late, lambda row: Fault("date", _shown(on[row]), "lies 100 years after surgery", "Check the year."))
    return whose


def _repeated(
    findings: sheet.Findings,
    whose: npt.NDArray[np.intp],
    on: _Days,
    answers: Mapping[str, npt.NDArray[np.float64]],
    given: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Rows that say again what an earlier row says of the same day; faults for rows that contradict one."""
    places = np.flatnonzero(given & (whose >= 0))
    repeated = np.zeros(given.size, dtype=np.bool_)
    moment = (whose * _DATES + on.astype("datetime64[D]").astype(np.int64))[places]
    if (moment[1:] > moment[:-1]).all():  # as most files are: in order, so that none is there twice
        return repeated
    places = places[pd.Series(moment).duplicated(keep=False)]
    rows = pd.DataFrame({"whose": whose, "on": on, **answers}, copy=False).iloc[places]
    again = rows.duplicated(["whose", "on"]).to_numpy()
    same = rows.duplicated().to_numpy()
    repeated[places[same]] = True
    contradicts = np.zeros(given.size, dtype=np.bool_)
    contradicts[places[again & ~same]] = True
    findings.add(
        contradicts,
        lambda row: Fault("date", _shown(on[row]), "has a different entry above", "Keep one entry for each day."),
    )
    return repeated
