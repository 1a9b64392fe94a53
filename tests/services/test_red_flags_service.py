"""Ticking warning signs and acknowledging them: kept with a line in the trail, and on top of the queue."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.services.conftest import NOW, TODAY, Clinic
from tracker.domain import clock
from tracker.domain.audit import Action, AuditEvent
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.people import OPERATOR
from tracker.domain.red_flags import RedFlagAnswer, Urgency
from tracker.services import recovery, red_flags, review
from tracker.services.review import PanelRow, Reason
from tracker.store import audit, patients
from tracker.store import red_flags as stored


def tick(clinic: Clinic, *signs: str, who: str = "patient A") -> RedFlagAnswer | None:
    return red_flags.answer(clinic.store, clinic.who(who), signs, "192.0.2.1")


def kept(clinic: Clinic) -> tuple[RedFlagAnswer, ...]:
    with clinic.store.reading() as tx:
        return stored.answers(tx, OPERATOR)


def lines(clinic: Clinic, action: Action) -> list[AuditEvent]:
    with clinic.store.reading() as tx:
        return [each for each in audit.events(tx, OPERATOR) if each.action is action]


def row_of_a(clinic: Clinic) -> PanelRow:
    (row,) = review.panel(clinic.store, clinic.who("physician of A")).rows
    return row


def acknowledge_all(clinic: Clinic, note: str = "") -> None:
    ids = [each.id for each in row_of_a(clinic).red_flags]
    red_flags.acknowledge(clinic.store, clinic.who("physician of A"), "A", ids, note)


def test_an_answer_is_kept_with_its_moment_and_the_urgency_of_the_worst(clinic: Clinic) -> None:
    answer = tick(clinic, "fall", "bladder")
    assert answer is not None
    assert (answer.patient_id, answer.at, answer.local_date) == ("A", NOW, TODAY)
    assert (answer.signs, answer.urgency) == (("bladder", "fall"), Urgency.NOW)
    assert kept(clinic) == (answer,)


def test_the_local_date_is_the_patients(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: late)
    monkeypatch.setattr(clock, "today", lambda _zone: late.date() + timedelta(days=1))
    answer = tick(clinic, "fall")
    assert answer is not None
    assert (answer.at, answer.local_date) == (late, late.date() + timedelta(days=1))


def test_an_answer_and_its_line_in_the_trail_are_stored_together_or_not_at_all(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk")

    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", full)
        with pytest.raises(OSError, match="disk"):
            tick(clinic, "fall")
    assert kept(clinic) == ()
    tick(clinic, "fall")
    (line,) = lines(clinic, Action.RED_FLAG_ANSWERED)
    (answer,) = kept(clinic)
    assert (line.patient_id, line.account_name, line.address) == ("A", "patient A", "192.0.2.1")
    assert line.detail == f"answer {answer.id}", "never what was ticked"


def test_the_same_tick_waits_for_a_physician_once_and_what_is_new_is_added(clinic: Clinic) -> None:
    tick(clinic, "bladder")
    assert tick(clinic, "bladder") is None
    tick(clinic, "bladder", "fall")
    assert {each.signs for each in kept(clinic)} == {("bladder",), ("fall",)}
    assert len(lines(clinic, Action.RED_FLAG_ANSWERED)) == 2


def test_a_sign_ticked_after_it_was_acknowledged_or_on_another_day_is_another_answer(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(clinic, "bladder")
    acknowledge_all(clinic)
    assert tick(clinic, "bladder") is not None
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert tick(clinic, "bladder") is not None
    assert len(kept(clinic)) == 3


@pytest.mark.parametrize("signs", [(), ("blue_lips",), ("bladder", "blue_lips")])
def test_no_sign_or_an_unknown_one_is_refused_and_nothing_is_kept(clinic: Clinic, signs: tuple[str, ...]) -> None:
    with pytest.raises(BadInput):
        tick(clinic, *signs)
    assert kept(clinic) == ()
    assert lines(clinic, Action.RED_FLAG_ANSWERED) == []


@pytest.mark.parametrize("who", ["physician of A", "administrator", "operator"])
def test_only_a_patient_ticks(clinic: Clinic, who: str) -> None:
    with pytest.raises(NotAllowed):
        tick(clinic, "bladder", who=who)
    assert kept(clinic) == ()


def test_the_patient_gets_back_what_was_ticked_today_and_nobody_elses(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = tick(clinic, "bladder")
    assert red_flags.answers_of_today(clinic.store, clinic.who("patient A")) == (today,)
    assert red_flags.answers_of_today(clinic.store, clinic.who("patient B")) == ()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert red_flags.answers_of_today(clinic.store, clinic.who("patient A")) == ()


def test_an_unacknowledged_answer_is_the_reason_whatever_else_there_is(clinic: Clinic) -> None:
    assert row_of_a(clinic).reason is Reason.PERSISTENT
    tick(clinic, "no_stool")
    assert row_of_a(clinic).reason is Reason.RED_FLAG
    acknowledge_all(clinic)
    assert row_of_a(clinic).reason is Reason.PERSISTENT


def test_the_reason_is_the_first_of_all() -> None:
    assert next(iter(Reason)) is Reason.RED_FLAG


def test_red_flags_stand_on_top_the_most_urgent_first(clinic: Clinic) -> None:
    def order() -> list[tuple[str, Reason]]:
        return [(row.patient.id, row.reason) for row in review.panel(clinic.store, OPERATOR).rows]

    assert order() == [("A", Reason.PERSISTENT), ("B", Reason.LOST_CONTACT)]
    tick(clinic, "no_stool", who="patient B")
    assert order() == [("B", Reason.RED_FLAG), ("A", Reason.PERSISTENT)]
    tick(clinic, "fever")
    assert order() == [("A", Reason.RED_FLAG), ("B", Reason.RED_FLAG)]
    tick(clinic, "bladder", who="patient B")
    assert order() == [("B", Reason.RED_FLAG), ("A", Reason.RED_FLAG)]


def test_with_every_flag_reviewed_a_red_flag_still_leaves_the_patient_unreviewed(clinic: Clinic) -> None:
    for each in row_of_a(clinic).flags:
        review.acknowledge(clinic.store, clinic.who("physician of A"), each.id, "")
    assert row_of_a(clinic).reviewed is not None
    tick(clinic, "fall")
    assert row_of_a(clinic).reviewed is None


def test_acknowledging_keeps_who_when_and_the_note_with_a_line_in_the_trail(clinic: Clinic) -> None:
    tick(clinic, "bladder")
    acknowledge_all(clinic, "  sent to the emergency department ")
    (answer,) = kept(clinic)
    assert answer.acknowledgement is not None
    assert answer.acknowledgement.note == "sent to the emergency department"
    assert (answer.acknowledgement.name, answer.acknowledgement.at) == ("physician of A", NOW)
    (line,) = lines(clinic, Action.RED_FLAG_ACKNOWLEDGED)
    assert (line.patient_id, line.account_name) == ("A", "physician of A")
    assert row_of_a(clinic).red_flags == ()


def test_what_was_ticked_since_the_page_was_drawn_stays_open(clinic: Clinic) -> None:
    tick(clinic, "fall")
    drawn = [each.id for each in row_of_a(clinic).red_flags]
    tick(clinic, "bladder")
    red_flags.acknowledge(clinic.store, clinic.who("physician of A"), "A", drawn, "")
    assert [each.signs for each in row_of_a(clinic).red_flags] == [("bladder",)]


@pytest.mark.parametrize("who", ["patient A", "patient B", "physician of B", "administrator", "operator"])
def test_nobody_else_acknowledges(clinic: Clinic, who: str) -> None:
    answer = tick(clinic, "bladder")
    assert answer is not None
    with pytest.raises(NotAllowed):
        red_flags.acknowledge(clinic.store, clinic.who(who), "A", [answer.id], "")
    assert kept(clinic) == (answer,)
    assert lines(clinic, Action.RED_FLAG_ACKNOWLEDGED) == []


def test_a_patient_of_another_team_never_reaches_a_panel(clinic: Clinic) -> None:
    tick(clinic, "bladder", who="patient B")
    assert row_of_a(clinic).patient.id == "A"
    assert row_of_a(clinic).red_flags == ()
    with clinic.store.reading() as tx:
        assert patients.patients(tx, clinic.who("physician of nobody")) == ()
        assert stored.answers(tx, clinic.who("physician of nobody")) == ()


def test_the_record_holds_the_answers_by_time(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    tick(clinic, "bladder")
    acknowledge_all(clinic)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    tick(clinic, "fall")
    found = recovery.recovery(clinic.store, clinic.who("physician of A"), "A").red_flags
    assert [(each.signs, each.open) for each in found] == [(("bladder",), False), (("fall",), True)]
