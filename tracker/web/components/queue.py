"""The physician's queue as a table: one reason a patient, worst first, counts as filters, a verdict to read aloud.

The browser gets every patient in short, to count, filter and search without a wait, and the rows themselves by
fifty: the first with the page, the next as it comes near them (`queue_rows`, at `paths.QUEUE_ROWS`).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from tracker.domain import clock
from tracker.domain.assessment import Assessment, Review
from tracker.domain.explanation import flag_name, verdict
from tracker.domain.patients import Episode
from tracker.domain.phrases import duration, number, percent
from tracker.domain.urgency import most_urgent
from tracker.services.review import PanelRow, Reason, Standing
from tracker.web import paths
from tracker.web.components.dates import day_month, local_date
from tracker.web.components.flag_card import worst_first
from tracker.web.components.red_flag_card import red_flag_sentence
from tracker.web.components.scripts import script, style

AT_A_TIME = 50
"""Rows that are told in words at once: some four screens, and a hundredth of a second's work."""

_NOTHING = "–"
_ASKED = "queue_asked"
_ORDER = "queue_order"

_component = st.components.v2.component(
    "mendline_queue",
    html='<div class="queue"></div>',
    css=style("queue.css"),
    js=script("typing.js", "queue_row.js", "queue.js"),
)

_steps = st.components.v2.component(
    "mendline_queue_steps",
    html='<nav class="steps" aria-label="Queue"></nav>',
    css=style("queue_steps.css"),
    js=script("element.js", "typing.js", "queue_steps.js"),
)

_TONES = {
    Reason.RED_FLAG: "alarm",
    Reason.RELAPSE: "warn",
    Reason.PERSISTENT: "warn",
    Reason.NOT_IMPROVING: "amber",
    Reason.PAST_3_MONTHS: "amber",
    Reason.WORSE_THAN_BEFORE: "amber",
    Reason.NEW_LIMB_PAIN: "amber",
    Reason.WALKING_LESS: "sand",
    Reason.OPIOIDS: "sand",
    Reason.LOST_CONTACT: "grey",
    Reason.EARLY_WATCH: "sand",
    Reason.SILENT: "grey",
    Reason.LEVEL: "sand",
    Reason.EARLY: "pale",
    Reason.ON_COURSE: "blue",
    Reason.DOING_WELL: "green",
    Reason.NOT_ASSESSABLE: "grey",
}
"""The colour of a reason, and with it the mark that the browser draws; its word always stands beside them."""

_REASONS = tuple(Reason)
_STANDINGS = tuple(Standing)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One patient as the browser gets it: everything in words but `spark`, which holds typical pain of the leading
    site on each of the last 90 days (None where there is none), and `before`, its level before surgery. `waiting` are
    the ids of the flags that an acknowledgement from here answers; `answer` is what stands there instead of one."""

    id: str
    link: str
    name: str
    about: tuple[str, ...]
    demo: bool
    reason: str
    tone: str
    age: str
    verdict: str
    asks: str
    spark: tuple[float | None, ...]
    spark_words: str
    before: int | None
    levels: str
    levels_words: str
    change: str
    change_words: str
    logged: str
    logged_words: str
    last_entry: str
    follow_up: str
    due: bool
    reviewed: str
    waiting: tuple[str, ...]
    red_flag: bool


def queue_rows(rows: Sequence[PanelRow], reader: str | None) -> list[dict[str, Any]]:
    """Rows of the panel in words, each as of today where the patient lives. `reader` is the account that reads, called
    "you"."""
    return [asdict(queue_row(row, clock.today(row.patient.time_zone), reader)) for row in rows]


def queue_row(row: PanelRow, today: date, reader: str | None) -> QueueRow:
    """A row of the panel in words. `today` is the patient's."""
    patient, episode, assessment = row.patient, row.patient.episode, row.assessment
    on = episode.next_follow_up
    change = assessment.site(assessment.leading).change_28d
    return QueueRow(
        id=patient.id,
        link=f"/patient?{urlencode({'patient': patient.id})}",
        name=patient.name,
        about=(episode.operation, f"day {episode.day(today)}", patient.id),
        demo=patient.demo,
        reason=row.reason.value,
        tone=_TONES[row.reason],
        age=_age(row, today),
        verdict=red_flag_sentence(row.red_flags, patient, today) or verdict(episode, assessment).sentence,
        asks=_asks(row),
        spark=tuple(level if level is None else round(level, 1) for level in assessment.sparkline),
        spark_words=_spark_words(episode, assessment),
        before=episode.baseline(assessment.leading),
        levels=" / ".join(_levels(episode, assessment)),
        levels_words=_level_words(episode, assessment),
        change=_change(change),
        change_words=_change_words(change),
        logged=_NOTHING if assessment.coverage_28d is None else percent(assessment.coverage_28d),
        logged_words=f"{assessment.entries_28d} of the last {assessment.days_asked_28d} days",
        last_entry=_last_entry(assessment.last_entry, today),
        follow_up=_follow_up(on, today),
        due=on is not None and on <= today,
        reviewed=_reviewed(row, today, reader),
        waiting=tuple(each.id for each in row.waiting),
        red_flag=bool(row.red_flags),
    )


