"""What is told of opioids, each number once, with what it rests on."""

from collections.abc import Iterator

from tracker.domain.facts import Fact, Section
from tracker.domain.opioid_doses import opioid_reference
from tracker.domain.opioids import OpioidUse
from tracker.domain.phrases import count, day_span, number, percent
from tracker.domain.reference import thresholds

RECORD = "what was ticked; a day counts only where the list was answered"
"""Where the counts of days come from."""


def opioid_facts(use: OpioidUse, today: int) -> tuple[Fact, ...]:
    """The facts of opioids as of the day `today` after surgery. Days without one come as a share, since they are the
    aim."""
    return tuple(Fact(Section.OPIOIDS, *each) for each in _facts(use, today))


def opioid_sentence(use: OpioidUse, today: int) -> str:
    """The use of opioids in a sentence to be read aloud."""
    window = _window(today, use.window_days)
    if not use.days_answered:
        return f"What was taken is not known on {window}: the list of treatments was not answered."
    without = f"Without an opioid on {use.days_answered - use.days_with} of {count(use.days_answered, 'answered day')}"
    after = thresholds().days("opioid_after_day")
    late = f"; still taken more than {after} days after surgery, last on day {use.last_day}" if use.past_90 else ""
    return f"{without}, {window}{late}."


def _facts(use: OpioidUse, today: int) -> Iterator[tuple[str, str, str, str, str, str]]:
    window, after = _window(today, use.window_days), thresholds().days("opioid_after_day")
    answered = f"{use.days_answered} of {count(use.window_days, 'day')} answered"
    without = use.days_answered - use.days_with
    asked = use.days_answered > 0
    unknown = "not known: the list was not answered"
    share = f"{percent(without / use.days_answered)} ({count(without, 'day')})" if asked else unknown
    yield "opioid_days_without", "Days without an opioid", share, answered, window, RECORD
    yield (
        "opioid_days_with",
        "Days with an opioid",
        count(use.days_with, "day") if asked else unknown,
        answered,
        window,
        RECORD,
    )
    last = "none ticked since surgery" if use.last_day is None else f"day {use.last_day}"
    yield "opioid_last_day", "Last day with an opioid", last, "", day_span(0, today), RECORD
    late = thresholds().by_name["opioid_after_day"]
    if today <= after:
        told = f"does not apply before day {after + 1}"
    elif use.past_90:
        told = "yes"
    elif asked and use.days_answered < (fewest := thresholds().days("opioid_entries")):
        answers = count(use.days_answered, "answered day")
        told = f"not assessable: {answers} in {use.window_days}; {fewest} are needed"
    else:
        told = f"no, in the last {count(use.window_days, 'day')}" if asked else unknown
    days = f"{count(use.late_days, 'day')} with one after day {after}"
    yield "opioids_past_90", f"Opioids past day {after}", told, days, window, late.source
    yield _mean(use, today)
    yield _peak(use, today)
    names = f" (with {', '.join(use.sedatives)})" if use.sedatives else ""
    overlap = f"{count(use.sedative_days, 'day')}{names}" if asked else unknown
    source = opioid_reference().sedatives_source
    yield "opioid_sedative_days", "Days with an opioid and a sedative", overlap, answered, window, source


def _mean(use: OpioidUse, today: int) -> tuple[str, str, str, str, str, str]:
    length, fewest = thresholds().days("week_days"), thresholds().days("week_entries")
    line = opioid_reference().reassess_line
    if use.mme is not None:
        above = f", at or above the line of {line.value:g}" if use.mme >= line.value else ""
        value = f"{number(use.mme)} MME a day{above}"
    elif use.mme_days < fewest:
        value = f"not assessable: {count(use.mme_days, 'answered day')} in {length}; {fewest} are needed"
    else:
        value = "not assessable: a dose that was taken cannot be read"
    window = _window(today, min(length, today + 1))
    n = f"{use.mme_days} of {count(min(length, today + 1), 'day')} answered"
    return "opioid_mme_7d", "Opioid dose, mean of a week", value, n, window, opioid_reference().source


def _peak(use: OpioidUse, today: int) -> tuple[str, str, str, str, str, str]:
    known = use.mme_peak is not None
    value = f"{number(use.mme_peak or 0)} MME on day {use.mme_peak_day}" if known else "not known: no dose can be read"
    if use.last_day is None:
        value = "none ticked since surgery"
    n = f"{use.days_readable} of {count(use.days_with_ever, 'day')} with one readable" if use.days_with_ever else ""
    label = "Highest known opioid dose of a day"
    return "opioid_mme_peak", label, value, n, day_span(0, today), opioid_reference().source


def _window(today: int, length: int) -> str:
    return day_span(max(today - length + 1, 0), today)
