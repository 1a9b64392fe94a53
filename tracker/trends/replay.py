"""The engine as one object: a log replayed day by day, for one patient or for a population by the same code."""

from dataclasses import replace as with_other
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from tracker.domain.assessment import Assessment, SiteAssessment
from tracker.domain.columns import SUMMARY, TREATMENTS
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds, thresholds
from tracker.trends.arrays import Bools, Floats, Ints, at
from tracker.trends.course import Course
from tracker.trends.dated import leading_site, open_flags
from tracker.trends.early_watch import early_watch
from tracker.trends.evidence import Found
from tracker.trends.flag_table import FlagTable, flag_table
from tracker.trends.flare import flares
from tracker.trends.grid import Block, Log, Roster, blocks, read_frames
from tracker.trends.improvement import acceptable, improvement
from tracker.trends.insufficient_data import insufficient_data
from tracker.trends.lost_contact import lost_contact
from tracker.trends.new_limb_pain import new_limb_pain
from tracker.trends.opioids_past_90 import opioids_past_90
from tracker.trends.pain_flags import pain_flags
from tracker.trends.procedures import Procedures, none, procedures_of
from tracker.trends.rounding import point, points, share, shares
from tracker.trends.states import CHANGE_DAYS, nobody_yet, note_open, note_standing, states
from tracker.trends.walking_loss import walking_loss
from tracker.trends.windows import trailing_count
from tracker.trends.worse_than_before import worse_than_before


def replay(
    patients: pd.DataFrame,
    entries: pd.DataFrame,
    treatments: pd.DataFrame | None = None,
    *,
    as_of: date | None = None,
    rules: Thresholds | None = None,
) -> "Replay":
    """Assess every patient as of a date, replaying the log from the surgery on.

    `patients` is a frame of PATIENTS, optionally with a column `as_of`; of JUDGED patient_id, date, axial and limb are
    read, and walking_minutes, flare and opioid_taken where they are there, in any order of rows. A patient's `as_of`
    is the own column where given, else the argument, else the newest date in `entries`; what was logged after it is
    not used. Entries of patients who are not listed are left out. Entries before surgery only stand in for a baseline
    that is missing. Of `treatments` (TREATMENTS) only procedures count, from their day on: for the relapse flag, as
    relief by them may wear off. `rules`: another set of thresholds.
    Raises BadInput where a patient is listed twice or a day is logged twice.
    """
    rules = rules or thresholds()
    roster, log = read_frames(patients, entries, as_of, rules)
    if treatments is None:
        return Replay(roster, log, none(), rules)
    TREATMENTS.check(treatments)
    return Replay(roster, log, procedures_of(pd.Index(roster.ids), roster.surgery, treatments), rules)


