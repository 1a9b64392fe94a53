"""The days since surgery by month: logged or not, with their pain in numbers, words and shades. A tap on a day that can
still be logged leads to it on Today; a tap on an older one shows what was logged."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import groupby

import pandas as pd
import streamlit as st

from tracker.domain.columns import DAYS
from tracker.domain.diary import open_dates
from tracker.domain.language import _
from tracker.domain.pain_told import BANDS, band, band_word, pain_of
from tracker.domain.patients import Episode, Site
from tracker.languages.formats import number, written
from tracker.services.recovery import Recovery
from tracker.web.components import dates
from tracker.web.components.day_choice import go_to
from tracker.web.components.logged_day import logged_day
from tracker.web.components.scripts import script, style
from tracker.web.session import page

_KEY, _CHOSEN = "recovery_calendar", "recovery_calendar_day"
_MONDAY = date(2024, 1, 1)

_component = st.components.v2.component(
    "mendline_recovery_calendar",
    html='<div class="calendar"></div>',
    css=style("recovery_calendar.css"),
    js=script("recovery_calendar.js"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The pain of one site on a day: the score as it is written, and which band it lies in."""

    score: str
    band: int


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day as the browser gets it: ISO date, number in the month, what a screen reader says. `kind` is logged, not
    logged (with `open` where it can still be logged), or not yet, which cannot be tapped. `marks` has the sites in
    order, None where not answered."""

    date: str
    number: int
    words: str
    kind: str
    open: bool
    marks: tuple[Mark | None, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month: its name, the weekday of its first day (Monday 0), and its days; those before surgery have no kind."""

    title: str
    first_weekday: int
    days: tuple[CalendarDay, ...]


def recovery_calendar(record: Recovery) -> None:
    """Lays out the calendar and, below it, the older day that was tapped last."""
    chosen = st.session_state.get(_CHOSEN)
    if chosen in open_dates(record.today):
        del st.session_state[_CHOSEN]
        go_to(chosen)
        st.switch_page(page("today"))
    _lay_out(record, chosen, _pick)
    if chosen is not None and chosen >= record.patient.episode.surgery_date:
        logged_day(record, chosen)


def months(days: pd.DataFrame, episode: Episode, today: date) -> list[CalendarMonth]:
    """The months of a frame of days (contract DAYS), the earliest first, each from its first day to its last."""
    DAYS.check(days)
    logged = _logged(days, episode, today)
    first, last = min(logged).replace(day=1), _end_of_month(max(logged))
    every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [
        CalendarMonth(
            written(start, "month year"),
            start.weekday(),
            tuple(logged.get(on) or _unlogged(on, episode) for on in in_month),
        )
        for start, in_month in ((month, list(each)) for month, each in groupby(every, key=lambda on: on.replace(day=1)))
    ]


def _logged(days: pd.DataFrame, episode: Episode, today: date) -> dict[date, CalendarDay]:
    still_open = set(open_dates(today))
    return {
        on: _day(on, episode, today, marks if was_logged else None, can_be_logged=on in still_open)
        for on, was_logged, *scores in days[["date", "logged", *map(str, Site)]].itertuples(index=False)
        for on, marks in [(on.date(), tuple(_mark(score) for score in scores))]
    }


def _mark(score: float) -> Mark | None:
    return None if pd.isna(score) else Mark(number(score), band(score))


def _day(
    on: date, episode: Episode, today: date, marks: tuple[Mark | None, ...] | None, *, can_be_logged: bool
) -> CalendarDay:
    spoken = [dates.long_date(on), " ".join(dates.clock_day(episode.day(on))).strip()]
    if on == today:
        spoken.insert(0, _("today"))
    if marks is None:
        spoken.append(_("not logged yet") if on == today else _("not logged"))
        spoken += [_("can still be logged")] if can_be_logged and on != today else []
    else:
        spoken += [_("logged"), *_pain(episode, marks)]
    kind = "missed" if marks is None else "logged"
    return CalendarDay(on.isoformat(), on.day, ", ".join(spoken), kind, can_be_logged, marks or ())


def _pain(episode: Episode, marks: tuple[Mark | None, ...]) -> Iterator[str]:
    for site, mark in zip(Site, marks, strict=True):
        if mark is None:
            yield _("{pain} not answered").format(pain=pain_of(episode, site))
        else:
            word = band_word(mark.band)
            yield _("{pain} {score}, {word}").format(pain=pain_of(episode, site), score=mark.score, word=word)


def _unlogged(on: date, episode: Episode) -> CalendarDay:
    """A day before surgery or after today."""
    words = _("before surgery") if on < episode.surgery_date else _("not yet")
    return CalendarDay(on.isoformat(), on.day, f"{dates.long_date(on)}, {words}", "", open=False)


def _end_of_month(on: date) -> date:
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _lay_out(record: Recovery, chosen: date | None, on_pick: Callable[[], None]) -> None:
    episode = record.patient.episode
    weekdays = [_MONDAY + timedelta(days=ahead) for ahead in range(7)]
    _component(
        key=_KEY,
        data={
            "months": [asdict(month) for month in months(record.days, episode, record.today)],
            "weekdays": [{"name": written(on, "weekday"), "short": written(on, "short weekday")} for on in weekdays],
            "today": record.today.isoformat(),
            "chosen": chosen.isoformat() if chosen else None,
            "earlier": _("Earlier month"),
            "later": _("Later month"),
            "keys": _("Arrow keys go from day to day, Page Up and Page Down from month to month."),
            "bands": [f"{span} {band_word(index)}" for index, span in enumerate(_spans())],
            "legend": {
                "sites": _("Upper row: {axial}. Lower row: {limb}.").format(
                    axial=pain_of(episode, Site.AXIAL), limb=pain_of(episode, Site.LIMB)
                ),
                "missed": _("not logged"),
                "open": _("can still be logged"),
            },
        },
        on_picked_change=on_pick,
    )


def _spans() -> list[str]:
    """The scores of each band: "0", "1–3"."""
    lows = [0, *(highest + 1 for highest, _word in BANDS)]
    return [f"{low}–{high}" if high > low else str(low) for low, (high, _word) in zip(lows, BANDS, strict=False)]


def _pick() -> None:
    try:
        st.session_state[_CHOSEN] = date.fromisoformat(st.session_state[_KEY].get("picked"))
    except (TypeError, ValueError):
        st.session_state.pop(_CHOSEN, None)
