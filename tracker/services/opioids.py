"""What a patient took of opioids, for who follows the patient."""

from dataclasses import dataclass

import pandas as pd

from tracker.domain.dose_and_pain import dose_and_pain_fact
from tracker.domain.facts import Fact
from tracker.domain.opioid_facts import opioid_facts
from tracker.domain.opioids import OpioidUse
from tracker.services.recovery import Recovery
from tracker.trends.dose_and_pain import dose_and_pain
from tracker.trends.opioids import opioid_days, opioid_use


@dataclass(frozen=True, slots=True)
class OpioidRecord:
    """Opioids as of `today`, in days after surgery: every day (`trends.opioids.opioid_days`), what they come to, and
    the facts that are shown of it."""

    today: int
    days: pd.DataFrame
    use: OpioidUse
    facts: tuple[Fact, ...]


def opioid_record(record: Recovery) -> OpioidRecord | None:
    """The opioids of a record that was looked at; None where none was ever on the list."""
    episode, listed = record.patient.episode, record.treatments
    days = opioid_days(episode.surgery_date, record.today, listed, record.taken)
    use = opioid_use(days, listed)
    if use is None:
        return None
    today = episode.day(record.today)
    rise = dose_and_pain_fact(dose_and_pain(days, record.days), episode.region, today)
    return OpioidRecord(today, days, use, (*opioid_facts(use, today), rise))
