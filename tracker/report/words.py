"""The words of a report, part by part, as the sheet lays them out. Nothing is worked out here: numbers are facts."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.assessment import Severity, StoredFlag
from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Patient, Site
from tracker.domain.pattern_facts import in_brief
from tracker.domain.red_flags import RedFlagAnswer
from tracker.domain.reference import red_flag_sign, thresholds
from tracker.domain.response_facts import key_of
from tracker.domain.responses import Grade
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
_LEAST = {Section.TREATMENTS: 3, Section.PATTERNS: 3}
"""Rows that a part of facts has on a sheet at the least, else one: of patterns, the words that always stand beside them
and two, as one alone would pass for an answer."""
_LEAST_FLAGS = 2
_OWN_CHOICE = "Our choice"
_CITES = re.compile(r"\b(19|20)\d\d\b")
"""The year of what a source cites."""

Words = dict[str, Any]


def report_words(content: ReportContent) -> Words:
    """All that can stand on one sheet, as plain values for the layout. The parts come in the order of their worth to
    who has one page: where room is short, the last are left out first, by their names, and `least` rows of a part are
    on the sheet or none; a part that `stays` is never left out. Raises ValueError where the frame of days lacks a
    column."""
    patient, episode = content.patient, content.patient.episode
    picture = _picture(content)
    standing = [fact for fact in content.facts if fact.section is Section.NOW]
    return {
        **_head(content),
        "headline": "" if content.verdict is None else content.verdict.headline,
        "sentence": "" if content.verdict is None else written(content.verdict.sentence),
        "numbers": [_fact(fact) for fact in standing[:NUMBERS_ABOVE]],
        "picture": None if picture is None else picture.svg,
        "lower": None if picture is None else picture.lower,
        "alt": "" if picture is None else written(picture.alt, None),
        "notes": ["Nothing is logged yet."] if picture is None else [written(note) for note in picture.notes],
        "sections": [part for part in _parts(content, standing[NUMBERS_ABOVE:]) if part["rows"]],
        "method": _method(),
        "operation": written(episode.operation),
        "demo": patient.demo,
    }


def _parts(content: ReportContent, standing: Sequence[Fact]) -> Iterator[Words]:
    """The parts below the picture, those without rows too. `standing` is what of where it stands is not above it."""
    warnings = [_red_flag(each) for each in content.red_flags if each.open]
    yield _part("Warning signs", warnings, len(warnings), stays=True)
    told = (each for each in content.flags if each.open and is_spoken_of(each.flag))
    flags = sorted(told, key=lambda each: (-urgency(each.flag), each.flag.detected_on))
    last_high = max((at for at, each in enumerate(flags, 1) if each.flag.severity is Severity.HIGH), default=0)
    rows = [_flag(each, content.patient, content.today) for each in flags]
    yield _part("Flags", rows, max(last_high, _LEAST_FLAGS), stays=last_high > 0)
    yield _listed(content, Section.SINCE_LAST_VISIT)
    yield _part(Section.TREATMENTS.value.capitalize(), _helped(content), _LEAST[Section.TREATMENTS])
    yield _part(Section.NOW.value.capitalize(), [_fact(fact) for fact in standing])
    yield _part("Questions of the patient", [{"text": written(each.text)} for each in content.questions])
    yield _part(Section.PATTERNS.value.capitalize(), _patterns(content), _LEAST[Section.PATTERNS])
    yield _listed(content, Section.OPIOIDS)
    yield _listed(content, Section.COVERAGE)
    yield _listed(content, Section.ACTIVITY)


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


def _part(title: str, rows: Sequence[Words], least: int = 1, *, stays: bool = False) -> Words:
    return {"title": title, "rows": list(rows), "least": min(least, len(rows)), "stays": stays}


def _listed(content: ReportContent, section: Section) -> Words:
    return _part(section.value.capitalize(), [_fact(fact) for fact in content.facts if fact.section is section])


def _helped(content: ReportContent) -> list[Words]:
    """What became of the pain around treatments: how much it changed, then how long that lasted, then the rest; last
    what cannot be assessed."""
    unknown = {key_of(each, "change") for each in content.responses if each.grade is Grade.NOT_ASSESSABLE}

    def worth(fact: Fact) -> int:
        what = fact.key.rpartition("_")[2]
        return 3 if fact.key in unknown else {"change": 0, "lasted": 1}.get(what, 2)

    told = [fact for fact in content.facts if fact.section is Section.TREATMENTS]
    return [_fact(fact) for fact in sorted(told, key=worth)]


def _patterns(content: ReportContent) -> list[Words]:
    """The words that always stand beside patterns, with what was looked at, which is the same for each; then each
    pattern in brief."""
    told = [fact for fact in content.facts if fact.section is Section.PATTERNS]
    if not content.patterns.shown:
        return [_fact(fact) for fact in told]
    standing, *each = told
    brief = {f"pattern_{pattern.key}": in_brief(pattern) for pattern in content.patterns.shown}
    rows = [{"run": written(one.label), "text": written(brief[one.key]), **_source(one.source)} for one in each]
    return [{"text": written(standing.value), "more": _fact(each[0])["more"]}, *rows]


def _fact(fact: Fact) -> Words:
    """A fact with what it rests on; the layout writes its source as a number of the list at the foot of the sheet."""
    return {
        "head": written(fact.label),
        "value": written(fact.value),
        "more": [written(part) for part in (fact.n, fact.window) if part],
        **_source(fact.source),
    }


def _source(source: str) -> Words:
    """A source whole, and as it is listed where room is short: what is our own choice is then called so, without its
    reason; what is cited stays."""
    own = (part.startswith(_OWN_CHOICE) and not _CITES.search(part) for part in source.split("; "))
    parts = (_OWN_CHOICE if ours else part for ours, part in zip(own, source.split("; "), strict=True))
    return {"source": written(source, None), "brief": written("; ".join(parts), None)}


def _red_flag(answer: RedFlagAnswer) -> Words:
    """What the patient ticked, as long as nobody has acknowledged it."""
    signs = "; ".join(red_flag_sign(key).short for key in answer.signs)
    return {"head": f"Ticked on {_date(answer.local_date)}", "text": signs, "more": ["nobody has acknowledged it yet"]}


def _flag(stored: StoredFlag, patient: Patient, today: date) -> Words:
    """A flag with its fact, and who answered it. What was answered is the physician's own, and stays off paper that a
    patient may be given."""
    (fact,) = flag_facts(patient.episode, [stored])
    told = _fact(fact)
    more = [f"rule “{stored.flag.kind}”", *told["more"]]
    if (review := stored.covering_review(today)) is not None:
        on = review.reviewed_at.astimezone(ZoneInfo(patient.time_zone))
        more.append(f"acknowledged by {written(review.reviewer_name, _LONGEST_NAME)}, {_date(on)}")
    text = {"head": told["head"], "badge": _SEVERITY[stored.flag.severity], "text": told["value"]}
    return {**text, "source": told["source"], "brief": told["brief"], "more": more}


def _method() -> str:
    rules = thresholds()
    return (
        "Made from the patient’s diary alone. Typical pain is the robust level of the daily averages (0–10, lower "
        f"is better) over {rules.days('typical_window')} days, with its 90 % interval; a day without an entry is a "
        f"gap, never a zero. Rules, version {rules.rule_version}."
    )
