"""The signs that need a person now: what is on file of them, and which may be answered."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from tracker.domain.errors import BadInput
from tracker.domain.red_flags import RedFlagAnswer, Urgency, check_signs, worst
from tracker.domain.reference import countries, red_flag_advice, red_flag_sign, red_flag_signs

STORED = (
    *("saddle_numbness", "bladder", "bowel", "sexual_numbness", "both_legs"),
    *("new_weakness", "cannot_move", "clumsy_or_unsteady"),
    *("neck_swelling", "trouble_breathing", "cannot_swallow"),
    *("chest_or_breath", "very_sleepy", "not_wanting_to_live"),
    *("fever", "wound", "fluid_or_headache", "calf", "sudden_pain", "fall", "no_stool"),
)
"""Keys that patients' answers hold: one that is missing or renamed would leave an answer without its words."""


def test_a_key_once_stored_stays() -> None:
    assert set(STORED) <= set(red_flag_signs())


def test_keys_are_unique_and_fit_into_one_text() -> None:
    for country in countries():
        keys = [sign.key for group in red_flag_advice(country).groups for sign in group.signs]
        assert len(set(keys)) == len(keys)
        assert keys == list(red_flag_signs())
        assert all(" " not in key for key in keys)
        assert len(" ".join(keys)) <= 1000


@pytest.mark.parametrize("country", countries())
def test_each_group_says_where_to_turn_and_where_that_is_from(country: str) -> None:
    advice = red_flag_advice(country)
    assert advice.numbers_source
    for group in advice.groups:
        assert group.route
        assert "{" not in group.route
        assert group.source
        assert group.signs
        assert {sign.urgency for sign in group.signs} == {group.urgency}
        if group.urgency is Urgency.NOW:
            assert set(advice.emergency) <= set(group.calls)
    links = [call.href for call in (*advice.emergency, *advice.crisis)]
    assert all(link.startswith(("tel:", "sms:")) and " " not in link for link in links)


@pytest.mark.parametrize(
    ("country", "emergency", "crisis"), [("US", "tel:911", "tel:988"), ("UK", "tel:999", "tel:116123")]
)
def test_the_numbers_are_those_of_the_country(country: str, emergency: str, crisis: str) -> None:
    advice = red_flag_advice(country)
    assert [call.href for call in advice.emergency] == [emergency]
    (mind,) = (group for group in advice.groups if group.among({"not_wanting_to_live"}))
    assert [mind.calls[0].href, mind.calls[-1].href] == [crisis, emergency]


def test_nothing_on_file_comforts() -> None:
    for country in countries():
        said = repr(red_flag_advice(country)).lower()
        assert not [word for word in ("you are fine", "no need to worry", "all clear", "reassur") if word in said]


def test_cauda_equina_means_now_and_a_fever_today() -> None:
    urgencies = {key: red_flag_sign(key).urgency for key in ("saddle_numbness", "bladder", "fever", "no_stool")}
    assert list(urgencies.values()) == [Urgency.NOW, Urgency.NOW, Urgency.TODAY, Urgency.SOON]


def test_a_sign_that_this_version_does_not_know_is_as_urgent_as_any_and_still_named() -> None:
    sign = red_flag_sign("blue_lips")
    assert (sign.short, sign.urgency) == ("blue lips", Urgency.NOW)


def test_now_before_today_before_soon() -> None:
    assert all(first.rank > then.rank for first, then in pairwise(Urgency))


def test_the_worst_of_several_answers_counts() -> None:
    def answer(urgency: Urgency) -> RedFlagAnswer:
        return RedFlagAnswer("a", "p", datetime(2026, 5, 21, tzinfo=UTC), date(2026, 5, 21), ("fever",), urgency)

    assert worst([answer(Urgency.SOON), answer(Urgency.NOW), answer(Urgency.TODAY)]) is Urgency.NOW
    assert worst([answer(Urgency.SOON), answer(Urgency.TODAY)]) is Urgency.TODAY


def test_signs_are_kept_once_each_in_the_order_of_the_list() -> None:
    assert check_signs(["fever", "bladder", "fever"], red_flag_signs()) == ("bladder", "fever")


def test_none_ticked_is_no_answer() -> None:
    with pytest.raises(BadInput, match="were not ticked"):
        check_signs([], red_flag_signs())


def test_an_unknown_sign_is_refused_with_its_name() -> None:
    with pytest.raises(BadInput, match="'blue_lips' is not on the list"):
        check_signs(["fever", "blue_lips"], red_flag_signs())
