"""One flag as a card: what was found, since when, why, how it was judged, and the physician's answer to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import streamlit as st

from tracker.domain.assessment import Flag, Review, Severity, StoredFlag
from tracker.domain.errors import BadInput, Fault
from tracker.domain.explanation import flag_grounds, flag_name, flag_sentence
from tracker.domain.flag_words import flare_in_short
from tracker.domain.patients import Episode, Patient
from tracker.domain.snooze import AHEAD, Snooze, snoozes
from tracker.domain.urgency import urgency
from tracker.web.components.answered import review_line
from tracker.web.components.dates import day_month, local_moment

_SEVERITY = {
    Severity.HIGH: ("High", "warn"),
    Severity.REVIEW: ("Review", "amber"),
    Severity.INFO: ("Info", "grey"),
}
"""The word on the badge and its colour."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a physician filled in to acknowledge a flag: a note, a snooze with the date that it ends on, and a date of
    the physician's own, which only goes without a snooze."""

    note: str
    snooze: Snooze
    ends: date | None
    on: date | None

    @property
    def until(self) -> date | None:
        """From when the flag asks again. Raises BadInput where that was answered twice."""
        if self.on is not None and self.snooze is not Snooze.NONE:
            remedy = f"Choose “{Snooze.NONE.value}” to keep the date, or clear the date."
            raise BadInput(Fault("snooze", self.on, f"is given beside “{self.snooze.value}”", remedy))
        return self.on or self.ends


def flag_card(
    stored: StoredFlag,
    patient: Patient,
    today: date,
    *,
    acknowledge: Callable[[str, Answer], None],
    undo: Callable[[str], None],
) -> None:
    """Lays out an open flag. `acknowledge` is called with its id and the answer, `undo` with the id of a review. One
    that is for information asks for no answer; those that it was given are listed."""
    with st.container(border=True, key=f"flag_{stored.id}"):
        st.html(
            f"{_heading(stored.flag, patient.episode, today)}"
            f'<p class="evidence">{escape(flag_sentence(patient.episode, stored.flag))}</p>'
            '<details class="sources"><summary>How this was judged</summary>'
            f"{_listed(flag_grounds(stored.flag))}</details>"
        )
        if not stored.asks_for_answer:
            review = None
        elif (review := stored.covering_review(today)) is None:
            if (outgrown := stored.standing_review) is not None:
                st.html(_outgrown(outgrown, stored.flag, today))
            _answer(stored, snoozes(today, patient.episode.next_follow_up), today, acknowledge)
        else:
            st.session_state.pop(_more(stored), None)
            st.html(_reviewed(review, patient, today))
            if st.button("Undo", key=f"undo_{review.id}"):
                undo(review.id)
        if others := [each for each in stored.reviews if each is not review]:
            st.html(_listed([review_line(each, patient, today) for each in others]))


def _heading(flag: Flag, episode: Episode, today: date) -> str:
    word, tone = _SEVERITY[flag.severity]
    where = f" · {episode.word(flag.site)} pain" if flag.site else ""
    return (
        f'<h3 class="flag">{escape(flag_name(flag.kind))}{where} <span class="badge {tone}">{word}</span></h3>'
        f'<p class="since">{escape(since(flag, episode, today))}</p>'
    )


def since(flag: Flag, episode: Episode, today: date) -> str:
    """ "Since day 131 (3 Apr), found on day 145 (17 Apr)", and when it cleared."""
    moments = [f"Since {_day(episode, flag.onset_date, today)}", f"found on {_day(episode, flag.detected_on, today)}"]
    if flag.cleared_on is not None:
        moments.append(f"cleared on {_day(episode, flag.cleared_on, today)}")
    return ", ".join(moments)


def _day(episode: Episode, on: date, today: date) -> str:
    return f"day {episode.day(on)} ({day_month(on, today)})"


def _answer(
    stored: StoredFlag,
    offered: Mapping[Snooze, date | None],
    today: date,
    acknowledge: Callable[[str, Answer], None],
) -> None:
    """One click acknowledges; a note and a snooze are there for who wants them, and are drawn only then: a page with
    many flags is to be read first."""
    more = _more(stored)
    if st.session_state.get(more):
        _answer_in_full(stored, offered, today, acknowledge)
        return
    with st.container(horizontal=True):
        plain = st.button("Acknowledge", type="primary", key=f"acknowledge_{stored.id}")
        st.button("With a note, or for a while", type="tertiary", key=f"ask_{more}", on_click=_remember, args=(more,))
    if plain:
        acknowledge(stored.id, Answer("", Snooze.NONE, None, None))


