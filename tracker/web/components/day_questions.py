"""The widgets of one day. What is answered goes into the draft of that day at once, before anything else runs, so that
no answer is lost when the next tap comes quickly or leads to another day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from html import escape
from typing import Any

import streamlit as st

from tracker.domain.catalogue import label_of
from tracker.domain.diary import PAIN_FIELDS, PEG_FIELDS, PHQ_FIELDS, RANGES, DiaryEntry
from tracker.domain.language import _
from tracker.domain.pain_words import CIRCUMSTANCES, DESCRIPTORS, levels_of
from tracker.domain.patients import Site
from tracker.domain.questionnaires import SCHEDULES, Questionnaire
from tracker.services.diary import DiaryPage
from tracker.web.components import wording
from tracker.web.components.body_map import body_map, chosen
from tracker.web.components.choices import choose_one, choose_several
from tracker.web.components.day_choice import days_to_log
from tracker.web.components.day_drafts import drafts
from tracker.web.components.note_field import note_field, note_text
from tracker.web.components.number_field import number, number_field
from tracker.web.components.pain_scale import no_to_worst, pain_scale, score
from tracker.web.components.treatment_dialogs import treatment_buttons
from tracker.web.components.unsent import Unsent
from tracker.web.session import viewer

WORST = ("axial_worst", "limb_worst")
FEELS = ("descriptors", "worse", "better")
_NOTHING = "(nothing)"
_FIELDS = tuple(field.name for field in fields(DiaryEntry) if field.name != "on")


class DayQuestions:
    """The widgets of one day. Each starts from the draft, and each change is collected into it."""

    def __init__(self, page: DiaryPage, on: date) -> None:
        self.page = page
        self.on = on
        self.draft = drafts()[on]
        yesterday = page.revisions.get(on - timedelta(days=1))
        self.yesterday = yesterday.entry if yesterday else DiaryEntry(on)
        episode = page.patient.episode
        self.names = wording.field_names(episode)
        self.labels = {treatment.id: label_of(treatment) for treatment in page.treatments}
        self.short = {
            **{"axial_worst": episode.word(Site.AXIAL), "limb_worst": episode.word(Site.LIMB)},
            **{"steps": _("steps"), "sleep_quality": _("how well")},
            **{"worse": _("worse by"), "better": _("better by")},
        }
        ticked = self.draft.entry.taken or frozenset()
        self.options = [each.id for each in page.treatments if each.running_on(on) or each.id in ticked]
        self.late = partial(_late, on)
        self.collect = partial(_collect, on, self.draft.generation, frozenset(self.labels))

    def key(self, field: str) -> str:
        return _key(self.on, self.draft.generation, field)

    def unsent(self, field: str) -> Unsent:
        """What the browser calls an answer that has not arrived. It tells nobody whose it is, as it is made from the
        account's random id; another patient at the same browser has other names."""
        return Unsent(_unsent_name(self.on, field), self.draft.based_on)

    def unsent_by_row(self, asked: Iterable[Questionnaire]) -> dict[str, list[str]]:
        """The names of `unsent` by the row that is drawn on demand, for the rows that are on the page."""
        rows = {"sites": ("sites",), "feels": FEELS, "distress": ("distress",)}
        rows |= {each: SCHEDULES[each].fields for each in asked}
        return {row: [self.unsent(field).name for field in fields] for row, fields in rows.items()}

    def unsent_of_other_days(self) -> dict[date, list[str]]:
        """The names of `unsent` of every other day that may be logged. The browser looks once, so later runs that show
        the same day need not send them again."""
        looked = f"{self.key('left')}_looked"
        if st.session_state.get(looked):
            return {}
        st.session_state[looked] = True
        return {on: [_unsent_name(on, field) for field in _FIELDS] for on in days_to_log(self.page) if on != self.on}

    def state(self, *fields: str) -> str:
        """Where some questions stand, in few words: "back 5, leg not answered"."""
        entry = self.draft.entry
        answers = {field: wording.answer(entry, field, self.labels) for field in fields}
        if set(answers.values()) == {_(wording.NOT_ANSWERED)}:
            return _(wording.NOT_ANSWERED)
        if fields == ("note",):
            return _("written") if entry.note else _("none")
        given = answers if fields == WORST else {k: v for k, v in answers.items() if v != _(wording.NOT_ANSWERED)}
        return ", ".join(f"{self.short.get(field, '')} {words}".strip() for field, words in given.items())

    def progress(self, questionnaire: Questionnaire) -> str:
        """How many are answered of the questions that are answered together."""
        asked = SCHEDULES[questionnaire].fields
        given = sum(getattr(self.draft.entry, field) is not None for field in asked)
        if not given:
            return _(wording.NOT_ANSWERED)
        if given == len(asked):
            return _("answered")
        return _("{some} of {all}").format(some=given, all=len(asked))

    def pain(self, field: str, about: str = "") -> None:
        """A scale of the pain of a site."""
        self.scale(field, self.names[field], no_to_worst(), about)

    def scale(self, field: str, question: str, ends: tuple[str, str], about: str = "") -> None:
        pain_scale(
            question,
            key=self.key(field),
            unsent=self.unsent(field),
            value=getattr(self.draft.entry, field),
            yesterday=getattr(self.yesterday, field),
            about=about,
            ends=ends,
            on_change=self.collect,
            on_late=self.late,
        )

    def options_of(self, field: str, question: str, words: Sequence[str], first: int) -> None:
        """A question whose answers have words, stored as whole numbers from `first` on."""
        choose_one(
            question,
            {first + place: _(word) for place, word in enumerate(words)},
            key=self.key(field),
            unsent=self.unsent(field),
            value=getattr(self.draft.entry, field),
            on_change=self.collect,
            on_late=self.late,
        )

    def sites(self) -> None:
        body_map(
            self.names["sites"],
            key=self.key("sites"),
            unsent=self.unsent("sites"),
            value=self.draft.entry.sites,
            levels=levels_of(self.page.patient.episode.region),
            on_change=self.collect,
            on_late=self.late,
        )

    def feels(self) -> None:
        """Words for the pain, as many as fit."""
        self.words("descriptors", _("How does the pain feel?"), DESCRIPTORS)
        self.words("worse", _("What made it worse?"), CIRCUMSTANCES)
        self.words("better", _("What made it better?"), CIRCUMSTANCES)

    def words(self, field: str, question: str, options: Sequence[str]) -> None:
        choose_several(
            question,
            {word: _(word).capitalize() for word in options},
            key=self.key(field),
            unsent=self.unsent(field),
            value=getattr(self.draft.entry, field) or (),
            on_change=self.collect,
            on_late=self.late,
        )

    def number(self, label: str, field: str, step: float) -> None:
        number_field(
            label,
            key=self.key(field),
            unsent=self.unsent(field),
            value=getattr(self.draft.entry, field),
            step=step,
            whole=RANGES[field].whole,
            placeholder=_(wording.NOT_ANSWERED).capitalize(),
            on_change=self.collect,
            on_late=self.late,
        )

    def flare(self) -> None:
        choose_one(
            _("Was this day a flare-up: clearly worse than your days around it?"),
            {False: _("No"), True: _("Yes")},
            key=self.key("flare"),
            unsent=self.unsent("flare"),
            value=self.draft.entry.flare,
            on_change=self.collect,
            on_late=self.late,
        )

    def note(self) -> None:
        note_field(
            _("Note, in your own words"),
            key=self.key("note"),
            unsent=self.unsent("note"),
            value=self.draft.entry.note,
            on_change=self.collect,
            on_late=self.late,
        )

    def taken(self) -> None:
        """The own list of that day as chips. "Nothing" is an answer of its own and excludes the others."""
        state = _(wording.NOT_ANSWERED) if self.draft.entry.taken is None else ""
        st.html(f'<div class="row"><h2>{escape(self.names["taken"])}</h2><span>{escape(state)}</span></div>')
        if self.options:
            chips = _told_apart({_NOTHING: _("Nothing"), **{each: self.labels[each] for each in self.options}})
            choose_several(
                self.names["taken"],
                {each: chips[each] for each in (*self.options, _NOTHING)},
                key=self.key("taken"),
                unsent=self.unsent("taken"),
                value=_chips(self.draft.entry.taken),
                alone=_NOTHING,
                title_shown=False,
                on_change=self.collect,
                on_late=self.late,
            )
        else:
            words = _("Your list has nothing for this day yet. Add what you take or do.")
            st.html(f'<p class="quiet">{escape(words)}</p>')
        with st.container(horizontal=True, gap="small", key="taken_actions"):
            self._change_list()

    def _change_list(self) -> None:
        """What can be done about the list: tick what was ticked the day before, add to it, end what has ended."""
        usual = (self.yesterday.taken or frozenset()) & set(self.options)
        if self.draft.entry.taken is None and usual:
            st.button(_("Same as yesterday"), key="taken_as_yesterday", on_click=self._set_taken, args=(usual,))
        treatment_buttons(self.page, self.on)

    def _set_taken(self, usual: frozenset[str]) -> None:
        self.collect()
        drafts()[self.on] = drafts()[self.on].answered_by_page(taken=usual)


