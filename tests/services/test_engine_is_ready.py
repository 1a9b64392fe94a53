"""A server that has just started has the engine's machine code before the first patient saves."""

import subprocess
import sys
from pathlib import Path

from tests.live import ROOT

FRESH = """
import importlib, pkgutil, sys
from datetime import UTC, date, datetime
from numba.core.dispatcher import Dispatcher
from tracker import simulation, trends
from tracker.domain.diary import Origin
from tracker.domain.people import OPERATOR
from tracker.services import review
from tracker.store import Store, diary, patients, treatments

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
modules = [importlib.import_module(f"tracker.trends.{each.name}") for each in pkgutil.iter_modules(trends.__path__)]

def machine_code():
    loops = {f"{loop.__module__}.{loop.__name__}": loop for module in modules for loop in vars(module).values()
             if isinstance(loop, Dispatcher)}
    return {name: tuple(map(str, loop.signatures)) for name, loop in loops.items()}

assert not any(machine_code().values()), "the process was not fresh"
review.make_ready()
ready = machine_code()

mix = {simulation.Course.RELAPSE_ABRUPT: 1, simulation.Course.WEARS_OFF: 1}
store = Store(sys.argv[1])
store.migrate()
with store.transaction() as tx:
    for person in simulation.cohort(7, NOW.date(), mix=mix):
        patients.add_patient(tx, OPERATOR, person.patient)
        for treatment in person.treatments:
            treatments.save_treatment(tx, OPERATOR, treatment)
        diary.save_entries(tx, OPERATOR, person.patient.id, person.entries, now=NOW, origin=Origin.DEMO)
        review.assess(tx, OPERATOR, [person.patient], NOW)
store.close()
later = {name: found for name, found in machine_code().items() if found != ready[name]}
assert not later, f"still to be loaded: {later}"
"""


def test_the_first_patient_waits_for_no_machine_code(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ready.sqlite3'}"
    done = subprocess.run([sys.executable, "-c", FRESH, url], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
