"""The export routes: a refusal before the first byte, or a stream."""

from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette

from tests.web.asgi import CLIENT, ask
from tracker.domain.errors import NotAllowed
from tracker.domain.people import Role, Viewer
from tracker.services import exports
from tracker.store import Store

Cookie = Callable[..., str]


def _pieces(*_: object) -> Iterator[str]:
    yield "patient_id,date\n"
    yield "B,2026-01-01\n"


def test_a_file_is_streamed_to_who_may_have_it(
    app: Starlette, store: Store, cookie: Cookie, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def noted(*given: object) -> Iterator[str]:
        asked.append(given)
        return _pieces()

    monkeypatch.setattr(exports, "patient_csv", noted)
    answer = ask(app, "GET", "/export/patient/B.csv", headers={"Cookie": cookie("drake", Role.PHYSICIAN)})
    assert answer.status_code == 200
    assert answer.text == "patient_id,date\nB,2026-01-01\n"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="mendline-B.csv"'
    assert answer.headers["cache-control"] == "no-store"
    (given,) = asked
    assert given[0] is store
    assert isinstance(given[1], Viewer)
    assert given[1].role is Role.PHYSICIAN
    assert given[2:] == ("B", CLIENT)


@pytest.mark.parametrize(
    ("asked", "patient_id", "file_name"),
    [
        ("A-1", "A-1", "mendline-A-1.csv"),
        ("a%22b", 'a"b', "mendline-a_b.csv"),
        ("a%09X%3A y", "a\tX: y", "mendline-a_X__y.csv"),
        ("M%C3%BCller", "Müller", "mendline-M_ller.csv"),
        ("a%2Fb", "a/b", "mendline-a_b.csv"),
        ("..%2F..%2Fetc", "../../etc", "mendline-______etc.csv"),
    ],
)
def test_the_name_of_the_file_is_safe_whatever_the_id(
    app: Starlette, cookie: Cookie, monkeypatch: pytest.MonkeyPatch, asked: str, patient_id: str, file_name: str
) -> None:
    ids: list[str] = []

    def noted(_store: Store, _viewer: Viewer, which: str, _address: str) -> Iterator[str]:
        ids.append(which)
        return _pieces()

    monkeypatch.setattr(exports, "patient_csv", noted)
    answer = ask(app, "GET", f"/export/patient/{asked}.csv", headers={"Cookie": cookie("drake", Role.PHYSICIAN)})
    assert ids == [patient_id]
    assert answer.headers["content-disposition"] == f'attachment; filename="{file_name}"'


@pytest.mark.parametrize(
    ("route", "function"),
    [
        ("/export/patient/B.csv", "patient_csv"),
        ("/export/review/B.csv", "review_csv"),
        ("/export/panel.csv", "panel_csv"),
        ("/export/panel-curves.csv?by=region", "panel_curves_csv"),
        ("/export/my-diary.csv", "my_diary_csv"),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_who_may_not_have_a_file_gets_a_page_that_says_so(
    app: Starlette, cookie: Cookie, monkeypatch: pytest.MonkeyPatch, route: str, function: str, late: bool
) -> None:
    def refusing_at_once(*_: object) -> Iterator[str]:
        raise NotAllowed

    def refusing_at_the_first_piece(*_: object) -> Iterator[str]:
        yield from refusing_at_once()

    monkeypatch.setattr(exports, function, refusing_at_the_first_piece if late else refusing_at_once)
    answer = ask(app, "GET", route, headers={"Cookie": cookie("anna")})
    assert answer.status_code == 403
    assert "This record is not available to you, or does not exist." in answer.text
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize(
    ("route", "role"),
    [
        ("/export/patient/B.csv", Role.PATIENT),
        ("/export/patient/B.csv", Role.PHYSICIAN),
        ("/export/patient/B.csv", Role.ADMINISTRATOR),
        ("/export/patient/.csv", Role.PHYSICIAN),
        ("/export/review/B.csv", Role.PATIENT),
        ("/export/review/B.csv", Role.PHYSICIAN),
        ("/export/review/B.csv", Role.ADMINISTRATOR),
        ("/export/panel.csv", Role.PATIENT),
        ("/export/panel.csv", Role.PHYSICIAN),  # who follows nobody
        ("/export/panel.csv", Role.ADMINISTRATOR),
        ("/export/panel-curves.csv", Role.PATIENT),
        ("/export/panel-curves.csv", Role.PHYSICIAN),  # who follows nobody
        ("/export/panel-curves.csv", Role.ADMINISTRATOR),
        ("/export/my-diary.csv", Role.PHYSICIAN),
        ("/export/my-diary.csv", Role.ADMINISTRATOR),
    ],
)
def test_the_real_exports_refuse_who_has_no_right(app: Starlette, cookie: Cookie, route: str, role: Role) -> None:
    answer = ask(app, "GET", route, headers={"Cookie": cookie("curious", role)})
    assert answer.status_code == 403
    assert "is not available to you" in answer.text


def test_the_dictionary_is_for_everybody_signed_in(app: Starlette, cookie: Cookie) -> None:
    answer = ask(app, "GET", "/export/dictionary.csv", headers={"Cookie": cookie("anna")})
    assert answer.status_code == 200
    assert "axial_typical" in answer.text
