"""The patient's own list of treatments in dialogs: finding and adding one; what runs, another dose, ending, undoing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import uuid4

import streamlit as st

from tracker.domain.catalogue import (
    CatalogueEntry,
    catalogue,
    dose_spoken,
    dose_to_keep,
    entries_beginning,
    entry_called,
    is_diagnostic_block,
    label_of,
    name_to_keep,
    units,
)
from tracker.domain.diary import open_dates
from tracker.domain.errors import BadInput
from tracker.domain.language import _, later
from tracker.domain.readings import log_is_open
from tracker.domain.treatments import Treatment, TreatmentKind, dose_words
from tracker.services import diary
from tracker.services.diary import DiaryPage
from tracker.web import session
from tracker.web.components import wording
from tracker.web.components.dates import day_month

_OPEN = "treatment_dialog"
_ADD, _LIST = "add", "list"

_KIND_WORDS = {
    TreatmentKind.MEDICINE: later("Medicine"),
    TreatmentKind.THERAPY: later("Therapy (with a therapist)"),
    TreatmentKind.EXERCISE: later("Exercise"),
    TreatmentKind.PROCEDURE: later("Procedure (such as an injection, one date)"),
    TreatmentKind.OTHER: later("Other"),
}
_FIELD_WORDS = {
    "name": later("What it is"),
    "amount": later("Dose"),
    "dose": later("Dose"),
    "start": later("First day"),
    "end": later("Last day"),
    "treatment": later("It"),
}
_KINDS: tuple[TreatmentKind, ...] = tuple(_KIND_WORDS)
_NO_UNIT = ""
_DATES = "DD/MM/YYYY"


def treatment_buttons(page: DiaryPage, on: date) -> None:
    """Lays out the ways into the list, and the dialog that was opened. It stays open, with what was typed in it, when
    the page around it is drawn anew."""
    st.button(_("+ Add"), key="treatment_add_open", on_click=_show, args=(_ADD,))
    if page.treatments:
        st.button(_("My list"), key="treatment_list_open", on_click=_show, args=(_LIST,))
    shown = st.session_state.get(_OPEN)
    if shown == _ADD:
        _add_treatment(page, on)
    elif shown == _LIST and page.treatments:
        _show_list(page, on)


def _show(dialog: str) -> None:
    st.session_state[_OPEN] = dialog


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _add_treatment(page: DiaryPage, on: date) -> None:
    """Opens the dialog that asks what it is, how much of it, and since when; `on` is the day offered."""
    st.dialog(_("Add what you take or do"), on_dismiss=_close)(_ask_treatment)(page, on)


def _ask_treatment(page: DiaryPage, on: date) -> None:
    _check_sign_in()
    found_by = {entry.found_by: entry for entry in catalogue()}
    chosen = st.selectbox(
        _("What is it?"),
        list(found_by),
        index=None,
        placeholder=_("Search, or type your own words"),
        accept_new_options=True,
        key="treatment_name",
    )
    # Own words that are a name of the catalogue are that treatment, and are still called what the patient calls them.
    entry = found_by.get(chosen or "")
    name = entry.name if entry else chosen or ""
    entry = entry or entry_called(name)
    kind = _kind(entry, name)
    amount, words, unit = _ask_dose(entry, kind)
    first = _("Date") if kind is TreatmentKind.PROCEDURE else _("First day")
    start = st.date_input(first, on, format=_DATES, key="treatment_start")
    kept = name_to_keep(name, entry)
    treatment = Treatment(uuid4().hex, page.patient.id, kind, kept, start, catalogue=entry.key if entry else "")
    if is_diagnostic_block(treatment):
        st.caption(_("On its day and the day after you can log your pain by the hour: tap *My list*."))
    if st.button(_("Add to my list"), type="primary", width="stretch", key="treatment_add"):
        after = _LIST if log_is_open(treatment, page.today) else None
        _carry_out(lambda: _save(replace(treatment, dose=dose_words(amount, unit, words))), then=after, first=first)


def _check_sign_in() -> None:
    """A dialog is drawn anew without the script around it: checks the sign-in, and speaks its language."""
    if session.admit() is None:
        st.rerun()


def _save(treatment: Treatment) -> None:
    diary.save_treatment(session.store(), session.viewer(), treatment)


def _kind(entry: CatalogueEntry | None, name: str) -> TreatmentKind:
    """The kind, which follows from the entry; of own words it is asked."""
    if entry is not None:
        st.caption(f"{_(_KIND_WORDS[entry.kind])} · {wording.plain(_(entry.category))}")
        return entry.kind
    if not name:
        return TreatmentKind.MEDICINE
    if meant := entries_beginning(name):
        names = wording.plain(", ".join(_(each.name) for each in meant))
        st.caption(_("If you mean one of these, choose it in the search: {names}.").format(names=names))
    return st.selectbox(_("Kind"), _KINDS, format_func=lambda each: _(_KIND_WORDS[each]), key="treatment_kind")


def _ask_dose(entry: CatalogueEntry | None, kind: TreatmentKind) -> tuple[float | None, str, str]:
    """The number of a dose, what is said of it in words, and the unit of the number. A procedure has words only."""
    if kind is TreatmentKind.PROCEDURE:
        details = st.text_input(_("Details (optional)"), placeholder=_("For example left L4–L5"), key="treatment_dose")
        return None, details, ""
    amount, unit = _ask_amount(entry)
    words = st.text_input(
        _("How often, or the dose in words (optional)"), placeholder=_("For example twice a day"), key="treatment_dose"
    )
    return amount, words, unit


def _ask_amount(entry: CatalogueEntry | None) -> tuple[float | None, str]:
    """A number, and its unit, which follows from the entry; of own words it is asked."""
    if entry is not None and entry.unit:
        return _number(_("How many {unit} (optional)").format(unit=_(entry.unit))), entry.unit
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", wrap=False):
        amount = _number(_("How much (optional)"))
        unit = st.selectbox(
            _("Unit"),
            (_NO_UNIT, *units()),
            format_func=lambda each: _(each) or _("no unit"),
            key="treatment_unit",
            width=140,
        )
    return amount, unit


def _number(label: str) -> float | None:
    amount = st.number_input(label, value=None, step=1.0, format="%g", key="treatment_amount")
    return None if amount is None else float(amount)


def _show_list(page: DiaryPage, on: date) -> None:
    """Opens the dialog of what runs on a day and was done around it, a line each, with what can be done about it."""
    st.dialog(_("My list"), on_dismiss=_close)(_lines)(page, on)


def _lines(page: DiaryPage, on: date) -> None:
    _check_sign_in()
    shown = [each for each in page.treatments if _is_current(each, page.today)]
    shown.sort(key=lambda each: each.end is not None)  # what goes on comes first
    if not shown:
        st.caption(_("Nothing on your list is under way. What has ended stays in your record."))
    for treatment in shown:
        with st.expander(_line(treatment, page.today), key=f"listed_{treatment.id}"):
            _actions(treatment, page, on)


def _is_current(treatment: Treatment, today: date) -> bool:
    """Whether a line is of these days: it goes on or did so until not long ago, was added today, or is a block whose
    hours can still be logged."""
    goes_on = treatment.kind is not TreatmentKind.PROCEDURE and treatment.end is None
    late = _ended_of_late(treatment, today)
    return goes_on or late or treatment.added_on == today or log_is_open(treatment, today)


def _ended_of_late(treatment: Treatment, today: date) -> bool:
    """Whether a line ended on a day that may still be logged, so that its end may still be put right."""
    return treatment.end is not None and treatment.end >= open_dates(today)[0]


def _line(treatment: Treatment, today: date) -> str:
    if treatment.kind is TreatmentKind.PROCEDURE:
        when = _("on {date}")
    else:
        when = _("since {date} to {end}") if treatment.end else _("since {date}")
    end = day_month(treatment.end, today) if treatment.end else ""
    when = when.format(date=day_month(treatment.start, today), end=end)
    return f"**{wording.plain(label_of(treatment))}** :gray[{when}]"


def _actions(treatment: Treatment, page: DiaryPage, on: date) -> None:
    """What can be done about one line: logging the hours after a block, another dose, the end, and undoing an addition
    of today."""
    if log_is_open(treatment, page.today) and st.button(
        _("Log my pain by the hour"), type="primary", width="stretch", key=f"hours_{treatment.id}"
    ):
        _close()
        st.switch_page(session.page("after_block"))
    if treatment.kind is not TreatmentKind.PROCEDURE and treatment.end is None:
        _change(treatment, page, on)
    if _ended_of_late(treatment, page.today) and not _went_on(treatment, page):
        st.caption(_("Ended by mistake?"))
        if st.button(_("It goes on"), width="stretch", key=f"resume_{treatment.id}"):
            _carry_out(lambda: _save(replace(treatment, end=None)), then=_LIST)
    if treatment.added_on == page.today:
        st.caption(_("Added today by mistake?"))
        if st.button(_("Take it off my list"), width="stretch", key=f"undo_{treatment.id}"):
            _carry_out(
                partial(diary.undo_treatment, session.store(), session.viewer(), page.patient.id, treatment.id),
                then=_LIST,
            )


def _went_on(treatment: Treatment, page: DiaryPage) -> bool:
    """Whether a later line of the list goes on where this one ended, as after a change of dose."""
    return any(
        each.name == treatment.name and treatment.end is not None and each.start > treatment.end
        for each in page.treatments
    )


def _change(treatment: Treatment, page: DiaryPage, on: date) -> None:
    """Another dose from a day on, or the last day; the day offered is the one that the page shows."""
    offered = max(on, treatment.start)
    with st.container(key=f"card_dose_{treatment.id}"):
        dose = st.text_input(
            _("Dose"), dose_spoken(treatment.dose), placeholder=_("For example 300 mg"), key=f"dose_{treatment.id}"
        )
        start = st.date_input(_("This dose since"), offered, format=_DATES, key=f"dose_start_{treatment.id}")
        if st.button(_("Change the dose"), width="stretch", key=f"dose_save_{treatment.id}"):
            _carry_out(lambda: _change_dose(treatment, dose, start), then=_LIST, first=_("This dose since"))
    with st.container(key=f"card_end_{treatment.id}"):
        last = st.date_input(_("Last day"), offered, format=_DATES, key=f"end_{treatment.id}")
        st.caption(_("What you logged of it until then stays in your record."))
        if st.button(_("End it"), width="stretch", key=f"end_save_{treatment.id}"):
            _carry_out(lambda: _save(replace(treatment, end=last)), then=_LIST)


def _change_dose(treatment: Treatment, dose: str, start: date) -> None:
    new = dose_to_keep(dose_words(None, "", dose))
    diary.change_dose(session.store(), session.viewer(), treatment.patient_id, treatment.id, dose=new, start=start)


def _carry_out(change: Callable[[], None], *, then: str | None = None, first: str = "") -> None:
    """Changes the list and draws the page anew, with the dialog `then` open or none. Where it is refused, says why, and
    what was typed stays; `first` is what the dialog calls the first day, where it has one."""
    try:
        change()
    except BadInput as error:
        names = {field: _(words) for field, words in _FIELD_WORDS.items()} | ({"start": first} if first else {})
        st.error("  \n".join(wording.plain(wording.fault_sentence(fault, names)) for fault in error.faults))
        return
    _close()
    if then:
        _show(then)
    st.rerun()
