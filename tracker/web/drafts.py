"""What a patient has typed for a day and what it began from: kept until it is saved, whatever happens in between."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.diary import DiaryEntry, Revision


@dataclass(frozen=True, slots=True)
class Draft:
    """A day as it stands on the page. `base` is the stored revision that it began from, None where there was none.
    `generation` grows whenever the page, not the patient, changes the values: the widgets are then made anew."""

    entry: DiaryEntry
    base: Revision | None
    generation: int = 0

    @classmethod
    def begin(cls, on: date, stored: Revision | None, generation: int = 0) -> "Draft":
        return cls(stored.entry if stored else DiaryEntry(on), stored, generation)

    @property
    def changed(self) -> bool:
        """Whether saving would store something that is not stored yet, as far as this page has seen."""
        return self.entry != (self.base.entry if self.base else DiaryEntry(self.entry.on))

    @property
    def based_on(self) -> int:
        """The number of the revision that the patient saw; 0 for none."""
        return _number(self.base)

    def typed(self, entry: DiaryEntry) -> "Draft":
        return replace(self, entry=entry)

    def meet(self, stored: Revision | None) -> "Draft":
        """The draft after a look at what is stored now. Unchanged, it follows the store; what was typed is kept, and
        where the store has come to say the same, the two are one."""
        if _number(stored) == self.based_on:
            return self
        if not self.changed:
            return Draft.begin(self.entry.on, stored, self.generation + 1)
        if stored is not None and stored.entry == self.entry:
            return replace(self, base=stored)
        return self

    def overtaken_by(self, stored: Revision | None) -> bool:
        """Whether another device changed the day after this draft began: the patient has to choose."""
        return self.changed and _number(stored) != self.based_on

    def keep_over(self, stored: Revision | None) -> "Draft":
        """The patient's choice to keep what was typed, now that the other version was seen."""
        return replace(self, base=stored)

    def give_way_to(self, stored: Revision | None) -> "Draft":
        """The patient's choice to take what is stored."""
        return Draft.begin(self.entry.on, stored, self.generation + 1)


def _number(revision: Revision | None) -> int:
    return revision.number if revision else 0
