"""Files that the user names: whole or not at all, and within bounds."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker.domain.errors import BadInput
from tracker.exchange import sheet, table
from tracker.services import files


def failing() -> Iterator[str]:
    yield "half"
    raise RuntimeError


def test_a_file_is_written_with_its_line_ends_as_given(tmp_path: Path) -> None:
    files.write(tmp_path / "a.csv", ["L4–L5\r\n", "b\n"])
    assert (tmp_path / "a.csv").read_bytes() == "L4–L5\r\nb\n".encode()


def test_where_writing_fails_half_way_the_old_file_stays_and_no_other_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(RuntimeError):
        files.write(tmp_path / "a.csv", failing())
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "old")]


def test_a_file_above_the_limit_is_refused_with_its_size(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as big:
        big.truncate(50_000_000)
    with pytest.raises(BadInput, match="has 50 MB, above the limit of 20 MB"):
        files.read_diary(tmp_path / "big.csv")


def test_a_stream_without_end_is_read_no_further_than_the_limit() -> None:
    with pytest.raises(BadInput, match="has more than 20 MB"):
        files.read_diary(Path("/dev/zero"))


@pytest.fixture
def poured(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, list[int]]]:
    """A pipe into which 10 MB are poured while somebody reads, and how much of it was taken; the limits are 1 MB."""
    monkeypatch.setattr(table, "SIZE_LIMIT", 1_000_000)
    monkeypatch.setattr(sheet, "SIZE_LIMIT", 1_000_000)
    outlet, inlet = os.pipe()
    taken = [0]

    def pour() -> None:
        with os.fdopen(inlet, "wb", buffering=0) as pipe, contextlib.suppress(BrokenPipeError):
            while taken[0] < 10_000_000:
                taken[0] += pipe.write(b"x" * 10_000) or 0

    pouring = threading.Thread(target=pour)
    pouring.start()
    yield Path(f"/dev/fd/{outlet}"), taken
    os.close(outlet)
    pouring.join()


@pytest.mark.parametrize("read", [files.read_diary, files.open_to_read])
def test_a_pipe_is_read_no_further_than_the_limit(
    poured: tuple[Path, list[int]], read: Callable[[Path], object]
) -> None:
    path, taken = poured
    with pytest.raises(BadInput, match="has more than 1 MB"):
        read(path)
    assert taken[0] < 2_000_000


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * table.SIZE_LIMIT)
    assert len(files.read_diary(tmp_path / "a.csv")) == table.SIZE_LIMIT


@pytest.mark.parametrize("place", ["", "nowhere/a.csv"])
def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        files.check_writable(tmp_path / place)
    with pytest.raises(BadInput, match="cannot be"):
        files.write(tmp_path / place, ["x"])
