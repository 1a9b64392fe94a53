"""What happens to typed answers when the store changes meanwhile."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.diary import DiaryEntry, Origin, Revision
from tracker.web.drafts import Draft

ON = date(2026, 5, 21)
NOTHING = DiaryEntry(ON)
THREE, EIGHT = DiaryEntry(ON, axial=3), DiaryEntry(ON, axial=8)


def saved(number: int, entry: DiaryEntry) -> Revision:
    return Revision(number, entry, datetime(2026, 5, 21, 12, tzinfo=UTC), "anna", Origin.PAGE)


@pytest.mark.parametrize(
    ("base", "typed", "stored", "entry", "based_on", "changed", "overtaken"),
    [
        # nothing stored, before or now
        (None, NOTHING, None, NOTHING, 0, False, False),
        (None, THREE, None, THREE, 0, True, False),
        # stored elsewhere while nothing was typed here: the page follows
        (None, NOTHING, saved(1, EIGHT), EIGHT, 1, False, False),
        (saved(1, THREE), THREE, saved(2, EIGHT), EIGHT, 2, False, False),
        # stored as typed: the two are one
        (None, THREE, saved(1, THREE), THREE, 1, False, False),
        (saved(1, EIGHT), THREE, saved(2, THREE), THREE, 2, False, False),
        # stored elsewhere while something else was typed here: kept, and the patient has to choose
        (None, THREE, saved(1, EIGHT), THREE, 0, True, True),
        (saved(1, NOTHING), THREE, saved(2, EIGHT), THREE, 1, True, True),
        # typed on what is stored
        (saved(2, EIGHT), THREE, saved(2, EIGHT), THREE, 2, True, False),
    ],
)
def test_a_draft_meets_the_store(
    base: Revision | None,
    typed: DiaryEntry,
    stored: Revision | None,
    entry: DiaryEntry,
    based_on: int,
    *,
    changed: bool,
    overtaken: bool,
) -> None:
    met = Draft.begin(ON, base).typed(typed).meet(stored)
    assert (met.entry, met.based_on, met.changed, met.overtaken_by(stored)) == (entry, based_on, changed, overtaken)


def test_widgets_are_made_anew_exactly_when_the_page_changes_the_values() -> None:
    draft = Draft.begin(ON, None).typed(THREE)
    assert draft.generation == 0
    assert draft.meet(saved(1, THREE)).generation == 0, "saved as typed: the widgets hold it already"
    assert draft.meet(saved(1, EIGHT)).generation == 0, "kept as typed"
    assert draft.give_way_to(saved(1, EIGHT)).generation == 1
    assert Draft.begin(ON, None).meet(saved(1, EIGHT)).generation == 1


def test_keeping_what_was_typed_is_based_on_the_version_that_was_seen() -> None:
    kept = Draft.begin(ON, None).typed(THREE).keep_over(saved(4, EIGHT))
    assert (kept.entry, kept.based_on, kept.overtaken_by(saved(4, EIGHT))) == (THREE, 4, False)


def test_giving_way_takes_the_stored_version_whole() -> None:
    taken = Draft.begin(ON, None).typed(THREE).give_way_to(saved(4, EIGHT))
    assert (taken.entry, taken.based_on, taken.changed) == (EIGHT, 4, False)
