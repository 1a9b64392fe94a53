"""Files that the user names: whole or not at all, and within bounds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.domain.errors import BadInput
from tracker.exchange import table
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
    with pytest.raises(BadInput, match="above the limit"):
        files.read_diary(Path("/dev/zero"))


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * table.SIZE_LIMIT)
    assert len(files.read_diary(tmp_path / "a.csv")) == table.SIZE_LIMIT


@pytest.mark.parametrize("place", ["", "nowhere/a.csv"])
def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        files.check_writable(tmp_path / place)
    with pytest.raises(BadInput, match="cannot be"):
        files.write(tmp_path / place, ["x"])
