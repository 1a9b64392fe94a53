"""Every number of a patient is the same on the page, in the file and on paper: all are the facts of one review."""

import csv
import io
from dataclasses import dataclass
from html import unescape

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import team, unfold, visit
from tests.pages.conftest import SignIn
from tests.pages.diary_hands import words
from tests.pages.moment import NOW, TODAY
from tracker import simulation
from tracker.domain.diary import Origin
from tracker.domain.facts import Section
from tracker.domain.patients import Patient
from tracker.domain.people import OPERATOR, Account
from tracker.report import Paper
from tracker.services import exports
from tracker.simulation import SimulatedPatient
from tracker.store import Store, care_teams, diary, patients, treatments
from tracker.web import reports

COHORT = {person.patient.id: person for person in simulation.cohort(2026, TODAY)}


def _rich() -> list[str]:
    """Of the demo cohort: the showpiece, who still takes an opioid, who fell silent, who had a procedure."""
    procedure = next(id_ for id_, each in COHORT.items() if any("Epidural" in t.name for t in each.treatments))
    silent = next(id_ for id_, each in COHORT.items() if each.truth.course is simulation.Course.SILENT)
    return list(dict.fromkeys(["demo-01", procedure, silent]))


@dataclass(frozen=True)
class Told:
    """What one patient's page, file and sheet of paper say."""

    page: str
    rows: list[dict[str, str]]
    paper: str


def store_person(store: Store, person: SimulatedPatient, team_id: str) -> Patient:
    with store.transaction() as tx:
        patients.add_patient(tx, OPERATOR, person.patient)
        for treatment in person.treatments:
            treatments.save_treatment(tx, OPERATOR, treatment)
        diary.save_entries(tx, OPERATOR, person.patient.id, person.entries, now=NOW, origin=Origin.DEMO)
        care_teams.add_patient(tx, OPERATOR, team_id, person.patient.id)
    return person.patient


def flat(text: str) -> str:
    """Text as it is compared: without the breaks of lines and the places for them."""
    return "".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


def shown(page: AppTest) -> str:
    return flat(unescape(words(page)))


def parts(row: dict[str, str]) -> list[str]:
    """What is looked for of a row: its value; of a pattern, which the page shows in groups, each feature alone; of a
    feature its words, and on what its finding rests, which stands behind a mark for the finding."""
    if row["key"].startswith("feature_"):
        return [flat(row["label"].partition(": ")[2]).lower(), flat(row["value"].partition(": ")[2])]
    if not row["key"].startswith("pattern_"):
        return [flat(row["value"])]
    groups = (group.partition(": ")[2] for group in row["value"].split("; "))
    return [flat(words).lower() for group in groups if group != "none" for words in group.split(", ")]


@pytest.fixture(params=_rich())
def told(request: pytest.FixtureRequest, sign_in: SignIn, store: Store, able: Account) -> Told:
    patient = store_person(store, COHORT[request.param], team(store, "Rich", able))
    text = "".join(exports.review_csv(store, able.viewer, patient.id, ""))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    sheet = reports.patient_pdf(store, able.viewer, patient.id, Paper.A4, "")
    paper = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages)
    page = shown(unfold(visit(sign_in(able), "patient", patient=patient.id), patient.id))
    return Told(page + page.lower(), rows, flat(paper))


def test_every_number_of_the_file_stands_on_the_page_and_what_the_sheet_has_room_for_on_it(told: Told) -> None:
    sections = {row["section"] for row in told.rows}
    assert {Section.NOW, Section.TREATMENTS, Section.ACTIVITY, Section.PATTERNS, Section.COVERAGE} <= sections
    missing = [row["key"] for row in told.rows if not all(part in told.page for part in parts(row))]
    assert missing == []
    features = [row for row in told.rows if row["key"].startswith("feature_")]
    assert bool(features) is any(row["key"].startswith("pattern_") for row in told.rows)
    assert all(flat(row["label"]) not in told.paper for row in features), "a sheet has room for the patterns only"
    large = [row for row in told.rows if row["section"] == Section.NOW][:3]
    assert [row["key"] for row in large if flat(row["value"]) not in told.paper] == []
    on_paper = [row for row in told.rows if flat(row["value"]) in told.paper]
    assert len(on_paper) >= 8


def test_every_number_carries_what_it_rests_on(told: Told) -> None:
    bare = [row["key"] for row in told.rows if not (row["n"] or row["window"] or row["source"])]
    assert set(bare) <= {"last_entry", "patterns"}
    without_days = [row["key"] for row in told.rows if row["section"] == Section.TREATMENTS and not row["window"]]
    assert without_days == []
    assert all(row["label"] for row in told.rows)
