"""The follow-ups of a day as one file, prepared on the page of exports."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import follow, relapse, team, visit
from tests.pages.conftest import SignIn
from tests.pages.moment import NOW, TODAY
from tracker.domain.audit import Action
from tracker.domain.people import OPERATOR, Account
from tracker.report import ReportContent, report_words
from tracker.services import exports
from tracker.store import Store, audit
from tracker.web.prepared_files import FILES

NAMES = ("Ana One", "Ben Two", "Cas Three")


@pytest.fixture
def page(store: Store, able: Account, clinic: str, sign_in: SignIn) -> AppTest:
    """The page of a physician with three follow-ups today, one tomorrow, and one of another team today."""
    for name in NAMES:
        follow(store, clinic, name.split()[0].lower(), 190, relapse(), name=name, follow_up=TODAY)
    follow(store, clinic, "dora", 30, {1: 5}, follow_up=TODAY + timedelta(days=1))
    follow(store, team(store, "Other"), "eve", 30, {1: 5}, follow_up=TODAY)
    return visit(sign_in(able), "export")


def prepare(page: AppTest, number: int) -> AppTest:
    (button,) = [each for each in page.button if each.label == f"Prepare {number} reports"]
    return button.click().run()


def link(page: AppTest) -> str:
    (found,) = [each.proto for each in page.get("link_button") if "/export/prepared/" in each.proto.url]
    return str(found.url)


def fetched(page: AppTest, account: Account) -> list[str]:
    token = re.fullmatch(r"/export/prepared/(.+)\.pdf", link(page))
    assert token
    file = FILES.fetch(account.id, token[1], NOW)
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(file.data)).pages]


def test_all_follow_ups_of_today_come_as_one_file_a_sheet_each(page: AppTest, able: Account) -> None:
    sheets = fetched(prepare(page, 3), able)
    assert len(sheets) == 3
    assert all(name in sheet for name, sheet in zip(NAMES, sheets, strict=True))
    assert any("The file waits 10 minutes, for you alone." in each.value for each in page.caption)


def test_each_report_leaves_a_trace_and_nobody_elses_does(page: AppTest, store: Store) -> None:
    prepare(page, 3)
    with store.reading() as tx:
        events = audit.events(tx, OPERATOR, 100, actions=[Action.EXPORTED])
    assert {event.patient_id for event in events} == {"ana", "ben", "cas"}
    assert {event.detail for event in events} == {f"report, follow-ups of {TODAY}"}


def test_one_that_fails_is_named_and_the_others_come(
    page: AppTest, able: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exports.patient_report

    def failing_for_ben(*given: object, **more: object) -> object:
        if given[2] == "ben":
            raise RuntimeError("broken")
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(exports, "patient_report", failing_for_ben)
    after = prepare(page, 3)
    assert len(fetched(after, able)) == 2
    assert [each.value for each in after.warning] == [
        "No report could be made of Ben Two. Open the patient's page to see the record."
    ]
    assert not after.exception


def test_one_that_cannot_be_set_is_named_and_the_others_come(
    page: AppTest, able: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfit_for_cas(given: ReportContent) -> dict[str, object]:
        return report_words(given) | ({"who": None} if given.patient.id == "cas" else {})

    monkeypatch.setattr("tracker.web.reports.report_words", unfit_for_cas)
    after = prepare(page, 3)
    assert len(fetched(after, able)) == 2
    assert "Cas Three" in after.warning[0].value


def test_another_day_has_its_own_and_no_old_file(page: AppTest) -> None:
    prepared = prepare(page, 3)
    assert link(prepared)
    other = prepared.date_input(key="reports_on").set_value(TODAY + timedelta(days=1)).run()
    assert "Prepare 1 report" in [each.label for each in other.button]
    assert not [each for each in other.get("link_button") if "/export/prepared/" in each.proto.url]


def test_a_day_without_follow_ups_says_so(page: AppTest) -> None:
    none = page.date_input(key="reports_on").set_value(TODAY + timedelta(days=9)).run()
    assert any("No follow-up is planned" in each.value for each in none.caption)
    assert not [each for each in none.button if each.label.startswith("Prepare")]
