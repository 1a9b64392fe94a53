"""The page for a visit: the patient's own questions, and the last weeks in plain numbers."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _, later
from tracker.domain.reference import thresholds

QUESTION_LENGTH = 500
"""Characters of a question. Our choice: some lines on paper, so that the page stays one that is read."""

QUESTION = later("This question")
"""What is refused to who may not have it."""

QUESTIONS = 20
"""Questions that are kept at a time. Our choice: more than fit into a visit."""


@dataclass(frozen=True, slots=True)
class VisitQuestion:
    """What a patient wants to ask at the next visit; `written_at` is when it was first written, aware UTC."""

    id: str
    patient_id: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class TypicalOf:
    """The middle (median) of some days' answers, None where too few of the days have one; `answered` of `asked` days
    do."""

    middle: float | None
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class MostOften:
    """Words by the number of days on which they were chosen, most often first; `answered` is on how many days the
    question was answered at all."""

    words: tuple[tuple[str, int], ...]
    answered: int


def check_question(question: VisitQuestion, others: Collection[VisitQuestion]) -> None:
    """Raises BadInput with every fault of a question beside the others of the patient."""
    if faults := tuple(_faults(question, others)):
        raise BadInput(*faults)


def _faults(question: VisitQuestion, others: Collection[VisitQuestion]) -> Iterator[Fault]:
    length = len(question.text)
    if not question.text.strip():
        yield Fault(_("Your question"), None, _("is empty"), _("Write what you want to ask."))
    if length > QUESTION_LENGTH:
        problem = _("has {number} characters").format(number=length)
        yield Fault(
            _("Your question"), None, problem, _("Shorten it to {number} or fewer.").format(number=QUESTION_LENGTH)
        )
    if len(others) >= QUESTIONS:
        problem = _("would be one more than {number}").format(number=QUESTIONS)
        yield Fault(_("Your question"), None, problem, _("Take one away first."))
    if question.text.strip().casefold() in {other.text.strip().casefold() for other in others}:
        yield Fault(_("Your question"), None, _("is on the list already"), _("Write another one."))


def typical_of(answers: Collection[float | None]) -> TypicalOf:
    """The middle of the answers of a stretch of days, one each, None where not answered. Below the fewest entries that
    four weeks want (`sufficient_recent`) no middle is given, whatever their number of days."""
    given = [answer for answer in answers if answer is not None]
    enough = len(given) >= thresholds().days("sufficient_recent")
    return TypicalOf(median(given) if enough else None, len(given), len(answers))


def most_often(lists: Iterable[Collection[str] | None], most: int = 3) -> MostOften:
    """The words chosen most often in lists of a day each (None: not answered): at most so many; of those chosen equally
    often, by the alphabet."""
    answered = [words for words in lists if words is not None]
    counts = Counter(word for words in answered for word in set(words))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return MostOften(tuple(ranked[:most]), len(answered))
