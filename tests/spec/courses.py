"""Plain courses of pain, written as stretches of days, and what the engine says of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

import pandas as pd

from tracker.domain.assessment import FlagKind
from tracker.domain.patients import Site
from tracker.domain.reference import Thresholds
from tracker.trends import Replay, replay

SURGERY = date(2026, 1, 1)

Scores = list[float | None]


def stay(level: float, days: int) -> Scores:
    """Whole scores, one a day, that add up to the level: 2.6 gives 3, 2, 3, 2, 3, 3, 2, ..."""
    return slope(level, level, days)


def slope(start: float, end: float, days: int) -> Scores:
    """From one level to another in a straight line, as whole scores: what is rounded off is carried to the next day."""
    scores: Scores = []
    owed = 0.0
    for day in range(days):
        wanted = start + (end - start) * day / max(days - 1, 1) + owed
        score = min(max(round(wanted), 0), 10)
        owed = wanted - score
        scores.append(float(score))
    return scores


def silent(days: int) -> Scores:
    return [None] * days


def every(step: int, scores: Iterable[float | None]) -> Scores:
    """Only each `step`-th day logged, the first one included."""
    return [score if day % step == 0 else None for day, score in enumerate(scores)]


def unsteady(scores: Iterable[float | None]) -> Scores:
    """A point up, none, a point down, none, and so on: days differ as in life and the level stays."""
    turns = (1, 0, -1, 0)
    return [None if score is None else min(max(score + turns[day % 4], 0), 10) for day, score in enumerate(scores)]


def patients(*, baseline_axial: float | None = 7, baseline_limb: float | None = None, **more: object) -> pd.DataFrame:
    row = {"patient_id": "P1", "surgery_date": SURGERY, "region": "lumbar"}
    return pd.DataFrame([{**row, "baseline_axial": baseline_axial, "baseline_limb": baseline_limb, **more}])


def entries(
    axial: Sequence[float | None],
    limb: Sequence[float | None] = (),
    *,
    first_day: int = 0,
    walking: Sequence[float | None] = (),
    opioid: Sequence[float | None] = (),
    called_flares: Collection[int] = (),
) -> pd.DataFrame:
    """The log as a frame: a row for each day on which either site has a score, walking was told or the list of
    treatments was answered (1 with an opioid, 0 without). `called_flares` are the days that the patient called one."""
    answers = {"axial": axial, "limb": limb, "walking_minutes": walking, "opioid_taken": opioid}
    days = max(map(len, answers.values()))
    padded = [[*each, *silent(days - len(each))] for each in answers.values()]
    rows = [
        ("P1", pd.Timestamp(SURGERY + timedelta(days=first_day + day)), *given, day in called_flares)
        for day, given in enumerate(zip(*padded, strict=True))
        if any(answer is not None for answer in given)
    ]
    frame = pd.DataFrame(rows, columns=["patient_id", "date", *answers, "flare"])
    return frame.astype({"date": "datetime64[s]", **dict.fromkeys(answers, "float64"), "flare": "boolean"})


def judge(
    axial: Sequence[float | None],
    limb: Sequence[float | None] = (),
    *,
    baseline: float | None = 7,
    baseline_limb: float | None = None,
    rules: Thresholds | None = None,
    walking: Sequence[float | None] = (),
    opioid: Sequence[float | None] = (),
    called_flares: Collection[int] = (),
) -> Replay:
    """The engine's word on a course as of its last day, silent ones included."""
    last = SURGERY + timedelta(days=max(map(len, (axial, limb, walking, opioid))) - 1)
    who = patients(baseline_axial=baseline, baseline_limb=baseline_limb)
    log = entries(axial, limb, walking=walking, opioid=opioid, called_flares=called_flares)
    return replay(who, log, as_of=last, rules=rules)


LASTING = (FlagKind.RELAPSE, FlagKind.PERSISTENT, FlagKind.NON_IMPROVEMENT, FlagKind.INSUFFICIENT_DATA)
"""The flags about pain that lasts or returns, and about a log too thin to tell."""


def flags_of(judged: Replay, *sites: Site | None, kinds: Collection[FlagKind] = LASTING) -> list[str]:
    """The flags of some kinds as lines: "relapse axial high, day 132 to 190" (or "on" where still open), of `sites`
    where given."""
    lines = []
    for flag in judged.assessment("P1").flags:
        if flag.kind in kinds and (not sites or flag.site in sites):
            end = "on" if flag.cleared_on is None else str((flag.cleared_on - SURGERY).days)
            where = f" {flag.site}" if flag.site else ""
            first = (flag.detected_on - SURGERY).days
            lines.append(f"{flag.kind}{where} {flag.severity}, day {first} to {end}")
    return lines
