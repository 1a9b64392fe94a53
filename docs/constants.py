"""Every number that the rules rest on as tables in Markdown, for docs/method.md: `python -m docs.constants`."""

from collections.abc import Iterable, Sequence

from tracker.domain.assessment import Threshold
from tracker.domain.reference import ProcedureKind, procedure_kinds, thresholds
from tracker.domain.response_windows import ResponseWindow, response_rules, response_windows


def threshold_table(constants: Iterable[Threshold]) -> list[str]:
    """The lines of a table of thresholds, in their order: name, value, unit, source."""
    rows = ([f"`{each.name}`", f"{each.value:g}", each.unit, each.source] for each in constants)
    return _table(("name", "value", "unit", "source"), rows)


def procedure_table(kinds: Iterable[ProcedureKind]) -> list[str]:
    """The lines of a table of kinds of procedures: name, words, days after it on which relief wears off, source."""
    rows = (
        [each.name, ", ".join(each.words), f"{each.returns_from} to {each.returns_to}", each.source] for each in kinds
    )
    return _table(("procedure", "known by", "relief wears off, days after it", "source"), rows)


def response_window_table(windows: Iterable[ResponseWindow]) -> list[str]:
    """The lines of a table of windows after treatments: kind, days or hours, entries that are needed, source."""
    rows = (
        [each.name, f"{'hours' if each.block else 'days'} {each.first} to {each.last}", f"{each.entries}", each.source]
        for each in windows
    )
    return _table(("treatment", "compared, after its start", "entries needed", "source"), rows)


def tables() -> list[str]:
    """Every table, parted by empty lines."""
    return [
        *threshold_table(thresholds().by_name.values()),
        "",
        *procedure_table(procedure_kinds()),
        "",
        *threshold_table(response_rules().values()),
        "",
        *response_window_table(response_windows()),
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    print("\n".join(tables()))
