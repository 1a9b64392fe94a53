"""Pain by the hour after a block: at its moment, in the patient's time zone, and never in the future."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.services.conftest import TODAY, Clinic
from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR
from tracker.domain.readings import Reading
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.services import readings as service
from tracker.services.recovery import recovery
from tracker.store import audit, readings, treatments

TEN = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def block(clinic: Clinic, on: date = TODAY, treatment_id: str = "b", name: str = "Medial branch block") -> None:
    with clinic.store.transaction() as tx:
        treatments.save_treatment(tx, OPERATOR, Treatment(treatment_id, "A", TreatmentKind.PROCEDURE, name, on))


def set_time(clinic: Clinic, at: time = time(10, 0), who: str = "patient A") -> None:
    service.set_block_time(clinic.store, clinic.who(who), "A", "b", at)


def save(clinic: Clinic, hour: int, pain: int | None, site: Site = Site.AXIAL, who: str = "patient A") -> None:
    service.save_block_score(clinic.store, clinic.who(who), "A", "b", hour=hour, site=site, pain=pain)


def stored(clinic: Clinic) -> tuple[Reading, ...]:
    with clinic.store.reading() as tx:
        return readings.readings(tx, OPERATOR, "A")


def test_each_score_is_kept_at_its_moment_with_block_and_hour(clinic: Clinic) -> None:
    block(clinic)
    set_time(clinic)
    save(clinic, 0, 7)
    save(clinic, 2, 3, Site.LIMB)
    assert stored(clinic) == (
        Reading("A", TEN, Site.AXIAL, 7, "Medial branch block, before"),
        Reading("A", TEN + 2 * HOUR, Site.LIMB, 3, "Medial branch block, 2 h after"),
    )
    (log,) = service.block_page(clinic.store, clinic.who("patient A")).logs
    assert log.scores == {(0, Site.AXIAL): 7, (2, Site.LIMB): 3}


def test_a_score_can_be_put_right_and_taken_back(clinic: Clinic) -> None:
    block(clinic)
    set_time(clinic)
    for pain in (7, 6):
        save(clinic, 0, pain)
    assert [each.pain for each in stored(clinic)] == [6]
    save(clinic, 0, None)
    assert stored(clinic) == ()


def test_every_change_leaves_a_trace_without_the_score(clinic: Clinic) -> None:
    block(clinic)
    set_time(clinic)
    save(clinic, 1, 9)
    save(clinic, 1, None)
    with clinic.store.reading() as tx:
        events = audit.events(tx, OPERATOR, 3)[::-1]
    assert [(each.action, each.detail, each.patient_id, each.account_name) for each in events] == [
        (Action.TREATMENT_SAVED, "", "A", "patient A"),
        (Action.READING_SAVED, "hour 1", "A", "patient A"),
        (Action.READING_REMOVED, "hour 1", "A", "patient A"),
    ]


@pytest.mark.parametrize(("hour", "allowed"), [(0, True), (2, True), (3, False), (8, False), (9, False), (-1, False)])
def test_an_hour_that_has_not_come_or_is_not_there_cannot_be_filled_in(
    clinic: Clinic, hour: int, allowed: bool
) -> None:
    block(clinic)
    set_time(clinic)  # it is 12:00
    if allowed:
        save(clinic, hour, 5)
    else:
        with pytest.raises(BadInput, match=r"lies in the future|is not one of the log"):
            save(clinic, hour, 5)
    assert len(stored(clinic)) == allowed


@pytest.mark.parametrize("pain", [-1, 11])
def test_a_score_outside_the_scale_is_refused(clinic: Clinic, pain: int) -> None:
    block(clinic)
    set_time(clinic)
    with pytest.raises(BadInput, match="whole number from 0 to 10"):
        save(clinic, 0, pain)


def test_no_score_before_the_time_of_the_block_is_known(clinic: Clinic) -> None:
    block(clinic)
    with pytest.raises(BadInput, match="Say first when the block was"):
        save(clinic, 0, 5)


@pytest.mark.parametrize(("at", "allowed"), [(time(0, 0), True), (time(12, 0), True), (time(12, 1), False)])
def test_a_block_cannot_have_been_later_than_now(clinic: Clinic, at: time, allowed: bool) -> None:
    block(clinic)
    if allowed:
        set_time(clinic, at)
    else:
        with pytest.raises(BadInput, match="lies in the future"):
            set_time(clinic, at)


def test_the_time_can_be_put_right_until_pain_is_logged_by_it(clinic: Clinic) -> None:
    block(clinic)
    set_time(clinic, time(9, 0))
    set_time(clinic)
    save(clinic, 0, 5)
    set_time(clinic)
    with pytest.raises(BadInput, match="Clear those hours first"):
        set_time(clinic, time(9, 0))
    save(clinic, 0, None)
    set_time(clinic, time(9, 0))


@pytest.mark.parametrize(("days_ago", "is_open"), [(0, True), (1, True), (2, False)])
def test_the_log_is_open_on_the_day_of_the_block_and_the_day_after(
    clinic: Clinic, days_ago: int, is_open: bool
) -> None:
    block(clinic, TODAY - timedelta(days=days_ago))
    assert len(service.block_page(clinic.store, clinic.who("patient A")).logs) == is_open
    if is_open:
        set_time(clinic)
    else:
        with pytest.raises(BadInput, match="is closed"):
            set_time(clinic)


def test_only_diagnostic_blocks_have_a_log(clinic: Clinic) -> None:
    block(clinic, name="Epidural injection")
    assert service.block_page(clinic.store, clinic.who("patient A")).logs == ()
    with pytest.raises(NotAllowed):
        set_time(clinic)


@pytest.mark.parametrize("who", ["patient B", "physician of A", "administrator"])
def test_nobody_logs_for_somebody_else(clinic: Clinic, who: str) -> None:
    block(clinic)
    with pytest.raises(NotAllowed):
        set_time(clinic, who=who)
    set_time(clinic)
    with pytest.raises(NotAllowed):
        save(clinic, 0, 5, who=who)
    assert stored(clinic) == ()


@pytest.mark.parametrize("who", ["physician of A", "administrator"])
def test_only_a_patient_has_a_page_for_it(clinic: Clinic, who: str) -> None:
    with pytest.raises(NotAllowed):
        service.block_page(clinic.store, clinic.who(who))


def test_the_physician_finds_the_log_in_the_record(clinic: Clinic) -> None:
    block(clinic)
    set_time(clinic)
    save(clinic, 1, 4)
    (log,) = recovery(clinic.store, clinic.who("physician of A"), "A").block_logs
    assert (log.block.name, log.scores) == ("Medial branch block", {(1, Site.AXIAL): 4})


def test_a_block_late_in_the_evening_is_logged_into_the_next_day(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    block(clinic, TODAY - timedelta(days=1))
    set_time(clinic, time(23, 0))
    save(clinic, 8, 2)
    assert stored(clinic)[0].at == datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 0, 0, tzinfo=UTC))
    with pytest.raises(BadInput, match="is closed"):
        save(clinic, 7, 2)
