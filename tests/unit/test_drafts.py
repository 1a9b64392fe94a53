"""What happens to typed answers when the store changes meanwhile."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.diary import DiaryEntry, Draft, Origin, Revision
from tracker.web.drafts import PageDraft

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
    met = PageDraft.begin(ON, base).typed(typed).meet(stored)
    assert (met.entry, met.based_on, met.changed, met.overtaken_by(stored)) == (entry, based_on, changed, overtaken)


def test_widgets_are_made_anew_exactly_when_the_page_changes_the_values() -> None:
    draft = PageDraft.begin(ON, None).typed(THREE)
    assert draft.generation == 0
    assert draft.meet(saved(1, THREE)).generation == 0, "saved as typed: the widgets hold it already"
    assert draft.meet(saved(1, EIGHT)).generation == 0, "kept as typed"
    assert draft.give_way_to(saved(1, EIGHT)).generation == 1
    assert PageDraft.begin(ON, None).meet(saved(1, EIGHT)).generation == 1


def test_keeping_what_was_typed_is_based_on_the_version_that_was_seen() -> None:
    kept = PageDraft.begin(ON, None).typed(THREE).keep_over(saved(4, EIGHT))
    assert (kept.entry, kept.based_on, kept.overtaken_by(saved(4, EIGHT))) == (THREE, 4, False)


def test_giving_way_takes_the_stored_version_whole() -> None:
    taken = PageDraft.begin(ON, None).typed(THREE).give_way_to(saved(4, EIGHT))
    assert (taken.entry, taken.based_on, taken.changed) == (EIGHT, 4, False)


def kept(entry: DiaryEntry, based_on: int = 0) -> Draft:
    return Draft(entry, based_on, datetime(2026, 5, 21, 13, tzinfo=UTC))


def test_a_page_that_is_opened_anew_goes_on_with_what_was_typed() -> None:
    draft = PageDraft.begin(ON, saved(1, EIGHT)).meet_kept(kept(THREE, 1), saved(1, EIGHT))
    assert (draft.entry, draft.based_on, draft.changed, draft.generation) == (THREE, 1, True, 1)
    assert draft.meet_kept(kept(THREE, 1), saved(1, EIGHT)) == draft


def test_a_draft_that_another_save_overtook_asks_when_it_is_opened_again() -> None:
    draft = PageDraft.begin(ON, saved(2, EIGHT)).meet_kept(kept(THREE, 1), saved(1, NOTHING)).meet(saved(2, EIGHT))
    assert draft.entry == THREE
    assert draft.overtaken_by(saved(2, EIGHT))


def test_two_devices_that_type_different_answers_keep_both() -> None:
    here = PageDraft.begin(ON, None).typed(DiaryEntry(ON, axial=3)).was_kept().typed(DiaryEntry(ON, axial=4))
    met = here.meet_kept(kept(DiaryEntry(ON, axial=3, note="from the other one")), None)
    assert met.entry == DiaryEntry(ON, axial=4, note="from the other one")
    assert met.generation == here.generation + 1


def test_the_same_question_answered_on_two_devices_stays_on_each_as_it_is_seen_there() -> None:
    here = PageDraft.begin(ON, None).typed(THREE).was_kept()
    met = here.meet_kept(kept(EIGHT), None)
    assert (met.entry, met.generation) == (THREE, here.generation)
    assert met.meet_kept(kept(EIGHT), None) == met


def test_what_is_no_longer_kept_is_kept_again_when_it_is_still_here() -> None:
    here = PageDraft.begin(ON, None).typed(THREE).was_kept().meet_kept(None, None)
    assert (here.entry, here.kept) == (THREE, None)
