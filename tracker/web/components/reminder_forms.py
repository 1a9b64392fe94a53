"""The patient's reminders: when they come, by e-mail, and in the calendar of the own phone."""

from datetime import date, time, timedelta
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from tracker.config import settings
from tracker.domain.language import _, later
from tracker.domain.reminders import WEEKDAYS, QuietHours, ReminderTimes
from tracker.languages.formats import written
from tracker.services import reminders
from tracker.services.reminders import ReminderPage
from tracker.web import paths
from tracker.web.components import dates
from tracker.web.components.calendar_address import calendar_address
from tracker.web.components.notice import attempt
from tracker.web.session import store, viewer

_QUARTER_HOUR = 900
_A_MONDAY = date(2024, 1, 1)
_NIGHT = QuietHours(time(21), time(8))
"""What is offered to who has no quiet hours."""

_EMAIL = "reminder_email"
_FRESH = "fresh_calendar_token"
"""Where the secret of a calendar is kept until the browser tab is closed: it is stored nowhere else."""

CONTENT = later(
    "A reminder says “Reminder from Mendline” and leads to the page Today. It holds no name and nothing about "
    "your health."
)
NOT_TWICE = later("By e-mail none comes on a day that you have logged already.")
NO_EMAIL = later("E-mail is not set up on this site. The calendar works without it.")
CONFIRMED = later("Confirmed: reminders are sent to it.")
UNCONFIRMED = later(
    "Not confirmed yet. We send a link to this address within a few minutes; open it within three days. "
    "Until then nothing else is sent there."
)
NO_CALENDAR = later(
    "Your phone’s calendar can remind you without e-mail. Mendline makes a private address; add it in the calendar as "
    "a subscription."
)
SHOWN_ONCE = later("Use this address now: it is shown only this once. Whoever has it can see when you are reminded.")
EMPTY = later("Reminders are switched off above, so the calendar stays empty until you switch them on and save.")
HAS_CALENDAR = later(
    "Your calendar has an address since {date}. It was shown once, when it was made. If you lost it, make a new one."
)


def times_form(page: ReminderPage) -> None:
    """Whether and when to be reminded, saved together."""
    times = page.reminder.times
    _title(_("When"), _next_words(page))
    on = st.toggle(_("Remind me to log my day"), times.on, key="reminder_on")
    at = st.time_input(_("Time"), times.at, step=_QUARTER_HOUR, key="reminder_at")
    chosen = st.pills(
        _("Days"),
        WEEKDAYS,
        selection_mode="multi",
        default=sorted(times.weekdays),
        format_func=lambda day: written(_A_MONDAY + timedelta(days=day), "short weekday"),
        key="reminder_days",
    )
    quiet = None
    if st.toggle(_("Quiet hours, in which nothing is sent"), times.quiet is not None, key="reminder_quiet"):
        known = times.quiet or _NIGHT
        with st.container(horizontal=True, key="quiet_hours"):
            start = st.time_input(_("From"), known.start, step=_QUARTER_HOUR, key="reminder_quiet_start")
            end = st.time_input(_("Until"), known.end, step=_QUARTER_HOUR, key="reminder_quiet_end")
        quiet = QuietHours(start, end)
    refusal = st.container()  # above the button, where it is seen without scrolling
    if st.button(_("Save"), type="primary", width="stretch", key="reminder_save"):
        wanted = ReminderTimes(on, at, frozenset(chosen), quiet)
        with refusal:
            attempt(lambda: reminders.save_times(store(), viewer(), wanted), _("Your reminders are saved."))


def email_form(page: ReminderPage) -> None:
    """The address that reminders are sent to, once it was confirmed."""
    email = page.reminder.email
    _title(_("By e-mail"))
    if settings().mail is None:
        _say(_(NO_EMAIL))
        return
    if email is not None:
        _say(_(CONFIRMED if page.reminder.confirmed else UNCONFIRMED))
    typed = st.text_input(_("E-mail address"), email or "", key=_EMAIL, autocomplete="email")
    with st.container(horizontal=True, key="email_actions"):
        if st.button(_("Save address"), disabled=not typed.strip(), key="reminder_email_save"):
            known = page.reminder.confirmed and typed.strip() == email
            done = _("Already confirmed.") if known else _("Look for our e-mail.")
            attempt(lambda: reminders.save_email(store(), viewer(), typed), done)
        if email is not None and st.button(_("Remove address"), key="reminder_email_remove"):
            attempt(lambda: reminders.remove_email(store(), viewer()), _("No e-mails any more."), empties=(_EMAIL,))


def calendar_form(page: ReminderPage) -> None:
    """The private address of the calendar: made, shown once, made anew, switched off."""
    since = page.reminder.calendar_since
    _title(_("In your calendar"))
    if since is None:
        _say(_(NO_CALENDAR))
        if st.button(_("Make a calendar address"), key="calendar_new"):
            _make()
        return
    if (token := st.session_state.get(_FRESH)) is not None:
        _say(_(SHOWN_ONCE))
        calendar_address(_site() + paths.calendar(token))
    else:
        made_on = dates.day_month(dates.local_date(since, page.patient.time_zone), page.today)
        _say(_(HAS_CALENDAR).format(date=made_on))
    if not page.reminder.times.on:
        _say(_(EMPTY))
    with st.container(horizontal=True, key="calendar_actions"):
        if st.button(_("New address"), help=_("The one before stops working."), key="calendar_new"):
            _make()
        if st.button(_("Switch off"), key="calendar_end"):
            attempt(_end, _("The calendar address works no more."))


def _make() -> None:
    def make() -> None:
        st.session_state[_FRESH] = reminders.new_calendar(store(), viewer())

    attempt(make, _("The address is made."))


def _end() -> None:
    reminders.end_calendar(store(), viewer())
    st.session_state.pop(_FRESH, None)


def _site() -> str:
    """Where people reach the site: as its settings say, else as this browser does."""
    here = urlsplit(st.context.url or "")
    return settings().base_address or f"{here.scheme}://{here.netloc}"


def _next_words(page: ReminderPage) -> str:
    if page.next_at is None:
        return _("no reminder is due") if page.reminder.times.on else _("switched off")
    on = dates.local_date(page.next_at, page.patient.time_zone)
    at = dates.local_time(page.next_at, page.patient.time_zone)
    return _("next: {date}, {time}").format(date=dates.short_date(on, page.today), time=at)


def _title(title: str, state: str = "") -> None:
    st.html(f'<div class="row"><h2>{escape(title)}</h2><span>{escape(state)}</span></div>')


def _say(words: str) -> None:
    st.html(f'<p class="quiet">{escape(words)}</p>')
