"""The reading: pain at a moment, several a day, hourly after a diagnostic block."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.domain.catalogue import is_diagnostic_block
from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _, later
from tracker.domain.patients import Site
from tracker.domain.treatments import Treatment

HOURS = range(9)
"""The rows of the log after a block: 0 is before it, then every hour for eight hours."""

_BEFORE, _AFTER = later("before"), later("{hour} h after")

LOG_OPEN = timedelta(days=1)
"""How long after the day of a block its log can be filled in: what an hour was like is not known for long."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Pain at one site at one moment: whole 0-10, `at` aware UTC. `context` is in plain words and English, ""
    where none."""

    patient_id: str
    at: datetime
    site: Site
    pain: int
    context: str = ""


@dataclass(frozen=True, slots=True)
class BlockLog:
    """The hours after one block. `scores` has what was logged, whole 0-10, by hour and site; a missing hour is not in
    it, whatever was logged around it."""

    block: Treatment
    scores: Mapping[tuple[int, Site], int]

    def moment(self, hour: int) -> datetime | None:
        """When a row is about, aware UTC; None where the time of the block is not known. Row 0 stands at the block."""
        return None if self.block.done_at is None else self.block.done_at + timedelta(hours=hour)

    def hours_come(self, now: datetime) -> tuple[int, ...]:
        """The rows that can be filled in at a moment: those that do not lie in the future."""
        return tuple(hour for hour in HOURS if (at := self.moment(hour)) is not None and at <= now)

    def answered(self, site: Site) -> int:
        """How many of the nine rows have a score of the site."""
        return sum((hour, site) in self.scores for hour in HOURS)

    def reading(self, hour: int, site: Site, pain: int, now: datetime) -> Reading:
        """The reading that a score of a row is. Raises BadInput where the time of the block is not known, where there
        is no such row, and where it lies in the future."""
        if hour not in HOURS:
            remedy = _("Choose one from 0 to {last}.").format(last=HOURS[-1])
            raise BadInput(Fault("hour", hour, _("is not one of the log"), remedy))
        at = self.moment(hour)
        if at is None:
            raise BadInput(Fault("time", None, _("of the block is not known"), _("Say first when the block was.")))
        if at > now:
            remedy = _("Come back when the hour has come.")
            raise BadInput(Fault("hour", hour_words(hour), _("lies in the future"), remedy))
        return Reading(self.block.patient_id, at, site, pain, f"{self.block.name}, {_kept_words(hour)}")


def hour_words(hour: int) -> str:
    """ "before", "3 h after", in the language spoken."""
    return _(_AFTER).format(hour=hour) if hour else _(_BEFORE)


def _kept_words(hour: int) -> str:
    """The same in English, as it is stored."""
    return _AFTER.format(hour=hour) if hour else _BEFORE


def block_log(block: Treatment, readings: Iterable[Reading]) -> BlockLog:
    """The log of a block: those of the readings that stand at the moments of its rows. What was said of a moment
    counts for every block that has a row there."""
    log = BlockLog(block, {})
    rows = {at: hour for hour in HOURS if (at := log.moment(hour)) is not None}
    return BlockLog(block, {(rows[each.at], each.site): each.pain for each in readings if each.at in rows})


def block_logs(treatments: Iterable[Treatment], readings: Collection[Reading]) -> tuple[BlockLog, ...]:
    """The log of every diagnostic block of a list, the newest block first."""
    blocks = sorted(filter(is_diagnostic_block, treatments), key=lambda each: (each.start, each.name), reverse=True)
    return tuple(block_log(block, readings) for block in blocks)


def log_is_open(block: Treatment, today: date) -> bool:
    """Whether pain can be logged for a diagnostic block on a date: on its day and the day after."""
    return is_diagnostic_block(block) and block.start <= today <= block.start + LOG_OPEN
