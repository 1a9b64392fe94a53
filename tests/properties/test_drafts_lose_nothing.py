"""Whatever the store does meanwhile, what a patient typed and did not save stays on the page."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.diary import DiaryEntry, Origin, Revision
from tracker.web.drafts import PageDraft

ON = date(2026, 5, 21)
scores = st.none() | st.integers(0, 10)
entries = st.builds(
    DiaryEntry,
    on=st.just(ON),
    axial=scores,
    limb=scores,
    taken=st.none() | st.frozensets(st.sampled_from(["a", "b"])),
    flare=st.none() | st.booleans(),
    note=st.sampled_from(["", "rain"]),
)
histories = st.lists(entries, max_size=5).map(
    lambda edits: [
        None,
        *(Revision(n, e, datetime(2026, 5, 21, tzinfo=UTC), "anna", Origin.PAGE) for n, e in enumerate(edits, start=1)),
    ]
)


@given(histories, entries, st.integers(0, 5))
def test_typed_answers_survive_every_change_of_the_store(
    history: list[Revision | None], typed: DiaryEntry, begun_at: int
) -> None:
    begun_at = min(begun_at, len(history) - 1)
    draft = PageDraft.begin(ON, history[begun_at]).typed(typed)
    for stored in history[begun_at:]:
        before = draft
        draft = draft.meet(stored)
        if before.changed:
            assert draft.entry == before.entry


@given(histories, entries)
def test_a_draft_that_equals_the_store_is_never_called_unsaved(
    history: list[Revision | None], typed: DiaryEntry
) -> None:
    stored = history[-1]
    draft = PageDraft.begin(ON, history[0]).typed(typed).meet(stored)
    if stored is not None and draft.entry == stored.entry:
        assert not draft.changed
        assert not draft.overtaken_by(stored)
