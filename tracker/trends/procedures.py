"""Procedures in the course of pain: what may ease it for a time, after which it may come back."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from tracker.domain.reference import procedure_kind
from tracker.trends.arrays import Dates, Floats, Ints
from tracker.trends.compiled import compiled


class Procedures(NamedTuple):
    """Procedures of some patients, sorted by `row`: the row of the patient, the day since surgery, and from which to
    which day since surgery relief by it usually wears off."""

    row: Ints
    day: Ints
    returns_from: Ints
    returns_to: Ints

    def of(self, rows: Ints) -> "Procedures":
        """Those of the given rows, in their order, numbered anew."""
        first, end = np.searchsorted(self.row, rows), np.searchsorted(self.row, rows + 1)
        places = np.concatenate([np.arange(one, other) for one, other in zip(first, end, strict=True)] or [first])
        new = np.repeat(np.arange(rows.size), end - first)
        return Procedures(new, self.day[places], self.returns_from[places], self.returns_to[places])


def none() -> Procedures:
    """No procedures."""
    nothing = np.zeros(0, dtype=np.int64)
    return Procedures(nothing, nothing, nothing, nothing)


def procedures_of(ids: "pd.Index[str]", surgery: Dates, treatments: pd.DataFrame) -> Procedures:
    """The procedures among treatments (TREATMENTS) of the patients `ids`, who had surgery on the dates `surgery`. Those
    of others, those before surgery and treatments that are no procedures are left out."""
    listed = np.flatnonzero(ids.get_indexer(pd.Index(treatments["patient_id"])) >= 0)
    treatments = treatments.iloc[listed]
    row = ids.get_indexer(pd.Index(treatments["patient_id"])).astype(np.int64)
    start = pd.to_datetime(treatments["start"]).to_numpy().astype("datetime64[D]")
    day = (start - surgery[row]).astype(np.int64)
    kinds = [procedure_kind(*each) for each in zip(treatments["kind"], treatments["name"], strict=True)]
    kept = np.array([kind is not None for kind in kinds], dtype=np.bool_) & (day >= 0)
    first = np.array([kind.returns_from if kind else 0 for kind in kinds], dtype=np.int64)
    last = np.array([kind.returns_to if kind else 0 for kind in kinds], dtype=np.int64)
    order = np.flatnonzero(kept)[np.lexsort((first[kept], day[kept], row[kept]))]
    return Procedures(row[order], day[order], day[order] + first[order], day[order] + last[order])


@compiled
def times_likelier(
    eases: Floats,
    returns: Floats,
    procedures: Procedures,
    own: tuple[int, int],
    factors: tuple[float, float, int],
) -> None:
    """Write how many times likelier than usual it is on each day that pain begins to ease, and to return, by the
    procedures of one patient, which lie from the first of `own` to before the second. `factors`: to ease in the first
    days after a procedure, to return while its relief wears off, and how many first days."""
    eases[:] = 1
    returns[:] = 1
    for each in range(own[0], own[1]):
        day = procedures.day[each]
        eases[day : day + factors[2]] = factors[0]
        returns[procedures.returns_from[each] : procedures.returns_to[each]] = factors[1]
