"""Questions and answers in the words that a patient reads; user text made fit for Markdown."""

import re
from collections.abc import Mapping

from tracker.domain.diary import WORD_FIELDS, DiaryEntry
from tracker.domain.errors import Fault
from tracker.domain.language import _, later, sentence
from tracker.domain.pain_words import NOTHING
from tracker.domain.patients import Episode, Site
from tracker.languages.formats import number

NOT_ANSWERED = later("not answered")
NOTHING_TAKEN = later("nothing taken")
_UNITS = {"walking_minutes": " min", "sitting_minutes": " min", "sleep_hours": " h"}
"""Signs of units, which are alike in every language."""
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def plain(text: str) -> str:
    """User text as it was typed, where Streamlit would read Markdown, HTML, formulas or directives into it."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def field_names(episode: Episode) -> dict[str, str]:
    """What the page calls each field of a diary entry, after surgery of the episode's region."""
    sites = {site: episode.word(site) for site in Site}
    return {
        **{str(site): sentence(_("{site} pain, on average").format(site=word)) for site, word in sites.items()},
        **{f"{site}_worst": sentence(_("{site} pain, worst").format(site=word)) for site, word in sites.items()},
        "taken": _("Taken and done"),
        "walking_minutes": _("Walking"),
        "steps": _("Steps"),
        "sitting_minutes": _("Sitting"),
        "sleep_hours": _("Sleep"),
        "sleep_quality": _("Sleep, how well"),
        "distress": _("Distress"),
        "peg_pain": _("Past week: pain"),
        "peg_enjoyment": _("Past week: enjoyment"),
        "peg_activity": _("Past week: activity"),
        "global_change": _("Change since surgery"),
        "phq_nervous": _("Past two weeks: nervous"),
        "phq_worry": _("Past two weeks: worrying"),
        "phq_interest": _("Past two weeks: little interest"),
        "phq_down": _("Past two weeks: feeling down"),
        "flare": _("Flare-up"),
        "sites": _("Where it hurts"),
        "descriptors": _("How it feels"),
        "worse": _("What made it worse"),
        "better": _("What made it better"),
        "note": _("Note"),
    }


def answer(entry: DiaryEntry, field: str, treatments: Mapping[str, str]) -> str:
    """One answer in words; `treatments` has the label of each treatment by id."""
    value = getattr(entry, field)
    if field == "note":
        return value or _("none")
    if value is None:
        return _(NOT_ANSWERED)
    if field == "taken":
        return ", ".join(sorted(treatments.get(each, _("a treatment")) for each in value)) or _(NOTHING_TAKEN)
    if field in WORD_FIELDS:
        return ", ".join(sorted(_(word) for word in value)) or _(NOTHING)
    if field == "flare":
        return _("yes") if value else _("no")
    return f"{number(value)}{_UNITS.get(field, '')}"


def fault_sentence(fault: Fault, names: dict[str, str]) -> str:
    """A fault with the field called what the page calls it; `names` by the field's name in the domain."""
    others = {"date": _("Date"), "entry": _("Entry")}
    name = (names | others).get(fault.field.replace(" ", "_"), fault.field.capitalize())
    return str(Fault(name, fault.value, fault.problem, fault.remedy))
