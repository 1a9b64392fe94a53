"""Transactions under watch: the statements that they take, and those that leave nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from tracker.store import Store, Transaction


@contextmanager
def counted(tx: Transaction) -> Iterator[list[str]]:
    """The statements that the block runs on a transaction, as they run: their number tells one pass over a panel from a
    query for each patient."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    sa.event.listen(tx.connection, "before_cursor_execute", note)
    yield statements
    sa.event.remove(tx.connection, "before_cursor_execute", note)


@contextmanager
def rolled_back(store: Store) -> Iterator[Transaction]:
    """A transaction that leaves nothing."""
    with store.transaction() as tx, tx.connection.begin_nested() as savepoint:
        yield tx
        savepoint.rollback()
