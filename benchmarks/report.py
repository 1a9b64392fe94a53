"""How long a report takes, how large it is, and how long the follow-ups of a day take as one file.

    python -m benchmarks.report [--patients 200]

makes the demo cohort (up to 18 months of data each) so many times over that there are so many patients, in a database
of its own, and prints a table in Markdown: seconds by the clock, and those that a processor worked, which are what
counts where others use the machine. The file of all is made as the page of exports makes it.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from tracker import simulation
from tracker.domain import clock
from tracker.domain.diary import Origin
from tracker.domain.people import OPERATOR
from tracker.report import Paper, report_pdf
from tracker.services import exports, review
from tracker.simulation import SimulatedPatient
from tracker.store import Store, diary, patients, treatments
from tracker.web.reports import day_reports, report_content

Made = TypeVar("Made")

SEED = 2026
SAMPLE = 30
"""Patients of whom single reports are timed: those with the longest logs."""


def people(number: int, today: date) -> Iterator[SimulatedPatient]:
    """So many invented patients, each with an id of its own."""
    made = 0
    while made < number:
        for person in simulation.cohort(SEED + made, today):
            if made == number:
                return
            patient_id = f"{person.patient.id}-{made}"
            episode = replace(person.patient.episode, id=patient_id, patient_id=patient_id)
            taken = {each.id: f"{each.id}-{made}" for each in person.treatments}
            yield replace(
                person,
                patient=replace(person.patient, id=patient_id, episode=episode),
                treatments=tuple(replace(each, id=taken[each.id], patient_id=patient_id) for each in person.treatments),
                entries=tuple(
                    replace(each, taken=None if each.taken is None else frozenset(taken[one] for one in each.taken))
                    for each in person.entries
                ),
            )
            made += 1


def settle(store: Store, number: int) -> None:
    """Stores the patients and judges them once, as they are when somebody looks at the panel before."""
    now = clock.now()
    with store.transaction() as tx:
        for person in people(number, clock.today("UTC")):
            patients.add_patient(tx, OPERATOR, person.patient)
            for treatment in person.treatments:
                treatments.save_treatment(tx, OPERATOR, treatment)
            diary.save_entries(tx, OPERATOR, person.patient.id, person.entries, now=now, origin=Origin.IMPORT)
    review.refresh(store, OPERATOR)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of a processor's work."""

    clock: float
    work: float


def timed(do: Callable[[], Made]) -> tuple[Made, Spent]:
    """What something makes, and what it took."""
    clock_began, work_began = time.perf_counter(), time.process_time()
    made = do()
    return made, Spent(time.perf_counter() - clock_began, time.process_time() - work_began)


def row(what: str, spent: Sequence[Spent]) -> str:
    """Median and 95th percentile, by the clock and of work."""
    cells = [
        f"{1000 * statistic:.0f} ms"
        for values in ([each.clock for each in spent], [each.work for each in spent])
        for statistic in (median(values), quantiles(values, n=20)[-1])
    ]
    return f"| {what} | {' | '.join(cells)} |"


def measure(store: Store, number: int) -> None:
    """Prints the table."""
    with store.reading() as tx:
        followed = patients.patients(tx, OPERATOR)
    longest = sorted(followed, key=lambda each: each.episode.surgery_date)[:SAMPLE]
    reviewed, made, sizes = [], [], []
    for patient in longest:
        content, spent = timed(lambda: report_content(exports.patient_report(store, OPERATOR, patient.id, "")))  # noqa: B023
        reviewed.append(spent)
        pdf, spent = timed(lambda: report_pdf(content, Paper.A4))  # noqa: B023
        made.append(spent)
        sizes.append(len(pdf) / 1000)
    today = clock.today("UTC")
    whole, spent = timed(
        lambda: day_reports(store, OPERATOR, followed, Paper.A4, on=today, address="", told=lambda _: None)
    )
    print("| | median | p95 | work, median | work, p95 |\n|---|---|---|---|---|")
    print(row("The review of a patient, worked out", reviewed))
    print(row("The sheet (PDF) of it", made))
    print(f"\nA sheet alone has {median(sizes):.0f} kB, at most {max(sizes):.0f} kB.")
    print(
        f"{len(whole.patient_ids)} of {number} reports as one file: {spent.clock:.1f} s ({spent.work:.1f} s of work), ",
        end="",
    )
    print(f"{len(whole.data or b'') / 1e6:.1f} MB.")


def main() -> None:
    """Makes the patients, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=200)
    number = parser.parse_args().patients
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'report.sqlite3'}")
        store.migrate()
        settle(store, number)
        measure(store, number)
        store.close()


if __name__ == "__main__":
    main()
