"""Bytes of an uploaded or named file to a header and numbered rows, within bounds, or one clear sentence why not."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tracker.domain.errors import BadInput, Fault

SIZE_LIMIT = 20_000_000
"""Bytes of one diary file. Our choice: forty years of daily rows with long notes fit; a mistaken file does not."""

ROW_LIMIT = 50_000
"""Rows of one diary file. Our choice: one a day for 100 years are 36,525."""

LINE_LIMIT = 100_000
"""Characters of one line. Our choice: ten times the longest note."""

DELIMITERS = (",", ";", "\t")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIGNATURES = {b"PK\x03\x04": "a spreadsheet or zip file", b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old spreadsheet"}
_SAVE_AS = "Save it as CSV (UTF-8) and import that file."


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows under it: each with the number of the line that it starts on (the header is on line 1
    unless blank lines come before it). Header names are trimmed. Lines with nothing on them are no rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text of a file: UTF-8, with or without a byte order mark, unless `encoding` names another.

    Raises BadInput where the file is too large, empty, binary, or not in that encoding.
    """
    _check_kind(data, encoding)
    name = encoding or "utf-8-sig"
    try:
        text = data.decode(name)
    except LookupError:
        raise BadInput(
            Fault("encoding", encoding, "is not a known text encoding", "Use a name such as cp1252 or utf-16.")
        ) from None
    except UnicodeDecodeError as bad:
        raise _undecodable(data, bad, encoding) from None
    except UnicodeError:
        raise BadInput(Fault("encoding", encoding, "does not fit the file", "Try utf-8 or cp1252.")) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInput(
            Fault("file", None, f"holds a zero byte on line {line}: it is not text, or not in this encoding", _SAVE_AS)
        )
    return text.removeprefix("\ufeff")


def _check_kind(data: bytes, encoding: str | None) -> None:
    if len(data) > SIZE_LIMIT:
        raise too_large(len(data))
    if not data.strip():
        raise BadInput(Fault("file", None, "is empty", "It needs a header line and a row for each day."))
    for mark, kind in _SIGNATURES.items():
        if data.startswith(mark):
            raise BadInput(Fault("file", None, f"is {kind}, not text", _SAVE_AS))
    if encoding is None and data.startswith(_UTF16_MARKS):
        raise BadInput(Fault("file", None, "is in UTF-16", "Add --encoding utf-16."))


def too_large(size: int | None) -> BadInput:
    """What is said of a file above the limit, before it is read; `size` is None for a stream, which nobody counted."""
    remedy = "Check that it is the diary of one patient, or split it by year."
    return BadInput(Fault("file", None, above(SIZE_LIMIT, size), remedy))


def above(limit: int, size: int | None) -> str:
    """That a file is larger than `limit` bytes, in words; `size` is None where it is not known."""
    if size is None:
        return f"has more than {limit / 1e6:,.0f} MB"
    return f"has {size / 1e6:,.0f} MB, above the limit of {limit / 1e6:,.0f} MB"


def _undecodable(data: bytes, bad: UnicodeDecodeError, encoding: str | None) -> BadInput:
    line = data.count(b"\n", 0, bad.start) + 1
    shown = f"byte 0x{data[bad.start]:02x}" if bad.start < len(data) else "its end"
    remedy = "Name the right one with --encoding, for example cp1252 for files from older spreadsheets."
    return BadInput(Fault("file", None, f"is not in {encoding or 'UTF-8'} ({shown} on line {line})", remedy))


def read(text: str, wanted: Collection[str]) -> Table:
    """Header and rows of a text in CSV. The delimiter (comma, semicolon, tab) is the one that shows most of the
    `wanted` columns, so that no cell further down can mislead it.

    Raises BadInput where there is no header, a quotation mark is left open, or a bound is passed.
    """
    delimiter = max(DELIMITERS, key=lambda each: _recognised(text, each, wanted))
    numbered = _numbered(text, delimiter)
    _, header = next(numbered, (0, ()))
    if not header:
        raise BadInput(Fault("file", None, "is empty", "It needs a header line and a row for each day."))
    rows: list[tuple[int, tuple[str, ...]]] = []
    for row in numbered:
        if len(rows) == ROW_LIMIT:
            raise BadInput(
                Fault("file", None, f"has more than {ROW_LIMIT:,} rows", "Import the diary of one patient at a time.")
            )
        rows.append(row)
    if not rows:
        raise BadInput(Fault("file", None, "has a header and no rows", "It needs a row for each day."))
    return Table(tuple(name.strip() for name in header), tuple(rows), delimiter)


def _recognised(text: str, delimiter: str, wanted: Collection[str]) -> tuple[int, int]:
    """How many wanted columns, and how many at all, a delimiter shows; none where the header cannot be read with it."""
    try:
        _, header = next(_numbered(text, delimiter), (0, ()))
    except BadInput:  # quoted names between other delimiters; a fault of the file itself comes up when it is read
        return 0, 0
    return len({name.strip() for name in header} & set(wanted)), len(header)


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row that holds anything, with the line that it starts on."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    first = 1
    try:
        for row in reader:
            if len(row) > 1 or (row and row[0].strip()):
                yield first, tuple(row)
            first = reader.line_num + 1
    except csv.Error as bad:
        raise BadInput(
            Fault("file", None, f"cannot be read from line {first} on ({bad})", "Look for a stray quotation mark.")
        ) from None


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LINE_LIMIT:
            problem = f"has {len(line):,} characters on line {number}, above the limit of {LINE_LIMIT:,}"
            raise BadInput(Fault("file", None, problem, "Check that it is CSV with one row for each day."))
        yield line