class Replay:
    """What the rules say of each patient up to the patient's `as_of`. A day's result rests on that day and those
    before it, and one patient's result does not depend on which others are there."""

    def __init__(self, roster: Roster, log: Log, procedures: Procedures, rules: Thresholds) -> None:
        self._roster, self._log, self._procedures, self._rules = roster, log, procedures, rules
        self._place = {patient_id: place for place, patient_id in enumerate(roster.ids)}
        self._sites = {site: nobody_yet(roster.day, roster.baseline[site]) for site in Site}
        self._entries_28d = np.zeros(roster.day.size, dtype=np.int64)
        self._found: list[Found] = []
        for block in blocks(roster, log):
            self._run(block)
        self._states = {site: states(self._sites[site], rules) for site in Site}
        self._improvement = {site: improvement(self._sites[site], rules) for site in Site}
        self._acceptable = {site: acceptable(self._sites[site], rules) for site in Site}

    def flags(self) -> pd.DataFrame:
        """Every flag that was ever on (FLAGS), by patient in the order of `patients`, then by day of detection."""
        return self._table.frame(self._roster.ids, self._roster.surgery, self._rules.rule_version)

    def summary(self) -> pd.DataFrame:
        """One row a patient and site (SUMMARY), also where the site was never logged."""
        frame = pd.concat([self._summary_of(site) for site in Site], ignore_index=True)
        order = np.arange(len(frame)).reshape(len(Site), -1).T.ravel()  # the sites of a patient together
        return frame.iloc[order].reset_index(drop=True)

    def assessment(self, patient_id: str) -> Assessment:
        """Everything said of one patient. Raises KeyError for one who was not listed."""
        place = self._place[patient_id]
        sites = tuple(self._site(place, site) for site in Site)
        flags = self._table.of(place, self._roster.surgery)
        leading = leading_site(sites, flags)
        last_entry = self._roster.last_entry[place]
        return Assessment(
            patient_id=patient_id,
            as_of=self._roster.as_of[place].item(),
            day=int(self._roster.day[place]),
            sites=sites,
            flags=flags,
            entries_28d=int(self._entries_28d[place]),
            days_asked_28d=int(self._asked_28d[place]),
            last_entry=None if np.isnat(last_entry) else last_entry.item(),
            leading=leading,
            sparkline=tuple(_known(value) for value in points(self._sites[leading].course[place])),
            rule_version=self._rules.rule_version,
        )

    def days(self, patient_id: str) -> pd.DataFrame:
        """Every day from surgery to `as_of` of one patient: date, day, typical pain of each site with its interval and
        its n, the flags open on the day, the version of the rules. Raises KeyError for one who was not listed."""
        place = self._place[patient_id]
        count = max(int(self._roster.day[place]) + 1, 0)
        surgery = self._roster.surgery[place]
        day = np.arange(count)
        frame = pd.DataFrame({"date": (surgery + day).astype("datetime64[s]"), "day": day})
        pain = self._pain_of(place, count)
        for site in Site:
            for name, values in self._typical_columns(site, pain[site]).items():
                frame[f"{site}_{name}"] = values
        frame["open_flags"] = open_flags(surgery.item(), count, self._table.of(place, self._roster.surgery))
        return frame.assign(rule_version=self._rules.rule_version)

    def _run(self, block: Block) -> None:
        """Assess the patients of one block and keep what was found."""
        day = self._roster.day[block.rows]
        self._entries_28d[block.rows] = at(trailing_count(block.logged, CHANGE_DAYS), day)
        given = np.zeros_like(block.logged)
        for site in Site:
            logged = np.isfinite(block.pain[site])
            given |= logged
            ever = np.flatnonzero(logged.any(axis=1))
            if ever.size:
                self._run_site(site, block.pain[site][ever], block.flare_at(site)[ever], block.rows[ever])
        self._keep(insufficient_data(given, day, self._rules), block.rows)
        self._keep(lost_contact(block.logged, day, self._rules), block.rows)
        walked = np.flatnonzero(np.isfinite(block.minutes).any(axis=1))
        if walked.size:
            self._keep(walking_loss(block.minutes[walked], day[walked], self._rules), block.rows[walked])
        took = np.flatnonzero((block.opioid == 1).any(axis=1))
        if took.size:
            self._keep(opioids_past_90(block.opioid[took], day[took], self._rules), block.rows[took])

    def _run_site(self, site: Site, pain: Floats, declared: Bools, rows: Ints) -> None:
        baseline, procedures = self._roster.baseline[site][rows], self._procedures.of(rows)
        course = Course(site, pain, baseline, self._roster.day[rows], self._rules, procedures)
        for found in (*pain_flags(course), worse_than_before(course), early_watch(course), flares(course, declared)):
            self._keep(found, rows)
        if site is Site.LIMB:
            self._keep(new_limb_pain(course), rows)
        note_standing(self._sites[site], course, rows)

    def _keep(self, found: Found, rows: Ints) -> None:
        """Keep what was found, with the places of the patients in the roster for the rows of the block."""
        there = with_other(found, on=found.on._replace(row=rows[found.on.row]))
        self._found.append(there)
        if there.site is not None:
            note_open(self._sites[there.site], there.kind, there.open_rows)

    @cached_property
    def _table(self) -> FlagTable:
        return flag_table(self._found)

    @property
    def _asked_28d(self) -> Ints:
        return np.clip(self._roster.day + 1, 0, CHANGE_DAYS)

    def _site(self, place: int, site: Site) -> SiteAssessment:
        standing = self._sites[site]
        return SiteAssessment(
            site=site,
            state=self._states[site][place],
            typical=_known(point(standing.typical[place])),
            low=_known(point(standing.low[place])),
            high=_known(point(standing.high[place])),
            entries_used=int(standing.entries[place]),
            window_days=int(np.clip(self._roster.day[place] + 1, 0, self._rules.days("typical_window"))),
            relief=_known(share(standing.relief[place])),
            change_28d=_known(point(standing.change_28d[place])),
            improvement=self._improvement[site][place],
            acceptable=self._acceptable[site][place],
        )

    def _summary_of(self, site: Site) -> pd.DataFrame:
        standing, roster = self._sites[site], self._roster
        asked = np.where(self._asked_28d > 0, self._asked_28d, np.nan)
        columns = {
            "patient_id": pd.array(roster.ids, dtype="str"),
            "site": str(site),
            "as_of": roster.as_of.astype("datetime64[s]"),
            "day": roster.day,
            "typical": points(standing.typical),
            "low": points(standing.low),
            "high": points(standing.high),
            "relief_pct": points(100 * standing.relief),
            "state": [str(state) for state in self._states[site]],
            "coverage_28d": shares(self._entries_28d / asked),
            "last_entry": roster.last_entry.astype("datetime64[s]"),
            "improvement": pd.array([None if each is None else str(each) for each in self._improvement[site]], "str"),
            "acceptable": pd.array(self._acceptable[site], dtype="boolean"),
        }
        return pd.DataFrame(columns)[SUMMARY.names]

    def _pain_of(self, place: int, count: int) -> dict[Site, Floats]:
        """The scores of one patient as one row of days for each site."""
        mine = slice(*np.searchsorted(self._log.row, [place, place + 1]))
        day = self._log.day[mine]
        pain = {site: np.full((1, count), np.nan) for site in Site}
        for site in Site:
            pain[site][0, day[day >= 0]] = self._log.scores[site][mine][day >= 0]
        return pain

    def _typical_columns(self, site: Site, pain: Floats) -> dict[str, Floats | Ints]:
        course = Course(site, pain, np.array([np.nan]), np.array([pain.shape[1] - 1]), self._rules)
        low, high = course.typical.interval(self._rules.value("interval_share"))
        level = course.typical
        columns = {"typical": level.value, "low": low, "high": high}
        return {name: points(values[0]) for name, values in columns.items()} | {"n": level.entries[0]}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
