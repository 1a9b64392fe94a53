"""The panel as a whole on its page: what is told of how many, and what is withheld."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import follow, team, visit
from tests.pages.conftest import SignIn
from tests.pages.diary_hands import words
from tracker.domain.people import Account
from tracker.store import Store

LEVEL = dict.fromkeys(range(100), 3)


def pictures(page: AppTest) -> int:
    return len(page.get("plotly_chart"))


def panel_of(store: Store, clinic: str, patients: int) -> None:
    for number in range(patients):
        follow(store, clinic, f"p{number}", 120, LEVEL, baseline=8, demo=True)


def test_without_patients_the_page_says_who_adds_them(sign_in: SignIn, able: Account, clinic: str) -> None:
    page = visit(sign_in(able), "panel")
    assert "An administrator adds patients" in words(page)
    assert pictures(page) == 0


@pytest.mark.parametrize("patients", [1, 4])
def test_of_fewer_than_five_nothing_is_shown_and_why(
    sign_in: SignIn, store: Store, able: Account, clinic: str, patients: int
) -> None:
    panel_of(store, clinic, patients)
    follow(store, team(store, "Elsewhere"), "hidden", 120, LEVEL)
    page = visit(sign_in(able), "panel")
    assert not page.exception
    assert pictures(page) == 0
    said = words(page)
    assert "Fewer than 5 patients of the whole panel" in said
    assert said.count("Not shown: every number here would rest on fewer than 5 patients.") == 4


def test_five_patients_are_told_of_in_pictures_and_tables(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    panel_of(store, clinic, 5)
    page = visit(sign_in(able), "panel")
    assert not page.exception
    assert pictures(page) == 4
    said = words(page)
    assert "5 patients of the whole panel" in said
    assert "Demo data" in said
    week_1 = '<th scope="row">all chosen patients</th><td>week 1</td><td>3</td><td>3–3</td><td>5</td>'
    assert week_1 in said
    assert "<td>3 months</td><td>100 %</td><td>65 %–100 %</td><td>5</td>" in said
    assert "<td>weeks 0–3</td><td>100 %</td><td>100 %–100 %</td><td>5</td>" in said
    assert "Farrar 2001" in said


def test_the_share_of_the_own_pain_and_the_other_site(
    sign_in: SignIn, store: Store, able: Account, clinic: str
) -> None:
    panel_of(store, clinic, 5)
    page = visit(sign_in(able), "panel")
    page = page.segmented_control[2].set_value("share of the pain before surgery left").run()
    assert "<td>week 1</td><td>38 %</td>" in words(page)
    assert "Typical recovery, not a target".lower() in words(page).lower()
    page = page.segmented_control[0].set_value("limb").run()
    assert "Nobody chosen has a week that counts yet" in words(page)


def test_the_file_has_the_same_choices(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    panel_of(store, clinic, 5)
    page = visit(sign_in(able), "panel")
    page = page.selectbox[0].set_value("lumbar").run()
    page = page.segmented_control[1].set_value("procedure").run()
    (link,) = (each.proto.url for each in page.get("link_button") if each.proto.url.startswith("/export"))
    assert link == "/export/panel-curves.csv?site=axial&region=lumbar&by=procedure"
