"""The one store of this process, for the routes, the sign-in check and the pages alike."""

from functools import cache

from tracker.config import settings
from tracker.store import Store


@cache
def store() -> Store:
    """The store that the settings name, opened at the first call. Raises ConfigurationError where it cannot be."""
    return Store(settings().database_url)


def close() -> None:
    """Closes the store, if one was opened; the next `store()` opens it anew."""
    if store.cache_info().currsize:
        store().close()
        store.cache_clear()
