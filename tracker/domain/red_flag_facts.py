"""The red flags that wait for a physician, as they are written into the file."""

from collections.abc import Iterable

from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Episode
from tracker.domain.red_flags import RedFlagAnswer
from tracker.domain.reference import red_flag_sign


def red_flag_facts(episode: Episode, answers: Iterable[RedFlagAnswer]) -> tuple[Fact, ...]:
    """What the patient ticked and nobody has acknowledged, oldest first."""
    waiting = (each for each in answers if each.open)
    return tuple(_fact(episode, number, each) for number, each in enumerate(waiting, 1))


def _fact(episode: Episode, number: int, answer: RedFlagAnswer) -> Fact:
    signs = "; ".join(red_flag_sign(key).short for key in answer.signs)
    day = f"day {episode.day(answer.local_date)}"
    source = "ticked by the patient; weighed up by nobody yet"
    return Fact(Section.RED_FLAGS, f"red_flag_{number}", "Red flag ticked, not acknowledged", signs, "", day, source)
