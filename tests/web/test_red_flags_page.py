"""The warning signs as a browser without any script meets them: in full, whoever asks and whatever fails."""

import html
import re
import time
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from tests.accounts import PASSWORD, Add
from tests.web.asgi import CLIENT, ORIGIN, ask
from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Role
from tracker.domain.red_flags import RedFlagAdvice, RedFlagAnswer
from tracker.domain.reference import red_flag_advice, red_flag_signs
from tracker.services import accounts, red_flags
from tracker.store import Store, audit, patients
from tracker.store import red_flags as stored
from tracker.web import routes
from tracker.web.middleware import COOKIE
from tracker.web.red_flag_words import NOT_NOTED, NOT_SIGNED_IN, NOTHING_TICKED, noted_words

Cookie = Callable[..., str]
COUNTRIES = {"US": ("tel:911", "tel:988"), "UK": ("tel:999", "tel:116123")}
BUTTON = "Note what I ticked for my care team"


def shown(answer: httpx.Response) -> str:
    return html.unescape(answer.text)


def has_advice(text: str, advice: RedFlagAdvice) -> bool:
    """Whether every sign, route and number of the advice is there."""
    said = [advice.opening, advice.crisis_words, advice.clinic_words, advice.numbers_source]
    said += [words for group in advice.groups for words in (group.title, group.route, group.source)]
    said += [sign.words for group in advice.groups for sign in group.signs]
    links = [call.href for group in advice.groups for call in (*group.calls, *advice.emergency, *advice.crisis)]
    return all(words in text for words in said) and all(f'href="{link}"' in text for link in links)


def tick(app: Starlette, *signs: str, cookie: str = "") -> httpx.Response:
    headers = {"Origin": ORIGIN} | ({"Cookie": cookie} if cookie else {})
    return ask(app, "POST", "/red-flags", data=dict.fromkeys(signs, "yes"), headers=headers)


def answers(store: Store) -> tuple[RedFlagAnswer, ...]:
    with store.reading() as tx:
        return stored.answers(tx, OPERATOR)


@pytest.fixture
def anna(store: Store, add: Add) -> str:
    """The Cookie header of a patient with a record."""
    account = add("anna")
    surgery = clock.today("UTC") - timedelta(days=10)
    with store.transaction() as tx:
        patients.add_patient(
            tx, OPERATOR, Patient("A", "Anna", "UTC", demo=False, episode=Episode("A-1", "A", surgery, Region.LUMBAR))
        )
        patients.link_account(tx, OPERATOR, "A", account.id)
    return f"{COOKIE}={accounts.sign_in(store, 'anna', PASSWORD, CLIENT).token}"


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_signs_are_shown_in_full_with_the_numbers_of_the_country(
    app: Starlette, monkeypatch: pytest.MonkeyPatch, country: str
) -> None:
    monkeypatch.setenv("MENDLINE_COUNTRY", country)
    text, advice = shown(ask(app, "GET", "/red-flags")), red_flag_advice(country)
    assert has_advice(text, advice)
    emergency, crisis = COUNTRIES[country]
    assert text.index(advice.opening) < text.index(f'href="{emergency}"') < text.index("<ul>")
    assert f'href="{crisis}"' in text
    (other,) = COUNTRIES.keys() - {country}
    assert not [link for link in COUNTRIES[other] if link in text]


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=made-up"])
def test_signed_out_there_is_advice_and_no_form(app: Starlette, cookie: str) -> None:
    text = shown(ask(app, "GET", "/red-flags", headers={"Cookie": cookie}))
    assert has_advice(text, red_flag_advice("US"))
    assert "<form" not in text
    assert "checkbox" not in text


@pytest.mark.parametrize("role", [Role.PHYSICIAN, Role.ADMINISTRATOR])
def test_who_is_no_patient_gets_no_form_either(app: Starlette, cookie: Cookie, role: Role) -> None:
    text = shown(ask(app, "GET", "/red-flags", headers={"Cookie": cookie("drake", role)}))
    assert has_advice(text, red_flag_advice("US"))
    assert "<form" not in text


def test_a_patient_can_tick_each_sign_and_still_sees_all_the_advice(app: Starlette, anna: str) -> None:
    text = shown(ask(app, "GET", "/red-flags", headers={"Cookie": anna}))
    assert has_advice(text, red_flag_advice("US"))
    assert re.findall(r'type="checkbox" name="(\w+)"', text) == list(red_flag_signs())
    assert BUTTON in text


