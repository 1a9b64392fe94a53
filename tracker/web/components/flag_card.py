"""One flag as a card: what was found, since when, why, how it was judged, and the physician's answer to it."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.assessment import Flag, Review, Severity, StoredFlag
from tracker.domain.explanation import flag_grounds, flag_name, flag_sentence
from tracker.domain.flag_words import flare_in_short
from tracker.domain.patients import Episode, Patient
from tracker.domain.urgency import urgency
from tracker.web.components.dates import day_month, local_moment

_SEVERITY = {
    Severity.HIGH: ("High", "warn"),
    Severity.REVIEW: ("Review", "amber"),
    Severity.INFO: ("Info", "grey"),
}
"""The word on the badge and its colour."""


def flag_card(
    stored: StoredFlag,
    patient: Patient,
    today: date,
    *,
    acknowledge: Callable[[str, str], None],
    undo: Callable[[str], None],
) -> None:
    """Lays out an open flag. `acknowledge` is called with its id and a note, `undo` with the id of a review. One that
    is for information asks for no answer; those that it was given are listed."""
    with st.container(border=True, key=f"flag_{stored.id}"):
        st.html(_heading(stored.flag, patient.episode, today))
        st.html(f'<p class="evidence">{escape(flag_sentence(patient.episode, stored.flag))}</p>')
        with st.expander("How this was judged"):
            st.html(_listed(flag_grounds(stored.flag)))
        if not stored.asks_for_answer:
            review = None
        elif (review := stored.covering_review) is None:
            if (outgrown := stored.standing_review) is not None:
                st.html(_outgrown(outgrown, stored.flag))
            _answer(stored, acknowledge)
        else:
            st.html(_reviewed(review, patient, today))
            if st.button("Undo", key=f"undo_{review.id}"):
                undo(review.id)
        if others := [each for each in stored.reviews if each is not review]:
            st.html(_listed([_answered(each, patient, today) for each in others]))


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


def _answer(stored: StoredFlag, acknowledge: Callable[[str, str], None]) -> None:
    key = f"note_{stored.id}"
    with st.form(f"answer_{stored.id}", border=False):
        st.text_area("Note (optional)", key=key, height=68, placeholder="What you found, and what follows")
        if st.form_submit_button("Acknowledge", type="primary"):
            acknowledge(stored.id, st.session_state[key])


def _outgrown(review: Review, flag: Flag) -> str:
    """That the flag was answered when it was less severe."""
    return f'<p class="outgrown">Acknowledged as {review.severity.value}; now {flag.severity.value}.</p>'


def _reviewed(review: Review, patient: Patient, today: date) -> str:
    when = local_moment(review.reviewed_at, patient.time_zone, today)
    note = f"<blockquote>{escape(review.note)}</blockquote>" if review.note else ""
    return f'<p class="reviewed">✓ Acknowledged by {escape(review.reviewer_name)}, {when}</p>{note}'


def _answered(review: Review, patient: Patient, today: date) -> str:
    when = local_moment(review.reviewed_at, patient.time_zone, today)
    words = f"Acknowledged by {review.reviewer_name}, {when}" + (f": “{review.note}”" if review.note else "") + "."
    if review.undone_at is None:
        return words
    return f"{words} Undone by {review.undone_by_name}, {local_moment(review.undone_at, patient.time_zone, today)}."


def _listed(lines: Sequence[str]) -> str:
    return f'<ul class="grounds">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def past_flag(stored: StoredFlag, patient: Patient, today: date) -> None:
    """Lays out a flag that cleared, or that an edit of the diary took back, with what was answered to it."""
    episode, flag = patient.episode, stored.flag
    where = f" · {episode.word(flag.site)} pain" if flag.site else ""
    ended = "" if stored.withdrawn_at is None else _withdrawn(stored, patient, today)
    answers = [_answered(each, patient, today) for each in stored.reviews]
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
