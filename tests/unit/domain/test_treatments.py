"""What a treatment on the patient's own list may be."""

from datetime import date, timedelta

import pytest

from tracker.domain.errors import BadInput
from tracker.domain.treatments import Treatment, TreatmentKind, check_treatment, treatment_faults

TODAY, BIRTH = date(2026, 5, 21), date(1960, 2, 29)
DAY = timedelta(days=1)


def pills(start: date, end: date | None = None, kind: TreatmentKind = TreatmentKind.MEDICINE) -> Treatment:
    return Treatment("t", "anna", kind, "Gabapentin", start, end)


@pytest.mark.parametrize(
    ("treatment", "birth_date"),
    [
        (pills(TODAY), BIRTH),
        (pills(TODAY, TODAY), BIRTH),
        (pills(BIRTH), BIRTH),
        (pills(date(1900, 1, 1)), None),
    ],
)
def test_dates_from_birth_to_today_are_taken(treatment: Treatment, birth_date: date | None) -> None:
    assert treatment_faults(treatment, TODAY, birth_date) == ()


@pytest.mark.parametrize(
    ("treatment", "birth_date", "said"),
    [
        (pills(TODAY + DAY), BIRTH, "start '2026-05-22' lies in the future"),
        (pills(BIRTH - DAY), BIRTH, "start '1960-02-28' lies before birth"),
        (pills(date(1899, 12, 31)), None, "start '1899-12-31' lies before birth"),
        (pills(TODAY, TODAY - DAY), BIRTH, "end '2026-05-20' lies before the start"),
        (pills(TODAY, TODAY + DAY), BIRTH, "end '2026-05-22' lies in the future. Leave it empty while the treatment"),
        (pills(TODAY, TODAY, TreatmentKind.PROCEDURE), BIRTH, "does not apply to a procedure"),
    ],
)
def test_other_dates_are_refused_in_words(treatment: Treatment, birth_date: date | None, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_treatment(treatment, TODAY, birth_date)
