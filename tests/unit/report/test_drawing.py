"""The picture on paper shows what the one on the screen shows, at the same places."""

import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.unit.charts.records import days, episode, every_day, flag, treatment
from tracker.charts import printed_recovery
from tracker.charts.theme import LIGHT
from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.patients import Site
from tracker.domain.treatments import TreatmentKind
from tracker.report.drawing import drawing

WIDTH = 900.0
AXIAL = {day: (7 if day < 20 else 2 if day < 131 else 6) for day in range(190) if day % 7}
FRAME = days(190, axial=AXIAL, limb=every_day(190, 3), walking_minutes=30.0)
GIVEN = [
    treatment("Gabapentin", 24, 100),
    treatment('A "quoted" <b>name</b> & more', 50),
    treatment("Epidural", 120, kind=TreatmentKind.PROCEDURE),
]
RELAPSE = flag(131, 145, severity=Severity.HIGH)


def figure() -> dict[str, Any]:
    return printed_recovery(episode(), FRAME, GIVEN, [RELAPSE], Site.AXIAL)


def elements(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg))


def starts(path: ElementTree.Element) -> list[tuple[float, float]]:
    """Where each stroke of a path begins."""
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.-]+) ([\d.-]+)", path.get("d", ""))]


def words(svg: str) -> list[str]:
    return [each.text or "" for each in elements(svg) if each.tag.endswith("text")]


def axis_of(svg: str, labels: list[str], side: int) -> tuple[float, float]:
    """The line through the places of the labels of an axis: pixels = first + second * value."""
    found = {each.text: each for each in elements(svg) if each.text in labels}
    places = [float(found[each].get("xy"[side], "nan")) for each in labels]
    slope, start = np.polyfit([float(re.sub(r"\D", "", each)) for each in labels], places, 1)
    return float(start), float(slope)


def test_each_score_of_the_axis_is_a_dot_at_its_day_and_level() -> None:
    svg = drawing(figure(), WIDTH)
    dots = [each for each in elements(svg) if each.get("stroke-linecap") == "round" and len(starts(each)) > 1]
    (points,) = [starts(each) for each in dots]
    assert len(points) == len(AXIAL)
    up_start, up = axis_of(svg, ["2", "4", "6", "8"], 1)
    months, across = axis_of(svg, ["1 mo", "2 mo", "4 mo", "5 mo"], 0)
    for (x, y), (day, score) in zip(points, AXIAL.items(), strict=True):
        assert x == pytest.approx(months + across * day / 30.44, abs=1.5)
        assert y == pytest.approx(up_start + up * score - 0.34 * 13, abs=0.2)


def test_each_day_without_an_entry_has_its_tick_and_each_walk_its_bar() -> None:
    frame = FRAME.assign(logged=[bool(day % 7) for day in range(190)])
    svg = drawing(printed_recovery(episode(), frame, (), (), Site.AXIAL), WIDTH)
    ticks = [each for each in elements(svg) if each.get("stroke") == LIGHT.missing]
    assert max(len(starts(each)) for each in ticks) == sum(day % 7 == 0 for day in range(190))
    (bars,) = [each for each in elements(svg) if each.get("fill") == LIGHT.bar]
    assert len(starts(bars)) == 190


def test_the_flagged_stretch_is_a_warning_with_its_words_and_rings() -> None:
    svg = drawing(figure(), WIDTH)
    assert {"Relapse since day 131", "Relapse"} <= set(words(svg))
    warned = [each for each in elements(svg) if each.get("stroke") == LIGHT.warn]
    rings = [each for each in warned if "a" in each.get("d", "") and len(starts(each)) > 1]
    assert len(starts(rings[0])) == sum(131 < day <= 145 and AXIAL.get(day, 0) >= 4 for day in range(190))


def test_a_flag_for_information_does_not_warn() -> None:
    told = flag(131, 145, kind=FlagKind.EARLY_WATCH, severity=Severity.INFO)
    svg = drawing(printed_recovery(episode(), FRAME, GIVEN, [told], Site.AXIAL), WIDTH)
    assert LIGHT.warn not in svg


def test_names_are_words_whatever_they_hold() -> None:
    said = words(drawing(figure(), WIDTH))
    assert "Epidural" in said
    assert any(each.startswith('A "quoted" <b>name') for each in said)


def test_every_mark_of_the_legend_is_named_and_nothing_else() -> None:
    given = figure()
    named = [trace["name"] for trace in given["data"] if trace.get("showlegend", True)]
    said = words(drawing(given, WIDTH))
    assert all(name in said for name in named)
    assert named


@pytest.mark.parametrize("break_it", ["a shape above", "an unknown point", "an upright bar"])
def test_what_cannot_be_drawn_is_refused(break_it: str) -> None:
    given = figure()
    if break_it == "a shape above":
        given["layout"] = {**given["layout"], "shapes": [{"type": "rect", "layer": "above"}]}
    elif break_it == "an upright bar":
        given["data"] = [*given["data"], {"type": "bar", "x": [1], "y": [1], "showlegend": False}]
    else:
        marker = {"symbol": "star", "size": 5, "color": "#000000"}
        star = {"type": "scatter", "x": [1], "y": [1], "mode": "markers", "marker": marker, "showlegend": False}
        given["data"] = [*given["data"], star]
    with pytest.raises(ValueError, match="cannot be drawn"):
        drawing(given, WIDTH)


@pytest.mark.parametrize("count", [1, 3, 14, 60, 541])
def test_every_length_of_log_can_be_drawn(count: int) -> None:
    frame = days(count, axial=every_day(count))
    svg = drawing(printed_recovery(episode(None, None), frame, (), (), Site.LIMB), WIDTH)
    assert "nan" not in svg
    assert words(svg)
