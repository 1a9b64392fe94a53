"""How fast the engine is on one core, beside other methods fitted once a patient in the same run.

    python -m benchmarks.speed [--patients 10000] [--days 365] [--large]

prints tables in Markdown: patients who log as people do, and the same with an entry on every day. They are synthetic,
with one series each, so that every method works on the same scores. The machine code of the loops is made before the
clock starts. Rivals look at a sample and are scaled up to all patients.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import pandas as pd
import pymannkendall
from scipy import stats

from tracker.simulation.population import Conditions, Population, population
from tracker.trends import compile_loops, replay

SAMPLE = 300
"""Patients that a rival is timed on."""

REPEATS = 3
"""How often each method is timed; the best counts."""

SAVES = 200
"""How often one patient is judged anew."""

SURGERY = np.datetime64("2025-01-01")
Frames = tuple[pd.DataFrame, pd.DataFrame]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365, help="days each is followed")
    parser.add_argument("--large", action="store_true", help="ten times as many patients too")
    parser.add_argument("--memory-of", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--every-day", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    on_one_core()
    if given.memory_of:
        print(peak_of_a_replay(given.memory_of, given.days, every_day=given.every_day))
        return
    print("\n".join(report(given.patients, given.days, large=given.large)))


def on_one_core() -> None:
    """Keep to one core, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def report(patients: int, days: int, *, large: bool) -> list[str]:
    """The tables, line by line."""
    compile_loops()
    logs = [timed(patients, days, conditions) for conditions in (Conditions(), Conditions(missing=0))]
    lines = zip(WHAT, *(each.cells() for each in logs), GOALS, strict=True)
    sizes = [max(patients // 10, 1), patients, *([10 * patients] if large else [])]
    return [
        f"{patients:,} patients x {days} days, one core; an entry on {logs[0].share:.0%} of days and on every day",
        "",
        "| what | as people log | every day logged | goal |",
        "|---|---|---|---|",
        *(f"| {' | '.join(cells)} |" for cells in lines),
        "",
        "| patients | replay | a patient and day |",
        "|---|---|---|",
        *(f"| {size:,} | {took:.2f} s | {took / size / days * 1e6:.2f} µs |" for size, took in scaled(sizes, days)),
    ]


WHAT = (
    "replay of every day with all flags",
    "its peak memory, the process and its data included",
    "Mann-Kendall (pymannkendall), once a patient",
    "Theil and Sen's slope (scipy), once a patient",
    "`assess --history`, whole process, CSV in and out",
    "one patient after a save, median / 95th of 200",
)
GOALS = ("5 s", "1.5 GiB", "25 x the replay", "5 x the replay", "20 s", "20 ms")


@dataclass(frozen=True, slots=True)
class Timed:
    """What was measured of one population: seconds of a replay, GiB at most, seconds of the rivals and of the whole
    process, milliseconds for one patient; and the share of days with an entry."""

    share: float
    ours: float
    peak: float
    kendall: float
    theil_sen: float
    process: float
    saves: tuple[float, float]

    def cells(self) -> tuple[str, ...]:
        """As cells of the table, in the order of WHAT."""
        return (
            f"{self.ours:.2f} s",
            f"{self.peak:.2f} GiB",
            f"{self.kendall:.1f} s: {self.kendall / self.ours:.1f} x",
            f"{self.theil_sen:.1f} s: {self.theil_sen / self.ours:.1f} x",
            f"{self.process:.1f} s",
            f"{self.saves[0]:.1f} / {self.saves[1]:.1f} ms",
        )


def timed(patients: int, days: int, conditions: Conditions) -> Timed:
    """Measure everything on one population."""
    people = population(1, patients, days, conditions=conditions)
    given = frames(people)
    return Timed(
        share=float(np.isfinite(people.scores).mean()),
        ours=seconds(partial(replayed, given), REPEATS),
        peak=peak(patients, days, every_day=conditions.missing == 0),
        kendall=rival(people, pymannkendall.original_test),
        theil_sen=rival(people, lambda scores: stats.theilslopes(scores, np.arange(scores.size))),
        process=whole_process(given),
        saves=one_patient(people),
    )


def scaled(sizes: Sequence[int], days: int) -> Iterator[tuple[int, float]]:
    """For each number of patients the seconds to replay them, who log as people do."""
    for size in sizes:
        given = frames(population(1, size, days))
        yield size, seconds(partial(replayed, given), REPEATS)


def frames(people: Population) -> Frames:
    """The population as the engine reads it."""
    count = people.scores.shape[0]
    names = np.array([f"P{number:06d}" for number in range(count)])
    row, day = np.nonzero(np.isfinite(people.scores))
    patients = pd.DataFrame(
        {
            "patient_id": names,
            "surgery_date": np.full(count, SURGERY).astype("datetime64[s]"),
            "region": "lumbar",
            "baseline_axial": people.asked,
            "baseline_limb": np.nan,
        }
    )
    entries = pd.DataFrame(
        {
            "patient_id": names[row],
            "date": (SURGERY + day).astype("datetime64[s]"),
            "axial": people.scores[row, day],
            "limb": np.nan,
        }
    )
    return patients, entries


def seconds(work: Callable[[], object], repeats: int = 1) -> float:
    """How long some work takes, at best: what else the machine does only ever adds."""
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def replayed(given: Frames) -> pd.DataFrame:
    """All flags of a population."""
    return replay(*given).flags()


def rival(people: Population, fit: Callable[[np.ndarray], object]) -> float:
    """Seconds for all patients at the pace of the first of them."""
    some = [scores[np.isfinite(scores)] for scores in people.scores[:SAMPLE]]
    took = seconds(lambda: [fit(scores) for scores in some], REPEATS)
    return float(took * people.scores.shape[0] / len(some))


def one_patient(people: Population) -> tuple[float, float]:
    """Milliseconds to judge one patient anew: the median and the 95th percentile of SAVES."""
    patients, entries = frames(people)
    alone = patients.head(1), entries[entries["patient_id"] == patients["patient_id"][0]]
    took = [1000 * seconds(lambda: replay(*alone).assessment("P000000")) for _ in range(SAVES)]
    return median(took), quantiles(took, n=20)[-1]


def peak(patients: int, days: int, *, every_day: bool) -> float:
    """GiB that a process of its own took at most to make the patients and replay them."""
    words = [sys.executable, "-m", "benchmarks.speed", "--memory-of", str(patients), "--days", str(days)]
    words += ["--every-day"] if every_day else []
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def peak_of_a_replay(patients: int, days: int, *, every_day: bool) -> float:
    """GiB that this process took at most, once it has replayed so many patients."""
    given = frames(population(1, patients, days, conditions=Conditions(missing=0 if every_day else 1)))
    replayed(given)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def whole_process(given: Frames) -> float:
    """Seconds of `assess --history` from files to files."""
    with tempfile.TemporaryDirectory() as folder:
        places = {name: Path(folder) / f"{name}.csv" for name in ("patients", "entries", "flags")}
        patients, entries = given
        patients.assign(baseline_axial=patients["baseline_axial"].astype("Int64")).to_csv(
            places["patients"], index=False
        )
        entries.assign(axial=entries["axial"].astype("Int64"), limb="").to_csv(places["entries"], index=False)
        words = [sys.executable, "-m", "tracker", "assess", "--history", "--out", str(places["flags"])]
        words += ["--patients", str(places["patients"]), "--entries", str(places["entries"])]
        return seconds(lambda: subprocess.run(words, capture_output=True, check=True))


if __name__ == "__main__":
    main()
