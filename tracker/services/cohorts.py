"""Judging a cohort that is in files: no database, no accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from tracker.domain.columns import FLAGS, SUMMARY
from tracker.domain.errors import BadInput, Fault
from tracker.domain.reference import procedure_kind
from tracker.exchange import cohort, writing
from tracker.services import files
from tracker.trends import compile_loops, replay


@dataclass(frozen=True, slots=True)
class CohortFiles:
    """The input of `assess`: patients, entries, and treatments where there are any."""

    patients: Path
    entries: Path
    treatments: Path | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was read and found as of `as_of`. `patients` counts those operated by then, `not_yet` the others;
    `procedures` are those of `treatments` whose kind or name is known as one (data/reference/procedures.toml); `rows`
    of entries are those used plus `later` (after `as_of`), `empty` and `repeated` ones."""

    as_of: date
    patients: int
    not_yet: int
    rows: int
    later: int
    empty: int
    repeated: int
    treatments: int | None
    procedures: int
    flags: pd.DataFrame
    summary: pd.DataFrame

    def flags_csv(self) -> Iterator[str]:
        return writing.frame_csv(FLAGS, self.flags)

    def summary_csv(self) -> Iterator[str]:
        return writing.frame_csv(SUMMARY, self.summary)


def judge(given: CohortFiles, *, as_of: date | None, history: bool) -> Judged:
    """The flags of a cohort as of a date (the latest entry where None): those open then, or with `history` all that
    ever were. Raises BadInput with every fault in the files and its line."""
    with files.open_to_read(given.patients) as stream:
        patients = cohort.read_patients(stream, given.patients.name)
    with files.open_to_read(given.entries) as stream:
        entries = cohort.read_entries(stream, given.entries.name, patients)
    treatments = _treatments(given.treatments, patients)
    as_of = as_of or _latest(entries.frame, given.entries.name)
    operated = patients[patients["surgery_date"] <= pd.Timestamp(as_of)].reset_index(drop=True)
    later = entries.frame["date"] > pd.Timestamp(as_of)
    judged = replay(operated, entries.frame, treatments, as_of=as_of)
    flags = judged.flags()
    return Judged(
        as_of=as_of,
        patients=len(operated),
        not_yet=len(patients) - len(operated),
        rows=entries.read,
        later=int(later.sum()),
        empty=entries.empty,
        repeated=entries.repeated,
        treatments=None if treatments is None else len(treatments),
        procedures=0 if treatments is None else _procedures(treatments),
        flags=flags if history else flags[flags["cleared_on"].isna()],
        summary=judged.summary(),
    )


def make_ready() -> None:
    """Make what judging needs and keeps, so that nobody waits for it at the first save on a new machine."""
    compile_loops()


def _treatments(path: Path | None, patients: pd.DataFrame) -> pd.DataFrame | None:
    if path is None:
        return None
    with files.open_to_read(path) as stream:
        return cohort.read_treatments(stream, path.name, patients)


def _procedures(treatments: pd.DataFrame) -> int:
    named = zip(treatments["kind"], treatments["name"], strict=True)
    return sum(procedure_kind(kind, name) is not None for kind, name in named)


def _latest(entries: pd.DataFrame, name: str) -> date:
    if entries.empty:
        raise BadInput(Fault(name, None, "has no entries", "Give the date to judge as of with --as-of."))
    latest: date = entries["date"].max().date()
    return latest
