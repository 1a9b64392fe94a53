"""The demo patients with the most to tell, each on one sheet: nothing of it is cut, on either paper."""

import pytest

from tests.pages.clinic import team
from tests.pages.moment import NOW, TODAY
from tests.pages.test_one_truth import store_person
from tests.unit.report.sheets import is_whole, read, squeezed
from tracker import simulation
from tracker.domain.people import Account
from tracker.report import Paper, report_words, sheets_pdf
from tracker.services import exports
from tracker.store import Store
from tracker.web.reports import report_content

HEAVIEST = 3


@pytest.mark.usefixtures("time")
def test_the_sheets_of_the_heaviest_demo_patients_are_whole(store: Store, able: Account) -> None:
    cohort = simulation.cohort(2026, TODAY)
    heaviest = sorted(cohort, key=lambda each: (len(each.treatments), len(each.entries)))[-HEAVIEST:]
    members = team(store, "Rich", able)
    sheets = []
    for person in heaviest:
        patient = store_person(store, person, members)
        sheets.append(report_words(report_content(exports.patient_report(store, able.viewer, patient.id, ""))))
    for paper in Paper:
        pages = read(sheets_pdf(sheets, paper, "Demo", NOW)).pages
        assert len(pages) == HEAVIEST
        for sheet, page in zip(sheets, pages, strict=True):
            assert squeezed("For review, not a diagnosis.") in page
            assert [part["title"] for part in sheet["sections"] if not is_whole(part, page)] == [], sheet["name"]
