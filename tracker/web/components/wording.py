"""Questions and answers in the words that a patient reads; user text made fit for Markdown."""

import re
from collections.abc import Mapping

from tracker.domain.diary import WORD_FIELDS, DiaryEntry
from tracker.domain.errors import Fault
from tracker.domain.pain_words import NOTHING
from tracker.domain.patients import Episode, Site

NOT_ANSWERED = "not answered"
NOTHING_TAKEN = "nothing taken"
_UNITS = {"walking_minutes": " min", "sitting_minutes": " min", "sleep_hours": " h"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def plain(text: str) -> str:
    """User text as it was typed, where Streamlit would read Markdown, HTML, formulas or directives into it."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def field_names(episode: Episode) -> dict[str, str]:
    """What the page calls each field of a diary entry, after surgery of the episode's region."""
    sites = {site: episode.word(site).capitalize() for site in Site}
    return {
        **{str(site): f"{word} pain, on average" for site, word in sites.items()},
        **{f"{site}_worst": f"{word} pain, worst" for site, word in sites.items()},
        "taken": "Taken and done",
        "walking_minutes": "Walking",
        "steps": "Steps",
        "sitting_minutes": "Sitting",
        "sleep_hours": "Sleep",
        "sleep_quality": "Sleep, how well",
        "distress": "Distress",
        "peg_pain": "Past week: pain",
        "peg_enjoyment": "Past week: enjoyment",
        "peg_activity": "Past week: activity",
        "global_change": "Change since surgery",
        "phq_nervous": "Past two weeks: nervous",
        "phq_worry": "Past two weeks: worrying",
        "phq_interest": "Past two weeks: little interest",
        "phq_down": "Past two weeks: feeling down",
        "flare": "Flare-up",
        "sites": "Where it hurts",
        "descriptors": "How it feels",
        "worse": "What made it worse",
        "better": "What made it better",
        "note": "Note",
    }


def answer(entry: DiaryEntry, field: str, treatments: Mapping[str, str]) -> str:
    """One answer in words; `treatments` has the label of each treatment by id."""
    value = getattr(entry, field)
    if field == "note":
        return value or "none"
    if value is None:
        return NOT_ANSWERED
    if field == "taken":
        return ", ".join(sorted(treatments.get(each, "a treatment") for each in value)) or NOTHING_TAKEN
    if field in WORD_FIELDS:
        return ", ".join(sorted(value)) or NOTHING
    if field == "flare":
        return "yes" if value else "no"
    return f"{value:g}{_UNITS.get(field, '')}"


def fault_sentence(fault: Fault, names: Mapping[str, str]) -> str:
    """A fault with the field called what the page calls it; `names` by the field's name in the domain."""
    name = names.get(fault.field.replace(" ", "_"), fault.field.capitalize())
    return str(Fault(name, fault.value, fault.problem, fault.remedy))
