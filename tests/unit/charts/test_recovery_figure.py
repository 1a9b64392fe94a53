"""What the picture of a recovery shows, and what it must never show."""

import re
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.unit.charts.records import days, episode, every_day, flag, response, treatment, values
from tracker.charts import band_source, recovery_figure, theme
from tracker.domain.assessment import FlagKind, Severity
from tracker.domain.columns import DAYS
from tracker.domain.patients import Region, Site
from tracker.domain.reference import expected_band
from tracker.domain.treatments import TreatmentKind


def named(figure: go.Figure, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def one(figure: go.Figure, name: str) -> Any:
    (trace,) = named(figure, name)
    return trace


def texts(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def day_card(figure: go.Figure, day: int) -> str:
    cards = next(trace for trace in figure.data if trace.hovertext is not None and trace.yaxis == "y")
    text: str = cards.hovertext[day]
    return text


def physicians(*args: Any, **kwargs: Any) -> go.Figure:
    return recovery_figure(*args, interpreted=True, **kwargs)


def patients(*args: Any, **kwargs: Any) -> go.Figure:
    return recovery_figure(*args, interpreted=False, **kwargs)


class TestWhatWasLogged:
    def test_both_sites_have_their_own_points_and_differ_in_shape(self) -> None:
        figure = physicians(episode(), days(3, axial={0: 6, 2: 4}, limb={1: 2}), (), ())
        back, leg = one(figure, "Back pain, daily"), one(figure, "Leg pain, daily")
        np.testing.assert_array_equal(values(back.y), [6, np.nan, 4])
        np.testing.assert_array_equal(values(leg.y), [np.nan, 2, np.nan])
        assert back.marker.symbol != leg.marker.symbol

    @pytest.mark.parametrize(
        ("region", "axial", "limb"),
        [(Region.LUMBAR, "Back", "Leg"), (Region.CERVICAL, "Neck", "Arm"), (Region.THORACIC, "Back", "Leg")],
    )
    def test_sites_are_called_what_the_patient_calls_them(self, region: Region, axial: str, limb: str) -> None:
        figure = physicians(episode(region=region), days(1, axial={0: 6}, limb={0: 2}), (), ())
        assert one(figure, f"{axial} pain, daily")
        assert one(figure, f"{limb} pain, daily")

    def test_a_site_never_logged_has_no_place_in_the_legend(self) -> None:
        figure = physicians(episode(), days(20, axial=every_day(20)), (), ())
        assert not [trace for trace in figure.data if "leg" in (trace.name or "").casefold()]

    def test_days_without_an_entry_are_ticks_below_zero(self) -> None:
        missing = one(physicians(episode(), days(4, axial={0: 5, 2: 5}), (), ()), "No entry")
        np.testing.assert_array_equal(values(missing.x), [1, 3])
        assert max(missing.y) < 0

    def test_a_gap_stays_a_gap(self) -> None:
        figure = physicians(episode(), days(60, axial={**every_day(20), **dict.fromkeys(range(45, 60), 5)}), (), ())
        line = one(figure, "Typical back pain (14 days)")
        assert line.y[35] is None
        assert line.connectgaps is False
        interval = one(figure, "90 % interval")
        assert list(interval.x).count(None) == 2, "one outline for each stretch, none across the gap"

    def test_a_typical_level_between_two_gaps_is_seen_as_a_point(self) -> None:
        frame = days(30, axial=every_day(5))
        frame.loc[frame["day"] != 4, ["axial_typical", "axial_low", "axial_high"]] = np.nan
        line, point = named(physicians(episode(), frame, (), ()), "Typical back pain (14 days)")
        assert (line.mode, point.mode, list(point.x), point.showlegend) == ("lines", "markers", [4], False)

    def test_nothing_is_drawn_for_values_that_are_not_there(self) -> None:
        figure = physicians(episode(None, None), days(40), (), ())
        assert [trace.name for trace in figure.data if trace.showlegend is not False] == ["No entry"]

    def test_the_axis_says_which_way_is_better(self) -> None:
        figure = physicians(episode(), days(1), (), ())
        assert figure.layout.yaxis.title.text == "Pain 0–10 (lower is better)"

    def test_a_frame_without_a_column_is_refused(self) -> None:
        with pytest.raises(ValueError, match="lacks axial_typical"):
            physicians(episode(), days(3).drop(columns="axial_typical"), (), ())


class TestTheCardOfADay:
    def test_it_says_the_day_the_date_and_the_scores(self) -> None:
        frame = days(3, axial={1: 6}, limb={1: 2})
        frame["axial_worst"] = [np.nan, 8, np.nan]
        card = day_card(physicians(episode(), frame, (), ()), 1)
        assert card.startswith("<b>Day 1</b> · Tue 7 Jan 2025<br>Back 6 (worst 8) · Leg 2")

    def test_a_day_without_an_entry_says_so(self) -> None:
        assert day_card(physicians(episode(), days(3, axial={1: 6}), (), ()), 0).endswith("No entry")

    def test_a_typical_level_comes_with_its_interval_and_its_entries(self) -> None:
        card = day_card(physicians(episode(), days(20, axial=every_day(20)), (), ()), 19)
        assert "Typical back pain 5.0 (4.5–5.5), 14 entries in 14 days" in card

    def test_what_patients_type_is_text_and_never_markup(self) -> None:
        frame = days(2, axial={0: 5}, treatments="<a href='x'>click</a>")
        figure = physicians(episode(), frame, [treatment("<b>Bold</b>", 0, kind=TreatmentKind.PROCEDURE)], ())
        cards = [card for trace in figure.data if trace.hovertext is not None for card in trace.hovertext]
        drawn = " ".join([*texts(figure), *cards])
        assert "<a href" not in drawn
        assert "<b>Bold" not in drawn
        assert "&lt;b&gt;Bold" in drawn


class TestTheClock:
    @pytest.mark.parametrize(
        ("last_day", "expected"),
        [
            (0, ["surgery", "1 wk", "2 wk", "3 wk", "4 wk"]),
            (5, ["surgery", "1 wk", "2 wk", "3 wk", "4 wk"]),
            (90, ["surgery", "2 wk", "1 mo", "2 mo", "3 mo"]),
            (189, ["surgery", "2 wk", "1 mo", "2 mo", "3 mo", "4 mo", "5 mo", "6 mo"]),
            (540, ["surgery", *(f"{month} mo" for month in range(2, 18, 2))]),
            (1700, ["surgery", *(f"{month} mo" for month in range(6, 60, 6))]),
        ],
    )
    def test_ticks_are_counted_from_the_surgery_in_even_steps(self, last_day: int, expected: list[str]) -> None:
        assert list(physicians(episode(), days(last_day + 1), (), ()).layout.xaxis.ticktext) == expected

    def test_the_ticks_of_3_and_6_months_stand_at_the_edges_of_the_window(self) -> None:
        axis = physicians(episode(), days(215), (), ()).layout.xaxis
        places = dict(zip(axis.ticktext, axis.tickvals, strict=True))
        assert (places["3 mo"], places["6 mo"]) == (90, 180)
        assert places["5 mo"] == pytest.approx(5 * 365.25 / 12, abs=0.1)

    @pytest.mark.parametrize("last_day", [5, 30, 60, 61, 90, 189, 365, 540, 1700, 4000])
    def test_a_phone_gets_no_more_labels_than_fit(self, last_day: int) -> None:
        axis = physicians(episode(), days(last_day + 1), (), (), compact=True).layout.xaxis
        assert len(axis.ticktext) <= 9
        apart = np.diff(axis.tickvals) / (axis.range[1] - axis.range[0]) * 290
        assert apart.min() > 30, "pixels between labels"

    @pytest.mark.parametrize(("last_day", "shaded"), [(89, None), (90, (90, 91.6)), (300, (90, 180))])
    def test_the_chronic_window_is_shaded_as_far_as_time_has_come(
        self, last_day: int, shaded: tuple[float, float] | None
    ) -> None:
        figure = physicians(episode(), days(last_day + 1), (), ())
        found = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "rect"]
        assert found == ([] if shaded is None else [pytest.approx(shaded, abs=0.1)])

    def test_the_window_has_its_name(self) -> None:
        assert "3–6 months after surgery: chronic-pain window" in texts(physicians(episode(), days(190), (), ()))


class TestTheLevelBeforeSurgery:
    def test_it_is_a_labelled_line_for_each_site(self) -> None:
        figure = physicians(episode(7, 4), days(30), (), ())
        assert {"back before surgery: 7", "leg before surgery: 4"} <= set(texts(figure))
        assert {shape.y0 for shape in figure.layout.shapes if shape.type == "line"} == {7, 4}

    def test_sites_that_began_alike_share_a_line(self) -> None:
        assert "back and leg before surgery: 6" in texts(physicians(episode(6, 6), days(30), (), ()))

    @pytest.mark.parametrize("compact", [False, True])
    @pytest.mark.parametrize("count", [1, 5, 190, 541, 1701])
    def test_the_label_stands_inside_the_axis_or_it_would_not_be_shown(self, count: int, compact: bool) -> None:
        figure = physicians(episode(8, 3), days(count, axial=every_day(count, 2)), (), (), compact=compact)
        left, right = figure.layout.xaxis.range
        places = [note.x for note in figure.layout.annotations if "before surgery" in note.text]
        assert len(places) == 2
        assert all(left < place < right for place in places)

    def test_without_one_there_is_no_line(self) -> None:
        assert not [text for text in texts(physicians(episode(None, None), days(30), (), ())) if "before" in text]


class TestTheExpectedBand:
    LABEL = "Typical, not a target"

    def test_it_is_the_reference_scaled_by_the_own_baseline(self) -> None:
        band = one(physicians(episode(8), days(92, axial=every_day(92)), (), ()), self.LABEL)
        at_91 = values(band.y)[values(band.x) == 91]
        point = next(point for point in expected_band().points if point.day == 91)
        np.testing.assert_allclose(sorted(at_91), [8 * point.lower, 8 * point.upper], atol=5e-4)

    def test_it_follows_the_leading_site(self) -> None:
        band = one(physicians(episode(8, 2), days(92, axial={0: 5}), (), (), leading=Site.LIMB), self.LABEL)
        assert max(band.y) == pytest.approx(2.0)

    @pytest.mark.parametrize("baseline", [None, 0])
    def test_without_a_baseline_there_is_none(self, baseline: int | None) -> None:
        assert not named(physicians(episode(baseline), days(92, axial={0: 5}), (), ()), self.LABEL)

    @pytest.mark.parametrize(("last_day", "drawn"), [(14, False), (15, True)])
    def test_nothing_is_said_of_the_first_fortnight(self, last_day: int, drawn: bool) -> None:
        assert bool(named(physicians(episode(), days(last_day + 1), (), ()), self.LABEL)) is drawn

    @pytest.mark.parametrize(("last_day", "told"), [(14, False), (15, True)])
    def test_its_source_is_told_where_it_is_drawn(self, last_day: int, told: bool) -> None:
        said = band_source(episode(), days(last_day + 1), Site.AXIAL)
        assert (said is not None and expected_band().source in said) is told

    def test_it_ends_where_the_reference_ends(self) -> None:
        band = one(physicians(episode(), days(1001), (), ()), self.LABEL)
        assert max(band.x) == expected_band().points[-1].day


class TestFlags:
    FRAME = days(190, axial=every_day(190, 5), limb=every_day(190, 2))

    def test_the_stretch_from_onset_to_clearing_is_red_and_thicker(self) -> None:
        figure = physicians(episode(), self.FRAME, (), [flag(131, 145, 160)])
        stretch, line = one(figure, "Relapse"), one(figure, "Typical back pain (14 days)")
        flagged = np.flatnonzero(~np.isnan(values(stretch.y)))
        assert (flagged[0], flagged[-1]) == (131, 159)
        assert stretch.line.width > line.line.width
        assert stretch.line.color != line.line.color

    def test_an_open_flag_reaches_to_the_last_day(self) -> None:
        stretch = one(physicians(episode(), self.FRAME, (), [flag(131, 145)]), "Relapse")
        assert np.flatnonzero(~np.isnan(values(stretch.y)))[-1] == 189

    def test_each_site_keeps_its_kind_of_line(self) -> None:
        figure = physicians(episode(), self.FRAME, (), [flag(131, 145, site=Site.LIMB)])
        assert one(figure, "Relapse").line.dash == one(figure, "Typical leg pain (14 days)").line.dash

    def test_flags_of_several_kinds_at_two_sites_share_one_name(self) -> None:
        told = [flag(90, 90, kind=FlagKind.PERSISTENT, site=Site.LIMB), flag(131, 145)]
        figure = physicians(episode(), self.FRAME, (), told)
        assert [trace.showlegend for trace in named(figure, "Flagged")] == [False, None], "one of them in the legend"

    def test_of_several_kinds_at_one_site_the_foremost_is_drawn(self) -> None:
        told = [flag(90, 90, kind=FlagKind.PERSISTENT), flag(131, 145)]
        stretch = one(physicians(episode(), self.FRAME, (), told), "Relapse")
        assert np.flatnonzero(~np.isnan(values(stretch.y)))[0] == 131

    def test_a_flag_of_the_log_as_a_whole_colours_no_line(self) -> None:
        told = [flag(100, 110, kind=FlagKind.INSUFFICIENT_DATA, site=None)]
        figure = physicians(episode(), self.FRAME, (), told)
        assert not [note for note in figure.layout.annotations if note.showarrow]
        assert "Open: " in day_card(figure, 120)

    @pytest.mark.parametrize("kind", [FlagKind.FLARE, FlagKind.EARLY_WATCH])
    def test_what_is_for_information_is_never_in_the_colour_of_a_warning(self, kind: FlagKind) -> None:
        figure = physicians(episode(), self.FRAME, (), [flag(100, 101, 105, kind=kind, severity=Severity.INFO)])
        assert theme.LIGHT.warn not in figure.to_json()
        assert not [note for note in figure.layout.annotations if note.showarrow]

    def test_the_scores_that_a_flag_rests_on_are_ringed_from_4_up(self) -> None:
        scores = {day: 3 if day < 150 else 4 + day % 3 for day in range(190)}
        figure = physicians(episode(), days(190, axial=scores), (), [flag(150, 163)])
        (ring,) = [trace for trace in figure.data if "evidence" in (trace.name or "")]
        assert list(ring.x) == list(range(150, 164)), "the 14 days up to the detection on day 163"
        assert list(ring.y) == [scores[day] for day in range(150, 164)]
        assert (ring.marker.symbol, ring.marker.color) == ("circle-open", theme.LIGHT.warn)

    def test_below_4_and_without_a_flag_there_is_no_ring(self) -> None:
        low = days(190, axial=every_day(190, 3))
        assert "evidence" not in physicians(episode(), low, (), [flag(150, 163)]).to_json()
        assert "evidence" not in physicians(episode(), self.FRAME, (), ()).to_json()
        assert "evidence" not in patients(episode(), self.FRAME, (), [flag(150, 163)]).to_json()

    def test_flares_of_either_site_are_a_strip_at_the_foot(self) -> None:
        light: dict[str, Any] = {"kind": FlagKind.FLARE, "severity": Severity.INFO}
        told = [
            flag(100, 101, 105, **light),
            flag(103, 104, 110, site=Site.LIMB, **light),
            flag(150, 151, 152, **light),
        ]
        ground = one(physicians(episode(), self.FRAME, (), told), "Flare")
        assert values(ground.x)[[0, 2]].tolist() == [99.5, 109.5]
        assert values(ground.x)[[5, 7]].tolist() == [149.5, 151.5]
        assert np.nanmax(values(ground.y)) < -0.5, "below the days without an entry"
        assert not named(patients(episode(), self.FRAME, (), told), "Flare")

    def test_a_loss_of_walking_is_marked_where_walking_is_drawn(self) -> None:
        frame = days(190, axial=every_day(190), walking_minutes=20.0)
        told = [flag(100, 120, 140, kind=FlagKind.WALKING_LOSS, site=None)]
        lost = one(physicians(episode(), frame, (), told), "Walking less")
        marked = np.flatnonzero(~np.isnan(values(lost.y)))
        assert (lost.yaxis, marked[0], marked[-1]) == ("y3", 100, 139)
        assert not named(physicians(episode(), frame, (), []), "Walking less")

    def test_one_note_carries_the_evidence_and_points_at_the_onset(self) -> None:
        figure = physicians(episode(), self.FRAME, (), [flag(131, 145)])
        (note,) = [each for each in figure.layout.annotations if each.showarrow]
        assert note.text.startswith("<b>Relapse")
        assert "day 131" in note.text
        assert "6" in note.text
        assert "2.6" in note.text
        assert (note.x, note.y) == (131, 5)

    def test_the_note_tells_of_the_open_flag_rather_than_of_a_cleared_one(self) -> None:
        figure = physicians(episode(), self.FRAME, (), [flag(150, 160), flag(40, 50, 60)])
        (note,) = [each for each in figure.layout.annotations if each.showarrow]
        assert "day 150" in note.text

    @pytest.mark.parametrize("compact", [False, True])
    @pytest.mark.parametrize("onset", [0, 60, 131, 189])
    def test_the_note_stays_inside_the_picture(self, onset: int, compact: bool) -> None:
        figure = physicians(episode(), self.FRAME, (), [flag(onset, 189)], compact=compact)
        (note,) = [each for each in figure.layout.annotations if each.showarrow]
        left, right = figure.layout.xaxis.range
        longest = max(map(len, note.text.replace("<b>", "").replace("</b>", "").split("<br>")))
        half = longest * 6.2 / 2 * (right - left) / (290 if compact else 860)
        assert left <= note.ax - half
        assert note.ax + half <= right

    def test_the_note_covers_no_typical_level(self) -> None:
        figure = physicians(episode(), self.FRAME, (), [flag(131, 145)])
        (note,) = [each for each in figure.layout.annotations if each.showarrow]
        half = (note.text.count("<br>") + 1) * 18 / 2 * 12.2 / 380
        assert not note.ay - half < 5 < note.ay + half
        assert not note.ay - half < 2 < note.ay + half


class TestThePatientsOwnPicture:
    """Interpretations are the physician's."""

    FRAME = days(190, axial=every_day(190, 5), limb=every_day(190, 2))

    def test_it_is_the_same_with_flags_and_without(self) -> None:
        assert patients(episode(), self.FRAME, (), [flag(131, 145)]) == patients(episode(), self.FRAME, (), ())

    def test_it_has_no_band_and_no_name_of_a_disease(self) -> None:
        figure = patients(episode(), self.FRAME, (), ())
        assert not named(figure, "Typical, not a target")
        assert not [shape for shape in figure.layout.shapes if shape.type == "rect"]
        drawn = figure.to_json().casefold()
        assert "chronic" not in drawn
        assert "typical recovery" not in drawn

    @pytest.mark.parametrize(
        ("last_day", "marks"), [(89, set()), (90, {"3 months"}), (179, {"3 months"}), (180, {"3 months", "6 months"})]
    )
    def test_it_marks_three_and_six_months_plainly(self, last_day: int, marks: set[str]) -> None:
        figure = patients(episode(), days(last_day + 1), (), ())
        assert {text.strip() for text in texts(figure) if "months" in text} == marks


class TestTreatments:
    def test_what_runs_is_a_bar_from_its_first_to_its_last_day(self) -> None:
        figure = physicians(episode(), days(50), [treatment("Oxycodone", 3, 34), treatment("Gabapentin", 20)], ())
        (bars,) = [trace for trace in figure.data if trace.type == "bar"]
        assert list(zip(bars.base, bars.x, strict=True)) == [(3, 32), (20, 30)], "both ends included; on to today"
        assert list(figure.layout.yaxis2.ticktext) == ["Oxycodone", "Gabapentin"]

    def test_courses_of_the_same_treatment_share_a_lane(self) -> None:
        courses = [treatment("Oxycodone", 0, 5), treatment("oxycodone", 20, 25)]
        figure = physicians(episode(), days(50), courses, ())
        (bars,) = [trace for trace in figure.data if trace.type == "bar"]
        assert list(bars.y) == [0, 0]

    def test_what_began_before_surgery_begins_at_the_edge(self) -> None:
        figure = physicians(episode(), days(50), [treatment("Gabapentin", -400)], ())
        (bars,) = [trace for trace in figure.data if trace.type == "bar"]
        assert bars.base[0] == figure.layout.xaxis.range[0]

    def test_a_procedure_is_a_diamond_with_its_label_in_the_top_lane(self) -> None:
        given = [treatment("Gabapentin", 20), treatment("SI joint injection", 30, kind=TreatmentKind.PROCEDURE)]
        figure = physicians(episode(), days(50), given, ())
        (diamond,) = [trace for trace in figure.data if trace.type == "scatter" and trace.marker.symbol == "diamond"]
        assert (list(diamond.x), list(diamond.y)) == ([30], [0])
        assert "SI joint injection" in texts(figure)
        assert list(figure.layout.yaxis2.ticktext) == ["Procedures", "Gabapentin"]

    def test_labels_of_procedures_close_together_take_a_lane_each(self) -> None:
        given = [treatment(f"Facet joint injection {n}", 30 + n, kind=TreatmentKind.PROCEDURE) for n in range(3)]
        figure = physicians(episode(), days(50), given, ())
        (diamonds,) = [trace for trace in figure.data if trace.type == "scatter" and trace.marker.symbol == "diamond"]
        assert sorted(diamonds.y) == [0, 1, 2]

    def test_a_procedure_says_beside_its_name_what_became_of_the_pain(self) -> None:
        done = treatment("SI joint injection", 30, kind=TreatmentKind.PROCEDURE)
        label = "SI joint injection: −1.0 in 21 days (14 %), below 30 %"
        assert label in texts(physicians(episode(), days(80), [done], (), responses=[response(done)]))
        assert label not in texts(patients(episode(), days(80), [done], (), responses=[response(done)]))
        narrow = physicians(episode(), days(80), [done], (), responses=[response(done)], compact=True)
        assert "SI joint injection<br>−1.0 (14 %)" in texts(narrow)

    def test_a_longer_label_takes_a_lane_of_its_own(self) -> None:
        done = [treatment(f"Injection {n}", 20 + 45 * n, kind=TreatmentKind.PROCEDURE) for n in range(2)]
        rows = []
        for told in ((), [response(each) for each in done]):
            figure = physicians(episode(), days(150), done, (), responses=told)
            rows.append(len(figure.layout.yaxis2.ticktext))
        assert rows == [1, 2]

    def test_without_any_there_is_no_empty_panel(self) -> None:
        assert "yaxis2" not in physicians(episode(), days(50), (), ()).layout

    def test_more_of_them_make_the_picture_higher_not_the_pain_lower(self) -> None:
        few, many = (
            physicians(episode(), days(50), [treatment(f"T{n}", 0) for n in range(count)], ()) for count in (1, 12)
        )
        pain = [
            (f.layout.height - f.layout.margin.t - f.layout.margin.b) * np.diff(f.layout.yaxis.domain)[0]
            for f in (few, many)
        ]
        assert pain[0] == pytest.approx(pain[1])


class TestWalking:
    def test_days_without_minutes_have_no_bar_and_count_for_nothing_in_the_median(self) -> None:
        minutes = [np.nan, 10, 20, np.nan, 30, 40, 50, np.nan, np.nan, np.nan]
        figure = physicians(episode(), days(10, walking_minutes=minutes), (), ())
        bars = one(figure, "Walking")
        outline = [(x, y) for x, y in zip(bars.x, bars.y, strict=True) if y is not None]
        assert [(round(float(x + 0.4)), y) for x, y in outline[1::4]] == [(1, 10), (2, 20), (4, 30), (5, 40), (6, 50)]
        assert {y for _, y in outline[0::4] + outline[3::4]} == {0}, "each stands on the floor"
        assert len(bars.y) == 5 * 5, "a gap after each, so that none reaches across a missing day"
        trend = one(figure, "Median of the days logged").y
        assert trend[5] is None, "four days logged are too few"
        assert trend[6] == 30

    def test_the_card_of_a_day_tells_its_minutes_and_a_day_without_an_answer_has_none(self) -> None:
        figure = physicians(episode(), days(10, walking_minutes=[0, np.nan, *[20] * 8]), (), ())
        (cards,) = [trace for trace in figure.data if trace.hovertext is not None and trace.yaxis == "y3"]
        assert "Walked 0 min" in cards.hovertext[0], "which no bar shows"
        assert list(cards.x) == [0, *range(2, 10)]

    def test_without_any_there_is_no_empty_panel(self) -> None:
        assert "yaxis3" not in physicians(episode(), days(10, axial={1: 2}), (), ()).layout


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("interpreted", [False, True])
@pytest.mark.parametrize("count", [1, 5, 14, 15, 90, 91, 541, 1701])
@pytest.mark.parametrize("logged", [False, True])
def test_every_length_of_record_draws(count: int, logged: bool, interpreted: bool, compact: bool) -> None:
    frame = days(count, axial=every_day(count) if logged else {}, limb={0: 3} if logged else {})
    frame["walking_minutes"] = 20.0 if logged else np.nan
    told = [flag(count // 2, count // 2)]
    given = [treatment("Gabapentin", 0)]
    figure = recovery_figure(episode(), frame, given, told, interpreted=interpreted, compact=compact)
    assert figure.to_json()


def test_the_frame_of_the_tests_keeps_the_contract() -> None:
    DAYS.check(days(3))


class TestTheLook:
    FRAME = days(190, axial=every_day(190, 5), limb=every_day(190, 2), walking_minutes=30)

    def figure(self, look: theme.Look, *, compact: bool = False, interpreted: bool = True) -> go.Figure:
        done = [treatment(kind.value, 20, 60, kind) for kind in TreatmentKind]
        return recovery_figure(
            episode(), self.FRAME, done, [flag(131, 145)], interpreted=interpreted, compact=compact, look=look
        )

    @pytest.mark.parametrize("interpreted", [False, True])
    def test_each_palette_is_used_alone(self, interpreted: bool) -> None:
        light, dark = set(asdict(theme.LIGHT).values()), set(asdict(theme.DARK).values())
        for own, other in ((theme.LIGHT, dark - light), (theme.DARK, light - dark)):
            drawn = self.figure(theme.Look(own), interpreted=interpreted).to_json()
            for colour in other:
                assert colour not in drawn
                assert theme.soft(colour, 1).rpartition(",")[0] not in drawn
            assert own.ink in drawn

    def test_paper_is_light(self) -> None:
        assert recovery_figure(episode(), self.FRAME, (), (), interpreted=True).layout.paper_bgcolor == theme.LIGHT.card

    @pytest.mark.parametrize("compact", [False, True])
    def test_large_text_is_larger_in_every_word_and_given_the_room(self, compact: bool) -> None:
        usual, large = (self.figure(theme.Look(scale=scale), compact=compact) for scale in (1.0, theme.LARGE))
        assert sizes(large) == {size * theme.LARGE for size in sizes(usual)}
        assert large.layout.height >= usual.layout.height * theme.LARGE
        assert large.layout.margin.l >= usual.layout.margin.l * theme.LARGE
        assert len(large.layout.xaxis.tickvals) < len(usual.layout.xaxis.tickvals)

    @pytest.mark.parametrize("last_day", [179, 180, 189, 215, 300])
    def test_the_marks_of_a_patients_clock_do_not_write_over_each_other(self, last_day: int) -> None:
        figure = patients(episode(), days(last_day + 1), (), (), compact=True, look=theme.Look(scale=theme.LARGE))
        marks = [note for note in figure.layout.annotations if "months" in note.text]
        per_pixel = (figure.layout.xaxis.range[1] - figure.layout.xaxis.range[0]) / 290
        width = 8 * 6.6 * theme.LARGE * per_pixel
        left = sorted(note.x - width if note.xanchor == "right" else note.x for note in marks)
        assert all(second - first >= width for first, second in pairwise(left))


def sizes(figure: go.Figure) -> set[float]:
    """Every size of words in a figure."""
    found = re.findall(r'font":{[^{}]*"size":([\d.]+)', figure.layout.to_json())
    return {float(size) for size in found}


class TestTheNewestDaysAlone:
    FRAME = days(400, axial=every_day(400), walking_minutes=20.0)

    def test_six_weeks_are_counted_in_days_back_from_today(self) -> None:
        axis = physicians(episode(), self.FRAME, (), (), last=42).layout.xaxis
        assert list(axis.ticktext) == ["day 364", "day 371", "day 378", "day 385", "day 392", "day 399"]
        assert (round(axis.range[0]), round(axis.range[1])) == (357, 400)

    def test_six_months_are_counted_in_months_from_the_surgery(self) -> None:
        axis = physicians(episode(), self.FRAME, (), (), last=183).layout.xaxis
        assert list(axis.ticktext) == ["8 mo", "9 mo", "10 mo", "11 mo", "12 mo", "13 mo"]

    def test_no_earlier_day_is_sent(self) -> None:
        figure = physicians(episode(), self.FRAME, (), (), last=42)
        assert min(one(figure, "Back pain, daily").x) == 358
        assert max(one(figure, "Back pain, daily").x) == 399

    def test_what_ended_before_is_left_out_and_what_went_on_is_cut(self) -> None:
        done = [treatment("Ended", 10, 350), treatment("Cut", 10, 380), treatment("Goes on", 370)]
        done += [treatment("Long ago", 100, kind=TreatmentKind.PROCEDURE)]
        figure = physicians(episode(), self.FRAME, done, (), last=42)
        assert list(figure.layout.yaxis2.ticktext) == ["Cut", "Goes on"]
        (bars,) = [trace for trace in figure.data if trace.type == "bar" and trace.yaxis == "y2"]
        assert bars.base[0] == pytest.approx(figure.layout.xaxis.range[0])
        assert bars.base[0] + bars.x[0] == 381

    def test_of_the_chronic_window_only_the_part_that_is_seen_is_shaded(self) -> None:
        def shaded(last: int) -> list[Any]:
            return [
                each for each in physicians(episode(), self.FRAME, (), (), last=last).layout.shapes if each.fillcolor
            ]

        (cut,) = shaded(270)
        edge = physicians(episode(), self.FRAME, (), (), last=270).layout.xaxis.range[0]
        assert (cut.x0, cut.x1) == (edge, 180), "the picture begins on day 130"
        assert len(shaded(220)) == 1, "the picture begins on day 180"
        assert not shaded(219)

    @pytest.mark.parametrize("compact", [True, False])
    @pytest.mark.parametrize("last", [1, 42, 183, 5000])
    @pytest.mark.parametrize("count", [1, 30, 200, 540])
    def test_every_window_of_every_record_draws(self, count: int, last: int, compact: bool) -> None:
        frame = days(count, axial=every_day(count), walking_minutes=20.0)
        done = [treatment("Course", 0), treatment("Block", count - 1, kind=TreatmentKind.PROCEDURE)]
        told = [flag(max(count - 20, 0), count - 1)]
        figure = physicians(episode(), frame, done, told, last=last, compact=compact)
        assert figure.layout.xaxis.range[0] < figure.layout.xaxis.range[1]
        if last >= count:
            assert figure.to_json() == physicians(episode(), frame, done, told, compact=compact).to_json()

    def test_a_flag_that_began_before_is_told_without_a_line_to_where_it_began(self) -> None:
        (note,) = [
            each
            for each in physicians(episode(), self.FRAME, (), [flag(150, 163)], last=42).layout.annotations
            if "Relapse" in each.text
        ]
        assert not note.showarrow
        (whole,) = [
            each
            for each in physicians(episode(), self.FRAME, (), [flag(150, 163)]).layout.annotations
            if "Relapse" in each.text
        ]
        assert whole.showarrow
