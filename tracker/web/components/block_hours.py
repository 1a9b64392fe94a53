"""Pain by the hour after a diagnostic block: when it was, the rows, both sites of one row, and the way there."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from tracker.domain.catalogue import label_of, name_of
from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _, later, sentence
from tracker.domain.patients import Site
from tracker.domain.readings import HOURS, BlockLog, hour_words, log_is_open
from tracker.services import readings
from tracker.services.readings import BlockPage
from tracker.services.recovery import Recovery
from tracker.web import session
from tracker.web.components import dates, wording
from tracker.web.components.pain_scale import no_to_worst, pain_scale, score

_REFUSED = "block_refusal"
_CHANGES_TIME = "block_time_changes"
_FIELD_WORDS = {
    "time": later("The time"),
    "hour": later("The row"),
    "log": later("The log"),
    "pain": later("Pain"),
}

_NOT_SAID = "–"


def block_notice(record: Recovery) -> None:
    """The way to the log, on the day of a block and the day after."""
    due = [log.block for log in record.block_logs if log_is_open(log.block, record.today)]
    if not due:
        return
    named = _(" and ").join(f"{name_of(block)}, {dates.day_month(block.start, record.today)}" for block in due)
    asked = _("{block}: how does your pain go, hour by hour?").format(block=named)
    with st.container(key="card_block_notice"):
        st.html(f'<p class="quiet">{escape(asked)}</p>')
        st.page_link(session.page("after_block"), label=_("Log my pain after the block"), icon=":material/schedule:")


def block_hours(page: BlockPage) -> None:
    """Lays out the log of one block: its time first, then the rows whose hour has come, with the scales of one."""
    log = _chosen(page)
    if log.block.done_at is None or st.session_state.get(_CHANGES_TIME) == log.block.id:
        _ask_time(log, page)
        return
    _head(log, page, log.block.done_at)
    # The scales first: on a phone they are in view at once, with the newest hour chosen.
    scales, rows = st.columns(2, gap="medium")
    with rows, st.container(key="card_hours"):
        hour = _row(log, page)
    with scales:
        _scales(log, page, hour)


def _chosen(page: BlockPage) -> BlockLog:
    """The log to fill in: the only one there is, or the one chosen."""
    by_id = {log.block.id: log for log in page.logs}
    if len(by_id) == 1:
        return page.logs[0]
    words = {
        key: f"{label_of(log.block)}, {dates.day_month(log.block.start, page.today)}" for key, log in by_id.items()
    }
    chosen = st.radio(_("Which block?"), list(by_id), format_func=lambda key: wording.plain(words[key]), key="block")
    return by_id[chosen]


def _ask_time(log: BlockLog, page: BlockPage) -> None:
    """Asks at what time the block was: once, and again only where the patient wants to put it right."""
    known = log.block.done_at
    with st.container(key="card_block_time"):
        on = dates.day_month(log.block.start, page.today)
        key = f"block_time_{log.block.id}"
        st.time_input(
            _("At what time was the block on {date}?").format(date=on),
            value=known.astimezone(ZoneInfo(page.patient.time_zone)).time() if known else None,
            step=timedelta(minutes=5),
            key=key,
        )
        st.caption(_("The hours are counted from then. You say it once."))
        _refusal()
        st.button(
            _("Keep this time"),
            type="primary",
            width="stretch",
            key="block_time_save",
            on_click=_keep_time,
            args=(log, key),
        )


def _keep_time(log: BlockLog, key: str) -> None:
    # Read here and not when the button was drawn: the tap itself is what ends the typing of a time.
    at: time | None = st.session_state[key]

    def keep() -> None:
        block = log.block
        if at is None:
            raise BadInput(Fault("time", None, _("is empty"), _("Say when the block was, as well as you know.")))
        readings.set_block_time(session.store(), session.viewer(), block.patient_id, block.id, at)
        st.session_state.pop(_CHANGES_TIME, None)

    _attempt(keep)


def _head(log: BlockLog, page: BlockPage, done_at: datetime) -> None:
    """Which block it is and when it was; the time can be put right while no hour counts from it."""
    on, at = dates.day_month(log.block.start, page.today), dates.local_time(done_at, page.patient.time_zone)
    words = _("{block}, {date}, {time}. Each tap is saved at once.")
    st.html(f'<p class="quiet">{escape(words.format(block=label_of(log.block), date=on, time=at))}</p>')
    # It stays where it is once it can be pressed no more: what is below must not move under a thumb.
    st.button(
        _("Change the time"),
        key="block_time_change",
        type="tertiary",
        disabled=bool(log.scores),
        on_click=_change_time,
        args=(log.block.id,),
    )


def _change_time(treatment_id: str) -> None:
    st.session_state[_CHANGES_TIME] = treatment_id


def _row(log: BlockLog, page: BlockPage) -> int:
    """The rows whose hour has come, each with what is said of it; the row chosen, at first the newest."""
    come = log.hours_come(page.now)
    hour: int = st.radio(
        _("Which hour"),
        come,
        index=len(come) - 1,
        format_func=lambda each: f"{hour_words(each).capitalize()} ({_clock(log, page, each)})",
        captions=[_said(log, page, each) for each in come],
        width="stretch",
        key=f"block_hour_{log.block.id}",
    )
    if to_come := [each for each in HOURS if each not in come]:
        at = _("{hour} at {time}")
        hours = ", ".join(at.format(hour=hour_words(each), time=_clock(log, page, each)) for each in to_come)
        st.caption(_("Still to come: {hours}.").format(hours=hours))
    return hour


def _clock(log: BlockLog, page: BlockPage, hour: int) -> str:
    at = log.moment(hour)
    return dates.local_time(at, page.patient.time_zone) if at else ""


def _said(log: BlockLog, page: BlockPage, hour: int) -> str:
    """ "back 6, leg –" for a row, with a dash where nothing was said."""
    word = page.patient.episode.word
    return ", ".join(f"{word(site)} {log.scores.get((hour, site), _NOT_SAID)}" for site in Site)


def _scales(log: BlockLog, page: BlockPage, hour: int) -> None:
    """Both sites of one row, saved at each tap."""
    _refusal()
    for site in Site:
        key = f"block_{log.block.id}_{hour}_{site}"
        pain = _("{site} pain").format(site=page.patient.episode.word(site))
        with st.container(key=f"card_{key}"):
            pain_scale(
                f"{sentence(pain)}, {hour_words(hour)}",
                key=key,
                value=log.scores.get((hour, site)),
                ends=no_to_worst(),
                on_change=partial(_keep_score, log, hour, site, key),
            )


def _keep_score(log: BlockLog, hour: int, site: Site, key: str) -> None:
    pain = score(st.session_state[key].get("value"))
    block = log.block
    save = partial(
        readings.save_block_score, session.store(), session.viewer(), block.patient_id, block.id, hour=hour, site=site
    )
    _attempt(lambda: save(pain=pain))


def _attempt(change: Callable[[], None]) -> None:
    """Carries out a change before the page is drawn anew, and keeps why it was refused for the page to say."""
    st.session_state.pop(_REFUSED, None)
    # It runs before the script that checks the sign-in.
    if session.admit() is None:
        return
    try:
        change()
    except BadInput as error:
        names = {field: _(words) for field, words in _FIELD_WORDS.items()}
        st.session_state[_REFUSED] = [wording.fault_sentence(fault, names) for fault in error.faults]


def _refusal() -> None:
    """Why the last change was refused."""
    for reason in st.session_state.get(_REFUSED, ()):
        st.error(_("Not saved. {reason}").format(reason=wording.plain(reason)))
