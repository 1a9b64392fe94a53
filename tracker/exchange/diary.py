"""A diary in CSV to diary entries: every row becomes an entry, a repetition, or a reject with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tracker.domain.columns import CARE_TEAM_NOTES, DAYS
from tracker.domain.diary import DiaryEntry, entry_faults
from tracker.domain.errors import BadInput, Fault
from tracker.exchange import table, values

DATE_COLUMN = "date"
PATIENT_COLUMN = "patient_id"
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: which column holds which diary field, which the date, and how dates are written
    (None: 2026-03-25). Without `columns` the file's own names are taken, and a name that is not known is refused;
    with them, columns that no field asks for are left out and reported."""

    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    date_column: str = DATE_COLUMN
    date_format: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was not taken: its line, the column and value at fault ("" for the row as a whole), why, the row."""

    line: int
    column: str
    value: str
    reason: str
    row: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """One row that can be stored, with the line that it stands on."""

    line: int
    entry: DiaryEntry
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiaryFile:
    """What a file holds. `fields` are the diary fields that it can fill, `left_out` the columns that nothing asks for.
    `read` rows are `rows`, plus `repeated` (word for word the same entry again), plus `rejects`."""

    fields: tuple[str, ...]
    left_out: tuple[str, ...]
    rows: tuple[DiaryRow, ...]
    repeated: int
    rejects: tuple[Reject, ...]

    @property
    def read(self) -> int:
        return len(self.rows) + self.repeated + len(self.rejects)


def columns_from(pairs: Iterable[str]) -> dict[str, str]:
    """`FIELD=NAME` pairs as a mapping. Raises BadInput where one is malformed, unknown or given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise BadInput(Fault("column", pair, "is not FIELD=NAME", "Write for example axial=knee_pain."))
        if name not in values.DIARY_FIELDS:
            raise BadInput(
                Fault("column", pair, f"names no diary field {name!r}", f"Fields: {', '.join(values.DIARY_FIELDS)}.")
            )
        if name in found:
            raise BadInput(Fault("column", pair, "fills a field a second time", "Give each field one column."))
        found[name] = column
    return found


def read(
    data: bytes,
    layout: Layout,
    *,
    patient_id: str,
    today: date,
    birth_date: date | None = None,
    encoding: str | None = None,
) -> DiaryFile:
    """The entries of one patient's diary file, judged as of `today` (the patient's own date).

    Raises BadInput where the file as a whole cannot be taken; a single bad row is a reject and stops nothing.
    """
    if layout.date_format is not None:
        values.check_date_format(layout.date_format)
    wanted = {layout.date_column, *(layout.columns.values() or values.DIARY_FIELDS)}
    found = table.read(table.decode(data, encoding), wanted)
    places = _places(found.header, layout)
    judge = _Judge(found.header, places, layout, patient_id, today, birth_date)
    for line, cells in found.rows:
        judge.take(line, cells)
    return DiaryFile(
        fields=tuple(places),
        left_out=_left_out(found.header, layout),
        rows=tuple(judge.rows.values()),
        repeated=judge.repeated,
        rejects=tuple(judge.rejects),
    )


def _places(header: tuple[str, ...], layout: Layout) -> dict[str, int]:
    """Where each diary field stands in a row. Raises BadInput naming what is missing, unknown or there twice."""
    fields = {name: name for name in values.DIARY_FIELDS if name in header} | dict(layout.columns)
    for column in (layout.date_column, *fields.values()):
        if header.count(column) != 1:
            raise _not_one(column, header)
    unknown = _left_out(header, layout)
    ours = {*DAYS.names, CARE_TEAM_NOTES.name}
    if not layout.columns and (foreign := [name for name in unknown if name not in ours]):
        raise BadInput(
            Fault(
                "column",
                ", ".join(foreign),
                "is no diary column",
                "Name the columns to take with --column FIELD=NAME; the others are then left out.",
            )
        )
    if not fields:
        raise BadInput(
            Fault("file", ", ".join(header), "has no diary column", "Name one with --column, as in axial=knee_pain.")
        )
    return {name: header.index(column) for name, column in fields.items()}


