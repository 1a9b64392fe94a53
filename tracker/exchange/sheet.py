"""A large CSV to a frame of text, and the faults found in it with the lines that they stand on.

For cohorts of millions of rows: columns are judged as a whole, each distinct text once."""

import csv
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.domain.errors import BadInput, Fault
from tracker.exchange.table import DELIMITERS, above

FAULTS_SHOWN = 20
"""Faults named before the rest is only counted."""

SIZE_LIMIT = 1_000_000_000
"""Bytes of one file of a cohort. Our choice: about 40 million rows, which some GB of memory hold."""

_HEAD = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a file as categories of text, "" for blanks; trimmed names for columns. `name` is the file as the
    user knows it. Lines with nothing on them, or nothing but delimiters, are no rows. `places` holds for each row the
    number of the line that it would start on if no cell held a line break."""

    name: str
    cells: pd.DataFrame
    places: npt.NDArray[np.int64]

    def lines(self, rows: npt.NDArray[np.intp]) -> list[int]:
        """The lines that rows start on; line breaks inside quotes count."""
        breaks = np.zeros(len(self.cells), dtype=np.int64)
        for column in self.cells:
            breaks += self.cells[column].str.count("\n").to_numpy(np.int64)
        above = np.cumsum(breaks) - breaks
        return [int(self.places[row] + above[row]) for row in rows]


def read(stream: BinaryIO, name: str, wanted: Collection[str]) -> Sheet:
    """A file (UTF-8; comma, semicolon or tab, whichever shows most of the `wanted` columns).

    Raises BadInput where it is too large, empty, not text, or has a row with more values than the header.
    """
    _check_size(stream, name)
    blank_lines, names, delimiter = _head(stream, name, wanted)
    try:
        cells = pd.read_csv(
            stream,
            sep=delimiter,
            header=None,
            skiprows=blank_lines,
            dtype="category",  # each distinct text once: a cohort has millions of cells, and few texts
            keep_default_na=False,
            skip_blank_lines=False,
            skipinitialspace=True,
            encoding="utf-8-sig",
        )
    except UnicodeDecodeError as bad:
        raise _whole(name, f"is not in UTF-8 ({bad.reason})", "Save it as CSV (UTF-8).") from None
    except (pd.errors.ParserError, csv.Error) as bad:
        problem = str(bad).removeprefix("Error tokenizing data. C error: ").strip()
        raise _whole(name, f"cannot be read ({problem})", "Check that line: values, commas, quotation marks.") from None
    cells = pd.DataFrame({place: _with_blanks(column) for place, column in cells.items()}, copy=False)
    filled = np.zeros(len(cells), dtype=np.bool_)
    for _, column in cells.items():
        filled |= (column != "").to_numpy()
    filled[0] = False  # the header
    rows = np.flatnonzero(filled)
    kept = cells.iloc[1:] if rows.size == len(cells) - 1 else cells.iloc[rows]
    return Sheet(name, kept.reset_index(drop=True).set_axis(names, axis=1), rows + blank_lines + 1)


def _with_blanks(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """A column of categories with "" among them, and that for cells that a row lacks."""
    if "" not in column.cat.categories:
        column = column.cat.add_categories("")
    return column.fillna("")


def _whole(name: str, problem: str, remedy: str) -> BadInput:
    return BadInput(Fault(name, None, problem, remedy))


def _check_size(stream: BinaryIO, name: str) -> None:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > SIZE_LIMIT:
        raise too_large(name, size)


def too_large(name: str, size: int | None) -> BadInput:
    """What is said of a file above the limit; `size` is None for a stream, which nobody counted."""
    return _whole(name, above(SIZE_LIMIT, size), "Split it.")


def _head(stream: BinaryIO, name: str, wanted: Collection[str]) -> tuple[int, list[str], str]:
    """Blank lines before the header, the names in it, and the delimiter. Leaves the stream at its start."""
    head = stream.read(_HEAD)
    stream.seek(0)
    if b"\0" in head:
        raise _whole(name, "is not text, or is in UTF-16", "Save it as CSV (UTF-8).")
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    blank = next((i for i, line in enumerate(lines) if line.strip()), None)
    if blank is None:
        raise _whole(name, "is empty", "It needs a header line and rows.")
    readings = {each: next(csv.reader([lines[blank]], delimiter=each, skipinitialspace=True)) for each in DELIMITERS}
    names = {each: [cell.strip() for cell in cells] for each, cells in readings.items()}
    delimiter = max(names, key=lambda each: (len(set(names[each]) & set(wanted)), len(names[each])))
    return blank, names[delimiter], delimiter


@dataclass(slots=True)
class Findings:
    """What is wrong in a sheet, row by row, until it is raised as one."""

    sheet: Sheet
    found: list[tuple[int, Fault]] = field(default_factory=list)

    def add(self, rows: npt.NDArray[np.bool_], faults: Callable[[int], Fault]) -> None:
        """One fault for each row where `rows` is true."""
        self.found.extend((int(row), faults(int(row))) for row in np.flatnonzero(rows))

    def column(
        self, column: str, judge: Callable[[str], Any], blank: Any, kind: npt.DTypeLike = object
    ) -> npt.NDArray[Any]:
        """The values of a column as an array of a `kind`; `judge` as in `judged`."""
        values, codes = self.judged(column, judge, blank)
        return np.asarray(np.array(values, dtype=kind)[codes])

    def judged(self, column: str, judge: Callable[[str], Any], blank: Any) -> tuple[list[Any], npt.NDArray[np.integer]]:
        """The values of a column, `judge` asked once for each text in it, `blank` where it raised BadInput or the text
        is of no row; and for each row the place of its value in them."""
        cells = self.sheet.cells[column].cat
        codes, texts = cells.codes.to_numpy(), cells.categories.to_list()
        values = [blank] * len(texts)
        faults: dict[int, Fault] = {}
        for code in np.flatnonzero(np.bincount(codes, minlength=len(values))).tolist():
            try:
                values[code] = judge(texts[code])
            except BadInput as bad:
                faults[code] = bad.faults[0]
        if faults:
            self.add(np.isin(codes, list(faults)), lambda row: faults[int(codes[row])])
        return values, codes

    def stop(self) -> None:
        """Raises BadInput with the first faults in the order of the file, each with its line; nothing where none."""
        if not self.found:
            return
        first = sorted(self.found, key=lambda each: each[0])[:FAULTS_SHOWN]
        lines = self.sheet.lines(np.array([row for row, _ in first]))
        shown = [
            Fault(f"{self.sheet.name} line {line}: {fault.field}", fault.value, fault.problem, fault.remedy)
            for line, (_, fault) in zip(lines, first, strict=True)
        ]
        if (more := len(self.found) - len(shown)) > 0:
            shown.append(Fault(self.sheet.name, None, f"has {more:,} more faults", "Mend these first."))
        raise BadInput(*shown)
