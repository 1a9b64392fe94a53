"""How a browser names an answer that it keeps until it has arrived (assets/unsent.js)."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Unsent:
    """`name` tells nobody whose answer it is, "" keeps nothing; `over` is the number of the saved version of the day
    on top of which it is given, 0 where there is none. Where that has become another one by the time the answer
    arrives, the patient is asked."""

    name: str = ""
    over: int = 0

    @property
    def data(self) -> dict[str, object]:
        """What a component is given."""
        return asdict(self)


NOT_KEPT = Unsent()
"""For an answer that is sent at once and kept nowhere else."""


def nobody_asks() -> None:
    """What follows an answer that comes late where no other version can stand in its way."""
