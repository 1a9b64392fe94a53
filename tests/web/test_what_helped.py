"""The section on treatments as the physician reads it: every number is that of the facts."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.unit.charts.records import SURGERY, episode, on, response, treatment
from tracker.domain.patients import Site
from tracker.domain.response_facts import CAVEAT, response_facts
from tracker.domain.responses import Grade, Level, Response
from tracker.domain.treatments import TreatmentKind

INJECTION = treatment("SI joint injection", 150, kind=TreatmentKind.PROCEDURE)
GABAPENTIN = treatment("Gabapentin", 30, 92, dose="300 mg")
TODAY = SURGERY + timedelta(days=200)


def none(one: Response) -> Response:
    return replace(one, grade=Grade.NOT_ASSESSABLE, change=None, relief=None, reason="Too early to say on day 200.")


def drawn(*responses: Response, leading: Site = Site.AXIAL) -> AppTest:
    """The section alone, run as Streamlit runs it."""

    def script(episode, responses, today, leading):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        from tracker.web.components.what_helped import what_helped

        what_helped(episode, responses, today, leading=leading)

    given = {"episode": episode(), "responses": responses, "today": TODAY, "leading": leading}
    app = AppTest.from_function(script, kwargs=given, default_timeout=20).run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    return "".join(str(each.proto.body) for each in app.get("html"))


def words(app: AppTest) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup(app)).split())


def test_every_number_is_that_of_the_facts() -> None:
    told = replace(
        response(INJECTION),
        lasted_days=96,
        lasted_entries=80,
        joined_by=treatment("Duloxetine", 152),
        expected_change=-0.4,
        confounded_by=(treatment("Duloxetine", 152),),
    )
    said = words(drawn(told))
    for fact in response_facts(episode(), [told]):
        assert fact.value in said
    assert "Relief lasted 96 days, confounded from day 152 on: Duloxetine began (80 of 97 days)." in said
    assert "Typical course alone: 0.4 points less." in said
    assert "Confounded: Duloxetine began on day 152." in said
    assert "11 of 14 days before, 17 of 21 after; days 136–149 against days 157–177" in said


@pytest.mark.parametrize(
    ("relief", "grade", "badge"),
    [
        (0.4, Grade.BELOW, '<span class="badge grey">Not positive<'),
        (0.5, Grade.STRONG, '<span class="badge green">Positive<'),
    ],
)
def test_a_block_is_positive_or_not_and_says_so_alike_in_badge_and_line(
    relief: float, grade: Grade, badge: str
) -> None:
    before, after = Level(0, 0, 1, 1, 10.0, "hours"), Level(2, 2, 6, 8, 10 * (1 - relief), "hours")
    html = markup(drawn(Response(INJECTION, Site.AXIAL, before, after, grade, -10 * relief, relief=relief)))
    assert badge in html
    assert ("not positive (below 50 %)" in html) is (grade is Grade.BELOW)


def test_the_bars_are_as_long_as_the_levels_and_have_words() -> None:
    html = markup(drawn(response(INJECTION)))
    assert re.findall(r'class="(before|after)"\s+style="width: ([\d.]+)%"', html) == [
        ("before", "70.0"),
        ("after", "60.0"),
    ]
    assert "7.0 before, 6.0 after" in html


def test_what_holds_for_both_sites_is_said_once() -> None:
    other = treatment("Duloxetine", 152)
    both = [replace(response(INJECTION, site), confounded_by=(other,), window_source="A source") for site in Site]
    said = words(drawn(*both))
    assert said.count("Confounded: Duloxetine began on day 152.") == 1
    assert said.count("A source; 30 % and 50 %") == 1


def test_the_caveat_stands_once_at_the_head() -> None:
    assert words(drawn(response(INJECTION), response(GABAPENTIN))).count(CAVEAT) == 1


@pytest.mark.parametrize(("leading", "first"), [(Site.AXIAL, "Back"), (Site.LIMB, "Leg")])
def test_the_leading_site_comes_first_on_each_card(leading: Site, first: str) -> None:
    both = [response(INJECTION, site) for site in Site]
    assert re.findall(r"<h4>(\w+) pain", markup(drawn(*both, leading=leading)))[0] == first


def test_each_treatment_has_one_card_in_the_order_given() -> None:
    given = [response(each, site) for each in (INJECTION, GABAPENTIN) for site in Site]
    assert re.findall(r"<h3>(.*?)</h3>", markup(drawn(*given))) == ["SI joint injection", "Gabapentin 300 mg"]


@pytest.mark.parametrize(
    ("given", "when"),
    [
        (INJECTION, "Day 150 (5 Jun)"),
        (GABAPENTIN, "Days 30–92 (5 Feb to 8 Apr)"),
        (replace(GABAPENTIN, end=None), "Since day 30 (5 Feb)"),
    ],
)
def test_a_card_says_when(given: object, when: str) -> None:
    assert on(150).isoformat() == "2025-06-05"
    assert when in words(drawn(response(given)))  # type: ignore[arg-type]


def test_what_cannot_be_assessed_is_folded_with_its_reason() -> None:
    app = drawn(response(INJECTION), none(response(INJECTION, Site.LIMB)))
    (fold,) = app.expander
    assert fold.label == "Not assessable (1)"
    assert "SI joint injection, leg pain: not assessable: too early to say on day 200." in words(app)
    assert markup(app).count("<article>") == 1


def test_where_nothing_can_be_assessed_it_says_so() -> None:
    assert "No treatment can be assessed yet" in words(drawn(none(response(INJECTION))))


def test_without_treatments_it_says_why_it_is_empty() -> None:
    said = words(drawn())
    assert "nothing to compare" in said
    assert CAVEAT not in said


def test_what_patients_type_is_text_and_never_markup() -> None:
    html = markup(
        drawn(response(replace(INJECTION, name="<b>Bold</b>")), none(response(replace(GABAPENTIN, name="<i>"))))
    )
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;Bold" in html
