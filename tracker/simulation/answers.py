"""What synthetic patients answer besides the scores: where and how it hurts, sitting, steps, sleep, distress, and the
questions of weeks. It follows the scores of the day, so that the demo does not contradict itself; how far each follows
is our choice, and no accuracy is measured on it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tracker.domain.diary import PEG_FIELDS, PHQ_FIELDS, DiaryEntry
from tracker.domain.patients import Episode, Region
from tracker.domain.questionnaires import SCHEDULES, Questionnaire

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

_HURTS = 2
"""The score from which on somebody says where and how it hurts."""


def with_answers(entries: Sequence[DiaryEntry], episode: Episode, rng: np.random.Generator) -> tuple[DiaryEntry, ...]:
    """The entries, oldest first, with answers to the questions that follow the scores. Each person has a side, a habit
    of answering, and perhaps a watch that counts steps; what is left out is None."""
    person = _Person(episode, rng)
    return tuple(person.answered(entry) for entry in entries)


class _Person:
    """What stays the same from day to day, and when the questions of weeks were last answered."""

    def __init__(self, episode: Episode, rng: np.random.Generator) -> None:
        self.episode = episode
        self.rng = rng
        self.side = str(rng.choice(["left", "right"]))
        self.axial_words = rng.permutation(_AXIAL_WORDS)[:2]
        self.limb_words = rng.permutation(_LIMB_WORDS)[:2]
        self.worse = rng.permutation(_WORSE)[:2]
        self.better = rng.permutation(_BETTER)[:2]
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
            worse=frozenset(map(str, self.worse)) if hurts else None,
            better=frozenset(map(str, self.better)) if hurts else None,
        )

    def _sites(self, axial: int, limb: int) -> frozenset[str]:
        """The operated axis, and from the top of the limb the further down the worse it is."""
        down = _DOWN_THE_LIMB[self.episode.region]
        reached = down[: max(1, round(len(down) * limb / 10))] if limb >= _HURTS else ()
        axis = (_AXIAL[self.episode.region],) if axial >= _HURTS else ()
        return frozenset((*axis, *(f"{self.side} {place}" for place in reached)))

    def _descriptors(self, axial: int, limb: int) -> frozenset[str]:
        words = (*(self.axial_words if axial >= _HURTS else ()), *(self.limb_words if limb >= _HURTS else ()))
        return frozenset(map(str, words))

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
