"""The physician's queue as a table: one reason a patient, worst first, counts as filters, a verdict to read aloud."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from tracker.domain.assessment import Assessment, Review
from tracker.domain.explanation import verdict
from tracker.domain.patients import Episode
from tracker.domain.phrases import number, percent
from tracker.services.review import PanelRow, Reason
from tracker.web.components.dates import day_month, local_date
from tracker.web.components.red_flag_card import red_flag_sentence
from tracker.web.components.scripts import script, style

_NOTHING = "–"

_component = st.components.v2.component(
    "mendline_queue",
    html='<div class="queue"></div>',
    css=style("queue.css"),
    js=script("queue.js"),
)

_TONES = {
    Reason.RED_FLAG: "alarm",
    Reason.RELAPSE: "warn",
    Reason.PERSISTENT: "warn",
    Reason.NOT_IMPROVING: "amber",
    Reason.PAST_3_MONTHS: "amber",
    Reason.WORSE_THAN_BEFORE: "amber",
    Reason.NEW_LIMB_PAIN: "amber",
    Reason.WALKING_LESS: "sand",
    Reason.LOST_CONTACT: "grey",
    Reason.EARLY_WATCH: "sand",
    Reason.NOT_ASSESSABLE: "grey",
    Reason.SILENT: "grey",
    Reason.LEVEL: "sand",
    Reason.EARLY: "pale",
    Reason.ON_COURSE: "blue",
    Reason.DOING_WELL: "green",
}
"""The colour of a reason; its word always stands beside it."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One patient as the browser gets it: everything in words but `spark`, which holds typical pain of the leading
    site on each of the last 90 days (None where there is none), and `before`, its level before surgery."""

    id: str
    link: str
    name: str
    about: str
    demo: bool
    reason: str
    tone: str
    verdict: str
    spark: tuple[float | None, ...]
    spark_words: str
    before: int | None
    levels: str
    levels_words: str
    logged: str
    logged_words: str
    follow_up: str
    due: bool
    reviewed: str


def queue_row(row: PanelRow, today: date, reader: str | None) -> QueueRow:
    """A row of the panel in words. `today` is the patient's; `reader` is the account that reads, called "you"."""
    patient, episode, assessment = row.patient, row.patient.episode, row.assessment
    on = episode.next_follow_up
    return QueueRow(
        id=patient.id,
        link=f"/patient?{urlencode({'patient': patient.id})}",
        name=patient.name,
        about=f"{episode.operation} · day {episode.day(today)} · {patient.id}",
        demo=patient.demo,
        reason=row.reason.value,
        tone=_TONES[row.reason],
        verdict=red_flag_sentence(row.red_flags, patient, today) or verdict(episode, assessment).sentence,
        spark=assessment.sparkline,
        spark_words=_spark_words(episode, assessment),
        before=episode.baseline(assessment.leading),
        levels=" / ".join(_levels(episode, assessment)),
        levels_words=_level_words(episode, assessment),
        logged=_NOTHING if assessment.coverage_28d is None else percent(assessment.coverage_28d),
        logged_words=f"{assessment.entries_28d} of the last {assessment.days_asked_28d} days",
        follow_up=_follow_up(on, today),
        due=on is not None and on <= today,
        reviewed=_reviewed(row.reviewed, today, patient.time_zone, reader),
    )


def _levels(episode: Episode, assessment: Assessment) -> tuple[str, str]:
    typical, before = assessment.site(assessment.leading).typical, episode.baseline(assessment.leading)
    return _NOTHING if typical is None else number(typical), _NOTHING if before is None else str(before)


def _level_words(episode: Episode, assessment: Assessment) -> str:
    now, before = (part.replace(_NOTHING, "not known") for part in _levels(episode, assessment))
    return f"typical {episode.word(assessment.leading)} pain {now}, before surgery {before}"


def _spark_words(episode: Episode, assessment: Assessment) -> str:
    word, drawn = episode.word(assessment.leading), [level for level in assessment.sparkline if level is not None]
    if not drawn:
        return f"No typical {word} pain in the last {len(assessment.sparkline)} days"
    gaps = len(assessment.sparkline) - len(drawn)
    first, last, lowest, highest = (number(level) for level in (drawn[0], drawn[-1], min(drawn), max(drawn)))
    return (
        f"Typical {word} pain in the last {len(assessment.sparkline)} days: from {first} to {last}, "
        f"lowest {lowest}, highest {highest}, {gaps} days without"
    )


def _follow_up(on: date | None, today: date) -> str:
    if on is None:
        return _NOTHING
    if on == today:
        return "today"
    return f"{'was ' if on < today else ''}{day_month(on, today)}"


def _reviewed(review: Review | None, today: date, time_zone: str, reader: str | None) -> str:
    if review is None:
        return _NOTHING
    who = "you" if review.reviewed_by == reader else review.reviewer_name
    return f"{day_month(local_date(review.reviewed_at, time_zone), today)}, {who}"


def queue(rows: Sequence[QueueRow], *, key: str) -> str | None:
    """Lays out the queue with its filters. The id of the patient just chosen by a click or Enter, else None; what the
    browser sent is not trusted, whether it may be opened is for the service to judge."""
    chips = [
        {"reason": reason.value, "tone": tone, "count": sum(row.reason == reason.value for row in rows)}
        for reason, tone in _TONES.items()
    ]
    result = _component(
        key=key,
        data={"rows": [asdict(row) for row in rows], "chips": [chip for chip in chips if chip["count"]]},
        on_opened_change=lambda: None,
    )
    return result.opened if isinstance(result.opened, str) else None
