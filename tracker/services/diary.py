"""The patient's day: what the diary page shows, and saving it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.diary import OPEN_DAYS, DiaryEntry, Draft, Origin, Revision, Saved, check_entry, open_dates
from tracker.domain.errors import BadInput, Fault
from tracker.domain.patients import Patient
from tracker.domain.people import Viewer
from tracker.domain.questionnaires import LONGEST, Questionnaire, answered, due
from tracker.domain.treatments import Treatment, check_treatment
from tracker.services import review
from tracker.store import Store, Transaction, audit, diary, drafts, patients, treatments


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """What the patient may log as of `today` (the own local date) and what is stored of it already; `revisions` go back
    further than the days that are open, as far as questions of weeks look back. `drafts` are what was typed and not
    saved yet, each with the revision that it began from (None: nothing was stored)."""

    patient: Patient
    today: date
    open_dates: tuple[date, ...]
    revisions: Mapping[date, Revision]
    treatments: tuple[Treatment, ...]
    drafts: Mapping[date, tuple[Draft, Revision | None]]

    def questionnaires(self, on: date) -> tuple[Questionnaire, ...]:
        """The questions of weeks that are due on a date, those answered on that date included."""
        surgery = self.patient.episode.surgery_date
        return tuple(each for each in Questionnaire if due(each, on, surgery, self._answered_on(each)))

    def _answered_on(self, questionnaire: Questionnaire) -> list[date]:
        return [on for on, revision in self.revisions.items() if answered(revision.entry, questionnaire)]


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """What saving did; `saved_at` is aware UTC, `revision` the number that the next edit is based on."""

    outcome: Saved
    revision: int
    saved_at: datetime


def diary_page(store: Store, viewer: Viewer) -> DiaryPage:
    """The diary of the patient who asks. Raises NotAllowed for an account without a patient."""
    with store.reading() as tx:
        patient = patients.patient_of_account(tx, viewer)
        today = clock.today(patient.time_zone)
        dates = open_dates(today)
        return DiaryPage(
            patient,
            today,
            dates,
            diary.latest(tx, viewer, patient.id, since=dates[0] - timedelta(days=LONGEST)),
            treatments.treatments(tx, viewer, patient.id),
            {
                each.entry.on: (each, _base(tx, viewer, patient.id, each))
                for each in drafts.drafts(tx, viewer, patient.id, since=dates[0])
            },
        )


def _base(tx: Transaction, viewer: Viewer, patient_id: str, draft: Draft) -> Revision | None:
    """The revision that a draft began from."""
    edits = diary.history(tx, viewer, patient_id, draft.entry.on) if draft.based_on else ()
    return next((edit for edit in edits if edit.number == draft.based_on), None)


def keep_draft(store: Store, viewer: Viewer, patient_id: str, entry: DiaryEntry, *, based_on: int) -> None:
    """Keeps what was typed for a day until it is saved, on whatever device the patient comes back. Nothing of it is
    checked, and nobody else sees it. Raises NotAllowed."""
    with store.transaction() as tx:
        drafts.keep(tx, viewer, patient_id, entry, based_on=based_on, now=clock.now())


def drop_draft(store: Store, viewer: Viewer, patient_id: str, on: date) -> None:
    """Forgets what was typed for a day. Raises NotAllowed."""
    with store.transaction() as tx:
        drafts.drop(tx, viewer, patient_id, on)


def save_entry(store: Store, viewer: Viewer, patient_id: str, entry: DiaryEntry, *, based_on: int | None) -> SavedEntry:
    """Stores one day, judges the episode anew and stores the flags that opened or closed, in one transaction.

    `based_on` is the revision that the page showed (0: none). Raises BadInput with every fault, NotAllowed,
    EditedElsewhere; then nothing is stored.
    """
    now = clock.now()
    with store.transaction() as tx:
        patient = patients.patient(tx, viewer, patient_id)
        today = clock.today(patient.time_zone)
        check_entry(entry, today, patient.birth_date)
        if entry.on not in open_dates(today):
            raise BadInput(
                Fault("date", entry.on, f"is more than {OPEN_DAYS} days ago", "Ask your care team to correct it.")
            )
        outcome, revision = diary.save_entry(
            tx, viewer, patient_id, entry, now=now, origin=Origin.PAGE, based_on=based_on
        )
        drafts.drop(tx, viewer, patient_id, entry.on)
        if outcome is Saved.UNCHANGED:
            stored = diary.revision(tx, viewer, patient_id, entry.on)
            return SavedEntry(outcome, revision, stored.saved_at if stored else now)
        review.assess(tx, viewer, [patient], now)
        audit.record(
            tx,
            action=Action.ENTRY_SAVED,
            account_id=viewer.account_id,
            patient_id=patient_id,
            detail=f"{entry.on} revision {revision}",
            now=now,
        )
    return SavedEntry(outcome, revision, now)


def save_treatment(store: Store, viewer: Viewer, treatment: Treatment) -> None:
    """Adds a treatment to the own list, or changes it, and judges the episode anew, as relief by a procedure may wear
    off. Raises BadInput with every fault, also where the same one is
    under way already: two chips that read alike could not be told apart. Raises NotAllowed."""
    now = clock.now()
    with store.transaction() as tx:
        patient = patients.patient(tx, viewer, treatment.patient_id)
        check_treatment(treatment, clock.today(patient.time_zone), patient.birth_date)
        _check_not_listed(treatment, treatments.treatments(tx, viewer, patient.id))
        treatments.save_treatment(tx, viewer, treatment)
        review.assess(tx, viewer, [patient], now)
        audit.record(tx, action=Action.TREATMENT_SAVED, account_id=viewer.account_id, patient_id=patient.id, now=now)


def _check_not_listed(treatment: Treatment, listed: Sequence[Treatment]) -> None:
    for other in listed:
        if other.id != treatment.id and other.repeats(treatment):
            raise BadInput(
                Fault("name", treatment.label, f"is on the list already, since {other.start}", "End that one first.")
            )
