"""Spanish in tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracker.domain.language import Language
from tracker.languages import catalogue


@contextmanager
def spanish() -> Iterator[None]:
    """Spanish is spoken."""
    with catalogue.speaking(Language.SPANISH):
        yield
