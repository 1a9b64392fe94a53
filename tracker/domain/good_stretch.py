"""The last good stretch: days in a row on which pain was acceptable, or substantially less than before surgery."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoodStretch:
    """Days after surgery, ends included. `ago` is how many days have passed since its last day; 0 where it goes on."""

    first_day: int
    last_day: int
    ago: int

    @property
    def length(self) -> int:
        return self.last_day - self.first_day + 1
