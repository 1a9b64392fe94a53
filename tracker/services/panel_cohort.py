"""The viewer's own panel as a whole: who is chosen of it, by what they are told apart, and what is told of them.

Cells of fewer than 5 patients are withheld within a table. Two tables of two choices can still differ by a few
patients, which a viewer who may open every one of the records could find out anyway.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

import pandas as pd

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.cohort import AT_UNITS, METHODS, PANEL_CURVES, UNITS, Grouping, Statistic, cohort_number
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.patients import Patient, Region, Site
from tracker.domain.people import CareTeam, Role, Viewer
from tracker.store import Store, audit, care_teams, patients, weeks
from tracker.trends import cohort

EVERYBODY = "all chosen patients"
"""The one group where patients are not told apart."""

OTHER_PROCEDURES = "other procedures"
"""Procedures that fewer than 5 patients of the panel had, and what was not noted: a rare one points to who had it."""

_Option = TypeVar("_Option", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which patients of the panel, of which site, told apart by what; None is all. `procedure` is a name out of
    `Choices.procedures`."""

    site: Site = Site.AXIAL
    region: Region | None = None
    procedure: str | None = None
    team_id: str | None = None
    by: Grouping = Grouping.NOTHING


def asked_for(query: Mapping[str, str]) -> Chosen:
    """What an address asks for: the names of the fields of Chosen, none of which is needed. Raises BadInput for a
    site, region or grouping that there is not."""
    site, region, by = query.get("site"), query.get("region"), query.get("by")
    return Chosen(
        site=_option(Site, "site", site) if site else Site.AXIAL,
        region=_option(Region, "region", region) if region else None,
        procedure=query.get("procedure") or None,
        team_id=query.get("team_id") or None,
        by=_option(Grouping, "by", by) if by else Grouping.NOTHING,
    )


def _option(options: type[_Option], field: str, value: str) -> _Option:
    if value not in set(options):
        raise BadInput(Fault(field, value, "is not one of the choices", f"Ask for {' or '.join(options)}."))
    return options(value)


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from in the viewer's panel; `followed` is how many patients are in it."""

    followed: int
    regions: tuple[Region, ...]
    procedures: tuple[str, ...]
    teams: tuple[CareTeam, ...]


@dataclass(frozen=True, slots=True)
class PanelCohort:
    """What is told of the chosen patients: for each statistic its cells (contract CELLS). `chosen` says who they are:
    "region: lumbar; care team: East", or the whole panel. `demo`: some of them are invented."""

    site: Site
    chosen: str
    patient_ids: tuple[str, ...]
    demo: bool
    as_of: date
    cells: Mapping[Statistic, pd.DataFrame]

    def rows(self) -> pd.DataFrame:
        """All cells as one frame (contract PANEL_CURVES)."""
        about: dict[str, Any] = {"chosen": self.chosen, "as_of": pd.Timestamp(self.as_of)}
        frames = [
            cells.assign(
                statistic=statistic.value,
                site=None if statistic is Statistic.COVERAGE else self.site.value,
                at_unit=AT_UNITS[statistic],
                unit=UNITS[statistic],
                method=METHODS[statistic],
                withheld=cells["withheld"].where(cells["withheld"] != ""),
                **about,
            )
            for statistic, cells in self.cells.items()
        ]
        return pd.concat(frames, ignore_index=True)[PANEL_CURVES.names]


def choices(store: Store, viewer: Viewer) -> Choices:
    """What the viewer can choose from. Nothing of a record is read. Raises NotAllowed for all but physicians."""
    followed, teams = _panel(store, viewer)
    procedures = set(_procedure_names(followed).values())
    regions = {each.episode.region for each in followed}
    return Choices(
        followed=len(followed),
        regions=tuple(each for each in Region if each in regions),
        procedures=tuple(sorted(procedures, key=lambda name: (name == OTHER_PROCEDURES, name))),
        teams=teams,
    )


