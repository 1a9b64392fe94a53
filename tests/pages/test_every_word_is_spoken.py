"""No word that a patient reads goes past the catalogue: with one that puts every word in brackets, nothing is left
outside of them but what the patient wrote and what has no language."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from gettext import NullTranslations
from html import unescape
from typing import Any

import pytest
from google.protobuf.message import Message  # type: ignore[import-untyped]
from streamlit.testing.v1 import AppTest

from tests.pages.clinic import visit
from tests.pages.conftest import Clock, SignIn
from tests.pages.diary_hands import PATIENT, admit_account, admit_patient, have_listed, log
from tests.pages.moment import TODAY
from tracker.domain.diary import DiaryEntry
from tracker.domain.language import Language
from tracker.domain.pain_words import BODY_SITES, SPINE_LEVELS
from tracker.domain.people import Account
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.languages import catalogue, formats
from tracker.store import Store, accounts

NOT_WORDS = {
    "type",
    "side",
    "language",
    "href",
    "urgency",
    "page",
    "page_name",
    "url_pathname",
    "id",
    "key",
    "url",
    "icon",
    "component_name",
    "js_content",
    "css_content",
    "mount",
    "unsent",
    "value",
    "alone",
    "rows",
    "config",
    "kind",
    "query_string",
    "page_script_hash",
}
"""Fields that no person reads."""

NAMES = [" mg", " min", "Europe/Madrid", "Anna", "Gabapentin", "Mendline", "English", "Español", "anna", "L4-L5 fusion"]
"""What a patient or the clinic wrote, and what is called alike in every language."""

DRAWN = {
    *("family", "color", "mode", "dash", "symbol", "fill", "hoverinfo", "xref", "yref", "xaxis", "yaxis", "anchor"),
    *("xanchor", "yanchor", "orientation", "barmode", "rangemode", "layer", "bdata", "dtype", "bgcolor", "bordercolor"),
    *("fillcolor", "gridcolor", "spikecolor", "spikedash", "spikemode", "spikesnap", "paper_bgcolor", "plot_bgcolor"),
    *("align", "hovermode", "hoveron"),
}
"""Fields of a picture that say how it is drawn."""

STORED = {*(site.name for site in BODY_SITES), *SPINE_LEVELS}
"""Names by which a browser answers, of which it shows others."""


class Bracketed(NullTranslations):
    """A language in which every word stands in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture(autouse=True)
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "words", lambda _language: Bracketed())
    monkeypatch.setattr(formats, "_written", lambda *_: "⟦a date⟧")  # what was written before is kept


@pytest.fixture
def anna(store: Store, time: Clock) -> Account:
    """A patient who chose another language, with a month of full days."""
    account = admit_patient(store, time.now, demo=True)
    with store.transaction() as tx:
        accounts.set_preferences(tx, account.viewer, language=Language.SPANISH)
    have_listed(
        store, Treatment("pills", PATIENT, TreatmentKind.MEDICINE, "Gabapentin", date(2026, 3, 1), dose="300 mg")
    )
    for back in (*range(1, 20), 25):
        log(store, FULL_DAY(TODAY - timedelta(days=back)), time.now)
    return account


def FULL_DAY(on: date) -> DiaryEntry:  # noqa: N802 - reads as the constant that it would be without its date
    return DiaryEntry(
        on,
        axial=4,
        axial_worst=6,
        limb=2,
        limb_worst=3,
        walking_minutes=30,
        steps=4000,
        sleep_hours=7.5,
        taken=frozenset({"pills"}),
        flare=False,
        sites=frozenset({"low back"}),
        descriptors=frozenset({"aching"}),
        worse=frozenset({"sitting"}),
    )


def texts(message: Message, within: str = "") -> Iterator[str]:
    """Every text in a message of Streamlit to the browser."""
    for descriptor, value in message.ListFields():
        if descriptor.name in NOT_WORDS:
            continue
        each: Any
        for each in value if isinstance(value, list) or hasattr(value, "add") or hasattr(value, "append") else [value]:
            if isinstance(each, Message):
                yield from texts(each, descriptor.name)
            elif isinstance(each, str):
                yield from read(each, descriptor.name)


def read(text: str, name: str) -> Iterator[str]:
    if name == "spec":
        for words in leaves(json.loads(text)):
            yield re.sub(r"<[^>]*>", "\n", words)
    elif name in {"json", "mixed_json"}:
        yield from leaves(json.loads(text or "{}"))
    elif name in {"body", "html_content"}:
        yield from shown_of_html(text)
    else:
        yield text


def leaves(data: Any, name: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in NOT_WORDS and not (isinstance(value, str) and key in DRAWN):
                yield from leaves(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value, name)
    elif isinstance(data, str) and data not in STORED and not re.fullmatch(r"[\d-]*|[0-9a-f]{24}|#[0-9a-f]{6}", data):
        yield data


def shown_of_html(text: str) -> Iterator[str]:
    for state in re.findall(r'--state: "([^"]*)"', text):
        yield re.sub(r"\\([0-9a-f]+) ", lambda escape: chr(int(escape[1], 16)), state)
    yield from re.findall(r'(?:aria-label|title|alt|data-question)="([^"]*)"', text)
    yield unescape(re.sub(r"<[^>]*>", "\n", re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)))


def unspoken(page: AppTest) -> set[str]:
    """The pieces of text on a page that stand outside of all brackets and hold a letter."""
    left = set()
    for node in page._tree:
        proto = getattr(node, "proto", None)
        for text in texts(proto) if isinstance(proto, Message) else ():
            outside = unescape(text)
            while outside != (fewer := re.sub(r"⟦[^⟦⟧]*⟧", "", outside)):
                outside = fewer
            for name in NAMES:
                outside = outside.replace(name, "")
            left |= {line.strip() for line in outside.splitlines() if re.search(r"[^\W\d_]{2}", line)}
    return left


FOLDS = ("sites", "feels", "distress", "peg", "global_change", "phq_4")


def opened(page: AppTest) -> AppTest:
    for fold in FOLDS:
        page.session_state[f"fold_{fold}"] = True
    return page.run()


def test_on_the_page_of_the_day(anna: Account, sign_in: SignIn) -> None:
    assert unspoken(opened(sign_in(anna).run())) == set()


@pytest.mark.parametrize("page", ["my_recovery", "reminders", "after_block", "for_my_visit"])
def test_on_every_other_page(anna: Account, sign_in: SignIn, page: str) -> None:
    assert unspoken(visit(sign_in(anna), page)) == set()


@pytest.mark.parametrize("admit", [admit_account, admit_patient])
@pytest.mark.parametrize("page", ["today", "my_recovery", "reminders", "after_block", "for_my_visit"])
def test_where_nothing_was_logged_yet_and_where_there_is_no_record(
    store: Store, time: Clock, sign_in: SignIn, page: str, admit: Callable[[Store, datetime], Account]
) -> None:
    account = admit(store, time.now)
    with store.transaction() as tx:
        accounts.set_preferences(tx, account.viewer, language=Language.SPANISH)
    assert unspoken(visit(sign_in(account), page)) == set()
