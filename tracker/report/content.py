"""What a report is made of, and on which paper."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import pandas as pd

from tracker.domain.assessment import Assessment, StoredFlag
from tracker.domain.explanation import Verdict
from tracker.domain.facts import Fact
from tracker.domain.patients import Patient
from tracker.domain.patterns import PatternsToDiscuss
from tracker.domain.red_flags import RedFlagAnswer
from tracker.domain.responses import Response
from tracker.domain.treatments import Treatment
from tracker.domain.visit import VisitQuestion


class Paper(StrEnum):
    """The sheets that reports are made for: 210 by 297 mm, and 8.5 by 11 inches. The values stand in addresses."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class ReportContent:
    """One patient as of `today`; `made_at` is the moment of the report, aware UTC. `days` is the frame of the contract
    DAYS. Every number beside the words of the verdict and of flags is one of the `facts`, in the order of the page. A
    part that is empty, or None, is left out of the sheet; `patterns` are told in brief.

    The notes of physicians and the lines of their plan are none of it, and on purpose: they are the care team's own,
    and a patient may be given the paper."""

    patient: Patient
    today: date
    made_at: datetime
    days: pd.DataFrame
    treatments: tuple[Treatment, ...]
    flags: tuple[StoredFlag, ...]
    red_flags: tuple[RedFlagAnswer, ...]
    assessment: Assessment | None
    verdict: Verdict | None
    facts: tuple[Fact, ...]
    responses: tuple[Response, ...]
    patterns: PatternsToDiscuss
    questions: tuple[VisitQuestion, ...]
