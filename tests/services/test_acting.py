"""What a physician does about what was read: snoozing, noting, planning, and taking each back; each leaves its line in
the trail, and nobody else can do or read any of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.services.conftest import NOW, TODAY, Clinic
from tracker.domain import clock
from tracker.domain.assessment import Severity, StoredFlag
from tracker.domain.audit import Action
from tracker.domain.care_notes import PhysicianNote, PlanLine
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.people import OPERATOR
from tracker.services import physician_notes, plan, red_flags, review
from tracker.services.review import PanelRow
from tracker.store import audit, flags
from tracker.store import red_flags as stored_red_flags
from tracker.store.tables import PatientRow

PHYSICIAN = "physician of A"
OTHERS = ["patient A", "patient B", "physician of B", "physician of nobody", "administrator"]
WEEK = timedelta(days=7)
on_one_database = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
"""What is decided before anything is stored; that both databases keep and hide alike is told in tests/store."""


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def row_of_a(clinic: Clinic) -> PanelRow:
    (row,) = review.panel(clinic.store, clinic.who(PHYSICIAN)).rows
    return row


def asking(clinic: Clinic) -> list[StoredFlag]:
    return [each for each in row_of_a(clinic).flags if each.asks_for_answer]


def snooze_all(clinic: Clinic, until: date | None) -> None:
    for each in asking(clinic):
        review.acknowledge(clinic.store, clinic.who(PHYSICIAN), each.id, "", until)


def trail(clinic: Clinic) -> list[tuple[Action, str | None, str | None]]:
    """What was done, by whom and of whom, oldest first, without looks."""
    looks = {Action.PANEL_VIEWED, Action.RECORD_VIEWED}
    with clinic.store.reading() as tx:
        found = [(each.action, each.account_id, each.patient_id) for each in reversed(audit.events(tx, OPERATOR))]
    return [each for each in found if each[0] not in looks]


def details(clinic: Clinic) -> str:
    with clinic.store.reading() as tx:
        return " ".join(each.detail for each in audit.events(tx, OPERATOR))


class TestSnoozing:
    @pytest.mark.parametrize(("days", "answered"), [(0, True), (6, True), (7, False), (8, False)])
    @on_one_database
    def test_it_holds_to_the_day_before_and_ends_by_itself(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch, days: int, answered: bool
    ) -> None:
        snooze_all(clinic, TODAY + WEEK)
        at(monkeypatch, NOW + timedelta(days=days))
        assert (row_of_a(clinic).reviewed is not None) is answered

    @pytest.mark.parametrize(
        ("zone", "moment", "answered"),
        [
            ("UTC", datetime(2026, 11, 27, 23, 59, tzinfo=UTC), True),
            ("UTC", datetime(2026, 11, 28, 0, 0, tzinfo=UTC), False),
            ("Pacific/Auckland", datetime(2026, 11, 27, 10, 59, tzinfo=UTC), True),
            ("Pacific/Auckland", datetime(2026, 11, 27, 11, 0, tzinfo=UTC), False),
            ("America/Los_Angeles", datetime(2026, 11, 28, 7, 59, tzinfo=UTC), True),
            ("America/Los_Angeles", datetime(2026, 11, 28, 8, 0, tzinfo=UTC), False),
        ],
    )
    @on_one_database
    def test_its_day_begins_where_the_patient_lives(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch, zone: str, moment: datetime, answered: bool
    ) -> None:
        with clinic.store.transaction() as tx:
            tx.connection.execute(sa.update(PatientRow).values(time_zone=zone))
        snooze_all(clinic, date(2026, 11, 28))
        at(monkeypatch, moment)
        assert (row_of_a(clinic).reviewed is not None) is answered
        first = asking(clinic)[0]
        if answered:
            with pytest.raises(BadInput, match="was acknowledged already"):
                review.acknowledge(clinic.store, clinic.who(PHYSICIAN), first.id, "")
        else:
            review.acknowledge(clinic.store, clinic.who(PHYSICIAN), first.id, "again")

    @on_one_database
    def test_what_becomes_more_severe_asks_before_the_snooze_ends(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        surgery = row_of_a(clinic).patient.episode.surgery_date

        def on_day(day: int) -> PanelRow:
            at(monkeypatch, datetime.combine(surgery + timedelta(days=day), NOW.time(), UTC))
            return row_of_a(clinic)

        on_day(179)
        snooze_all(clinic, surgery + timedelta(days=200))
        assert on_day(179).reviewed is not None
        worse = on_day(180)
        assert Severity.HIGH in {each.flag.severity for each in worse.flags}
        assert worse.reviewed is None

    @pytest.mark.parametrize(
        ("until", "said"),
        [
            (TODAY - timedelta(days=1), "snooze until '2026-11-20' lies before 2026-11-22"),
            (TODAY, "lies before 2026-11-22"),
            (TODAY + timedelta(days=366), "snooze until '2027-11-22' lies more than 365 days ahead"),
        ],
    )
    @on_one_database
    def test_a_date_that_cannot_be_is_named_and_nothing_is_answered(
        self, clinic: Clinic, until: date, said: str
    ) -> None:
        with pytest.raises(BadInput, match=said):
            snooze_all(clinic, until)
        assert trail(clinic) == []
        assert all(not each.reviews for each in row_of_a(clinic).flags)

    def test_it_is_undone_like_any_answer_and_stays_in_the_record(self, clinic: Clinic) -> None:
        first = asking(clinic)[0]
        physician = clinic.who(PHYSICIAN)
        given = review.acknowledge(clinic.store, physician, first.id, "", TODAY + WEEK)
        assert given.until == TODAY + WEEK
        review.undo(clinic.store, physician, given.id)
        (kept,) = next(each for each in asking(clinic) if each.id == first.id).reviews
        assert (kept.until, kept.standing) == (TODAY + WEEK, False)
        assert trail(clinic) == [
            (Action.FLAG_ACKNOWLEDGED, physician.account_id, "A"),
            (Action.ACKNOWLEDGEMENT_UNDONE, physician.account_id, "A"),
        ]
        assert f"until {TODAY + WEEK}" in details(clinic)
        with pytest.raises(BadInput, match="was undone already"):
            review.undo(clinic.store, physician, given.id)
        assert len(trail(clinic)) == 2, "what changes nothing leaves no line"

    @pytest.mark.parametrize("who", OTHERS)
    @on_one_database
    def test_nobody_else_snoozes(self, clinic: Clinic, who: str) -> None:
        first = asking(clinic)[0]
        with pytest.raises(NotAllowed):
            review.acknowledge(clinic.store, clinic.who(who), first.id, "", TODAY + WEEK)
        with clinic.store.reading() as tx:
            assert all(not each.reviews for each in flags.flags(tx, OPERATOR, ["A"]))


class TestTakingARedFlagBack:
    def answered(self, clinic: Clinic) -> str:
        answer = red_flags.answer(clinic.store, clinic.who("patient A"), ["bladder"])
        assert answer is not None
        red_flags.acknowledge(clinic.store, clinic.who(PHYSICIAN), "A", [answer.id], "seen")
        with clinic.store.reading() as tx:
            (seen,) = stored_red_flags.answers(tx, OPERATOR)[0].acknowledgements
        return seen.id

    def test_it_stands_on_top_again_with_a_line_in_the_trail(self, clinic: Clinic) -> None:
        seen = self.answered(clinic)
        assert row_of_a(clinic).reason is not review.Reason.RED_FLAG
        red_flags.undo(clinic.store, clinic.who(PHYSICIAN), seen)
        assert row_of_a(clinic).reason is review.Reason.RED_FLAG
        before = trail(clinic)
        assert before[-1] == (Action.RED_FLAG_ACKNOWLEDGEMENT_UNDONE, clinic.who(PHYSICIAN).account_id, "A")
        with pytest.raises(BadInput, match="was undone already"):
            red_flags.undo(clinic.store, clinic.who(PHYSICIAN), seen)
        assert trail(clinic) == before

    @pytest.mark.parametrize("who", OTHERS)
    @on_one_database
    def test_nobody_else_takes_it_back(self, clinic: Clinic, who: str) -> None:
        seen = self.answered(clinic)
        with pytest.raises(NotAllowed):
            red_flags.undo(clinic.store, clinic.who(who), seen)
        assert row_of_a(clinic).red_flags == ()
        assert trail(clinic)[-1][0] is Action.RED_FLAG_ACKNOWLEDGED


def note(clinic: Clinic, text: str = "Keeps a dog") -> PhysicianNote:
    return physician_notes.add(clinic.store, clinic.who(PHYSICIAN), "A", text)


def standing(clinic: Clinic) -> list[str]:
    found = physician_notes.notes(clinic.store, clinic.who(PHYSICIAN), "A")
    return [each.text for each in found if each.standing]


def planned(clinic: Clinic, text: str = "Check SI block", due: date | None = None) -> PlanLine:
    return plan.add(clinic.store, clinic.who(PHYSICIAN), "A", text, due)


def open_lines(clinic: Clinic) -> list[str]:
    return [each.text for each in plan.lines(clinic.store, clinic.who(PHYSICIAN), "A") if each.open]


class TestNotes:
    def test_one_is_kept_corrected_and_each_step_taken_back_with_a_line_each(self, clinic: Clinic) -> None:
        physician = clinic.who(PHYSICIAN)
        first = note(clinic, "  Keeps a dog ")
        second = physician_notes.correct(clinic.store, physician, "A", first.id, "Keeps a cat")
        assert standing(clinic) == ["Keeps a cat"]
        physician_notes.undo(clinic.store, physician, "A", second.id)
        assert standing(clinic) == ["Keeps a dog"]
        physician_notes.undo(clinic.store, physician, "A", first.id)
        assert standing(clinic) == []
        who = (physician.account_id, "A")
        done = (Action.NOTE_WRITTEN, Action.NOTE_CORRECTED, Action.NOTE_TAKEN_BACK, Action.NOTE_TAKEN_BACK)
        assert trail(clinic) == [(action, *who) for action in done]
        assert "Keeps" not in details(clinic), "the trail tells that a note was written, not what it says"

    @pytest.mark.parametrize(
        ("text", "said"),
        [("", "is empty"), (" \n\t", "is empty"), ("x" * 2001, "2,001 characters"), ("a\0b", "cannot be stored")],
    )
    @on_one_database
    def test_what_cannot_be_kept_is_refused_and_the_old_words_stand(self, clinic: Clinic, text: str, said: str) -> None:
        first = note(clinic)
        with pytest.raises(BadInput, match=said):
            note(clinic, text)
        with pytest.raises(BadInput, match=said):
            physician_notes.correct(clinic.store, clinic.who(PHYSICIAN), "A", first.id, text)
        assert standing(clinic) == ["Keeps a dog"]
        assert len(trail(clinic)) == 1

    @pytest.mark.parametrize("text", ["=1+1", "<script>", "\u202eabc", "Zoë 👩‍⚕️", "x" * 2000, "two\nlines"])
    def test_odd_words_come_back_as_they_were_written(self, clinic: Clinic, text: str) -> None:
        note(clinic, text)
        assert standing(clinic) == [text]


class TestThePlan:
    def test_a_line_is_kept_closed_opened_again_and_taken_back_with_a_line_in_the_trail_each(
        self, clinic: Clinic
    ) -> None:
        physician = clinic.who(PHYSICIAN)
        line = planned(clinic, " Check SI block ")
        assert open_lines(clinic) == ["Check SI block"]
        plan.close(clinic.store, physician, "A", line.id)
        assert open_lines(clinic) == []
        plan.reopen(clinic.store, physician, "A", line.id)
        assert open_lines(clinic) == ["Check SI block"]
        plan.undo(clinic.store, physician, "A", line.id)
        assert open_lines(clinic) == []
        done = (
            *(Action.PLAN_LINE_WRITTEN, Action.PLAN_LINE_CLOSED),
            *(Action.PLAN_LINE_REOPENED, Action.PLAN_LINE_TAKEN_BACK),
        )
        assert trail(clinic) == [(action, physician.account_id, "A") for action in done]
        assert "SI" not in details(clinic)

    @pytest.mark.parametrize(
        ("text", "due", "said"),
        [
            ("", None, "plan is empty"),
            ("x" * 201, None, "201 characters"),
            ("a\0b", None, "cannot be stored"),
            ("MRI", TODAY - timedelta(days=1), "lies before 2026-11-21"),
            ("MRI", TODAY + timedelta(days=366), "365 days ahead"),
            ("check si BLOCK", None, "has this line already"),
        ],
    )
    @on_one_database
    def test_what_cannot_be_planned_is_refused(self, clinic: Clinic, text: str, due: date | None, said: str) -> None:
        planned(clinic)
        with pytest.raises(BadInput, match=said):
            planned(clinic, text, due)
        assert open_lines(clinic) == ["Check SI block"]
        assert len(trail(clinic)) == 1

    @on_one_database
    def test_today_is_the_patients(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        with clinic.store.transaction() as tx:
            tx.connection.execute(sa.update(PatientRow).values(time_zone="Pacific/Auckland"))
        at(monkeypatch, datetime(2026, 11, 21, 11, 0, tzinfo=UTC))
        with pytest.raises(BadInput, match="lies before 2026-11-22"):
            planned(clinic, due=TODAY)


@pytest.mark.parametrize("who", OTHERS)
@on_one_database
def test_nobody_else_reads_or_writes_any_of_it(clinic: Clinic, who: str) -> None:
    kept, line = note(clinic), planned(clinic)
    closed = planned(clinic, "MRI")
    plan.close(clinic.store, clinic.who(PHYSICIAN), "A", closed.id)
    before = trail(clinic)
    store, viewer = clinic.store, clinic.who(who)
    asks: list[Callable[[], object]] = [
        lambda: physician_notes.notes(store, viewer, "A"),
        lambda: physician_notes.add(store, viewer, "A", "mine"),
        lambda: physician_notes.correct(store, viewer, "A", kept.id, "mine"),
        lambda: physician_notes.undo(store, viewer, "A", kept.id),
        lambda: plan.lines(store, viewer, "A"),
        lambda: plan.add(store, viewer, "A", "mine"),
        lambda: plan.close(store, viewer, "A", line.id),
        lambda: plan.reopen(store, viewer, "A", closed.id),
        lambda: plan.undo(store, viewer, "A", line.id),
    ]
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask()
    assert (standing(clinic), open_lines(clinic), trail(clinic)) == (["Keeps a dog"], ["Check SI block"], before)


def test_only_the_patient_is_told_that_there_are_notes(clinic: Clinic) -> None:
    assert not physician_notes.kept_of(clinic.store, clinic.who("patient A"))
    note(clinic)
    assert physician_notes.kept_of(clinic.store, clinic.who("patient A"))
    assert not physician_notes.kept_of(clinic.store, clinic.who("patient B"))
    for who in (PHYSICIAN, "administrator", "operator"):
        with pytest.raises(NotAllowed):
            physician_notes.kept_of(clinic.store, clinic.who(who))
