"""The machine code of the engine is made when a loop first runs and kept beside the source; some twenty seconds in all,
which nobody should wait for who saves a day."""

from datetime import date, timedelta

import pandas as pd

from tracker.domain.patients import Region
from tracker.trends.replay import replay


def compile_loops() -> None:
    """Run every loop of the engine once, on one made-up course on which every kind of rule has something to look at:
    relief, a flare, a procedure, a return, walking that is lost, an opioid. Quick where the machine code is there
    already."""
    surgery = date(2026, 1, 1)
    levels = [7.0] * 30 + [1.0] * 50 + [6.0, 6.0, 6.0] + [1.0] * 17 + [8.0] * 60
    days = len(levels)
    patients = pd.DataFrame(
        {
            "patient_id": ["nobody"],
            "surgery_date": pd.to_datetime([surgery]),
            "region": [str(Region.LUMBAR)],
            "baseline_axial": [6.0],
            "baseline_limb": [6.0],
        }
    )
    entries = pd.DataFrame(
        {
            "patient_id": ["nobody"] * days,
            "date": pd.to_datetime([surgery + timedelta(days=day) for day in range(days)]),
            "axial": levels,
            "limb": levels,
            "walking_minutes": [40.0] * 100 + [5.0] * (days - 100),
            "flare": pd.array([False] * days, dtype="boolean"),
            "opioid_taken": pd.array([True] * days, dtype="boolean"),
        }
    ).iloc[:-5]
    treatments = pd.DataFrame(
        {"patient_id": ["nobody"], "start": pd.to_datetime([surgery]), "kind": ["procedure"], "name": ["injection"]}
    )
    replay(patients, entries, treatments, as_of=surgery + timedelta(days=days)).flags()