def test_the_answer_leads_with_the_routes_of_what_was_ticked_and_keeps_it(
    app: Starlette, store: Store, anna: str
) -> None:
    answer = tick(app, "bladder", "fever", cookie=anna)
    text = shown(answer)
    top = text[: text.index(red_flag_advice("US").opening)]
    assert answer.status_code == 200
    assert "Go to the nearest emergency department now." in top
    assert "Call your surgeon's office today." in top
    assert 'href="tel:911"' in top
    assert "Your neck swells quickly" not in top
    assert noted_words() in top
    assert has_advice(text, red_flag_advice("US"))
    assert re.findall(r'name="(\w+)" value="yes" checked', text) == ["bladder", "fever"]
    assert [(each.patient_id, each.signs) for each in answers(store)] == [("A", ("bladder", "fever"))]


def test_all_signs_at_once_are_taken(app: Starlette, store: Store, anna: str) -> None:
    assert noted_words() in shown(tick(app, *red_flag_signs(), cookie=anna))
    assert [each.signs for each in answers(store)] == [tuple(red_flag_signs())]


def test_the_trail_says_who_answered_from_where_and_not_what(app: Starlette, store: Store, anna: str) -> None:
    tick(app, "bladder", cookie=anna)
    with store.reading() as tx:
        (line,) = (each for each in audit.events(tx, OPERATOR) if each.action is Action.RED_FLAG_ANSWERED)
    assert (line.patient_id, line.account_name, line.address) == ("A", "Anna", CLIENT)
    assert "bladder" not in line.detail


def test_nothing_ticked_is_nothing_noted_and_no_comfort(app: Starlette, store: Store, anna: str) -> None:
    text = shown(tick(app, cookie=anna))
    assert NOTHING_TICKED in text
    assert has_advice(text, red_flag_advice("US"))
    assert answers(store) == ()


def test_a_sign_that_is_not_on_the_list_is_nothing(app: Starlette, store: Store, anna: str) -> None:
    assert NOTHING_TICKED in shown(tick(app, "made_up", cookie=anna))
    assert answers(store) == ()


@pytest.mark.parametrize("role", [None, Role.PHYSICIAN, Role.ADMINISTRATOR])
def test_ticked_by_who_is_no_patient_the_advice_is_shown_and_nothing_is_kept(
    app: Starlette, store: Store, cookie: Cookie, role: Role | None
) -> None:
    text = shown(tick(app, "bladder", cookie=cookie("other", role) if role else ""))
    assert "Go to the nearest emergency department now." in text[: text.index(red_flag_advice("US").opening)]
    assert NOT_SIGNED_IN in text
    assert answers(store) == ()


def test_a_patient_without_a_record_is_told_that_it_was_not_noted(app: Starlette, store: Store, cookie: Cookie) -> None:
    text = shown(tick(app, "bladder", cookie=cookie("lone")))
    assert NOT_NOTED in text
    assert noted_words() not in text
    assert answers(store) == ()


def test_where_storing_fails_the_advice_is_shown_and_says_so(
    app: Starlette, store: Store, anna: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(red_flags, "answer", broken)
    answer = tick(app, "bladder", cookie=anna)
    assert answer.status_code == 200
    assert NOT_NOTED in shown(answer)
    assert noted_words() not in shown(answer)
    assert has_advice(shown(answer), red_flag_advice("US"))


def test_where_the_sign_in_cannot_be_checked_the_advice_is_shown_without_form(
    app: Starlette, anna: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(accounts, "session_for", broken)
    for answer in (ask(app, "GET", "/red-flags", headers={"Cookie": anna}), tick(app, "bladder", cookie=anna)):
        assert answer.status_code == 200
        assert has_advice(shown(answer), red_flag_advice("US"))
        assert "<form" not in answer.text


def test_a_slow_database_does_not_keep_the_advice_waiting(
    app: Starlette, anna: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "_LONGEST_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(accounts, "session_for", lambda *_: time.sleep(0.5))
    answer = ask(app, "GET", "/red-flags", headers={"Cookie": anna})
    assert has_advice(shown(answer), red_flag_advice("US"))
    assert answer.elapsed < timedelta(seconds=0.4)


def test_the_signs_need_no_database(app: Starlette, store: Store) -> None:
    store.close()
    assert ask(app, "GET", "/red-flags", headers={"Cookie": f"{COOKIE}=x"}).status_code == 200


def test_a_form_of_another_site_notes_nothing(app: Starlette, store: Store, anna: str) -> None:
    headers = {"Origin": "http://evil.example", "Cookie": anna}
    assert ask(app, "POST", "/red-flags", data={"bladder": "yes"}, headers=headers).status_code == 403
    assert answers(store) == ()
