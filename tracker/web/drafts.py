"""What a patient has typed for a day and what it began from: kept until it is saved, whatever happens in between."""

from dataclasses import dataclass, fields, replace
from datetime import date

from tracker.domain.diary import DiaryEntry, Draft, Revision


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A day as it stands on the page. `base` is the stored revision that it began from, None where there was none.
    `generation` grows whenever the page, not the patient, changes the values: the widgets are then made anew. `kept` is
    what this page last wrote or found among the drafts that outlive it, None where there was none; `touched` names the
    questions that were answered, or taken back, on this page since the day was last saved."""

    entry: DiaryEntry
    base: Revision | None
    generation: int = 0
    kept: DiaryEntry | None = None
    touched: frozenset[str] = frozenset()

    @classmethod
    def begin(cls, on: date, stored: Revision | None, generation: int = 0) -> "PageDraft":
        return cls(stored.entry if stored else DiaryEntry(on), stored, generation)

    @property
    def changed(self) -> bool:
        """Whether saving would store something that is not stored yet, as far as this page has seen."""
        return self.entry != (self.base.entry if self.base else DiaryEntry(self.entry.on))

    @property
    def based_on(self) -> int:
        """The number of the revision that the patient saw; 0 for none."""
        return _number(self.base)

    def typed(self, entry: DiaryEntry) -> "PageDraft":
        touched = {name for name in _FIELDS if getattr(entry, name) != getattr(self.entry, name)}
        return replace(self, entry=entry, touched=self.touched | touched)

    def answered_by_page(self, **answers: object) -> "PageDraft":
        """The draft with answers that the patient asked the page to fill in: the widgets are made anew."""
        return replace(self.typed(replace(self.entry, **answers)), generation=self.generation + 1)  # type: ignore[arg-type]

    def was_kept(self) -> "PageDraft":
        """The draft once what stands in it was written among those that outlive the page."""
        return replace(self, kept=self.entry)

    def meet_kept(self, found: Draft | None, base: Revision | None) -> "PageDraft":
        """The draft after a look at what is kept now, which another device of the patient may have changed. What was
        answered here stays as it is seen here; questions that were not are answered as the other device did."""
        if found is None:
            return replace(self, kept=None)
        if found.entry == self.kept:
            return self
        if not self.touched:
            return PageDraft(found.entry, base, self.generation + 1, kept=found.entry)
        entry = replace(found.entry, **{name: getattr(self.entry, name) for name in self.touched})
        if entry == self.entry:
            return replace(self, kept=found.entry)
        return replace(self, entry=entry, generation=self.generation + 1, kept=found.entry)

    def meet(self, stored: Revision | None) -> "PageDraft":
        """The draft after a look at what is stored now. Unchanged, it follows the store; what was typed is kept, and
        where the store has come to say the same, the two are one."""
        if _number(stored) == self.based_on:
            return self
        if not self.changed:
            return PageDraft.begin(self.entry.on, stored, self.generation + 1)
        if stored is not None and stored.entry == self.entry:
            return replace(self, base=stored, touched=frozenset())
        return self

    def from_before(self) -> "PageDraft":
        """The draft where something in it was answered before the stored revision was: as if begun from none."""
        return replace(self, base=None)

    def overtaken_by(self, stored: Revision | None) -> bool:
        """Whether another device changed the day after this draft began: the patient has to choose."""
        return self.changed and _number(stored) != self.based_on

    def keep_over(self, stored: Revision | None) -> "PageDraft":
        """The patient's choice to keep what was typed, now that the other version was seen."""
        return replace(self, base=stored)

    def give_way_to(self, stored: Revision | None) -> "PageDraft":
        """The patient's choice to take what is stored."""
        return PageDraft.begin(self.entry.on, stored, self.generation + 1)


_FIELDS = tuple(field.name for field in fields(DiaryEntry))


def _number(revision: Revision | None) -> int:
    return revision.number if revision else 0
