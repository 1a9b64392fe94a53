"""Backup of the embedded database, and its return, for whoever holds the machine."""

from pathlib import Path

from tracker.domain import clock
from tracker.domain.errors import NotAllowed
from tracker.domain.people import Role, Viewer
from tracker.store import Store
from tracker.store import backup as stored


def back_up(store: Store, viewer: Viewer, target: Path) -> int:
    """Writes the whole database into a new file; returns its size in bytes. Raises NotAllowed, BadInput,
    ConfigurationError where the database is a PostgreSQL server."""
    _check(viewer)
    stored.back_up(store, target)
    return target.stat().st_size


def restore(store: Store, viewer: Viewer, source: Path) -> Path:
    """Puts a backup in the place of the database, with everybody signed out; returns the file beside the database that
    keeps what was there before. Raises as `back_up`; then the database stays as it was."""
    _check(viewer)
    now = clock.now()
    return stored.restore(store, source, f"{now:%Y%m%d-%H%M%S-%f}", now)


def _check(viewer: Viewer) -> None:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("The backup")
