"""The moment that the tests of the pages take for now."""

from datetime import UTC, datetime

NOW = datetime(2026, 5, 21, 12, 2, tzinfo=UTC)
TODAY = NOW.date()
