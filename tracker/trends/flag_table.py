"""All flags of a replay in one order: by patient, then by day of detection, kind and site."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.domain.assessment import Flag, FlagKind
from tracker.domain.columns import FLAGS
from tracker.domain.patients import Site
from tracker.trends.arrays import Anything, Dates, Ints
from tracker.trends.dated import dated
from tracker.trends.evidence import Found
from tracker.trends.stretches import OPEN

_KINDS, _SITES = tuple(FlagKind), (None, *sorted(Site))


@dataclass(frozen=True, slots=True)
class FlagTable:
    """The flags of all of `found`, whose rows are places in the roster: `order` has their numbers, counted through all
    of `found`, in the order of the table, and `place` the patient of each; those of `found[i]` begin at `starts[i]`."""

    found: Sequence[Found]
    order: Ints
    place: Ints
    starts: Ints

    def of(self, place: int, surgery: Dates) -> tuple[Flag, ...]:
        """The flags of one patient."""
        first, end = np.searchsorted(self.place, [place, place + 1])
        numbers = self.order[first:end]
        parts = np.searchsorted(self.starts, numbers, side="right") - 1
        mine = zip(parts.tolist(), (numbers - self.starts[parts]).tolist(), strict=True)
        return tuple(dated(self.found[part], each, surgery[place].item()) for part, each in mine)

    def frame(self, ids: Sequence[str], surgery: Dates, rule_version: str) -> pd.DataFrame:
        """All flags as a frame (FLAGS)."""
        since, first, end = (
            (surgery[self.place] + self._joined([getattr(each.on, name) for each in self.found])).astype(
                "datetime64[s]"
            )
            for name in ("since", "first", "end")
        )
        end[self._joined([each.on.end for each in self.found]) == OPEN] = np.datetime64("NaT")
        sizes = [each.on.row.size for each in self.found]
        kind = np.repeat([_KINDS.index(each.kind) for each in self.found], sizes).astype(np.int64)[self.order]
        site = np.repeat([_SITES.index(each.site) for each in self.found], sizes).astype(np.int64)[self.order]
        severity = self._joined([np.array([str(one) for one in each.severity], dtype=object) for each in self.found])
        evidence = self._joined([np.array(each.evidence_texts(), dtype=object) for each in self.found])
        columns = {
            "patient_id": pd.array(ids, dtype="str").take(self.place),
            "flag": pd.array([str(one) for one in _KINDS], dtype="str").take(kind),
            "severity": pd.array(severity, dtype="str"),
            "site": pd.array([one and str(one) for one in _SITES], dtype="str").take(site),
            "onset_date": since,
            "detected_on": first,
            "cleared_on": end,
            "rule_version": pd.array([rule_version], dtype="str").take(np.zeros_like(self.place)),
            "evidence": pd.array(evidence, dtype="str"),
        }
        return pd.DataFrame(columns)[FLAGS.names]

    def _joined(self, values: Sequence[npt.NDArray[np.generic]]) -> Anything:
        """What each of `found` tells of its flags, as one column."""
        return np.concatenate(values)[self.order] if values else np.zeros(0, dtype=np.int64)


def flag_table(found: Sequence[Found]) -> FlagTable:
    """The table of some flags."""
    found = [each for each in found if each.on.row.size]
    sizes = [each.on.row.size for each in found]
    starts = np.cumsum([0, *sizes])[:-1]
    if not found:
        return FlagTable(found, starts, starts, starts)
    place, first = (np.concatenate([getattr(each.on, name) for each in found]) for name in ("row", "first"))
    kind = np.repeat([_KINDS.index(each.kind) for each in found], sizes)
    site = np.repeat([_SITES.index(each.site) for each in found], sizes)
    order = np.lexsort((site, kind, first, place))
    return FlagTable(found, order, place[order], starts)
