"""What is known of the months after surgery, in plain words for whoever lives through them. Facts carry their source;
nothing here is about the reader's own record, and nothing of it reassures or alarms."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.language import later
from tracker.domain.reference import thresholds


@dataclass(frozen=True, slots=True)
class Passage:
    """Some sentences in English, spoken later. `source` is where their facts are from, "" where they state none."""

    words: str
    source: str = ""


_SLOWS_DOWN = Passage(
    later(
        "In a study of 236 people after a lumbar fusion, pain fell in about the first three months, on average; what "
        "people could do went on growing until about six months. Some needed less time, some more."
    ),
    "Shahi 2025, Spine 50:81",
)
_DAYS_DIFFER = Passage(
    later(
        "Single days differ, up and down. A stretch of weeks tells more than a day, so days that you log now make the "
        "later ones readable."
    ),
)
_LOOK_AGAIN = Passage(
    later(
        "Three months after surgery is when physicians look again at pain that is still there, and ask for its reason. "
        "Tell yours about it, also when it is less than before."
    ),
    "Schug 2019, Pain 160:45",
)
_NOT_RARE = Passage(
    later(
        "Pain that goes on is not rare: about one in five of 1,842 people asked after lumbar surgery had it. It does "
        "not by itself mean that the surgery failed, and it does not tell why it hurts. That is what the visit is for."
    ),
    "Inoue 2017, J Pain Res",
)
_NOT_FIXED = Passage(
    later(
        "How things are at three months says much about the year, but not all: some people still get better after "
        "that, and some whose pain had eased get worse again."
    ),
    "Parker 2015, Neurosurg Focus 39:E17; Geere 2025",
)
_SIX_MONTHS = Passage(
    later(
        "If pain stays for six months, comes back after it had eased, or keeps you from what matters to you, ask for a "
        "visit and do not wait for the next one that is planned. There are several causes and several treatments, from "
        "guided exercise to procedures; which fit you is for an examination to find out."
    ),
)
_BONE = Passage(
    later(
        "After a fusion, bone needs longer than muscle and skin: whether it has grown together is judged over a year."
    ),
    "ISSLS textbook, chapter 4 (no bony union within 12 months)",
)
_WHOM_TO_ASK = Passage(
    later(
        "Whom to ask: the team that operated on you, or your own physician. Call them when pain worries you. For new "
        "weakness, numbness, trouble with bladder or bowel, or fever, do not wait: open the warning signs."
    ),
)

_PASSAGES: Mapping[str, tuple[str, tuple[Passage, ...]]] = {
    "before": (
        later("The first three months"),
        (_SLOWS_DOWN, _DAYS_DIFFER, _LOOK_AGAIN, _WHOM_TO_ASK),
    ),
    "between": (
        later("Between three and six months"),
        (_LOOK_AGAIN, _SLOWS_DOWN, _NOT_RARE, _NOT_FIXED, _WHOM_TO_ASK),
    ),
    "after": (
        later("From six months on"),
        (_SIX_MONTHS, _NOT_RARE, _BONE, _NOT_FIXED, _WHOM_TO_ASK),
    ),
}


def passages(day: int) -> tuple[str, tuple[Passage, ...]]:
    """The title, in English, and the passages that fit a day after surgery: before 3 months, up to 6, and from then on
    (`first_review_day` and `high_review_day` of the thresholds)."""
    if day < thresholds().days("first_review_day"):
        return _PASSAGES["before"]
    return _PASSAGES["between" if day < thresholds().days("high_review_day") else "after"]
