"""What synthetic patients answer besides the scores: where and how it hurts, sitting, steps, sleep, distress, and the
questions of weeks. It follows the scores of the day, so that the demo does not contradict itself; how far each follows
is our choice, and no accuracy is measured on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tracker.domain.diary import PEG_FIELDS, PHQ_FIELDS, DiaryEntry
from tracker.domain.patients import Episode, Region
from tracker.domain.questionnaires import SCHEDULES, Questionnaire
from tracker.domain.spine_levels import levels_beside, levels_in
from tracker.simulation.courses import Course

_AXIAL = {Region.LUMBAR: "low back", Region.CERVICAL: "neck", Region.THORACIC: "between the shoulder blades"}
_DOWN_THE_LIMB = {
    Region.LUMBAR: ("buttock", "back of thigh", "calf", "foot"),
    Region.CERVICAL: ("shoulder", "arm", "hand"),
    Region.THORACIC: ("buttock", "front of thigh"),
}
_AXIAL_WORDS = ("aching", "stiff", "spasm", "stabbing")
_LIMB_WORDS = ("tingling", "burning", "electric", "numb")
_WORSE = ("sitting", "standing", "bending", "turning in bed", "coughing or sneezing")
_BETTER = ("rest", "lying", "heat", "walking")


@dataclass(frozen=True, slots=True)
class _Habit:
    """The words that somebody keeps choosing. `places` of the own side hurt with the axis, and `level` says
    which level of the spine is marked with it: one "at" or "beside" the operated ones, or none."""

    axial_words: tuple[str, ...]
    limb_words: tuple[str, ...]
    worse: tuple[str, ...]
    better: tuple[str, ...]
    places: tuple[str, ...] = ()
    level: str = ""


_HABITS: Mapping[Course, _Habit] = {
    # Our choice, so that the demo shows each of the patterns to discuss; after lumbar surgery alone, of which the body
    # map has the places. The others choose by chance.
    Course.RELAPSE_ABRUPT: _Habit(
        *(("aching", "stabbing"), ("tingling",), ("standing", "turning in bed"), ("heat", "rest")),
        places=("SI region", "buttock"),
    ),
    Course.RELAPSE_CREEPING: _Habit(
        ("aching",), ("tingling", "numb"), ("standing", "walking"), ("bending", "sitting"), level="beside"
    ),
    Course.LIMB_ONLY: _Habit(
        ("aching",), ("burning", "tingling"), ("coughing or sneezing", "sitting"), ("lying", "walking")
    ),
    Course.PLATEAU: _Habit(
        *(("aching", "stiff"), ("tingling",), ("sitting", "standing"), ("heat", "walking")),
        places=("front of thigh", "low back"),
    ),
    Course.WEARS_OFF: _Habit(
        ("stabbing", "touch hurts"), ("electric",), ("bending", "sitting"), ("lying", "rest"), level="at"
    ),
    Course.NONE: _Habit(("aching", "stabbing"), ("numb",), ("bending", "walking"), ("lying", "rest")),
}

_COMES_TO_MIND = 0.75
"""How often one of the own words is chosen (our choice)."""

_HURTS = 2
"""The score from which on somebody says where and how it hurts."""


def with_answers(
    entries: Sequence[DiaryEntry], episode: Episode, course: Course, rng: np.random.Generator
) -> tuple[DiaryEntry, ...]:
    """The entries, oldest first, with answers to the questions that follow the scores. Each person has a side, a habit
    of answering, and perhaps a watch that counts steps; what is left out is None."""
    person = _Person(episode, course, rng)
    return tuple(person.answered(entry) for entry in entries)


class _Person:
    """What stays the same from day to day, and when the questions of weeks were last answered."""

    def __init__(self, episode: Episode, course: Course, rng: np.random.Generator) -> None:
        self.episode = episode
        self.rng = rng
        self.side = str(rng.choice(["left", "right"]))
        by_chance = _Habit(_two(_AXIAL_WORDS, rng), _two(_LIMB_WORDS, rng), _two(_WORSE, rng), _two(_BETTER, rng))
        self.habit = _HABITS.get(course, by_chance) if episode.region is Region.LUMBAR else by_chance
        self.counts_steps = rng.random() < 0.5
        self.says_more = rng.uniform(0.2, 0.7)
        self.asked: dict[Questionnaire, int] = {}

    def answered(self, entry: DiaryEntry) -> DiaryEntry:
        axial, limb = entry.axial or 0, entry.limb or 0
        worst = max(axial, limb)
        entry = replace(entry, **self._of_weeks(entry, worst))
        if self.counts_steps and entry.walking_minutes is not None:
            entry = replace(entry, steps=max(0, round(self.rng.normal(1200 + 95 * entry.walking_minutes, 300))))
        if self.rng.random() > self.says_more:
            return entry
        hurts = worst >= _HURTS
        return replace(
            entry,
            sitting_minutes=5 * max(1, round(self.rng.normal(24 - 1.8 * axial, 2.5))),
            sleep_quality=self._score(8.5 - 0.6 * worst),
            distress=self._score(0.6 * worst),
            sites=self._sites(axial, limb) if hurts else None,
            descriptors=self._descriptors(axial, limb) if hurts else None,
            worse=self._some(self.habit.worse) if hurts else None,
            better=self._some(self.habit.better) if hurts else None,
        )

    def _sites(self, axial: int, limb: int) -> frozenset[str]:
        """The operated axis with what hurts beside it, and the limb from its top the further down the worse it is."""
        down = _DOWN_THE_LIMB[self.episode.region]
        reached = down[: max(1, round(len(down) * limb / 10))] if limb >= _HURTS else ()
        axis = (_AXIAL[self.episode.region], *self._beside_the_axis()) if axial >= _HURTS else ()
        return frozenset((*axis, *(f"{self.side} {place}" for place in reached)))

    def _beside_the_axis(self) -> tuple[str, ...]:
        operated = levels_in(self.episode.levels)
        levels = {"at": operated, "beside": levels_beside(operated)}.get(self.habit.level, ())
        return (*(f"{self.side} {place}" for place in self.habit.places), *levels[:1])

    def _descriptors(self, axial: int, limb: int) -> frozenset[str]:
        axial_words = self.habit.axial_words if axial >= _HURTS else ()
        return self._some((*axial_words, *(self.habit.limb_words if limb >= _HURTS else ())))

    def _some(self, words: Sequence[str]) -> frozenset[str]:
        """The words that come to mind on a day, of those that somebody keeps choosing: one at least."""
        return frozenset(word for word in words if self.rng.random() < _COMES_TO_MIND) or frozenset(words[:1])

    def _of_weeks(self, entry: DiaryEntry, worst: int) -> dict[str, Any]:
        """Answers to what is due on the day: PEG, change since surgery, PHQ-4."""
        day = self.episode.day(entry.on)
        due = [
            asked
            for asked, schedule in SCHEDULES.items()
            if day >= schedule.first_day and day - self.asked.get(asked, -schedule.every) >= schedule.every
        ]
        self.asked |= dict.fromkeys(due, day)
        answers: dict[str, int] = {}
        if Questionnaire.PEG in due:
            answers |= dict(
                zip(PEG_FIELDS, (self._score(worst), self._score(worst), self._score(worst + 0.5)), strict=True)
            )
        if Questionnaire.GLOBAL_CHANGE in due:
            before = max(self.episode.baseline_axial or 7, self.episode.baseline_limb or 0)
            answers["global_change"] = int(
                np.clip(round(self.rng.normal(4 - 3 * (before - worst) / before, 0.5)), 1, 7)
            )
        if Questionnaire.PHQ_4 in due:
            answers |= {field: int(np.clip(round(self.rng.normal(worst / 4, 0.6)), 0, 3)) for field in PHQ_FIELDS}
        return answers

    def _score(self, level: float) -> int:
        return int(np.clip(round(self.rng.normal(level, 0.8)), 0, 10))


def _two(words: Sequence[str], rng: np.random.Generator) -> tuple[str, ...]:
    return tuple(map(str, rng.permutation(words)[:2]))
