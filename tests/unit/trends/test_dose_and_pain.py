"""The dose of the last fortnight against the one before, beside typical pain: a note of a rise without relief."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np
import pandas as pd
import pytest

from tracker.domain.dose_and_pain import dose_and_pain_fact
from tracker.domain.opioid_doses import opioid_reference
from tracker.domain.patients import Region, Site
from tracker.trends.dose_and_pain import dose_and_pain

TODAY = 120
SILENT = None


def told(
    before: Sequence[float | None],
    lately: Sequence[float | None],
    back: tuple[float, float] = (4, 4),
    leg: tuple[float, float] = (np.nan, np.nan),
) -> tuple[str, str]:
    """Value and n of the note. `before` and `lately` are the doses of 14 days each, None where not known; `back` and
    `leg` are typical pain four weeks ago and today. Every dose further back is 500."""
    doses = [500.0] * (TODAY + 1 - 28) + [np.nan if dose is None else dose for dose in (*before, *lately)]
    opioid_days = pd.DataFrame({"day": range(TODAY + 1), "mme": doses})
    days = pd.DataFrame({"day": range(TODAY + 1), "axial_typical": 9.0, "limb_typical": 9.0})
    for place, day in enumerate((TODAY - 28, TODAY)):
        days.loc[day, ["axial_typical", "limb_typical"]] = back[place], leg[place]
    fact = dose_and_pain_fact(dose_and_pain(opioid_days, days), Region.LUMBAR, TODAY)
    assert fact.window == "days 107–120 against days 93–106"
    assert fact.source.startswith("Our choice")
    return fact.value, fact.n


def test_a_rise_while_pain_stays_is_told_with_both_doses_and_the_pain() -> None:
    assert told([20] * 14, [35] * 14, (4.1, 4.3)) == (
        "yes: 20 to 35 MME a day, back pain 4.1 to 4.3",
        "known on 14 and 14 days of 14 each",
    )


@pytest.mark.parametrize(("lately", "said"), [(24.9, "no"), (25, "yes"), (10, "no")])
def test_a_rise_is_five_or_more(lately: float, said: str) -> None:
    assert told([20] * 14, [lately] * 14)[0].startswith(f"{said}: 20 to {lately:g} MME")


@pytest.mark.parametrize(
    ("back", "leg", "said"),
    [
        ((5, 4.1), (np.nan, np.nan), "yes"),
        ((5, 4), (np.nan, np.nan), "no"),
        ((5, 8), (np.nan, 2), "yes"),
        ((5, 5), (4, 3.5), "yes"),
        ((5, 5), (4, 3), "no"),
    ],
)
def test_pain_falls_where_it_is_a_point_lower_at_one_site(
    back: tuple[float, float], leg: tuple[float, float], said: str
) -> None:
    assert told([20] * 14, [40] * 14, back, leg)[0].startswith(f"{said}: ")


@pytest.mark.parametrize(("known", "told_of"), [(6, False), (7, True)])
def test_each_fortnight_needs_seven_days_with_a_known_dose(known: int, told_of: bool) -> None:
    thin = [*[30.0] * known, *[SILENT] * (14 - known)]
    for before, lately in ((thin, [40.0] * 14), ([10.0] * 14, thin)):
        value, n = told(before, lately)
        assert value.startswith("yes: ") is told_of
        assert (value == "not assessable: the dose has to be known on 7 days of each fortnight") is not told_of
        assert str(known) in n


def test_days_without_count_as_zero_and_days_that_are_not_known_not_at_all() -> None:
    before, lately = [*[10.0] * 7, *[0.0] * 7], [*[30.0] * 5, *[0.0] * 5, *[SILENT] * 4]
    first, last = fmean(before), fmean([each for each in lately if each is not None])
    assert told(before, lately)[0] == f"yes: {first:g} to {last:g} MME a day, back pain 4 to 4"


def test_without_pain_at_both_ends_nothing_is_said_and_neither_is_it_in_the_first_weeks() -> None:
    assert told([20] * 14, [40] * 14, (np.nan, 4))[0] == (
        "not assessable: typical pain is not known now and four weeks before"
    )
    early = pd.DataFrame({"day": range(11), "mme": 30.0})
    days = pd.DataFrame({"day": range(11), "axial_typical": 5.0, "limb_typical": 5.0})
    found = dose_and_pain(early, days)
    assert (found.days_lately, found.days_before, found.pain) == (11, 0, {})
    assert dose_and_pain_fact(found, Region.LUMBAR, 10).value.startswith("not assessable: the dose")


def test_every_number_of_the_note_is_on_file_as_our_choice() -> None:
    assert {name: rule.value for name, rule in opioid_reference().rise.items()} == {
        **{"window": 14, "entries": 7, "least": 5, "pain_fall": 1},
    }
    assert all(rule.unit and rule.source.startswith("Our choice") for rule in opioid_reference().rise.values())
    assert set(Site) == {Site.AXIAL, Site.LIMB}
