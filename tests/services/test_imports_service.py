"""Importing a diary while somebody else writes into it."""

import threading

import pytest

from tests.services.conftest import TODAY, Clinic
from tracker.domain.diary import DiaryEntry
from tracker.domain.people import OPERATOR
from tracker.exchange.diary import Layout
from tracker.services import diary as day_saving
from tracker.services import imports
from tracker.store import diary

SECONDS_TO_SLIP_IN = 1


def test_a_day_saved_while_a_file_is_merged_is_not_overwritten_unseen(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The patient presses Save just after the import read what is stored: the save has to wait for the import."""
    read = diary.latest
    page = threading.Thread(
        target=lambda: day_saving.save_entry(
            clinic.store, clinic.who("patient B"), "B", DiaryEntry(TODAY, limb=3), based_on=None
        )
    )

    def then_somebody_saves(*given: object, **named: object) -> object:
        found = read(*given, **named)  # type: ignore[arg-type]
        page.start()
        page.join(SECONDS_TO_SLIP_IN)
        return found

    with monkeypatch.context() as slip_in:
        slip_in.setattr(diary, "latest", then_somebody_saves)
        layout = Layout({"axial": "axial"}, "date", None)
        imports.import_diary(clinic.store, OPERATOR, "B", f"date,axial\n{TODAY},5\n".encode(), layout)
        page.join()
    with clinic.store.reading() as tx:
        edits = [each.entry for each in diary.history(tx, OPERATOR, "B", TODAY)]
    assert edits == [DiaryEntry(TODAY, axial=5), DiaryEntry(TODAY, limb=3)]
