"""What a browser needs not to draw a figure twice."""

import json

import numpy as np
import pandas as pd
import pytest

from tests.unit.charts.records import days, episode, flag, response, treatment
from tests.unit.charts.test_cohort_figure import cells
from tracker.charts import recovery_figure
from tracker.charts.cohort import cohort_figure
from tracker.charts.figure import Figure, figure
from tracker.charts.opioids import opioid_figure
from tracker.charts.sleep import sleep_figure
from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.cohort import MARKS, Statistic
from tracker.domain.treatments import TreatmentKind

FRAME = days(200, axial={day: 5 for day in range(200) if not 60 < day < 90}, walking_minutes=20.0, sleep_hours=7.5)
FRAME.loc[75, "axial_typical"] = 5.0  # a point between two gaps
BLOCK = treatment("Block", 150, kind=TreatmentKind.PROCEDURE)
FLAGS = [flag(131, 145), flag(150, 152, 160, kind=FlagKind.FLARE, severity=Severity.INFO)]
LOG = pd.DataFrame({"day": np.arange(9), "taken": pd.array([True] * 9, dtype="boolean"), "mme": 7.5})


@pytest.mark.parametrize(
    "made",
    [
        recovery_figure(episode(), FRAME, [BLOCK], FLAGS, interpreted=True, responses=[response(BLOCK)]),
        recovery_figure(episode(), FRAME, [BLOCK], (), interpreted=False),
        cohort_figure(cells(2), Statistic.PAIN),
        cohort_figure(cells(2, MARKS), Statistic.IMPROVED),
        opioid_figure(LOG),
        sleep_figure(FRAME),
    ],
    ids=["for the physician", "for the patient", "weekly pain", "improved", "opioids", "sleep"],
)
def test_nothing_in_a_figure_looks_changed_when_it_is_compared_with_itself(made: Figure) -> None:
    sent = made.to_json()
    assert "bdata" not in sent, "packed numbers"
    layout = json.loads(sent)["layout"]
    assert "template" not in layout
    assert layout["datarevision"] == 0


def test_what_is_not_known_is_null_and_never_zero_and_the_rest_as_exact_as_a_pixel() -> None:
    y = np.array([0.0, np.nan, 2 / 3])
    made = figure([{"type": "scatter", "x": np.arange(3), "y": y, "marker": {"size": np.array([4.0, 5.5, 6.0])}}], {})
    (trace,) = json.loads(made.to_json())["data"]
    assert (trace["x"], trace["y"], trace["marker"]["size"]) == ([0, 1, 2], [0, None, 0.667], [4, 5.5, 6])


def test_words_and_colours_pass_as_they_are() -> None:
    made = figure([{"type": "bar", "y": [1], "text": ["a"], "marker": {"color": ["#123456"]}}], {"height": 90})
    assert (made.data[0].text, made.data[0].marker.color, made.layout.height) == (("a",), ("#123456",), 90)
