"""The patient's day: what the diary page shows, and saving it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.catalogue import catalogue_faults, label_of
from tracker.domain.diary import OPEN_DAYS, DiaryEntry, Draft, Origin, Revision, Saved, check_entry, open_dates
from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.language import _, later
from tracker.domain.patients import Patient
from tracker.domain.people import Viewer
from tracker.domain.questionnaires import LONGEST, Questionnaire, answered, due
from tracker.domain.readings import block_log
from tracker.domain.treatments import Treatment, change_of_dose, treatment_faults
from tracker.services import review
from tracker.store import Store, Transaction, audit, diary, drafts, patients, readings, treatments
from tracker.store.scope import hold_all


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


def versions(store: Store, viewer: Viewer, patient_id: str, on: date) -> tuple[Revision, ...]:
    """Every version of a day, the first one first and the one that stands last; none where the day was never logged.
    Raises NotAllowed."""
    with store.reading() as tx:
        return diary.history(tx, viewer, patient_id, on)


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
                Fault(
                    "date",
                    entry.on,
                    _("is more than {days} days ago").format(days=OPEN_DAYS),
                    _("Ask your care team to correct it."),
                )
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
    off. Raises BadInput with every fault, also where the same one is under way already: two chips that read alike could
    not be told apart. Raises NotAllowed."""
    with _own_list(store, viewer, treatment.patient_id, Action.TREATMENT_SAVED) as own:
        own.keep(replace(treatment, added_on=own.today))


def change_dose(store: Store, viewer: Viewer, patient_id: str, treatment_id: str, *, dose: str, start: date) -> None:
    """Notes another dose of a treatment from `start` on: the old line ends the day before and a new one begins, both or
    neither (`change_of_dose`). Judges and raises as `save_treatment`."""
    with _own_list(store, viewer, patient_id, Action.TREATMENT_SAVED) as own:
        old = own.line(treatment_id)
        lines = change_of_dose(old, dose, start, uuid4().hex, called=label_of(old))
        own.keep(*reversed(lines))


def undo_treatment(store: Store, viewer: Viewer, patient_id: str, treatment_id: str) -> None:
    """Takes back a treatment that was added by mistake, as if it had never been listed; only on the patient's day on
    which it was added. Judges the episode anew. Raises NotAllowed, and BadInput where it was added before, is ticked on
    a day, or has pain logged by the hour."""
    with _own_list(store, viewer, patient_id, Action.TREATMENT_REMOVED) as own:
        line = own.line(treatment_id)
        if line.added_on != own.today:
            raise BadInput(Fault("treatment", label_of(line), _("was not added today"), _("End it instead.")))
        if block_log(line, readings.readings(own.tx, viewer, patient_id)).scores:
            problem, remedy = _("has pain logged by the hour"), _("Clear that first.")
            raise BadInput(Fault("treatment", label_of(line), problem, remedy))
        treatments.remove_treatment(own.tx, viewer, patient_id, treatment_id)


@dataclass(frozen=True, slots=True)
class _OwnList:
    """The list of a patient within one transaction, as of `today` where the patient lives."""

    tx: Transaction
    viewer: Viewer
    patient: Patient
    today: date

    def line(self, treatment_id: str) -> Treatment:
        """One line of the list. Raises NotAllowed where it is not there."""
        listed = treatments.treatments(self.tx, self.viewer, self.patient.id)
        found = next((each for each in listed if each.id == treatment_id), None)
        if found is None:
            raise NotAllowed(later("This treatment"))
        return found

    def keep(self, *lines: Treatment) -> None:
        """Stores lines. Raises BadInput with what is wrong with the first one that cannot be kept, as it would stand
        beside the others of the list."""
        changed = {line.id for line in lines}
        listed = treatments.treatments(self.tx, self.viewer, self.patient.id)
        for line in lines:
            if faults := (*treatment_faults(line, self.today, self.patient.birth_date), *catalogue_faults(line)):
                raise BadInput(*faults)
            _check_not_listed(line, [*lines, *(each for each in listed if each.id not in changed)])
        for line in lines:
            treatments.save_treatment(self.tx, self.viewer, line)


@contextmanager
def _own_list(store: Store, viewer: Viewer, patient_id: str, action: Action) -> Iterator[_OwnList]:
    """The list of a patient to be changed. Holds the record before the list is read, so that of two changes at once the
    second meets what the first has made; afterwards judges the episode anew and notes what was done."""
    now = clock.now()
    with store.transaction() as tx:
        patient = patients.patient(tx, viewer, patient_id)
        hold_all(tx, viewer, [patient_id])
        yield _OwnList(tx, viewer, patient, clock.today(patient.time_zone))
        review.assess(tx, viewer, [patient], now)
        audit.record(tx, action=action, account_id=viewer.account_id, patient_id=patient_id, now=now)


def _check_not_listed(treatment: Treatment, listed: Sequence[Treatment]) -> None:
    for other in listed:
        if other.id != treatment.id and other.repeats(treatment):
            problem = _("is on the list already, since {date}").format(date=other.start)
            raise BadInput(Fault("name", label_of(treatment), problem, _("End that one first.")))