def panel_cohort(store: Store, viewer: Viewer, chosen: Chosen) -> PanelCohort:
    """The statistics of the chosen patients of the viewer's panel, as of today. Leaves a trace for each patient
    counted. Nothing of it is kept. Raises NotAllowed for all but physicians."""
    followed, teams = _panel(store, viewer)
    named = _procedure_names(followed)
    picked = tuple(_picked(followed, named, teams, chosen))
    ids = [each.id for each in picked]
    _note_looks(store, viewer, ids)
    with store.reading() as tx:
        logged = weeks.weeks_frame(tx, viewer, chosen.site, None if len(picked) == len(followed) else ids)
    panel = cohort.cohort(_people(picked, named, chosen), logged)
    return PanelCohort(
        site=chosen.site,
        chosen=_in_words(chosen, teams),
        patient_ids=tuple(ids),
        demo=any(each.demo for each in picked),
        as_of=clock.today("UTC"),
        cells={
            Statistic.PAIN: cohort.pain_by_week(panel),
            Statistic.SHARE_LEFT: cohort.pain_by_week(panel, share_left=True),
            Statistic.IMPROVED: cohort.improved_share(panel),
            Statistic.TIME: cohort.time_to_improvement(panel),
            Statistic.COVERAGE: cohort.coverage(panel),
        },
    )


def _panel(store: Store, viewer: Viewer) -> tuple[tuple[Patient, ...], tuple[CareTeam, ...]]:
    if viewer.role is not Role.PHYSICIAN:
        raise NotAllowed("The page of a panel")
    with store.reading() as tx:
        return patients.patients(tx, viewer), care_teams.care_teams(tx, viewer)


def _in_words(chosen: Chosen, teams: Sequence[CareTeam]) -> str:
    team = next((each.name for each in teams if each.id == chosen.team_id), None)
    said = {"region": chosen.region, "procedure": chosen.procedure, "care team": team}
    return "; ".join(f"{name}: {value}" for name, value in said.items() if value) or "the whole panel"


def _procedure_names(followed: Sequence[Patient]) -> dict[str, str]:
    """What each patient's procedure is called, by the id of the patient: in small letters, as it is free text."""
    given = {each.id: " ".join(each.episode.procedure.split()).casefold() for each in followed}
    often = Counter(given.values())
    least = cohort_number("smallest_cell")
    return {
        patient_id: name if name and often[name] >= least else OTHER_PROCEDURES for patient_id, name in given.items()
    }


def _picked(
    followed: Sequence[Patient], named: Mapping[str, str], teams: Sequence[CareTeam], chosen: Chosen
) -> Iterator[Patient]:
    of_team: Collection[str] = {
        patient_id for team in teams if team.id == chosen.team_id for patient_id in team.patients
    }
    for patient in followed:
        if (
            chosen.region in (None, patient.episode.region)
            and chosen.procedure in (None, named[patient.id])
            and (chosen.team_id is None or patient.id in of_team)
        ):
            yield patient


def _people(picked: Sequence[Patient], named: Mapping[str, str], chosen: Chosen) -> pd.DataFrame:
    """The patients as `cohort.Cohort` wants them."""
    today = cache(clock.today)
    rows: list[tuple[Any, ...]] = [
        (
            each.id,
            _group(each, named, chosen.by),
            each.episode.baseline(chosen.site),
            each.episode.day(today(each.time_zone)),
        )
        for each in picked
    ]
    types = {"patient_id": "str", "group": "str", "baseline": "float64", "day": "int64"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _group(patient: Patient, named: Mapping[str, str], by: Grouping) -> str:
    if by is Grouping.REGION:
        return patient.episode.region.value
    return named[patient.id] if by is Grouping.PROCEDURE else EVERYBODY


def _note_looks(store: Store, viewer: Viewer, patient_ids: Sequence[str]) -> None:
    """Notes the look at each patient. Writes nothing where that was done a moment ago: a page is drawn at every tap."""
    now = clock.now()
    look: dict[str, Any] = {"action": Action.PANEL_VIEWED, "account_id": viewer.account_id, "now": now}
    with store.reading() as tx:
        due = audit.looks_due(tx, patient_ids=patient_ids, **look)
    if due:
        with store.transaction() as tx:
            audit.record_looks(tx, patient_ids=due, **look)
