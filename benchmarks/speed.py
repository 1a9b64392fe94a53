"""How fast the engine is on one core, beside other methods fitted once a patient in the same run.

    python -m benchmarks.speed [--patients 10000] [--days 365] [--large]

prints a table in Markdown. Synthetic patients with one series each, so that every method works on the same scores. The
machine code of the loops is made before the clock starts. Rivals look at a sample and are scaled up to all patients.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import pandas as pd
import pymannkendall
from scipy import stats

from tracker.simulation.population import Population, population
from tracker.trends import compile_loops, replay

SAMPLE = 300
"""Patients that a rival is timed on."""

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
    given = parser.parse_args(arguments)
    on_one_core()
    if given.memory_of:
        print(peak_of_a_replay(given.memory_of, given.days))
        return
    print("\n".join(report(given.patients, given.days, large=given.large)))


def on_one_core() -> None:
    """Keep to one core, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def report(patients: int, days: int, *, large: bool) -> list[str]:
    """The table, line by line."""
    compile_loops()
    people = population(1, patients, days)
    given = frames(people)
    ours = seconds(lambda: replay(*given).flags())
    kendall = rival(people, pymannkendall.original_test)
    theil_sen = rival(people, lambda scores: stats.theilslopes(scores, np.arange(scores.size)))
    saves = one_patient(people)
    sizes = [max(patients // 10, 1), patients, *([10 * patients] if large else [])]
    scaled = [(size, ours if size == patients else replayed(size, days)) for size in sizes]
    return [
        f"{patients:,} patients x {days} days, {int(np.isfinite(people.scores).sum()):,} entries, one core",
        "",
        "| what | measured | goal |",
        "|---|---|---|",
        f"| replay of every day with all flags | {ours:.2f} s | 5 s |",
        f"| its peak memory, the process and its data included | {peak(patients, days):.2f} GiB | 1.5 GiB |",
        f"| Mann-Kendall (pymannkendall), once a patient | {kendall:.1f} s: {kendall / ours:.0f} x | 25 x |",
        f"| Theil and Sen's slope (scipy), once a patient | {theil_sen:.1f} s: {theil_sen / ours:.0f} x | 5 x |",
        f"| `assess --history`, whole process, CSV in and out | {whole_process(given):.1f} s | 20 s |",
        f"| one patient after a save, median / 95th of 100 | {saves[0]:.1f} / {saves[1]:.1f} ms | 20 ms |",
        *(
            f"| {size:,} patients | {took:.2f} s: {took / size / days * 1e6:.2f} µs a patient and day | in proportion |"
            for size, took in scaled
        ),
    ]


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


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def replayed(patients: int, days: int) -> float:
    """Seconds to replay so many patients of their own."""
    given = frames(population(1, patients, days))
    return seconds(lambda: replay(*given).flags())


def rival(people: Population, fit: Callable[[np.ndarray], object]) -> float:
    """Seconds for all patients at the pace of the first of them."""
    some = [scores[np.isfinite(scores)] for scores in people.scores[:SAMPLE]]
    took = seconds(lambda: [fit(scores) for scores in some])
    return float(took * people.scores.shape[0] / len(some))


def one_patient(people: Population) -> tuple[float, float]:
    """Milliseconds to judge one patient anew: the median and the 95th of 100."""
    patients, entries = frames(people)
    alone = patients.head(1), entries[entries["patient_id"] == patients["patient_id"][0]]
    took = [1000 * seconds(lambda: replay(*alone).assessment("P000000")) for _ in range(SAVES)]
    return median(took), quantiles(took, n=20)[-1]


def peak(patients: int, days: int) -> float:
    """GiB that a process of its own took at most to make the patients and replay them."""
    words = [sys.executable, "-m", "benchmarks.speed", "--memory-of", str(patients), "--days", str(days)]
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def peak_of_a_replay(patients: int, days: int) -> float:
    """GiB that this process took at most, once it has replayed so many patients."""
    replayed(patients, days)
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
