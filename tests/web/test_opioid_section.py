"""The section on opioids: what it says, and the reason where it says nothing."""

from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from tests.unit.trends.test_opioids import LISTED, days, through
from tracker.charts.theme import PAPER
from tracker.domain.opioid_facts import opioid_facts
from tracker.services.opioids import OpioidRecord
from tracker.trends.opioids import opioid_use
from tracker.web.components import opioid_use as component


def drawn(found: OpioidRecord | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything that the section writes."""

    def page(found: object) -> None:
        from tracker.web.components.opioid_use import opioid_use as lay_out
        from tracker.web.components.screen import Screen

        lay_out("anna", found, Screen(narrow=False, dark=False))  # type: ignore[arg-type]

    monkeypatch.setattr(component, "look_of", lambda _seen: PAPER)
    shown = AppTest.from_function(page, args=(found,), default_timeout=20).run()
    assert not shown.exception
    return unescape("\n".join(str(each.proto.body) for each in shown.get("html")))


def a_record(log: dict[int, str], until: int = 100) -> OpioidRecord:
    frame = days(log, until)
    use = opioid_use(frame, LISTED)
    assert use is not None
    return OpioidRecord(until, frame, use, opioid_facts(use, until))


def test_every_number_is_the_fact_and_every_dose_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = a_record({**through(60, 92, "o"), **through(93, 100, "og")})
    said = drawn(found, monkeypatch)
    assert all(fact.value in said and fact.source in said for fact in found.facts)
    assert "still taken more than 90 days after surgery, last on day 100" in said
    assert "cannot be read – Codeine as needed: gives no amount in milligrams." in said
    assert "An opioid and Gabapentin on the same day." in said
    assert "Never use these factors to convert between drugs." in said
    assert "Line at 50 MME a day." in said


def test_where_no_opioid_was_listed_or_nothing_answered_the_reason_stands_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "No opioid was ever on the list of treatments." in drawn(None, monkeypatch)
    silent = drawn(a_record({}), monkeypatch)
    assert "what was taken was never answered" in silent
    assert "Days without" not in silent