def _asks(row: PanelRow) -> str:
    """What one press answers, where that is more than what the verdict speaks of, and what was answered before: "To
    answer: Relapse, Persistent pain"; blank where there is nothing to add."""
    if not row.waiting:
        return ""
    waiting = [flag_name(each.flag.kind) for each in sorted(row.waiting, key=worst_first)]
    ids = {each.id for each in row.waiting}
    answered = [flag_name(each.flag.kind) for each in row.flags if each.asks_for_answer and each.id not in ids]
    parts = [f"To answer: {_each_once(waiting)}"] if len(waiting) > 1 or row.red_flags else []
    if answered:
        parts.append(f"answered before: {_each_once(answered)}")
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}"


def _each_once(names: Sequence[str]) -> str:
    counts = Counter(names)
    return ", ".join(name if number == 1 else f"{name} ({number})" for name, number in counts.items())


def _age(row: PanelRow, today: date) -> str:
    """How long what the patient is put up for has been open: from the day on which it was ticked or found."""
    foremost = most_urgent(row.assessment.flags)
    if row.red_flags:
        began = row.red_flags[0].local_date
    elif foremost is not None:
        began = foremost.detected_on
    else:
        return ""
    days = (today - began).days
    return f"open {duration(days)}" if days > 0 else "new today"


def _levels(episode: Episode, assessment: Assessment) -> tuple[str, str]:
    typical, before = assessment.site(assessment.leading).typical, episode.baseline(assessment.leading)
    return _NOTHING if typical is None else number(typical), _NOTHING if before is None else str(before)


def _level_words(episode: Episode, assessment: Assessment) -> str:
    now, before = (part.replace(_NOTHING, "not known") for part in _levels(episode, assessment))
    return f"typical {episode.word(assessment.leading)} pain {now}, before surgery {before}"


def _change(change: float | None) -> str:
    """How typical pain of the leading site moved in four weeks: "+0.4 in 4 wk"; blank where that is not known."""
    if change is None:
        return ""
    moved = number(abs(change))
    if moved == "0":
        return "±0 in 4 wk"
    return f"{'+' if change > 0 else '−'}{moved} in 4 wk"


def _change_words(change: float | None) -> str:
    if change is None:
        return "change in four weeks not known"
    if (moved := number(abs(change))) == "0":
        return "the same as four weeks ago"
    return f"{'rose' if change > 0 else 'fell'} by {moved} in four weeks"


def _spark_words(episode: Episode, assessment: Assessment) -> str:
    word, drawn = episode.word(assessment.leading), [level for level in assessment.sparkline if level is not None]
    if not drawn:
        return f"No typical {word} pain in the last {len(assessment.sparkline)} days"
    gaps = len(assessment.sparkline) - len(drawn)
    first, last, lowest, highest = (number(level) for level in (drawn[0], drawn[-1], min(drawn), max(drawn)))
    return (
        f"Typical {word} pain in the last {len(assessment.sparkline)} days: from {first} to {last}, "
        f"lowest {lowest}, highest {highest}, {gaps} days without"
    )


def _last_entry(on: date | None, today: date) -> str:
    if on is None:
        return "no entry yet"
    if on >= today - timedelta(days=1):
        return "last today" if on >= today else "last yesterday"
    return f"last {day_month(on, today)}"


def _follow_up(on: date | None, today: date) -> str:
    if on is None:
        return _NOTHING
    if on == today:
        return "today"
    return f"{'was ' if on < today else ''}{day_month(on, today)}"


def _reviewed(row: PanelRow, today: date, reader: str | None) -> str:
    """ "21 May, you"; with what waits again although it was reviewed before: "back since 21 May, you"."""
    if (review := row.reviewed or row.returned) is None:
        return _NOTHING
    who = _who(review, reader)
    words = f"{day_month(local_date(review.reviewed_at, row.patient.time_zone), today)}, {who}"
    return f"back since {words}" if row.returned else words


def _who(review: Review, reader: str | None) -> str:
    return "you" if review.reviewed_by == reader else review.reviewer_name


def comes(on: date | None, today: date) -> str:
    """When the follow-up is, as the filter asks: `t` today, `w` in this week from Monday to Sunday, `o` overdue; of
    these all that hold, blank where none does."""
    if on is None:
        return ""
    monday = today - timedelta(days=today.weekday())
    in_week = monday <= on < monday + timedelta(days=7)
    return f"{'t' if on == today else ''}{'w' if in_week else ''}{'o' if on < today else ''}"