def _not_one(column: str, header: tuple[str, ...]) -> BadInput:
    problem = "is in the header twice" if column in header else f"is not in the header ({', '.join(header)})"
    remedy = "Give the name as in the header; columns are separated by comma, semicolon or tab."
    return BadInput(Fault("column", column, problem if len(problem) < 400 else problem[:400] + "...)", remedy))


def _left_out(header: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    known = {layout.date_column, PATIENT_COLUMN, *layout.columns.values()}
    known |= set(values.DIARY_FIELDS) - set(layout.columns)
    return tuple(name for name in header if name and name not in known)


@dataclass(slots=True)
class _Judge:
    """Goes through the rows once and remembers which dates were taken."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    layout: Layout
    patient_id: str
    today: date
    birth_date: date | None
    rows: dict[date, DiaryRow] = field(default_factory=dict)
    repeated: int = 0
    rejects: list[Reject] = field(default_factory=list)

    def take(self, line: int, cells: tuple[str, ...]) -> None:
        try:
            entry = self._entry(cells)
            self._keep(DiaryRow(line, entry, cells))
        except _RowRefused as refused:
            value = self._cell(cells, refused.column) if refused.column else ""
            self.rejects.append(Reject(line, refused.column, value, refused.reason, cells))

    def _keep(self, row: DiaryRow) -> None:
        first = self.rows.setdefault(row.entry.on, row)
        if first is row:
            return
        if first.entry != row.entry:
            reason = f"a different entry for this date stands on line {first.line}, which was taken"
            raise _RowRefused(self.layout.date_column, reason)
        self.repeated += 1

    def _entry(self, cells: tuple[str, ...]) -> DiaryEntry:
        if len(cells) != len(self.header):
            raise _RowRefused("", f"the row has {len(cells)} values where the header has {len(self.header)}")
        if PATIENT_COLUMN in self.header and self._cell(cells, PATIENT_COLUMN) not in ("", self.patient_id):
            raise _RowRefused(PATIENT_COLUMN, "the row is of another patient")
        try:
            on = values.day(self._cell(cells, self.layout.date_column), self.layout.date_format)
        except BadInput as bad:
            raise _RowRefused(self.layout.date_column, reason_of(bad.faults)) from None
        entry = DiaryEntry(on, **self._answers(cells))  # type: ignore[arg-type]  # each reader gives its field's type
        if faults := entry_faults(entry, self.today, self.birth_date):
            raise _RowRefused(self._column_of(faults[0]), reason_of(faults))
        return entry

    def _answers(self, cells: tuple[str, ...]) -> dict[str, values.Value]:
        answers: dict[str, values.Value] = {}
        wrong: list[tuple[str, Fault]] = []
        for name, place in self.places.items():
            try:
                answers[name] = values.diary_value(name, cells[place])
            except BadInput as bad:
                wrong.append((self.header[place], bad.faults[0]))
        if wrong:
            raise _RowRefused(wrong[0][0], reason_of(fault for _, fault in wrong))
        return answers

    def _column_of(self, fault: Fault) -> str:
        """The file's own name for the field that a fault speaks of; "" where it speaks of the row."""
        if fault.field == "date":
            return self.layout.date_column
        place = self.places.get(fault.field.replace(" ", "_"))
        return "" if place is None else self.header[place]

    def _cell(self, cells: tuple[str, ...], column: str) -> str:
        return cells[self.header.index(column)].strip()


class _RowRefused(Exception):
    """One row cannot be taken: the file's column at fault ("" for the row as a whole) and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def reason_of(faults: Iterable[Fault]) -> str:
    """Faults as one line for a file of rejects."""
    return " ".join(str(fault) for fault in faults)
