"""Frames and records to CSV text, a piece at a time. Dates are ISO, blanks are missing, no text runs as a formula."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.domain.assessment import Threshold
from tracker.domain.columns import Column, Contract
from tracker.exchange.diary import Reject
from tracker.exchange.formulas import guard

MARK = "\ufeff"
"""Goes in front of files that people open: without it spreadsheets garble all but English letters."""

_ROWS_A_PIECE = 2_000
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def header(columns: Sequence[Column]) -> str:
    """The first line."""
    return _lines([[column.name for column in columns]])


def rows(columns: Sequence[Column], frame: pd.DataFrame) -> Iterator[str]:
    """The rows of a frame, without the header, some thousand at a time. Numbers are written so that they read back
    as the same number; NaN, NaT, NA and None become blanks."""
    for first in range(0, len(frame), _ROWS_A_PIECE):
        piece = frame.iloc[first : first + _ROWS_A_PIECE]
        cells = [_cells(column, piece[column.name]) for column in columns]
        yield "".join(f"{','.join(row)}\r\n" for row in zip(*cells, strict=True))


def frame_csv(contract: Contract, frame: pd.DataFrame) -> Iterator[str]:
    """A whole frame of a contract with its header. Raises ValueError (a bug) where a column is missing."""
    contract.check(frame)
    yield header(contract.columns)
    yield from rows(contract.columns, frame)


def dictionary(contract: Contract, thresholds: Iterable[Threshold], rule_version: str) -> Iterator[str]:
    """The data dictionary: a line for each column of the contract, for the version of the rules, and for each
    threshold that typical pain and flags rest on, with its source."""
    yield _lines([["what", "name", "kind", "unit", "value", "meaning", "blank", "source"]])
    for column in contract.columns:
        yield _lines([["column", column.name, column.kind, column.unit, "", column.meaning, column.blank, ""]])
    yield _lines([["rules", "rule_version", "text", "", rule_version, "version of all thresholds below", "", ""]])
    for each in thresholds:
        cells = ["threshold", each.name, "number", each.unit, _number(each.value), "", "", each.source]
        yield _lines([[guard(cell) for cell in cells]])


def rejects(found: Iterable[Reject]) -> Iterator[str]:
    """Rejected rows: line, column, value, reason, and the row as it was."""
    yield _lines([["line", "column", "value", "reason", "row"]])
    for each in found:
        row = _lines([each.row]).rstrip("\r\n")
        yield _lines([[str(each.line), *(guard(cell) for cell in (each.column, each.value, each.reason, row))]])


def _lines(table: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue()


def _cells(column: Column, series: "pd.Series[Any]") -> list[str]:
    """A column as it stands in a line."""
    given = series.notna().to_numpy()
    cells = np.full(given.size, "", dtype=object)
    cells[given] = _WRITERS[column.kind](series[given])
    return cells.tolist()


def _texts(given: "pd.Series[Any]") -> list[str]:
    return [_quoted(guard(str(value))) for value in given.to_list()]


def _words(given: "pd.Series[Any]") -> npt.NDArray[Any]:
    """As `_texts`, each distinct text once."""
    codes, texts = pd.factorize(given)
    return np.array(_texts(pd.Series(texts)), dtype=object)[codes]


def _quoted(text: str) -> str:
    """A text as a cell, like those that the `csv` module writes. That one looks at every character by itself, which
    for long evidence takes twenty times as long."""
    if not _NEEDS_QUOTES.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _dates(given: "pd.Series[Any]") -> npt.NDArray[Any]:
    return np.datetime_as_string(pd.to_datetime(given).to_numpy(), unit="D")


def _answers(given: "pd.Series[Any]") -> list[str]:
    return ["true" if value else "false" for value in given.to_list()]


def _numbers(given: "pd.Series[Any]") -> list[str]:
    return [_number(float(value)) for value in given.to_list()]


_WRITERS: Mapping[str, Callable[["pd.Series[Any]"], list[str] | npt.NDArray[Any]]] = {
    "text": _words,
    "JSON": _texts,
    "date": _dates,
    "true or false": _answers,
    "number": _numbers,
    "whole number": _numbers,
}
"""How the values of each kind of column are written."""


def _number(value: float) -> str:
    """The shortest digits that read back as the same number: "7", "2.6"."""
    return str(int(value)) if value == int(value) else repr(value)