def _in_short(rows: Sequence[PanelRow]) -> dict[str, Any]:
    """Every patient by column, in the order of the queue: id, name and what the filters ask; a choice of several values
    is the list of them and, for each patient, the positions in it."""
    found: dict[str, Any] = {
        "ids": [row.patient.id for row in rows],
        "names": [row.patient.name for row in rows],
        "reasons": [_REASONS.index(row.reason) for row in rows],
        "standings": [_STANDINGS.index(row.standing) for row in rows],
        "comes": [comes(row.patient.episode.next_follow_up, clock.today(row.patient.time_zone)) for row in rows],
    }
    of_rows = {
        "Care team": [row.teams for row in rows],
        "Surgeon": [_only(row.patient.episode.surgeon) for row in rows],
        "Procedure": [_only(row.patient.episode.procedure) for row in rows],
    }
    return found | {"choices": [_choice(title, of_row) for title, of_row in of_rows.items() if _differ(of_row)]}


def _only(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _differ(of_row: Collection[tuple[str, ...]]) -> bool:
    """Whether a choice parts anything: a value that all have, or none, is no filter."""
    return len({value for values in of_row for value in values}) > 1


def _choice(title: str, of_row: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    values = sorted({value for values in of_row for value in values}, key=str.casefold)
    place = {value: position for position, value in enumerate(values)}
    return {"title": title, "values": values, "of_row": [[place[value] for value in values] for values in of_row]}


@dataclass(frozen=True, slots=True)
class Opened:
    """A patient was chosen, out of these in this order."""

    patient_id: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What was shown as waiting of a patient is to be acknowledged."""

    patient_id: str
    flag_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """The last acknowledgement from here is to be taken back."""


def asked() -> Opened | Acknowledged | Undone | None:
    """What was just asked for in the queue, once; to be carried out before the panel is read. None where nothing was,
    or what the browser sent is not understood: it is not trusted, whether it may be done is for the service to judge.
    """
    name, raw = st.session_state.pop(_ASKED, ("", None))
    given = raw if isinstance(raw, dict) else {}
    patient_id = given.get("id")
    if name == "undone" and raw is True:
        return Undone()
    if not isinstance(patient_id, str):
        return None
    if name == "opened":
        return Opened(patient_id, _texts(given.get("order")))
    return Acknowledged(patient_id, _texts(given.get("flags"))) if name == "acknowledged" else None


def _texts(raw: object) -> tuple[str, ...]:
    return tuple(each for each in raw if isinstance(each, str)) if isinstance(raw, list) else ()


def queue(
    rows: Sequence[PanelRow], reader: str | None, *, said: str = "", undoable: bool = False, key: str = "queue"
) -> None:
    """Lays out the queue with its filters. What is asked for there comes with the next run, see `asked`. `said` is told
    once, with a way back where it is `undoable`."""
    counts = Counter(row.reason for row in rows)
    chips = [
        {"reason": position, "word": reason.value, "tone": _TONES[reason], "count": counts[reason]}
        for position, reason in enumerate(Reason)
        if counts[reason]
    ]
    _component(
        key=key,
        data={
            "rows": queue_rows(rows[:AT_A_TIME], reader),
            "short": _in_short(rows),
            "chips": chips,
            "standings": list(_STANDINGS),
            "address": paths.QUEUE_ROWS,
            "at_a_time": AT_A_TIME,
            "said": said,
            "undoable": undoable,
        },
        on_opened_change=partial(_note, key, "opened"),
        on_acknowledged_change=partial(_note, key, "acknowledged"),
        on_undone_change=partial(_note, key, "undone"),
    )


def _note(key: str, name: str) -> None:
    st.session_state[_ASKED] = (name, st.session_state[key].get(name))


def keep_order(opened: Opened) -> None:
    """Keeps, for this session, out of whom a patient was chosen, for the steps on the patient's page."""
    st.session_state[_ORDER] = opened.order


def queue_steps(patient_id: str, *, key: str = "queue_steps") -> bool:
    """Lays out the way through the queue from a patient's page: previous, "3 of 12", next, and back. The order is that
    of the filters as they stood when a patient was chosen; without one in this session, or with a patient who was not
    in it, only the way back. A step goes into the address of the page. Whether the way back was taken."""
    order: tuple[str, ...] = st.session_state.get(_ORDER, ())
    known = patient_id in order
    at = order.index(patient_id) if known else 0
    data = {
        "where": f"{at + 1} of {len(order)}" if known else "",
        "previous": order[at - 1] if known and at > 0 else None,
        "next": order[at + 1] if known and at + 1 < len(order) else None,
    }
    result = _steps(
        key=key, data=data, on_stepped_change=partial(_step, key), on_left_change=lambda: None, width="content"
    )
    return result.left is True


def _step(key: str) -> None:
    to = st.session_state[key].get("stepped")
    if isinstance(to, str):
        st.query_params["patient"] = to
