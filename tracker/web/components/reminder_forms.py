"""The patient's reminders: when they come, by e-mail, and in the calendar of the own phone."""

from datetime import time
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from tracker.config import settings
from tracker.domain.reminders import WEEKDAY_NAMES, WEEKDAYS, QuietHours, ReminderTimes
from tracker.services import reminders
from tracker.services.reminders import ReminderPage
from tracker.web import paths
from tracker.web.components import dates
from tracker.web.components.calendar_address import calendar_address
from tracker.web.components.notice import attempt
from tracker.web.session import store, viewer

_QUARTER_HOUR = 900
_NIGHT = QuietHours(time(21), time(8))
"""What is offered to who has no quiet hours."""

_EMAIL = "reminder_email"
_FRESH = "fresh_calendar_token"
"""Where the secret of a calendar is kept until the browser tab is closed: it is stored nowhere else."""

CONTENT = (
    "A reminder says “Reminder from Mendline” and leads to the page Today. It holds no name and nothing about "
    "your health."
)
NO_EMAIL = "E-mail is not set up on this site. The calendar works without it."
CONFIRMED = "Confirmed: reminders are sent to it."
UNCONFIRMED = (
    "Not confirmed yet. We send a link to this address within a few minutes; open it within three days. "
    "Until then nothing else is sent there."
)
NO_CALENDAR = (
    "Your phone’s calendar can remind you without e-mail. Mendline makes a private address; add it in the calendar as "
    "a subscription."
)
SHOWN_ONCE = "Use this address now: it is shown only this once. Whoever has it can see when you are reminded."
EMPTY = "Reminders are switched off above, so the calendar stays empty until you switch them on and save."
HAS_CALENDAR = "It was shown once, when it was made. If you lost it, make a new one."


def times_form(page: ReminderPage) -> None:
    """Whether and when to be reminded, saved together."""
    times = page.reminder.times
    _title("When", _next_words(page))
    on = st.toggle("Remind me to log my day", times.on, key="reminder_on")
    at = st.time_input("Time", times.at, step=_QUARTER_HOUR, key="reminder_at")
    chosen = st.pills(
        "Days",
        WEEKDAYS,
        selection_mode="multi",
        default=sorted(times.weekdays),
        format_func=lambda day: WEEKDAY_NAMES[day],
        key="reminder_days",
    )
    quiet = None
    if st.toggle("Quiet hours, in which nothing is sent", times.quiet is not None, key="reminder_quiet"):
        known = times.quiet or _NIGHT
        with st.container(horizontal=True, key="quiet_hours"):
            start = st.time_input("From", known.start, step=_QUARTER_HOUR, key="reminder_quiet_start")
            end = st.time_input("Until", known.end, step=_QUARTER_HOUR, key="reminder_quiet_end")
        quiet = QuietHours(start, end)
    if st.button("Save", type="primary", width="stretch", key="reminder_save"):
        wanted = ReminderTimes(on, at, frozenset(chosen), quiet)
        attempt(lambda: reminders.save_times(store(), viewer(), wanted), "Your reminders are saved.")


def email_form(page: ReminderPage) -> None:
    """The address that reminders are sent to, once it was confirmed."""
    email = page.reminder.email
    _title("By e-mail")
    if settings().mail is None:
        _say(NO_EMAIL)
        return
    if email is not None:
        _say(CONFIRMED if page.reminder.confirmed else UNCONFIRMED)
    typed = st.text_input("E-mail address", email or "", key=_EMAIL, autocomplete="email")
    with st.container(horizontal=True, key="email_actions"):
        if st.button("Save address", disabled=not typed.strip(), key="reminder_email_save"):
            attempt(
                lambda: reminders.save_email(store(), viewer(), typed),
                "Already confirmed." if page.reminder.confirmed and typed.strip() == email else "Look for our e-mail.",
            )
        if email is not None and st.button("Remove address", key="reminder_email_remove"):
            attempt(lambda: reminders.remove_email(store(), viewer()), "No e-mails any more.", empties=(_EMAIL,))


def calendar_form(page: ReminderPage) -> None:
    """The private address of the calendar: made, shown once, made anew, switched off."""
    since = page.reminder.calendar_since
    _title("In your calendar")
    if since is None:
        _say(NO_CALENDAR)
        if st.button("Make a calendar address", key="calendar_new"):
            _make()
        return
    if (token := st.session_state.get(_FRESH)) is not None:
        _say(SHOWN_ONCE)
        calendar_address(_site() + paths.calendar(token))
    else:
        made_on = dates.day_month(dates.local_date(since, page.patient.time_zone), page.today)
        _say(f"Your calendar has an address since {made_on}. {HAS_CALENDAR}")
    if not page.reminder.times.on:
        _say(EMPTY)
    with st.container(horizontal=True, key="calendar_actions"):
        if st.button("New address", help="The one before stops working.", key="calendar_new"):
            _make()
        if st.button("Switch off", key="calendar_end"):
            attempt(_end, "The calendar address works no more.")


def _make() -> None:
    def make() -> None:
        st.session_state[_FRESH] = reminders.new_calendar(store(), viewer())

    attempt(make, "The address is made.")


def _end() -> None:
    reminders.end_calendar(store(), viewer())
    st.session_state.pop(_FRESH, None)


def _site() -> str:
    """Where people reach the site: as its settings say, else as this browser does."""
    here = urlsplit(st.context.url or "")
    return settings().base_address or f"{here.scheme}://{here.netloc}"


def _next_words(page: ReminderPage) -> str:
    if page.next_at is None:
        return "no reminder is due" if page.reminder.times.on else "switched off"
    on = dates.local_date(page.next_at, page.patient.time_zone)
    return f"next: {dates.short_date(on, page.today)}, {dates.local_time(page.next_at, page.patient.time_zone)}"


def _title(title: str, state: str = "") -> None:
    st.html(f'<div class="row"><h2>{escape(title)}</h2><span>{escape(state)}</span></div>')


def _say(words: str) -> None:
    st.html(f'<p class="quiet">{escape(words)}</p>')
