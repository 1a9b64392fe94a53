"""What must hold of the engine for any log and any list of treatments: nothing from the future, nothing from the order
of the rows, from other patients or from the calendar; typical pain as an independent implementation in plain Python has
it."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from statistics import fmean

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tracker.domain.columns import FLAGS, SUMMARY, TREATMENTS
from tracker.trends import Replay, replay

SURGERY = date(2026, 1, 1)
OF_ONE_SITE = ["new_limb_pain", "early_watch"]
"""Flags whose rule is not the same for back and leg: one is about the limb only, one has a line for each."""

CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Log = list[tuple[int, float | None, float | None]]
"""Day, axial, limb."""

Done = list[tuple[int, tuple[str, str]]]
"""Day, kind and name of each treatment of one patient."""

INJECTION, ABLATION = ("procedure", "Epidural steroid injection"), ("procedure", "Radiofrequency ablation")

lists_of_treatments: st.SearchStrategy[Done] = st.lists(
    st.tuples(
        st.integers(-30, 330),
        st.sampled_from([INJECTION, INJECTION, ABLATION, ("other", "Nerve block"), ("medicine", "Steroid tablets")]),
    ),
    max_size=4,
)


@st.composite
def stretches_of_scores(draw: st.DrawFn) -> list[float | None]:
    """A course: some stretches about a level each, with scatter and gaps, so that flags come and go."""
    scores: list[float | None] = []
    for _ in range(draw(st.integers(1, 6))):
        level, days = draw(st.integers(0, 10)), draw(st.integers(5, 60))
        logged = draw(st.sampled_from([1.0, 0.7, 0.25, 0.0]))
        rng = Random(draw(st.integers(0, 2**32)))
        scores += [
            float(min(max(level + rng.choice([-1, 0, 0, 1]), 0), 10)) if rng.random() < logged else None
            for _ in range(days)
        ]
    return scores


@st.composite
def logs(draw: st.DrawFn) -> Log:
    axial, limb = draw(stretches_of_scores()), draw(st.one_of(st.just([]), stretches_of_scores()))
    days = max(len(axial), len(limb))
    pairs = zip(axial + [None] * (days - len(axial)), limb + [None] * (days - len(limb)), strict=True)
    return [(day, *pair) for day, pair in enumerate(pairs) if pair != (None, None)]


def eased_and_back() -> Log:
    """Ten weeks at 7, eight at 3, eight at 5 to 6, six at 3 again, with the scatter of a person: a return, and an ease,
    that take a while to see."""
    rng = Random(2)
    levels = [7.0] * 70 + [3.0] * 56 + [5.5] * 56 + [3.0] * 42
    return [(day, float(round(level + rng.gauss(0, 0.8))), None) for day, level in enumerate(levels)]


EASED: Done = [(69, INJECTION)]
"""The procedure that `eased_and_back` was eased by."""


def people(*ids: str, surgery: date = SURGERY, baseline: float | None = 7) -> pd.DataFrame:
    rows = [(who, pd.Timestamp(surgery), "lumbar", baseline, baseline) for who in ids]
    frame = pd.DataFrame(rows, columns=["patient_id", "surgery_date", "region", "baseline_axial", "baseline_limb"])
    return frame.astype({"surgery_date": "datetime64[s]"})


def diary(
    log: Sequence[tuple[int, float | None, float | None]], who: str = "a", surgery: date = SURGERY
) -> pd.DataFrame:
    rows = [(who, pd.Timestamp(surgery + timedelta(days=day)), axial, limb) for day, axial, limb in log]
    frame = pd.DataFrame(rows, columns=["patient_id", "date", "axial", "limb"])
    return frame.astype({"date": "datetime64[s]", "axial": "float64", "limb": "float64"})


def treatments(done: Done, who: str = "a", surgery: date = SURGERY) -> pd.DataFrame:
    rows = [(who, pd.Timestamp(surgery + timedelta(days=day)), kind, name) for day, (kind, name) in done]
    return pd.DataFrame(rows, columns=TREATMENTS.names).astype({"start": "datetime64[s]"})


def on_days(judged: Replay, who: str = "a") -> list[str]:
    return judged.days(who)["open_flags"].tolist()


def last_day(log: Log) -> date:
    return SURGERY + timedelta(days=max((day for day, _, _ in log), default=0))


@CALM
@given(log=logs(), cut=st.integers(0, 300))
def test_what_was_on_up_to_a_day_does_not_depend_on_what_came_after(log: Log, cut: int) -> None:
    day = SURGERY + timedelta(days=cut)
    whole = replay(people("a"), diary(log), as_of=max(last_day(log), day))
    then = replay(people("a"), diary([entry for entry in log if entry[0] <= cut]), as_of=day)
    assert_the_same_up_to_its_end(whole, then)


def assert_the_same_up_to_its_end(whole: Replay, then: Replay) -> None:
    """Whether `then`, which ends earlier, says of its days what `whole` says of them."""
    known = then.days("a").drop(columns="rule_version")
    pd.testing.assert_frame_equal(whole.days("a")[known.columns].head(len(known)), known)
    day = known["date"].iloc[-1]
    flags = whole.flags().query("detected_on <= @day").drop(columns="severity")
    flags["cleared_on"] = flags["cleared_on"].where(flags["cleared_on"] <= day)
    pd.testing.assert_frame_equal(flags, then.flags()[flags.columns])


def test_a_procedure_makes_a_return_easier_to_see() -> None:
    """Without this the tests of treatments below might hold because no treatment ever counts."""
    log = eased_and_back()
    without, with_it = (
        replay(people("a"), diary(log), treatments(done)).flags().query("flag == 'relapse'")["detected_on"].item()
        for done in ([], EASED)
    )
    assert SURGERY + timedelta(days=126) < with_it.date() < without.date()


@settings(CALM, max_examples=15)  # each of them at several days
@given(log=logs(), done=lists_of_treatments, cuts=st.lists(st.integers(0, 300), min_size=3, max_size=3))
@example(log=eased_and_back(), done=[(140, INJECTION), (185, INJECTION)], cuts=[126, 139, 150, 184, 192])
def test_what_was_on_up_to_a_day_does_not_depend_on_treatments_after_it(log: Log, done: Done, cuts: list[int]) -> None:
    whole = replay(people("a"), diary(log), treatments(done), as_of=SURGERY + timedelta(days=400))
    for cut in cuts:
        until = [entry for entry in log if entry[0] <= cut]
        by_then = treatments([each for each in done if each[0] <= cut])
        then = replay(people("a"), diary(until), by_then, as_of=SURGERY + timedelta(days=cut))
        assert_the_same_up_to_its_end(whole, then)
        listed_ahead = replay(people("a"), diary(until), treatments(done), as_of=SURGERY + timedelta(days=cut))
        pd.testing.assert_frame_equal(listed_ahead.flags(), then.flags())


@CALM
@given(log=logs())
@example(log=eased_and_back())
def test_numbers_of_a_flag_lie_on_the_scale_and_in_their_interval(log: Log) -> None:
    for flag in replay(people("a"), diary(log), as_of=last_day(log)).assessment("a").flags:
        level, low, high = flag.evidence.level, flag.evidence.level_low, flag.evidence.level_high
        if level is not None and low is not None and high is not None:
            assert 0 <= low <= level <= high <= 10


def abrupt_and_gone() -> Log:
    """Relief at 0 to 1, three weeks at 3, and relief again at once."""
    rng = Random(5)
    levels = [6.0] * 40 + [0.4] * 80 + [3.0] * 25 + [0.4] * 30
    return [(day, float(max(round(level + rng.gauss(0, 0.6)), 0)), None) for day, level in enumerate(levels)]


@CALM
@given(log=logs())
@example(log=abrupt_and_gone())
def test_no_relapse_is_on_where_typical_pain_is_back_at_the_relief(log: Log) -> None:
    judged = replay(people("a"), diary(log), as_of=last_day(log)).days("a")
    judged = judged.merge(diary(log)[["date", "axial"]], on="date", how="left")
    three_weeks = judged["axial"].rolling(21, min_periods=7).mean()
    near = judged["axial_typical"] <= three_weeks.expanding().min() + 1
    told = near & judged["axial"].notna() & (judged["axial"].rolling(28, min_periods=1).count() >= 7)
    enough = judged["axial"].notna().cumsum() >= 14
    on = judged["open_flags"].str.contains("relapse:axial")
    after_new_relief = (judged["open_flags"].str.contains("relapse:axial").astype(int).diff() == -1).cumsum() > 0
    assert not (on & told & enough & ~after_new_relief).any()


def test_the_example_has_a_relapse_to_speak_of() -> None:
    flags = replay(people("a"), diary(abrupt_and_gone()), as_of=last_day(abrupt_and_gone())).flags()
    assert flags.query("flag == 'relapse'")["cleared_on"].notna().tolist() == [True]


@CALM
@given(log=logs(), seed=st.integers(0, 1000))
def test_the_order_of_the_rows_does_not_matter(log: Log, seed: int) -> None:
    plain = replay(people("a"), diary(log), as_of=last_day(log))
    mixed = replay(people("a"), diary(log).sample(frac=1, random_state=seed), as_of=last_day(log))
    pd.testing.assert_frame_equal(plain.flags(), mixed.flags())
    assert plain.assessment("a") == mixed.assessment("a")


@CALM
@given(log=logs(), done=lists_of_treatments, seed=st.integers(0, 1000))
@example(log=eased_and_back(), done=[*EASED, (69, ABLATION)], seed=1)
def test_the_order_of_the_treatments_does_not_matter(log: Log, done: Done, seed: int) -> None:
    listed = treatments(done)
    plain, mixed, backwards = (
        replay(people("a"), diary(log), each, as_of=last_day(log))
        for each in (listed, listed.sample(frac=1, random_state=seed), listed.iloc[::-1])
    )
    for other in (mixed, backwards):
        pd.testing.assert_frame_equal(plain.flags(), other.flags())
        assert plain.assessment("a") == other.assessment("a")


@CALM
@given(log=logs(), other=logs(), done=lists_of_treatments, others=lists_of_treatments)
@example(log=eased_and_back(), other=eased_and_back(), done=[], others=EASED)
@example(log=eased_and_back(), other=eased_and_back(), done=EASED, others=[(20, ABLATION)])
def test_the_treatments_of_others_change_nothing(log: Log, other: Log, done: Done, others: Done) -> None:
    as_of = max(last_day(log), last_day(other))
    alone = replay(people("a"), diary(log), treatments(done), as_of=as_of)
    listed = pd.concat([treatments(others, "b"), treatments(done), treatments(others, "not listed")])
    among = replay(people("b", "a"), pd.concat([diary(other, "b"), diary(log)]), listed, as_of=as_of)
    assert alone.assessment("a") == among.assessment("a")
    pd.testing.assert_frame_equal(alone.days("a"), among.days("a"))


@CALM
@given(log=logs(), other=logs(), third=logs())
def test_a_patient_is_judged_the_same_alone_and_among_others(log: Log, other: Log, third: Log) -> None:
    as_of = max(last_day(log), last_day(other), last_day(third))
    alone = replay(people("a"), diary(log), as_of=as_of)
    entries = pd.concat([diary(third, "c"), diary(log), diary(other, "b")])
    among = replay(people("b", "a", "c", "d"), entries, as_of=as_of)
    assert alone.assessment("a") == among.assessment("a")
    pd.testing.assert_frame_equal(alone.days("a"), among.days("a"))


@CALM
@given(log=logs(), done=lists_of_treatments, shift=st.integers(-2000, 2000))
@example(log=eased_and_back(), done=EASED, shift=59)
def test_only_days_since_surgery_count_not_the_calendar(log: Log, done: Done, shift: int) -> None:
    by, as_of = timedelta(days=shift), last_day(log)
    moved = SURGERY + by
    here = replay(people("a"), diary(log), treatments(done), as_of=as_of)
    there = replay(
        people("a", surgery=moved), diary(log, surgery=moved), treatments(done, surgery=moved), as_of=as_of + by
    )
    assert on_days(here) == on_days(there)
    expected = here.flags()
    for column in ("onset_date", "detected_on", "cleared_on"):
        expected[column] = expected[column] + pd.Timedelta(by).as_unit("s")
    pd.testing.assert_frame_equal(expected, there.flags())


@CALM
@given(log=logs())
def test_back_and_leg_are_judged_by_the_same_rules(log: Log) -> None:
    swapped = [(day, limb, axial) for day, axial, limb in log]
    names = {"axial": "limb", "limb": "axial"}
    one, other = (
        replay(people("a"), diary(each), as_of=last_day(log)).flags().query("flag not in @OF_ONE_SITE")
        for each in (log, swapped)
    )
    for flags in (one, other):
        flags["evidence"] = [flag.replace('"site": "limb"', '"site": "axial"') for flag in flags["evidence"]]
    keys = ["flag", "site", "detected_on", "cleared_on", "severity", "evidence"]
    other["site"] = other["site"].map(names)
    pd.testing.assert_frame_equal(
        one[keys].sort_values(["detected_on", "flag", "site"]).reset_index(drop=True),
        other[keys].sort_values(["detected_on", "flag", "site"]).reset_index(drop=True),
        check_dtype=False,
    )


@CALM
@given(log=logs())
def test_a_flag_of_a_kind_and_site_is_not_on_twice_and_never_before_its_onset(log: Log) -> None:
    flags = replay(people("a"), diary(log), as_of=last_day(log)).assessment("a").flags
    for flag in flags:
        assert SURGERY <= flag.onset_date <= flag.detected_on
        assert flag.cleared_on is None or flag.detected_on < flag.cleared_on <= last_day(log)
    for kind, site in {(flag.kind, flag.site) for flag in flags}:
        same = [flag for flag in flags if (flag.kind, flag.site) == (kind, site)]
        assert all(a.cleared_on and a.cleared_on <= b.detected_on for a, b in pairwise(same))


@CALM
@given(log=logs())
def test_the_frames_keep_their_contracts_and_agree_with_the_assessment(log: Log) -> None:
    judged = replay(people("a"), diary(log), as_of=last_day(log))
    flags, summary, said = judged.flags(), judged.summary(), judged.assessment("a")
    assert (flags.columns.tolist(), summary.columns.tolist()) == (FLAGS.names, SUMMARY.names)
    assert len(flags) == len(said.flags)
    assert summary["state"].tolist() == [str(site.state) for site in said.sites]
    last = judged.days("a").iloc[-1]
    for site in said.sites:
        typical = last[f"{site.site}_typical"]
        assert site.typical == (None if pd.isna(typical) else pytest.approx(typical))
    assert sorted(filter(None, last["open_flags"].split("; "))) == sorted(
        f"{flag.kind}:{flag.site}" if flag.site else str(flag.kind) for flag in said.flags if flag.open
    )


def typical_by_hand(scores: Sequence[float | None], day: int) -> float | None:
    """Typical pain without numpy: of the last 14 days, a fifth of the entries struck out at each end, then the mean."""
    entries = sorted(score for score in scores[max(day - 13, 0) : day + 1] if score is not None)
    if len(entries) < 5:
        return None
    out = len(entries) // 5
    return fmean(entries[out : len(entries) - out])


@CALM
@given(scores=stretches_of_scores())
def test_typical_pain_is_what_a_pencil_gives(scores: list[float | None]) -> None:
    log = [(day, score, None) for day, score in enumerate(scores) if score is not None]
    judged = replay(people("a"), diary(log), as_of=SURGERY + timedelta(days=len(scores) - 1))
    for day, typical in enumerate(judged.days("a")["axial_typical"]):
        expected = typical_by_hand(scores, day)
        assert pd.isna(typical) if expected is None else typical == pytest.approx(expected, abs=0.005001)
