"""What the files hold is said before they are fetched, and they are fetched by routes that check the right."""

from streamlit.testing.v1 import AppTest

from tests.pages.clinic import follow, team, visit
from tests.pages.conftest import SignIn
from tests.pages.diary_hands import words
from tracker.domain.columns import DAYS
from tracker.domain.people import Account
from tracker.store import Store


def links(page: AppTest) -> list[str]:
    return [link.proto.url for link in page.get("link_button") if link.proto.url.startswith("/export")]


def test_one_patient(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 189)
    page = visit(sign_in(able), "export")
    page = page.selectbox[0].select_index(0).run()
    assert f"190 rows, {len(DAYS.names)} columns" in words(page)
    assert "Days without an entry are rows too" in words(page)
    assert links(page)[0] == "/export/patient/rosa.csv"


def test_the_whole_panel(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 189)
    follow(store, clinic, "gwen", 9)
    follow(store, team(store, "Elsewhere"), "hidden", 999)
    page = visit(sign_in(able), "export")
    page = page.segmented_control[0].set_value("The whole panel").run()
    assert "200 rows" in words(page)
    assert links(page)[0] == "/export/panel.csv"


def test_every_column_is_explained(sign_in: SignIn, able: Account, clinic: str) -> None:
    page = visit(sign_in(able), "export")
    said = words(page)
    for column in DAYS.columns:
        assert f"<code>{column.name}</code>" in said
    assert "/export/dictionary.csv" in links(page)


def test_without_patients_only_the_dictionary_is_offered(sign_in: SignIn, able: Account, clinic: str) -> None:
    page = visit(sign_in(able), "export")
    assert links(page) == ["/export/dictionary.csv"]
    assert "An administrator adds patients" in words(page)


def test_only_own_patients_are_offered(sign_in: SignIn, store: Store, able: Account, clinic: str) -> None:
    follow(store, clinic, "rosa", 189, demo=True)
    follow(store, team(store, "Elsewhere"), "hidden", 999)
    page = visit(sign_in(able), "export")
    assert page.selectbox[0].options == ["Rosa (demo) · L4–L5 fusion · rosa"]
    assert "Demo data" in words(page)
