"""The diary as a table for the patient who wrote it: newest day first, gaps in words, nothing interpreted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from tracker.domain.columns import DAYS
from tracker.domain.language import _, later, sentence
from tracker.domain.pain_told import pain_of
from tracker.domain.patients import Episode, Site
from tracker.languages.formats import number
from tracker.web.components.dates import short_date

NO_ENTRY = later("no entry")
_LONG = (later("Taken and done"), later("Note"))


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the table: a day with an entry, or a stretch of days without one (`answers` is then empty).

    `answers` are words in the order of `questions`; "" where a question was not answered.
    """

    when: str
    day: str
    answers: tuple[str, ...]


def questions(episode: Episode) -> tuple[str, ...]:
    """The columns of answers, in order."""
    pain = (sentence(pain_of(episode, site)) for site in Site)
    return (*pain, _("Walking"), _("Sleep"), _("Flare-up"), *(_(title) for title in _LONG))


def log_rows(days: pd.DataFrame, today: date) -> list[LogRow]:
    """The rows of a frame of days (contract DAYS), newest first. Days without an entry that follow each other are one
    row; a day with an entry is a row of its own. What is missing becomes no number."""
    DAYS.check(days)
    newest_first: list[dict[str, Any]] = days.iloc[::-1].to_dict("records")  # type: ignore[assignment]
    rows: list[LogRow] = []
    for logged, together in groupby(newest_first, key=lambda day: bool(day["logged"])):
        stretch = list(together)
        rows += [_entry(day, today) for day in stretch] if logged else [_gap(stretch, today)]
    return rows


def _entry(day: dict[str, Any], today: date) -> LogRow:
    known = {name: None if pd.isna(value) else value for name, value in day.items()}
    flare = known["flare"]
    answers = (
        *(_pain(known[str(site)], known[f"{site}_worst"]) for site in Site),
        _measured(known["walking_minutes"], "min"),
        _measured(known["sleep_hours"], "h"),
        "" if flare is None else _("yes") if flare else _("no"),
        known["taken"] or "",
        known["note"] or "",
    )
    return LogRow(_date(day, today), str(day["day"]), answers)


def _gap(days: Sequence[dict[str, Any]], today: date) -> LogRow:
    last, first = days[0], days[-1]
    if len(days) == 1:
        return LogRow(_date(last, today), str(last["day"]), ())
    span = _("{first} to {last}")
    return LogRow(
        span.format(first=_date(first, today), last=_date(last, today)),
        span.format(first=first["day"], last=last["day"]),
        (),
    )


def _date(day: dict[str, Any], today: date) -> str:
    return short_date(day["date"].date(), today)


def _pain(average: float | None, worst: float | None) -> str:
    if average is None:
        return "" if worst is None else _("worst {score}").format(score=number(worst))
    if worst is None:
        return number(average)
    return _("{average} (worst {worst})").format(average=number(average), worst=number(worst))


def _measured(value: float | None, unit: str) -> str:
    return "" if value is None else f"{number(value)} {unit}"


def log_table(rows: Sequence[LogRow], episode: Episode) -> None:
    """Lays the rows out as a table; on a phone each row becomes a block with its questions beside the answers."""
    names = questions(episode)
    head = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in (_("Date"), _("Day"), *names))
    body = "".join(f'<tr role="row">{_cells(row, names)}</tr>' for row in rows)
    # The roles are said again because a table that is laid out as blocks stops being one for a screen reader.
    st.html(
        '<div class="log" tabindex="0" role="region" aria-label="' + escape(_("Your log")) + '"><table role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _cells(row: LogRow, names: tuple[str, ...]) -> str:
    before = escape(_("day"))
    start = (
        f'<th role="rowheader" scope="row">{escape(row.when)}</th>'
        f'<td role="cell" class="day" data-before="{before} ">{row.day}</td>'
    )
    if not row.answers:
        return f'{start}<td role="cell" class="gap" colspan="{len(names)}">{escape(_(NO_ENTRY))}</td>'
    return start + "".join(_cell(name, answer) for name, answer in zip(names, row.answers, strict=True))


def _cell(name: str, answer: str) -> str:
    if answer:
        if name in map(_, _LONG):  # own words may run from right to left
            return f'<td role="cell" class="long" data-question="{escape(name)}"><bdi>{escape(answer)}</bdi></td>'
        return f'<td role="cell" data-question="{escape(name)}">{escape(answer)}</td>'
    unseen = f'<span class="unseen">{escape(_("no answer"))}</span>'
    return f'<td role="cell" class="blank"><span aria-hidden="true">–</span>{unseen}</td>'
