"""The reading: pain at a moment, several a day, hourly after a diagnostic block."""

from dataclasses import dataclass
from datetime import datetime

from tracker.domain.patients import Site


@dataclass(frozen=True, slots=True)
class Reading:
    """Pain at one site at one moment: whole 0-10, `at` aware UTC. `context` is in plain words, "" where none."""

    patient_id: str
    at: datetime
    site: Site
    pain: int
    context: str = ""
