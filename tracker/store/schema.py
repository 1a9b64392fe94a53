"""Whether the tables are those that this program was written for."""

from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tracker.domain.errors import ConfigurationError
from tracker.store.engine import Transaction

_MIGRATIONS = Path(__file__).parent / "migrations"


def is_new(tx: Transaction) -> bool:
    """Whether the database has no table yet, of Mendline or of anything else."""
    return not sa.inspect(tx.connection).get_table_names()


def check_migrated(tx: Transaction) -> None:
    """Raises ConfigurationError where the database has not been brought to this program's version, or is ahead."""
    there = MigrationContext.configure(tx.connection).get_current_heads()
    if set(there) != set(ScriptDirectory(str(_MIGRATIONS)).get_heads()):
        raise ConfigurationError(
            "The tables of the database are not those of this version of Mendline. Run: python -m tracker migrate"
        )
