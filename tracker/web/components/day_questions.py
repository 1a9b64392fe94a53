"""The widgets of one day. What is answered goes into the draft of that day at once, before anything else runs, so that
no answer is lost when the next tap comes quickly or leads to another day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from html import escape
from typing import Any

import streamlit as st

from tracker.domain.diary import PAIN_FIELDS, PEG_FIELDS, DiaryEntry
from tracker.domain.language import _
from tracker.domain.pain_words import CIRCUMSTANCES, DESCRIPTORS, levels_of
from tracker.domain.patients import Site
from tracker.domain.questionnaires import SCHEDULES, Questionnaire
from tracker.services.diary import DiaryPage
from tracker.web.components import wording
from tracker.web.components.body_map import body_map, chosen
from tracker.web.components.day_drafts import drafts
from tracker.web.components.note_field import note_field, note_text
from tracker.web.components.pain_scale import no_to_worst, pain_scale, score
from tracker.web.components.treatment_dialogs import treatment_buttons
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
        self.labels = {treatment.id: treatment.label for treatment in page.treatments}
        self.short = {
            **{"axial_worst": episode.word(Site.AXIAL), "limb_worst": episode.word(Site.LIMB)},
            **{"steps": _("steps"), "sleep_quality": _("how well")},
            **{"worse": _("worse by"), "better": _("better by")},
        }
        ticked = self.draft.entry.taken or frozenset()
        self.options = [each.id for each in page.treatments if each.running_on(on) or each.id in ticked]
        self.collect = partial(_collect, on, self.draft.generation)

    def key(self, field: str) -> str:
        return _key(self.on, self.draft.generation, field)

    def unsent(self, field: str) -> str:
        """The name under which the browser keeps an answer that has not arrived. It tells nobody whose it is, as it is
        made from the account's random id; another patient at the same browser has other names."""
        return sha256(f"{viewer().account_id} {self.on} {field}".encode()).hexdigest()[:24]

    def seeded(self, field: str, start: object) -> str:
        """The key of a widget that starts from the draft, put there beforehand: a number given as the widget's own
        default comes back each time that the patient empties the field."""
        st.session_state.setdefault(self.key(field), start)
        return self.key(field)

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
        )

    def options_of(self, field: str, question: str, words: Sequence[str], first: int) -> None:
        """A question whose answers have words, stored as whole numbers from `first` on."""
        st.pills(
            question,
            range(first, first + len(words)),
            format_func=lambda number: _(words[number - first]),
            key=self.seeded(field, getattr(self.draft.entry, field)),
            on_change=self.collect,
        )

    def sites(self) -> None:
        body_map(
            self.names["sites"],
            key=self.key("sites"),
            unsent=self.unsent("sites"),
            value=self.draft.entry.sites,
            levels=levels_of(self.page.patient.episode.region),
            on_change=self.collect,
        )

    def feels(self) -> None:
        """Words for the pain, as many as fit."""
        self.words("descriptors", _("How does the pain feel?"), DESCRIPTORS)
        self.words("worse", _("What made it worse?"), CIRCUMSTANCES)
        self.words("better", _("What made it better?"), CIRCUMSTANCES)

    def words(self, field: str, question: str, options: Sequence[str]) -> None:
        st.pills(
            question,
            options,
            selection_mode="multi",
            format_func=lambda word: _(word).capitalize(),
            key=self.seeded(field, sorted(getattr(self.draft.entry, field) or ())),
            on_change=self.collect,
        )

    def number(self, label: str, field: str, step: float) -> None:
        # No limits here: a number outside them is refused when it is saved, with the reason, and stays readable. Nor a
        # whole-number field: the browser would cut 12.5 to 12, and 1e2 to 1, without a word.
        start = getattr(self.draft.entry, field)
        st.number_input(
            label,
            value=None,
            step=step,
            format="%g",
            placeholder=_(wording.NOT_ANSWERED).capitalize(),
            key=self.seeded(field, None if start is None else float(start)),
            on_change=self.collect,
        )

    def flare(self) -> None:
        st.pills(
            _("Was this day a flare-up: clearly worse than your days around it?"),
            [False, True],
            format_func=lambda flare: _("Yes") if flare else _("No"),
            key=self.seeded("flare", self.draft.entry.flare),
            on_change=self.collect,
        )

    def note(self) -> None:
        note_field(
            _("Note, in your own words"),
            key=self.key("note"),
            unsent=self.unsent("note"),
            value=self.draft.entry.note,
            on_change=self.collect,
        )

    def taken(self) -> None:
        """The own list of that day as chips. "Nothing" is an answer of its own and excludes the others."""
        state = _(wording.NOT_ANSWERED) if self.draft.entry.taken is None else ""
        st.html(f'<div class="row"><h2>{escape(self.names["taken"])}</h2><span>{escape(state)}</span></div>')
        if self.options:
            st.pills(
                self.names["taken"],
                [*self.options, _NOTHING],
                selection_mode="multi",
                format_func=lambda each: _("Nothing") if each == _NOTHING else wording.plain(self.labels[each]),
                key=self.seeded("taken", _chips(self.draft.entry.taken)),
                on_change=self._tick,
                label_visibility="collapsed",
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

    def _tick(self) -> None:
        chosen = set(st.session_state[self.key("taken")])
        had_nothing = drafts()[self.on].entry.taken == frozenset()
        if _NOTHING in chosen and len(chosen) > 1:
            chosen = chosen - {_NOTHING} if had_nothing else {_NOTHING}
            st.session_state[self.key("taken")] = sorted(chosen)
        self.collect()

    def _set_taken(self, usual: frozenset[str]) -> None:
        st.session_state[self.key("taken")] = _chips(usual)
        self.collect()


def _key(on: date, generation: int, field: str) -> str:
    return f"diary_{on}_{generation}_{field}"


def _chips(taken: frozenset[str] | None) -> list[str]:
    if taken is None:
        return []
    return sorted(taken) or [_NOTHING]


def _from_chips(chosen: list[str]) -> frozenset[str] | None:
    return frozenset(chosen) - {_NOTHING} if chosen else None


def _whole_where_it_is(minutes: float | None) -> float | None:
    """12.0 as 12; 12.5 stays as typed, for the save to refuse it in words."""
    return int(minutes) if minutes is not None and minutes.is_integer() else minutes


_SCALES = (*PAIN_FIELDS, "sleep_quality", "distress", *PEG_FIELDS)
_READ: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(_SCALES, lambda state: score(state.get("value"))),
    **dict.fromkeys(("walking_minutes", "steps", "sitting_minutes"), _whole_where_it_is),
    **dict.fromkeys(("descriptors", "worse", "better"), lambda words: frozenset(words) or None),
    "sites": lambda state: chosen(state.get("value")),
    "taken": _from_chips,
    "note": lambda state: note_text(state.get("value")),
}


def _collect(on: date, generation: int) -> None:
    """Writes what the widgets of a day hold into its draft. A widget that is not on the page keeps its answer."""
    draft = drafts()[on]
    held = {field: st.session_state.get(_key(on, generation, field), _ABSENT) for field in _FIELDS}
    answers: dict[str, Any] = {
        field: getattr(draft.entry, field) if state is _ABSENT else _READ.get(field, _as_it_is)(state)
        for field, state in held.items()
    }
    drafts()[on] = draft.typed(DiaryEntry(on, **answers))


_ABSENT = object()


def _as_it_is(state: object) -> object:
    return state
