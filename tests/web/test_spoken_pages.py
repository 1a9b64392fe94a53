"""The pages without Streamlit in Spanish: sign-in, sign-out, warning signs, refusals. What is stored stays as it is."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests.accounts import PASSWORD, Add
from tests.spanish import spanish
from tests.web.asgi import CLIENT, ORIGIN
from tests.web.asgi import ask as ask_in_english
from tracker.domain import clock
from tracker.domain.language import _
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Role
from tracker.domain.reference import countries, red_flag_advice, red_flag_texts
from tracker.services import accounts
from tracker.store import Store, patients, red_flags
from tracker.web.middleware import COOKIE

OURS = {"Origin": ORIGIN}
NONE: Mapping[str, str] = {}


@pytest.fixture
def in_spanish() -> Iterator[None]:
    with spanish():
        yield


def ask(app: Starlette, method: str, path: str, headers: Mapping[str, str] = NONE, **more: Any) -> httpx.Response:
    """One request of a browser that prefers Spanish."""
    return ask_in_english(app, method, path, headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5", **headers}, **more)


def shown(answer: httpx.Response) -> str:
    return html.unescape(answer.text)


def words(answer: httpx.Response) -> str:
    """What a reader sees of a page, without its tags and style."""
    body = re.sub(r"(?s)<(style|title)[^>]*>.*?</\1>", "", answer.text)
    return html.unescape(re.sub(r"<[^>]+>", "\n", body))


def test_without_a_language_pages_are_in_english(app: Starlette) -> None:
    page = shown(ask_in_english(app, "GET", "/login"))
    assert '<html lang="en">' in page
    assert "<h1>Sign in</h1>" in page


@pytest.mark.usefixtures("in_spanish")
class TestInSpanish:
    def test_the_sign_in_names_its_language_for_a_screen_reader(self, app: Starlette) -> None:
        page = shown(ask(app, "GET", "/login"))
        assert '<html lang="es">' in page
        for said in ("<title>Iniciar sesión - Mendline</title>", "Nombre de usuario", "Señales de alarma"):
            assert said in page

    def test_a_wrong_password_is_refused_in_spanish(self, app: Starlette, add: Add) -> None:
        add("anna")
        form = {"username": "anna", "password": "not that one at all"}
        tries = [ask(app, "POST", "/login", data=form, headers=OURS) for _try in range(6)]
        assert "no coinciden" in shown(tries[0])
        assert "Puede intentarlo de nuevo en 15 minutos" in shown(tries[-1])
        assert "Sin iniciar sesión: Iniciar sesión - Mendline" in shown(tries[0])

    def test_the_sign_out_shows_the_name_of_who_is_signed_in_as_it_was_typed(
        self, app: Starlette, store: Store
    ) -> None:
        name = "<b>Anna & Søn"
        accounts.add_account(store, OPERATOR, username="anna", display_name=name, role=Role.PATIENT, password=PASSWORD)
        cookie = f"{COOKIE}={accounts.sign_in(store, 'anna', PASSWORD, CLIENT).token}"
        page = ask(app, "GET", "/logout", headers={"Cookie": cookie})
        assert f"Ha iniciado sesión como <strong>{html.escape(name)}</strong>." in page.text

    @pytest.mark.parametrize("country", countries())
    def test_every_warning_sign_with_its_route_and_links_is_in_spanish(
        self, app: Starlette, monkeypatch: pytest.MonkeyPatch, country: str
    ) -> None:
        monkeypatch.setenv("MENDLINE_COUNTRY", country)
        answer, advice = ask(app, "GET", "/red-flags"), red_flag_advice(country)
        page, read = shown(answer), words(answer)
        for group in advice.groups:
            for text in (group.title, group.route, group.source, *(sign.words for sign in group.signs)):
                assert _(text) in read
            assert all(f'href="{call.href}"' in page and _(call.words) in read for call in group.calls)
        assert not [text for text in red_flag_texts() if text in read]
        for said in ("Ahora", "Hoy", "En menos de 24 horas", _(advice.opening), _(advice.crisis_words)):
            assert said in read

    def test_a_tick_is_stored_by_its_key(self, app: Starlette, store: Store, add: Add) -> None:
        account, surgery = add("anna"), clock.today("UTC") - timedelta(days=10)
        with store.transaction() as tx:
            episode = Episode("A-1", "A", surgery, Region.LUMBAR)
            patients.add_patient(tx, OPERATOR, Patient("A", "Anna", "UTC", demo=False, episode=episode))
            patients.link_account(tx, OPERATOR, "A", account.id)
        headers = {**OURS, "Cookie": f"{COOKIE}={accounts.sign_in(store, 'anna', PASSWORD, CLIENT).token}"}
        page = shown(ask(app, "POST", "/red-flags", data={"bladder": "yes"}, headers=headers))
        assert "Anotado para su equipo médico." in page
        assert 'name="bladder" value="yes" checked' in page
        with store.reading() as tx:
            assert [each.signs for each in red_flags.answers(tx, OPERATOR)] == [("bladder",)]

    @pytest.mark.parametrize(
        ("method", "path", "status", "said"),
        [
            ("GET", "/mail/stop/" + "x" * 43, 404, "Este enlace no abre nada, o ya no sirve."),
            ("POST", "/red-flags", 403, "Este formulario no se envió desde una página de Mendline."),
            ("GET", "/calendar/" + "x" * 43 + ".ics", 404, "Aquí no hay nada."),
            ("GET", "/_stcore/metrics", 404, "Aquí no hay nada."),
            ("GET", "/media/any", 401, "Vuelva a cargar la página para iniciar sesión."),
        ],
    )
    def test_what_is_turned_down_is_said_in_spanish(
        self, app: Starlette, method: str, path: str, status: int, said: str
    ) -> None:
        answer = ask(app, method, path)
        assert answer.status_code == status
        assert said in shown(answer)
