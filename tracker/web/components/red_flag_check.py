"""The check for warning signs on the patient's page: a folded list of tick boxes. A tick shows where to turn in the
browser itself, before anything is sent, and whether or not it can be stored; it is no part of the day and its Save."""

import logging
from collections.abc import Collection, Sequence
from datetime import date

import streamlit as st

from tracker.config import settings
from tracker.domain.language import Language, _, counted, language
from tracker.domain.red_flags import RedFlagAdvice, RedFlagAnswer
from tracker.domain.reference import red_flag_advice, red_flag_signs
from tracker.languages.catalogue import speak
from tracker.services import red_flags
from tracker.web import session
from tracker.web.components.dates import local_time
from tracker.web.components.scripts import script, style
from tracker.web.red_flag_words import NOT_NOTED, PENDING, STAYS, URGENCY_WORDS, noted_words

_LOG = logging.getLogger("mendline")
_KEPT = "red_flag_ticks_kept"

Tick = tuple[str, int]
"""The key of a sign, and when the browser says that it was ticked, which tells a second tick from the first."""

_component = st.components.v2.component(
    "mendline_red_flag_check",
    html='<details class="check"></details>',
    css=style("red_flag_check.css"),
    js=script("red_flag_check.js"),
)


def red_flag_check(time_zone: str, today: date) -> None:
    """Lays out the check of one local date. What is ticked is kept as of now, whichever day is being filled in."""
    _check(time_zone, today, language())


@st.fragment
def _check(time_zone: str, today: date, spoken: Language) -> None:
    # A fragment is drawn anew without the page around it, and the advice must be in the patient's language even where
    # the sign-in cannot be looked up.
    speak(spoken)
    key = f"red_flags_{today}"
    answered, noted = _keep(ticks((st.session_state.get(key) or {}).get("ticks")), time_zone)
    with st.container(key="card_red_flags"):
        _component(
            key=key,
            data={
                "mount": f"{key} {language()}",
                **_shown(red_flag_advice(settings().country)),
                "ticked": sorted({sign for each in answered for sign in each.signs}),
                "noted": noted,
                "pending": _(PENDING),
                "stays": _(STAYS),
                "kept": len(_kept()),  # so that what is said arrives anew at each tick, be it in the same words
            },
            default={"ticks": []},
            on_ticks_change=lambda: None,
        )


def ticks(raw: object) -> frozenset[Tick]:
    """The ticks in what a browser sent, which is not trusted: whatever is none is left out."""
    return frozenset(
        (each[0], each[1])
        for each in (raw if isinstance(raw, list) else [])
        if isinstance(each, list) and len(each) == 2 and isinstance(each[0], str) and isinstance(each[1], int)
        if each[0] in red_flag_signs()
    )


def _kept() -> set[Tick]:
    """The ticks of this browser session that were handed on to be stored."""
    kept: set[Tick] = st.session_state.setdefault(_KEPT, set())
    return kept


def _keep(ticked: Collection[Tick], time_zone: str) -> tuple[Sequence[RedFlagAnswer], str]:
    """Hands on the ticks that were not handed on yet; what the patient answered today, and what to say of it. Where
    that fails it is tried again at the next run."""
    new = [each for each in ticked if each not in _kept()]
    try:
        # A fragment runs without the script around it, so the sign-in is checked here. Without one the advice stays.
        if session.admit() is None:
            return (), _(NOT_NOTED)
        if new:
            red_flags.answer(session.store(), session.viewer(), {sign for sign, _ in new})
            _kept().update(new)
        answered = red_flags.answers_of_today(session.store(), session.viewer())
    except Exception:  # noqa: BLE001 - whatever went wrong, the advice and the day on the page must stay
        _LOG.exception("A red flag could not be stored")
        return (), _(NOT_NOTED)
    return answered, noted_words(local_time(answered[-1].at, time_zone)) if answered else ""


def _shown(advice: RedFlagAdvice) -> dict[str, object]:
    """The advice as the browser gets it, in the language spoken. `counts` says how many signs are ticked, from one."""
    return {
        "title": _("Warning signs"),
        "hint": _("tick what you have now"),
        "counts": [counted("{number} ticked", "{number} ticked", each + 1) for each in range(len(red_flag_signs()))],
        "opening": _(advice.opening),
        "groups": [
            {
                "title": _(group.title),
                "urgency": group.urgency,
                "soon": _(URGENCY_WORDS[group.urgency]),
                "route": _(group.route),
                "calls": [{"words": _(call.words), "href": call.href} for call in group.calls],
                "signs": [{"key": sign.key, "words": _(sign.words)} for sign in group.signs],
            }
            for group in advice.groups
        ],
    }
