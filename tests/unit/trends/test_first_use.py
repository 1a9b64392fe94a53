"""No loop of the engine is left to be compiled when somebody waits for it."""

import subprocess
import sys

AFTER_FIRST_USE = """
import importlib, pkgutil
from datetime import date
import tracker.trends as trends
from numba.core.registry import CPUDispatcher
from tracker.simulation import cohort
import pandas as pd

trends.compile_loops()
names = [each.name for each in pkgutil.iter_modules(trends.__path__, "tracker.trends.")]
loops = {
    name: loop
    for module in map(importlib.import_module, names)
    for name, loop in vars(module).items()
    if isinstance(loop, CPUDispatcher)
}
known = {name: len(loop.signatures) for name, loop in loops.items()}
people = cohort(1, date(2026, 5, 1))
patients = pd.DataFrame(
    {
        "patient_id": [each.patient.id for each in people],
        "surgery_date": pd.to_datetime([each.patient.episode.surgery_date for each in people]),
        "region": "lumbar",
        "baseline_axial": [each.patient.episode.baseline_axial for each in people],
        "baseline_limb": [each.patient.episode.baseline_limb for each in people],
    }
).astype({"baseline_axial": "float64", "baseline_limb": "float64"})
entries = pd.DataFrame(
    [
        (each.patient.id, entry.on, entry.axial, entry.limb, entry.walking_minutes, entry.flare, bool(entry.taken))
        for each in people
        for entry in each.entries
    ],
    columns=["patient_id", "date", "axial", "limb", "walking_minutes", "flare", "opioid_taken"],
).astype({"axial": "float64", "limb": "float64", "walking_minutes": "float64", "flare": "boolean"})
treatments = pd.DataFrame(
    [(each.patient.id, one.start, str(one.kind), one.name) for each in people for one in each.treatments],
    columns=["patient_id", "start", "kind", "name"],
)
trends.replay(patients, entries, treatments, as_of=date(2026, 5, 1)).flags()
print(len(loops), *sorted(name for name, loop in loops.items() if len(loop.signatures) > known[name]))
"""


def test_a_whole_cohort_needs_no_loop_that_one_made_up_course_did_not_compile() -> None:
    done = subprocess.run([sys.executable, "-c", AFTER_FIRST_USE], capture_output=True, text=True, check=True)
    count, *compiled_anew = done.stdout.split()
    assert int(count) > 20
    assert compiled_anew == []
