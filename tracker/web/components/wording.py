"""Questions and answers in the words that a patient reads; user text made fit for Markdown."""

import re
from collections.abc import Mapping

from tracker.domain.diary import DiaryEntry
from tracker.domain.errors import Fault
from tracker.domain.patients import Episode, Site

NOT_ANSWERED = "not answered"
NOTHING_TAKEN = "nothing taken"
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
        "sleep_hours": "Sleep",
        "flare": "Flare-up",
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
    if field == "flare":
        return "yes" if value else "no"
    return f"{value:g}{ {'walking_minutes': ' min', 'sleep_hours': ' h'}.get(field, '') }"


def fault_sentence(fault: Fault, names: Mapping[str, str]) -> str:
    """A fault with the field called what the page calls it; `names` by the field's name in the domain."""
    name = names.get(fault.field.replace(" ", "_"), fault.field.capitalize())
    return str(Fault(name, fault.value, fault.problem, fault.remedy))
