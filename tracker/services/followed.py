"""Whom the viewer may look at, to choose from."""

from tracker.domain.patients import Patient
from tracker.domain.people import Viewer
from tracker.store import Store, patients


def followed(store: Store, viewer: Viewer) -> tuple[Patient, ...]:
    """The patients whom the viewer may see, by name. Nothing of their record is read."""
    with store.reading() as tx:
        return patients.patients(tx, viewer)
