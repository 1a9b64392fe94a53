"""Which language somebody is answered in, and how they choose it."""

from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from tests.accounts import PASSWORD, Add
from tests.web import asgi
from tracker.domain.language import Language, language
from tracker.domain.people import Role
from tracker.services import accounts
from tracker.store import Store
from tracker.web import paths
from tracker.web.languages import preferred


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", Language.ENGLISH),
        ("es", Language.SPANISH),
        ("es-MX,es;q=0.9,en;q=0.8", Language.SPANISH),
        ("en-GB,en;q=0.9,es;q=0.8", Language.ENGLISH),
        ("de;q=1.0,es;q=0.5,en;q=0.4", Language.SPANISH),
        ("de,fr", Language.ENGLISH),
        ("es;q=0,en;q=0.1", Language.ENGLISH),
        ("en;q=0.2, es;q=0.7", Language.SPANISH),
        ("es;q=much,en", Language.ENGLISH),
        (";;;,,q=1", Language.ENGLISH),
    ],
)
def test_a_browser_is_answered_in_the_first_of_its_languages_that_there_is(header: str, expected: Language) -> None:
    scope = {"type": "http", "headers": [(b"accept-language", header.encode())]}
    assert preferred(scope) is expected


Cookie = Callable[..., str]
OURS = {"Origin": asgi.ORIGIN}


def spoken_to(store: Store, username: str = "anna") -> Language:
    return accounts.sign_in(store, username, PASSWORD, asgi.CLIENT).session.account.language


def sign_in(app: Starlette, **headers: str) -> str:
    """Signs Anna in; what the browser is told to keep."""
    form = {"username": "anna", "password": PASSWORD}
    return asgi.ask(app, "POST", "/login", data=form, headers=OURS | headers).headers["set-cookie"]


def test_who_has_chosen_no_language_is_spoken_to_in_the_one_of_their_first_sign_in(
    app: Starlette, add: Add, store: Store
) -> None:
    add("anna")
    assert "mendline_language=es" in sign_in(app, **{"accept-language": "es-AR"})
    assert "mendline_language=es" in sign_in(app, **{"accept-language": "en"})
    assert spoken_to(store) is Language.SPANISH


def test_what_was_chosen_on_a_page_without_sign_in_is_kept_by_the_browser(app: Starlette) -> None:
    answer = asgi.ask(app, "GET", "/red-flags?lang=es")
    assert "mendline_language=es" in answer.headers["set-cookie"]
    assert "set-cookie" not in asgi.ask(app, "GET", "/red-flags?lang=xx").headers


def test_an_account_keeps_its_language_and_size_of_text(app: Starlette, cookie: Cookie, store: Store) -> None:
    signed_in = {"Cookie": cookie("anna"), **OURS}
    answer = asgi.ask(app, "POST", paths.PREFERENCES, data={"language": "es", "next": "/reminders"}, headers=signed_in)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reminders")
    assert "mendline_language=es" in answer.headers["set-cookie"]
    assert spoken_to(store) is Language.SPANISH
    for sent, large in (("yes", True), ("no", False)):
        asgi.ask(app, "POST", paths.PREFERENCES, data={"large_text": sent}, headers=signed_in)
        account = accounts.sign_in(store, "anna", PASSWORD, asgi.CLIENT).session.account
        assert (account.large_text, account.language) == (large, Language.SPANISH)


@pytest.mark.parametrize("form", [{}, {"language": "xx"}, {"language": ""}])
def test_a_language_that_there_is_not_changes_nothing(
    app: Starlette, cookie: Cookie, store: Store, form: dict[str, str]
) -> None:
    answer = asgi.ask(app, "POST", paths.PREFERENCES, data=form, headers={"Cookie": cookie("anna"), **OURS})
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    assert spoken_to(store) is Language.ENGLISH


def test_nobody_chooses_for_another_or_from_another_site(app: Starlette, cookie: Cookie, store: Store) -> None:
    signed_in = cookie("anna")
    form = {"language": "es"}
    assert asgi.ask(app, "POST", paths.PREFERENCES, data=form, headers=OURS).status_code == 401
    assert asgi.ask(app, "POST", paths.PREFERENCES, data=form, headers={"Cookie": signed_in}).status_code == 403
    assert spoken_to(store) is Language.ENGLISH


@pytest.mark.parametrize("role", [Role.PHYSICIAN, Role.ADMINISTRATOR])
def test_pages_of_those_who_treat_are_in_english(app: Starlette, add: Add, store: Store, role: Role) -> None:
    add("anna", role)
    assert "mendline_language=en" in sign_in(app, **{"accept-language": "es"})
    assert spoken_to(store) is Language.ENGLISH


def test_a_request_leaves_no_language_behind(app: Starlette) -> None:
    asgi.ask(app, "GET", "/red-flags?lang=es")
    assert language() is Language.ENGLISH


@pytest.mark.parametrize("path", ["/login", "/red-flags"])
def test_a_page_without_sign_in_leads_to_itself_in_the_other_language(app: Starlette, path: str) -> None:
    assert '<a class="language" lang="es" hreflang="es" href="?lang=es">Español</a>' in asgi.ask(app, "GET", path).text
    spanish = asgi.ask(app, "GET", f"{path}?lang=es").text
    assert '<html lang="es">' in spanish
    assert 'href="?lang=en">English</a>' in spanish


def test_who_chooses_a_language_at_the_sign_in_is_still_led_on(app: Starlette) -> None:
    assert 'href="?lang=es&amp;next=%2Freminders"' in asgi.ask(app, "GET", "/login?next=/reminders").text


def test_the_warning_signs_speak_the_patients_language_whatever_this_browser_spoke_before(
    app: Starlette, cookie: Cookie
) -> None:
    signed_in = {"Cookie": f"{cookie('anna')}; mendline_language=en", **OURS}
    asgi.ask(app, "POST", paths.PREFERENCES, data={"language": "es"}, headers=signed_in)
    for method, path, lang in (
        ("GET", "/red-flags", "es"),
        ("POST", "/red-flags", "es"),
        ("GET", "/red-flags?lang=en", "en"),
    ):
        assert f'<html lang="{lang}">' in asgi.ask(app, method, path, headers=signed_in).text


def test_the_warning_signs_are_large_for_who_asked_for_it(app: Starlette, cookie: Cookie, store: Store) -> None:
    signed_in = {"Cookie": cookie("anna"), **OURS}
    assert "font-size: 125%" not in asgi.ask(app, "GET", "/red-flags", headers=signed_in).text
    asgi.ask(app, "POST", paths.PREFERENCES, data={"large_text": "yes"}, headers=signed_in)
    for path in ("/red-flags", "/logout"):
        assert "font-size: 125%" in asgi.ask(app, "GET", path, headers=signed_in).text
