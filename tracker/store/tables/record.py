"""The patient's record: the person, the episode, the diary with every edit, treatments and what was taken."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.diary import NOTE_LENGTH, RANGES, Origin
from tracker.domain.patients import Region, Site
from tracker.domain.treatments import DOSE_LENGTH, NAME_LENGTH, TreatmentKind
from tracker.store.tables.base import Base, one_of, owned_by_patient, whole, written


class PatientRow(Base):
    """A person under follow-up."""

    __tablename__ = "patient"
    __table_args__ = (written("id", 200),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    time_zone: Mapped[str]
    demo: Mapped[bool]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), unique=True)
    birth_date: Mapped[date | None]


class EpisodeRow(Base):
    """The index surgery that the patient's clock counts from."""

    __tablename__ = "episode"
    __table_args__ = (one_of("region", Region), whole("baseline_axial", 0, 10), whole("baseline_limb", 0, 10))

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient(unique=True)
    surgery_date: Mapped[date]
    region: Mapped[Region]
    levels: Mapped[str]
    procedure: Mapped[str]
    baseline_axial: Mapped[int | None]
    baseline_limb: Mapped[int | None]
    next_follow_up: Mapped[date | None]
    surgeon: Mapped[str] = mapped_column(server_default=text("''"))


class DiaryEntryRow(Base):
    """One patient and local date as it stands: the values of revision number `revision`. `taken_answered` tells "the
    list was answered and nothing was taken" from "not answered". Lists of words are text, as `words_text` writes it."""

    __tablename__ = "diary_entry"
    __table_args__ = (
        *(whole(name, int(span.low), int(span.high)) for name, span in RANGES.items() if span.whole),
        CheckConstraint("sleep_hours BETWEEN 0 AND 24", name="sleep_hours"),
        CheckConstraint("axial_worst >= axial", name="axial_worst_not_below_average"),
        CheckConstraint("limb_worst >= limb", name="limb_worst_not_below_average"),
        CheckConstraint(f"length(note) <= {NOTE_LENGTH}", name="note"),
        CheckConstraint("revision >= 1", name="revision"),
    )

    patient_id: Mapped[str] = owned_by_patient(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    axial: Mapped[int | None]
    axial_worst: Mapped[int | None]
    limb: Mapped[int | None]
    limb_worst: Mapped[int | None]
    walking_minutes: Mapped[int | None]
    steps: Mapped[int | None]
    sitting_minutes: Mapped[int | None]
    sleep_hours: Mapped[float | None]
    sleep_quality: Mapped[int | None]
    distress: Mapped[int | None]
    peg_pain: Mapped[int | None]
    peg_enjoyment: Mapped[int | None]
    peg_activity: Mapped[int | None]
    global_change: Mapped[int | None]
    phq_nervous: Mapped[int | None]
    phq_worry: Mapped[int | None]
    phq_interest: Mapped[int | None]
    phq_down: Mapped[int | None]
    flare: Mapped[bool | None]
    sites: Mapped[str | None]
    descriptors: Mapped[str | None]
    worse: Mapped[str | None]
    better: Mapped[str | None]
    note: Mapped[str]
    taken_answered: Mapped[bool]
    revision: Mapped[int]


def _of_an_entry() -> ForeignKeyConstraint:
    columns = ["patient_id", "local_date"]
    return ForeignKeyConstraint(columns, [f"diary_entry.{column}" for column in columns], ondelete="CASCADE")


class DiaryRevisionRow(Base):
    """One edit of an entry: the whole of it as it stood after the edit. Rows are added, never changed."""

    __tablename__ = "diary_revision"
    __table_args__ = (_of_an_entry(), CheckConstraint("number >= 1", name="number"), one_of("origin", Origin))

    patient_id: Mapped[str] = mapped_column(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]
    saved_by: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    origin: Mapped[Origin]
    snapshot: Mapped[dict[str, Any]]


class DraftRow(Base):
    """What was typed for a day and not saved yet: the whole entry, and the revision that it began from (0: none)."""

    __tablename__ = "draft"
    __table_args__ = (CheckConstraint("based_on >= 0", name="based_on"),)

    patient_id: Mapped[str] = owned_by_patient(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    based_on: Mapped[int]
    typed_at: Mapped[datetime]
    snapshot: Mapped[dict[str, Any]]


class TreatmentRow(Base):
    """One line of the patient's own list. The pair (patient_id, id) is what an intake refers to, so that nobody can
    have taken what is on somebody else's list. `done_at` is the moment of a procedure."""

    __tablename__ = "treatment"
    __table_args__ = (
        UniqueConstraint("patient_id", "id"),
        one_of("kind", TreatmentKind),
        written("name", NAME_LENGTH),
        CheckConstraint(f"length(dose) <= {DOSE_LENGTH}", name="dose"),
        CheckConstraint("end_date >= start_date", name="ends_after_start"),
        CheckConstraint("kind <> 'procedure' OR end_date IS NULL", name="procedure_without_end"),
        CheckConstraint("kind = 'procedure' OR done_at IS NULL", name="moment_of_a_procedure"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient()
    kind: Mapped[TreatmentKind]
    name: Mapped[str]
    start_date: Mapped[date]
    end_date: Mapped[date | None]
    dose: Mapped[str]
    catalogue: Mapped[str]
    added_on: Mapped[date | None]
    done_at: Mapped[datetime | None]


class IntakeRow(Base):
    """What was taken or done on a date, as the entry of that date stands."""

    __tablename__ = "intake"
    __table_args__ = (
        _of_an_entry(),
        # No ON DELETE: what was once taken stays on the list; it goes only with the whole record.
        ForeignKeyConstraint(["patient_id", "treatment_id"], ["treatment.patient_id", "treatment.id"]),
    )

    patient_id: Mapped[str] = mapped_column(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    treatment_id: Mapped[str] = mapped_column(primary_key=True)


class ReadingRow(Base):
    """Pain at a moment."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("patient_id", "at", "site"), one_of("site", Site), whole("pain", 0, 10))

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = owned_by_patient()
    at: Mapped[datetime]
    site: Mapped[Site]
    pain: Mapped[int]
    context: Mapped[str]
