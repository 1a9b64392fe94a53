"""Files that the user names: read within bounds, and written whole or not at all."""

import io
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from tracker.domain.errors import BadInput, Fault
from tracker.exchange import sheet, table


def read_diary(path: Path) -> bytes:
    """The bytes of a diary file. Raises BadInput where it cannot be opened or is too large; a file above the limit, or
    a stream that never ends, is not read further than the limit."""
    with _opened(path) as file:
        data = file.read(table.SIZE_LIMIT + 1)
    if len(data) > table.SIZE_LIMIT:
        raise table.too_large(path.stat().st_size if path.is_file() else None)
    return data


def open_to_read(path: Path) -> BinaryIO:
    """A file of a cohort, open, at its start, fit to be read twice. Raises BadInput where it cannot be, and where a
    stream is above the limit: it is read no further."""
    file = _opened(path)
    if file.seekable():
        return file
    with file:  # a pipe, as of `/dev/stdin`
        data = file.read(sheet.SIZE_LIMIT + 1)
    if len(data) > sheet.SIZE_LIMIT:
        raise sheet.too_large(path.name, None)
    return io.BytesIO(data)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _not_opened(path, error) from None


def write(path: Path, pieces: Iterable[str]) -> None:
    """Writes text in UTF-8. A file of that name is replaced once all of it is written; where anything fails before,
    it stays as it was. Raises BadInput where the place cannot be written to."""
    try:
        if _is_stream(path):
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
            return
        _replace(path, pieces)
    except OSError as error:
        raise BadInput(
            Fault(f"file {path}", None, f"cannot be written ({error.strerror})", "Check the folder and its rights.")
        ) from None


def check_apart(read: Iterable[Path | None], written: Iterable[Path | None]) -> None:
    """Raises BadInput where a file that is to be written is also read, or named twice: one would be lost."""
    taken = {path.resolve() for path in read if path is not None}
    for path in written:
        if path is not None and path.resolve() in taken and not _is_stream(path):
            raise BadInput(Fault(f"file {path}", None, "is named twice", "Give each file a name of its own."))
        if path is not None:
            taken.add(path.resolve())


def _is_stream(path: Path) -> bool:
    """Whether a path is a terminal or a pipe: written to as it is, it cannot be replaced, and nothing in it is lost."""
    return path.exists() and not path.is_file()


def check_writable(path: Path) -> None:
    """Raises BadInput where `path` lies in no folder or is one: found out before anything else is done."""
    if path.is_dir():
        raise BadInput(Fault(f"file {path}", None, "cannot be written: it is a folder", "Name a file in it."))
    if not path.absolute().parent.is_dir():
        raise BadInput(Fault(f"file {path}", None, "cannot be written: there is no such folder", "Check its name."))


def _replace(path: Path, pieces: Iterable[str]) -> None:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.absolute().parent, prefix=f".{path.name}.", delete=False
    ) as part:
        unfinished = Path(part.name)
        try:
            part.writelines(pieces)
        except BaseException:
            unfinished.unlink()
            raise
    unfinished.replace(path)


def _not_opened(path: Path, error: OSError) -> BadInput:
    return BadInput(Fault(f"file {path}", None, f"cannot be opened ({error.strerror})", "Check its name and rights."))
