"""What was reached since surgery, as a short list. What was not reached is not in it."""

from collections.abc import Iterator
from datetime import timedelta
from html import escape

import streamlit as st

from tracker.domain.language import _, counted
from tracker.domain.milestones import WeekReached
from tracker.domain.pain_told import pain_of
from tracker.domain.reference import thresholds
from tracker.languages.formats import number
from tracker.services.recovery import Recovery
from tracker.web.components import dates
from tracker.web.components.page_head import section


def milestone_list(record: Recovery) -> None:
    """Lays out the milestones of a record, each with the days that it rests on."""
    items = "".join(
        f"<li><strong>{escape(title)}</strong> <span>{escape(detail)}</span></li>" for title, detail in _told(record)
    )
    section(_("Reached so far"))
    st.html(f'<ul class="milestones">{items}</ul>')


def _told(record: Recovery) -> Iterator[tuple[str, str]]:
    found, episode = record.milestones(), record.patient.episode
    yield counted("{number} day logged", "{number} days logged", found.days_logged), ""
    for site, week in found.low_pain.items():
        level = number(thresholds().value("persistent_level"))
        title = _("First week below {level}: {pain}").format(level=level, pain=pain_of(episode, site))
        yield title, _rests_on(record, week)
    if found.walking_week is not None:
        minutes = _minutes(found.walking_week.typical)
        title = _("Walking {minutes} a day").format(minutes=minutes)
        yield title, _rests_on(record, found.walking_week)
    elif found.most_walked is not None:
        walked_on = dates.short_date(episode.surgery_date + timedelta(days=found.most_walked.day), record.today)
        title = _("Walked {minutes} in a day").format(minutes=_minutes(found.most_walked.minutes))
        yield title, _("on {day}").format(day=walked_on)
    if found.without_opioid is not None and found.without_opioid.days:
        title = counted("{number} day without an opioid", "{number} days without an opioid", found.without_opioid.days)
        answered = counted(
            "of {number} day with an answer on what was taken",
            "of {number} days with an answer on what was taken",
            found.without_opioid.answered,
        )
        yield title, answered


def _rests_on(record: Recovery, week: WeekReached) -> str:
    """Which week it was, its middle and its number of days."""
    first = record.patient.episode.surgery_date + timedelta(days=week.first_day)
    length = thresholds().days("week_days")
    return _("week from {day}: typically {level}, with {answered} of {length} days answered").format(
        day=dates.short_date(first, record.today), level=number(week.typical, 1), answered=week.answered, length=length
    )


def _minutes(minutes: float) -> str:
    return counted("{number} minute", "{number} minutes", round(minutes))
