"""The contracts of the frames that pass between the layers: one list of columns each, which is also the data
dictionary. A frame is checked where it is handed over; within a layer it is trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.assessment import FlagKind
from tracker.domain.pain_words import NOTHING


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind for a reader of CSV, its unit, what it means, and what a blank means."""

    name: str
    kind: str
    unit: str
    meaning: str
    blank: str = "never blank"


class Frame(Protocol):
    """As much of a pandas frame as a contract needs, so that this layer does without pandas."""

    @property
    def columns(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Contract:
    """The columns that a frame has, in order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def check(self, frame: Frame) -> None:
        """Raises ValueError (a bug, not bad input) where the frame lacks a column."""
        missing = [name for name in self.names if name not in set(frame.columns)]
        if missing:
            raise ValueError(f"a frame of {self.name} lacks {', '.join(missing)}")


_NOT_GIVEN = "not answered"
_TOO_FEW = "too few entries in the window"


def _typical(site: str) -> tuple[Column, ...]:
    return (
        Column(f"{site}_typical", "number", "0-10", f"typical {site} pain as of the day", _TOO_FEW),
        Column(f"{site}_low", "number", "0-10", "lower end of its 90 % interval", _TOO_FEW),
        Column(f"{site}_high", "number", "0-10", "upper end of its 90 % interval", _TOO_FEW),
        Column(f"{site}_n", "whole number", "entries", f"{site} entries in the window that typical pain rests on"),
    )


PATIENTS = Contract(
    "patients",
    (
        Column("patient_id", "text", "", "who"),
        Column("surgery_date", "date", "", "day 0"),
        Column("region", "text", "", "lumbar, cervical or thoracic"),
        Column("baseline_axial", "whole number", "0-10", "back or neck pain before surgery", "not known"),
        Column("baseline_limb", "whole number", "0-10", "leg or arm pain before surgery", "not known"),
    ),
)

_DIARY_VALUES = (
    Column("axial", "whole number", "0-10", "average back or neck pain of the last 24 hours", _NOT_GIVEN),
    Column("axial_worst", "whole number", "0-10", "worst back or neck pain of the last 24 hours", _NOT_GIVEN),
    Column("limb", "whole number", "0-10", "average leg or arm pain of the last 24 hours", _NOT_GIVEN),
    Column("limb_worst", "whole number", "0-10", "worst leg or arm pain of the last 24 hours", _NOT_GIVEN),
    Column("walking_minutes", "whole number", "minutes", "walked that day", _NOT_GIVEN),
    Column("steps", "whole number", "steps", "walked that day, by a counter", _NOT_GIVEN),
    Column("sitting_minutes", "whole number", "minutes", "longest sitting before pain made one get up", _NOT_GIVEN),
    Column("sleep_hours", "number", "hours", "slept the night before", _NOT_GIVEN),
    Column("sleep_quality", "whole number", "0-10", "how well, the night before; 10 is best", _NOT_GIVEN),
    Column("distress", "whole number", "0-10", "distress that day; 10 is worst", _NOT_GIVEN),
    Column("peg_pain", "whole number", "0-10", "PEG, asked weekly: average pain of the past week", _NOT_GIVEN),
    Column("peg_enjoyment", "whole number", "0-10", "PEG: pain against enjoyment of life; 10 is worst", _NOT_GIVEN),
    Column("peg_activity", "whole number", "0-10", "PEG: pain against general activity; 10 is worst", _NOT_GIVEN),
    Column("global_change", "whole number", "1-7", "asked every four weeks: 1 very much better, 7 worse", _NOT_GIVEN),
    Column("phq_nervous", "whole number", "0-3", "PHQ-4, asked every four weeks: nervous; 3 is worst", _NOT_GIVEN),
    Column("phq_worry", "whole number", "0-3", "PHQ-4: worrying", _NOT_GIVEN),
    Column("phq_interest", "whole number", "0-3", "PHQ-4: little interest", _NOT_GIVEN),
    Column("phq_down", "whole number", "0-3", "PHQ-4: feeling down", _NOT_GIVEN),
    Column("flare", "true or false", "", "the patient called the day a flare", _NOT_GIVEN),
    Column("sites", "text", "", f"where it hurt, separated by '; '; {NOTHING!r} if nowhere", _NOT_GIVEN),
    Column("descriptors", "text", "", "how the pain felt, separated by '; '", _NOT_GIVEN),
    Column("worse", "text", "", "what made the pain worse, separated by '; '", _NOT_GIVEN),
    Column("better", "text", "", "what made the pain better, separated by '; '", _NOT_GIVEN),
    Column("note", "text", "", "the patient's own words", "no note"),
)

_JUDGED_VALUES = ("axial", "limb", "walking_minutes", "flare")

OPIOID_TAKEN = Column(
    *("opioid_taken", "true or false", "", "whether what was ticked that day holds an opioid"),
    "the list of treatments was not answered",
)
"""Not asked of the patient: it follows from what was ticked."""

ENTRIES = Contract(
    "entries",
    (Column("patient_id", "text", "", "who"), Column("date", "date", "", "the patient's local date"), *_DIARY_VALUES),
)

JUDGED = Contract(
    "judged entries",
    (
        *(column for column in ENTRIES.columns if column.name in {*("patient_id", "date"), *_JUDGED_VALUES}),
        OPIOID_TAKEN,
    ),
)
"""As much of entries as the rules look at."""

ENTRIES_AND_JUDGED = Contract("entries and judged entries", (*ENTRIES.columns, OPIOID_TAKEN))
"""Both in one frame, for who needs both of one patient."""

TREATMENTS = Contract(
    "treatments",
    (
        Column("patient_id", "text", "", "who"),
        Column("start", "date", "", "the day of a procedure, the first day of anything else"),
        Column("kind", "text", "", "medicine, therapy, exercise, procedure, other; in files in own words", "not known"),
        Column("name", "text", "", "what it is", "not known"),
    ),
)
"""As much of treatments as the rules look at."""

DAYS = Contract(
    "days",
    (
        Column("patient_id", "text", "", "who"),
        Column("date", "date", "", "the patient's local date"),
        Column("day", "whole number", "days", "days since surgery; 0 is the surgery"),
        Column("logged", "true or false", "", "whether the day has a diary entry"),
        *_DIARY_VALUES,
        Column("taken", "text", "", f"treatments ticked that day, separated by '; '; {NOTHING!r} if none", _NOT_GIVEN),
        Column("treatments", "text", "", "treatments under way that day, separated by '; '", "none"),
        *_typical("axial"),
        *_typical("limb"),
        Column("open_flags", "text", "", "flags open as of the day, kind or kind:site, separated by '; '", "none"),
        Column("rule_version", "text", "", "version of the rules that typical pain and flags come from"),
    ),
)

CARE_TEAM_NOTES = Column(
    "care_team_notes_not_in_this_file",
    "text",
    "",
    "in the first row: that the care team keeps notes of its own, and whom to ask for them",
    "every other row",
)
"""Stands last in a patient's own log, and only where there are such notes: the name alone tells of them, also in a log
without a row, and a reader of the file can leave the column out like any other."""

FLAGS = Contract(
    "flags",
    (
        Column("patient_id", "text", "", "who"),
        Column("flag", "text", "", "the kind of flag: " + ", ".join(FlagKind)),
        Column("severity", "text", "", "info, review or high"),
        Column("site", "text", "", "axial or limb", "the rule is about the log as a whole, walking or opioids"),
        Column("onset_date", "date", "", "when what was found began"),
        Column("detected_on", "date", "", "first day on which the flag was on"),
        Column("cleared_on", "date", "", "first day on which it was off again", "still open"),
        Column("rule_version", "text", "", "version of the rules"),
        Column("evidence", "JSON", "", "the numbers behind it, with thresholds and their sources"),
    ),
)

SUMMARY = Contract(
    "summary",
    (
        Column("patient_id", "text", "", "who"),
        Column("site", "text", "", "axial or limb"),
        Column("as_of", "date", "", "the date that the row speaks of"),
        Column("day", "whole number", "days", "days since surgery"),
        Column("typical", "number", "0-10", "typical pain", _TOO_FEW),
        Column("low", "number", "0-10", "lower end of its 90 % interval", _TOO_FEW),
        Column("high", "number", "0-10", "upper end of its 90 % interval", _TOO_FEW),
        Column("relief_pct", "number", "%", "share of the pain before surgery that is gone", "no baseline, or too few"),
        Column("state", "text", "", "where the site stands"),
        Column("coverage_28d", "number", "0-1", "share of the last 28 days with an entry", "no day asked yet"),
        Column("last_entry", "date", "", "the newest diary entry", "none yet"),
        Column(
            *("improvement", "text", "", "none; meaningful: 2 points and 30 % gone; substantial: 2 points and 50 %"),
            "no typical pain, no baseline, or one below 4",
        ),
        Column("acceptable", "true or false", "", "whether typical pain is 3 or less", _TOO_FEW),
    ),
)

FACTS = Contract(
    "review",
    (
        Column("patient_id", "text", "", "who"),
        Column("as_of", "date", "", "the date that the row speaks of"),
        Column("day", "whole number", "days", "days since surgery"),
        Column("section", "text", "", "the part of the patient's page that shows it"),
        Column("key", "text", "", "a stable name of what is told"),
        Column("label", "text", "", "what it is, as on the page"),
        Column("value", "text", "", "the number or the words, as on the page and in the report"),
        Column("n", "text", "", "how many entries or days it rests on, with its interval", "does not apply"),
        Column("window", "text", "", "over which days after surgery", "does not apply"),
        Column("source", "text", "", "the rule or paper behind it", "does not apply"),
    ),
)
"""All that a physician reads of one patient, one row for each number."""
