"""The words of a report, part by part, as the sheet lays them out. Nothing is worked out here: numbers are facts."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.assessment import Severity, StoredFlag
from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Patient, Site
from tracker.domain.red_flags import RedFlagAnswer
from tracker.domain.reference import red_flag_sign, thresholds
from tracker.domain.standing_facts import flag_facts
from tracker.domain.urgency import is_spoken_of, urgency
from tracker.report.content import ReportContent
from tracker.report.picture import Picture, recovery_picture

NUMBERS_ABOVE = 3
"""Facts of where it stands that are shown large, above the picture."""

_LONGEST_NAME, _LONGEST_TEXT = 60, 320
"""Characters of a name in the head, and of anything else that somebody wrote."""
_LONGEST_WORD = 24
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_SEVERITY = {Severity.HIGH: "High", Severity.REVIEW: "Review", Severity.INFO: "Info"}
_KEPT = {"Flags": 2, "What helped": 3}
"""Rows that a part keeps until no other has more than one."""
_LISTED = (
    Section.SINCE_LAST_VISIT,
    Section.TREATMENTS,
    Section.OPIOIDS,
    Section.ACTIVITY,
    Section.PATTERNS,
    Section.COVERAGE,
)

Words = dict[str, Any]


def report_words(content: ReportContent) -> Words:
    """All that stands on one sheet, as plain values for the layout. Raises ValueError where the frame of days lacks a
    column."""
    patient, episode = content.patient, content.patient.episode
    picture = _picture(content)
    told = (each for each in content.flags if each.open and is_spoken_of(each.flag))
    open_flags = sorted(told, key=lambda each: (-urgency(each.flag), each.flag.detected_on))
    cited = (*content.facts, *flag_facts(episode, open_flags))
    sources = list(dict.fromkeys(fact.source for fact in cited if fact.source))
    standing = [fact for fact in content.facts if fact.section is Section.NOW]
    return {
        **_head(content),
        "headline": "" if content.verdict is None else content.verdict.headline,
        "sentence": "" if content.verdict is None else written(content.verdict.sentence),
        "numbers": [_fact(fact, sources) for fact in standing[:NUMBERS_ABOVE]],
        "picture": None if picture is None else picture.svg,
        "alt": "" if picture is None else written(picture.alt, None),
        "notes": ["Nothing is logged yet."] if picture is None else [written(note) for note in picture.notes],
        "sections": [
            part
            for part in (
                _part("Warning signs", [_red_flag(each) for each in content.red_flags if each.open]),
                _part("Flags", [_flag(each, patient, content.today, sources) for each in open_flags]),
                _part("Where it stands", [_fact(fact, sources) for fact in standing[NUMBERS_ABOVE:]]),
                *(_listed(content, section, sources) for section in _LISTED),
                _part("Questions of the patient", [{"text": written(each.text)} for each in content.questions]),
            )
            if part["rows"]
        ],
        "method": _method(sources),
        "operation": written(episode.operation),
        "demo": patient.demo,
    }


def written(text: str, longest: int | None = _LONGEST_TEXT) -> str:
    """What somebody wrote, as it can be set: on one line, without signs that steer instead of being seen, cut after so
    many characters (None: whole), with places to break a line in words longer than one."""
    seen = "".join(sign if sign in _JOINERS or unicodedata.category(sign)[0] != "C" else " " for sign in text)
    line = " ".join(seen.split())
    if longest is not None and len(line) > longest:
        line = f"{line[: longest - 1].rstrip()}…"
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", "\\1\N{ZERO WIDTH SPACE}", line)


def _head(content: ReportContent) -> Words:
    patient, episode = content.patient, content.patient.episode
    made = content.made_at.astimezone(ZoneInfo(patient.time_zone))
    born = "" if patient.birth_date is None else f"born {_date(patient.birth_date)}"
    surgery = f"surgery on {_date(episode.surgery_date)}"
    return {
        "name": written(patient.name, _LONGEST_NAME) or written(patient.id, _LONGEST_NAME),
        "who": [part for part in (written(patient.id, _LONGEST_NAME), born) if part],
        "what": [written(episode.operation), surgery],
        "day": f"Day {episode.day(content.today)}",
        "date": _date(content.today),
        "made": f"Made on {_date(made)}, {made:%H:%M}",
    }


def _date(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def _picture(content: ReportContent) -> Picture | None:
    told = [stored.flag for stored in content.flags if stored.withdrawn_at is None]
    leading = Site.AXIAL if content.assessment is None else content.assessment.leading
    record = (content.patient.episode, content.days, content.treatments, told, leading)
    return recovery_picture(*record, responses=content.responses)


def _part(title: str, rows: Sequence[Words]) -> Words:
    return {"title": title, "rows": list(rows), "kept": _KEPT.get(title, 1)}


def _listed(content: ReportContent, section: Section, sources: Sequence[str]) -> Words:
    rows = [_fact(fact, sources) for fact in content.facts if fact.section is section]
    return _part(section.value.capitalize(), rows)


def _fact(fact: Fact, sources: Sequence[str]) -> Words:
    """A fact with what it rests on; its source as a number of the list at the foot of the sheet."""
    return {
        "head": written(fact.label),
        "value": written(fact.value),
        "more": [written(part) for part in (fact.n, fact.window) if part],
        "source": sources.index(fact.source) + 1 if fact.source else 0,
    }


def _red_flag(answer: RedFlagAnswer) -> Words:
    """What the patient ticked, as long as nobody has acknowledged it."""
    signs = "; ".join(red_flag_sign(key).short for key in answer.signs)
    return {"head": f"Ticked on {_date(answer.local_date)}", "text": signs, "more": ["nobody has acknowledged it yet"]}


def _flag(stored: StoredFlag, patient: Patient, today: date, sources: Sequence[str]) -> Words:
    """A flag with its fact, and who answered it. What was answered is the physician's own, and stays off paper that a
    patient may be given."""
    (fact,) = flag_facts(patient.episode, [stored])
    told = _fact(fact, sources)
    more = [f"rule “{stored.flag.kind}”", *told["more"]]
    if (review := stored.covering_review(today)) is not None:
        on = review.reviewed_at.astimezone(ZoneInfo(patient.time_zone))
        more.append(f"acknowledged by {written(review.reviewer_name, _LONGEST_NAME)}, {_date(on)}")
    text = {"head": told["head"], "badge": _SEVERITY[stored.flag.severity], "text": told["value"]}
    return {**text, "source": told["source"], "more": more}


def _method(sources: Sequence[str]) -> str:
    rules = thresholds()
    said = (
        "Made from the patient’s diary alone. Typical pain is the robust level of the daily averages (0–10, lower "
        f"is better) over {rules.days('typical_window')} days, with its 90 % interval; a day without an entry is a "
        f"gap, never a zero. Rules, version {rules.rule_version}."
    )
    listed = "; ".join(f"{number} {written(source, None)}" for number, source in enumerate(sources, 1))
    return f"{said} Sources: {listed}." if listed else said
