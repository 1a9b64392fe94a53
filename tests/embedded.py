"""Embedded databases for tests: migrating takes a while, copying what was migrated once does not."""

import shutil
from pathlib import Path

from tracker.store import Store


def migrate(url: str) -> str:
    """Lays the tables out in a database; its address again."""
    store = Store(url)
    store.migrate()
    store.close()
    return url


def migrated_file(folder: Path) -> Path:
    """A migrated database without any row, to copy from."""
    file = folder / "migrated.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


def copied(migrated: Path, folder: Path) -> str:
    """The address of a copy of its own in a folder."""
    return f"sqlite:///{shutil.copy(migrated, folder / 'store.sqlite3')}"
