"""What a physician reads of opioids."""

from dataclasses import replace

import pytest

from tracker.domain.facts import Section
from tracker.domain.opioid_facts import opioid_facts, opioid_sentence
from tracker.domain.opioids import OpioidUse

USE = OpioidUse(
    28, 20, 5, 117, 4, True, 30.0, 6, 60.0, 3, 150, 145, ("Codeine: gives no amount in milligrams",), 2, ("Valium",)
)
NEVER = OpioidUse(28, 0, 0, None, 0, False, None, 0, None, None, 0, 0, (), 0, ())


def told(use: OpioidUse, today: int = 120) -> dict[str, tuple[str, str, str]]:
    facts = opioid_facts(use, today)
    assert all(fact.section is Section.OPIOIDS and fact.source and fact.window for fact in facts)
    return {fact.key: (fact.value, fact.n, fact.window) for fact in facts}


def test_each_number_comes_with_its_days() -> None:
    assert told(USE) == {
        "opioid_days_without": ("75 % (15 days)", "20 of 28 days answered", "days 93–120"),
        "opioid_days_with": ("5 days", "20 of 28 days answered", "days 93–120"),
        "opioid_last_day": ("day 117", "", "days 0–120"),
        "opioids_past_90": ("yes", "4 days with one after day 90", "days 93–120"),
        "opioid_mme_7d": ("30 MME a day", "6 of 7 days answered", "days 114–120"),
        "opioid_mme_peak": ("60 MME on day 3", "145 of 150 days with one readable", "days 0–120"),
        "opioid_sedative_days": ("2 days (with Valium)", "20 of 28 days answered", "days 93–120"),
    }


def test_an_unanswered_list_is_not_known_and_never_without() -> None:
    values = {key: value for key, (value, _, _) in told(NEVER).items()}
    unknown = "not known: the list was not answered"
    assert values["opioid_days_without"] == values["opioids_past_90"] == values["opioid_sedative_days"] == unknown
    assert values["opioid_mme_7d"] == "not assessable: no answered days in 7; 4 are needed"
    assert values["opioid_last_day"] == values["opioid_mme_peak"] == "none ticked since surgery"


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ({"mme": 49.9}, "49.9 MME a day"),
        ({"mme": 50.0}, "50 MME a day, at or above the line of 50"),
        ({"mme": 0.0}, "0 MME a day"),
        ({"mme": None}, "not assessable: a dose that was taken cannot be read"),
        ({"mme": None, "mme_days": 3}, "not assessable: 3 answered days in 7; 4 are needed"),
    ],
)
def test_the_dose_is_told_against_its_line_or_why_it_is_not(changed: dict[str, float], value: str) -> None:
    assert told(replace(USE, **changed))["opioid_mme_7d"][0] == value  # type: ignore[arg-type]


def test_past_day_90_is_said_from_day_91_on() -> None:
    assert told(replace(USE, past_90=False), 90)["opioids_past_90"][0] == "does not apply before day 91"
    assert told(replace(USE, past_90=False), 91)["opioids_past_90"][0] == "no, in the last 28 days"


@pytest.mark.parametrize(
    ("answered", "value"),
    [(13, "not assessable: 13 answered days in 28; 14 are needed"), (14, "no, in the last 28 days")],
)
def test_a_few_answers_do_not_tell_that_none_is_taken_any_more(answered: int, value: str) -> None:
    assert told(replace(USE, past_90=False, days_answered=answered, days_with=0))["opioids_past_90"][0] == value


def test_the_sentence_speaks_of_the_days_without() -> None:
    assert opioid_sentence(USE, 120) == (
        "Without an opioid on 15 of 20 answered days, days 93–120; still taken more than 90 days after surgery, last "
        "on day 117."
    )
    assert opioid_sentence(replace(USE, past_90=False), 120) == (
        "Without an opioid on 15 of 20 answered days, days 93–120."
    )
    assert opioid_sentence(NEVER, 120) == (
        "What was taken is not known on days 93–120: the list of treatments was not answered."
    )
