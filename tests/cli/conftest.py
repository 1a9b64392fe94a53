"""Commands run in this process on an embedded database of their own, with the clock at a fixed moment."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.embedded import copied, migrated_file
from tracker.__main__ import main
from tracker.domain import clock
from tracker.store import Store

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its status, and what it said on both outputs."""

    status: int
    said: str
    complained: str

    @property
    def complaint(self) -> str:
        """The one line on standard error of a command that could not do what was asked."""
        assert self.status == 2, self
        assert self.complained.count("\n") == 1, self
        assert "Traceback" not in self.complained
        return self.complained.strip()


Run = Callable[..., Ended]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_file(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a migrated database without any row, also in the environment."""
    (tmp_path / "database").mkdir()
    url = copied(migrated, tmp_path / "database")
    monkeypatch.setenv("MENDLINE_DATABASE_URL", url)
    return url


@pytest.fixture
def run(database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `python -m tracker` with these words."""
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def ended(*words: object) -> Ended:
        status = main([str(word) for word in words])
        said, complained = capsys.readouterr()
        return Ended(status, said, complained)

    return ended


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(Store(database_url)) as opened:
        yield opened


@pytest.fixture
def add_patient(run: Run) -> Callable[..., None]:
    """Adds a lumbar patient of this id, operated on 2026-01-01, further options as given."""

    def added(patient_id: str, *options: object) -> None:
        words = ("patient", "add", "--id", patient_id, "--surgery-date", "2026-01-01", "--region", "lumbar")
        assert run(*words, *options).status == 0

    return added