def _more(stored: StoredFlag) -> str:
    """The key under which it is kept that note and snooze of a flag were asked for."""
    return f"more_{stored.id}"


def _remember(key: str) -> None:
    st.session_state[key] = True


def _answer_in_full(
    stored: StoredFlag,
    offered: Mapping[Snooze, date | None],
    today: date,
    acknowledge: Callable[[str, Answer], None],
) -> None:
    note, snooze, on = f"note_{stored.id}", f"snooze_{stored.id}", f"until_{stored.id}"
    with st.form(f"answer_{stored.id}", border=False):
        st.text_area("Note (optional)", key=note, height=68, placeholder="What you found, and what follows")
        st.selectbox(
            "Ask again",
            list(offered),
            key=snooze,
            format_func=lambda each: _snooze_words(each, offered[each], today),
            help="It asks again before, as soon as it becomes more severe or recurs.",
        )
        tomorrow = today + timedelta(days=1)
        st.date_input("or on", None, key=on, min_value=tomorrow, max_value=today + AHEAD, format="DD/MM/YYYY")
        sent = st.form_submit_button("Acknowledge", type="primary")
    if sent:
        chosen = st.session_state[snooze]
        acknowledge(stored.id, Answer(st.session_state[note], chosen, offered[chosen], st.session_state[on]))


def _snooze_words(snooze: Snooze, until: date | None, today: date) -> str:
    """ "in 2 weeks (4 Jun)"."""
    return snooze.value if until is None else f"{snooze.value} ({day_month(until, today)})"


def _outgrown(review: Review, flag: Flag, today: date) -> str:
    """That the flag was answered when it was less severe, or for a while that is over."""
    if not review.answers(flag.severity):
        words = f"Acknowledged as {review.severity.value}; now {flag.severity.value}."
    else:
        words = f"Snoozed until {day_month(review.until, today)}; asks again." if review.until else ""
    return f'<p class="outgrown">{words}</p>'


def _reviewed(review: Review, patient: Patient, today: date) -> str:
    when = local_moment(review.reviewed_at, patient.time_zone, today)
    note = f"<blockquote>{escape(review.note)}</blockquote>" if review.note else ""
    snoozed = f", asks again on {day_month(review.until, today)}" if review.until else ""
    return f'<p class="reviewed">✓ Acknowledged by {escape(review.reviewer_name)}, {when}{snoozed}</p>{note}'


def _listed(lines: Sequence[str]) -> str:
    return f'<ul class="grounds">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def past_flag(stored: StoredFlag, patient: Patient, today: date) -> None:
    """Lays out a flag that cleared, or that an edit of the diary took back, with what was answered to it."""
    episode, flag = patient.episode, stored.flag
    where = f" · {episode.word(flag.site)} pain" if flag.site else ""
    ended = "" if stored.withdrawn_at is None else _withdrawn(stored, patient, today)
    answers = [review_line(each, patient, today) for each in stored.reviews]
    st.html(
        f'<div class="past"><h4>{escape(flag_name(flag.kind))}{where}</h4>'
        f'<p class="since">{escape(since(flag, episode, today))}{escape(ended)}</p>'
        f'<p class="evidence">{escape(flag_sentence(episode, flag))}</p>{_listed(answers) if answers else ""}</div>'
    )


def _withdrawn(stored: StoredFlag, patient: Patient, today: date) -> str:
    if stored.withdrawn_at is None:
        return ""
    when = local_moment(stored.withdrawn_at, patient.time_zone, today)
    return f"; taken back on {when}, after the diary was changed"


def flare_lines(flares: Sequence[StoredFlag], episode: Episode, today: date) -> str:
    """Flares as a light list, the newest first: when, where, how high."""
    newest_first = sorted((each.flag for each in flares), key=lambda flag: flag.onset_date, reverse=True)
    return _listed(
        [f"{flare_in_short(episode, flag)} (found {day_month(flag.detected_on, today)})" for flag in newest_first]
    )


def worst_first(stored: StoredFlag) -> tuple[int, date]:
    """The order of the cards: the most urgent, then the oldest."""
    return -urgency(stored.flag), stored.flag.detected_on
