"""The store: SQLAlchemy tables, migrations and queries. It gives and takes domain types and contracted frames."""

from tracker.store.engine import Store, Transaction

__all__ = ["Store", "Transaction"]