def _unsent_name(on: date, field: str) -> str:
    return sha256(f"{viewer().account_id} {on} {field}".encode()).hexdigest()[:24]


def _key(on: date, generation: int, field: str) -> str:
    return f"diary_{on}_{generation}_{field}"


def _told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """What each chip says, by its id. No two may say the same, for nobody could tell them apart: the second of them is
    "Ibuprofen (2)"."""
    words: dict[str, str] = {}
    for each, label in labels.items():
        said, copies = label, 1
        while said in words.values():
            copies += 1
            said = f"{label} ({copies})"
        words[each] = said
    return words


def _chips(taken: frozenset[str] | None) -> list[str]:
    if taken is None:
        return []
    return sorted(taken) or [_NOTHING]


def _from_chips(raw: object) -> frozenset[str] | None:
    taken = chosen(raw)
    return taken - {_NOTHING} if taken else None


_WHOLE = (*PAIN_FIELDS, "sleep_quality", "distress", *PEG_FIELDS, "global_change", *PHQ_FIELDS)
_READ: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(_WHOLE, score),
    **dict.fromkeys(("walking_minutes", "steps", "sitting_minutes", "sleep_hours"), number),
    **dict.fromkeys(("sites", "descriptors", "worse", "better"), chosen),
    "flare": lambda raw: raw if isinstance(raw, bool) else None,
    "taken": _from_chips,
    "note": note_text,
}
"""What reads the answer to each question out of what a browser sent."""


def _late(on: date) -> None:
    """Takes note that an answer was given before another device saved the day: the patient is asked which to keep."""
    drafts()[on] = drafts()[on].from_before()


def _collect(on: date, generation: int, listed: frozenset[str]) -> None:
    """Writes what the widgets of a day hold into its draft. A widget that is not on the page keeps its answer; a
    treatment that is no longer among those `listed` was taken off the list and is ticked no more."""
    draft = drafts()[on]
    held = {field: st.session_state.get(_key(on, generation, field)) for field in _FIELDS}
    answers: dict[str, Any] = {
        field: getattr(draft.entry, field) if state is None else _READ[field](state.get("value"))
        for field, state in held.items()
    }
    if answers["taken"]:
        answers["taken"] = answers["taken"] & listed or None
    drafts()[on] = draft.typed(DiaryEntry(on, **answers))
