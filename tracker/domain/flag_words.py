"""A flag in words: its name, its evidence as a sentence that can be checked by eye, and what it rests on."""

from collections.abc import Iterable

from tracker.domain.assessment import Evidence, Flag, FlagKind, Threshold
from tracker.domain.patients import Episode
from tracker.domain.phrases import count, day_span, duration, number, percent, span
from tracker.domain.reference import thresholds

_NAMES = {
    FlagKind.RELAPSE: "Relapse",
    FlagKind.PERSISTENT: "Persistent pain",
    FlagKind.NON_IMPROVEMENT: "Not improving",
    FlagKind.INSUFFICIENT_DATA: "Too few entries",
    FlagKind.WORSE_THAN_BEFORE: "Worse than before",
    FlagKind.NEW_LIMB_PAIN: "New limb pain",
    FlagKind.EARLY_WATCH: "Early watch",
    FlagKind.LOST_CONTACT: "Lost contact",
    FlagKind.FLARE: "Flare",
    FlagKind.WALKING_LOSS: "Walking less",
    FlagKind.OPIOIDS_PAST_90: "Opioids past day 90",
}

_ESTIMATION = {
    "It clears with": (
        *("relapse_end_margin", "relapse_end_probability", "clearing_margin", "flare_over", "walking_clearing"),
    ),
    "Typical pain": ("typical_window", "typical_entries", "trimmed_share"),
    "The fitted course": ("trend_window", "trend_fades", "usual_fall", "usual_settling", "settling_length"),
    "How sure": ("relapse_probability", "trend_confidence", "interval_share", "before_error", "stray_share"),
    "The days of relief": ("relief_lag", "relief_slack"),
    "How pain usually moves": (
        *("return_rate", "ease_rate", "creep_pace", "creep_length", "jump_pace", "jump_length", "wander"),
        *("early_fall", "early_fall_length", "late_fall", "late_fall_length", "start_level", "start_error"),
    ),
    "Flares": ("flare_rate", "flare_memory", "flare_length", "mild_flare", "hard_flare"),
    "Procedures": ("procedure_ease_factor", "procedure_ease_days", "procedure_return_factor"),
    "Scatter between days": (
        *("day_correlation", "usual_noise", "usual_noise_entries", "floor_scatter", "full_scatter_level"),
    ),
    "Enough entries": ("sufficient_recent", "sufficient_total", "sufficient_window"),
}
"""Thresholds by which levels are estimated and flags kept calm, under what they are for. The others define a flag."""


def flag_name(kind: FlagKind) -> str:
    """What a flag is called."""
    return _NAMES[kind]


def flag_sentence(episode: Episode, flag: Flag) -> str:
    """The evidence of a flag in words, as of the day on which it was raised."""
    if flag.site is None:
        return _ABOUT_THE_LOG[flag.kind](flag.evidence)
    return f"{_SENTENCES[flag.kind](episode.word(flag.site), flag.evidence)} {_before(flag.evidence)}"


def flare_in_short(episode: Episode, flag: Flag) -> str:
    """A flare as a line of a list: when, where, how high against the own level, and who says so."""
    evidence, first = flag.evidence, episode.day(flag.onset_date)
    when = f"since day {first}" if flag.cleared_on is None else day_span(first, episode.day(flag.cleared_on) - 1)
    word = "" if flag.site is None else episode.word(flag.site)
    own = evidence.reference_level
    against = "own level not known" if own is None else f"own level {number(own)}"
    called = "; called a flare by the patient" if evidence.declared else ""
    return f"{when.capitalize()}: {word} pain {number(given(evidence.level))}, {against}{called}"


def flag_grounds(flag: Flag) -> tuple[str, ...]:
    """What a flag rests on, with unit and source of every threshold: the coverage, the thresholds that define the flag,
    a line each; those by which levels are estimated, a line for each purpose; the version of the rules. What makes a
    log too thin defines the flag that says so."""
    evidence = flag.evidence
    share = percent(evidence.entries_used / evidence.days_asked)
    what = "List of treatments answered" if flag.kind is FlagKind.OPIOIDS_PAST_90 else "Entries"
    coverage = (
        f"{what} on {evidence.entries_used} of {count(evidence.days_asked, 'day')} up to day {evidence.day} ({share})"
    )
    cited = {line.name: line for line in evidence.thresholds}
    purposes = {} if flag.kind is FlagKind.INSUFFICIENT_DATA else _ESTIMATION
    grouped = {purpose: [cited.pop(name) for name in names if name in cited] for purpose, names in purposes.items()}
    estimated = [_together(purpose, lines) for purpose, lines in grouped.items() if lines]
    return (coverage, *map(_ground, cited.values()), *estimated, f"Rules, version {flag.rule_version}")


def given(number_of_evidence: float | None) -> float:
    """A number that the rule of a flag always gives. Raises ValueError where it is missing: a bug, not bad input."""
    if number_of_evidence is None:
        raise ValueError("the evidence of this flag lacks a number that its rule gives")
    return number_of_evidence


def threshold(evidence: Evidence, name: str) -> float:
    """A threshold as it was when the flag was raised; as it is now where the flag does not cite it."""
    cited = (line.value for line in evidence.thresholds if line.name == name)
    return next(cited, thresholds().value(name))


def _relapse(word: str, evidence: Evidence) -> str:
    relief = given(evidence.reference_level)
    # A log too thin for typical pain is judged by the mean of more days.
    is_typical = evidence.days_asked <= threshold(evidence, "typical_window")
    level = (
        f"Typical {word} pain {_level(evidence)} on day {evidence.day}"
        if is_typical
        else f"Mean {word} pain {_level(evidence)} on {_window(evidence)}"
    )
    return (
        f"{level} against a relief level of {number(relief)} "
        f"({reference_days(evidence)}); it turned about day {int(given(evidence.onset_day))}{_between(evidence)}."
    )


def _between(evidence: Evidence) -> str:
    """The interval of the turn; empty in records that hold none."""
    if evidence.onset_first_day is None or evidence.onset_last_day is None:
        return ""
    return f" ({day_span(evidence.onset_first_day, evidence.onset_last_day)})"


def _persistent(word: str, evidence: Evidence) -> str:
    line = number(threshold(evidence, "persistent_level"))
    return f"On the fitted course {_averages(word, evidence)}: {line} or more, where lasting pain counts."


def _averages(word: str, evidence: Evidence) -> str:
    return f"{word} pain averages {_level(evidence)} on {_window(evidence)}"


def _non_improvement(word: str, evidence: Evidence) -> str:
    wanted, days = threshold(evidence, "improvement_fall"), int(threshold(evidence, "improvement_lag"))
    fall = round(given(evidence.reference_level) - given(evidence.level), 1)
    moved = f"{'falls' if fall > 0 else 'rises'} by {number(abs(fall))}" if fall else "neither falls nor rises"
    verdict = (
        f"no fall of {wanted:g}"
        if fall <= 0
        else f"less than {wanted:g}"
        if fall < wanted
        else f"not surely {wanted:g} or more, as far as the days scatter"
    )
    level = f"On the fitted course over {reference_days(evidence)} {_averages(word, evidence)}"
    return f"{level} and {moved} in {duration(days)}: {verdict}."


def _worse_than_before(word: str, evidence: Evidence) -> str:
    rise = number(threshold(evidence, "worse_rise"))
    return (
        f"Mean {word} pain {_level(evidence)} on {_window(evidence)}, in each of the two weeks {rise} or more above "
        "the pain before surgery."
    )


def _new_limb_pain(word: str, evidence: Evidence) -> str:
    absence = number(given(evidence.reference_level))
    return (
        f"Mean {word} pain {_level(evidence)} on {_window(evidence)}, after a mean of {absence} on "
        f"{reference_days(evidence)}, which counts as next to none."
    )


def _early_watch(word: str, evidence: Evidence) -> str:
    line = threshold(evidence, f"early_watch_{evidence.site}")
    share = percent(threshold(evidence, "meaningful_share"))
    return (
        f"Typical {word} pain {_level(evidence)} on day {evidence.day}: above {line:g}, and less than {share} of the "
        "pain before surgery is gone."
    )


def _flare(word: str, evidence: Evidence) -> str:
    own = "with too few entries before for an own level"
    if evidence.reference_level is not None:
        own = f"against an own level of {number(evidence.reference_level)} ({reference_days(evidence)})"
    called = "; the patient called it a flare" if evidence.declared else ""
    return f"Mean {word} pain {_level(evidence)} on {_window(evidence)}, {own}{called}."


_SENTENCES = {
    FlagKind.RELAPSE: _relapse,
    FlagKind.PERSISTENT: _persistent,
    FlagKind.NON_IMPROVEMENT: _non_improvement,
    FlagKind.WORSE_THAN_BEFORE: _worse_than_before,
    FlagKind.NEW_LIMB_PAIN: _new_limb_pain,
    FlagKind.EARLY_WATCH: _early_watch,
    FlagKind.FLARE: _flare,
}


def _insufficient_data(evidence: Evidence) -> str:
    entries = f"{count(evidence.entries_used, 'entry')} in the {count(evidence.days_asked, 'day')}"
    return (
        f"{entries.capitalize()} up to day {evidence.day}: too few to say. "
        "Until there are enough, no flag of lasting pain is raised or cleared."
    )


def _lost_contact(evidence: Evidence) -> str:
    return f"No diary entry on {_window(evidence)}. Why is not known, and silence says nothing about pain."


def _walking_loss(evidence: Evidence) -> str:
    return f"{walked(evidence)} (median of {reference_days(evidence)}). The mean rests on {_walking_entries(evidence)}."


def walked(evidence: Evidence) -> str:
    """The evidence of `walking_loss` in short: what was walked, and against what."""
    level, own = given(evidence.level), given(evidence.reference_level)
    less = percent(1 - level / own)
    return f"Walked {level:.0f} minutes a day on {_window(evidence)}, {less} less than the {own:.0f} before"


def _opioids_past_90(evidence: Evidence) -> str:
    after, taken = int(threshold(evidence, "opioid_after_day")), int(given(evidence.level))
    return (
        f"An opioid was ticked on day {evidence.day}, more than {count(after, 'day')} after surgery; in all on {taken} "
        f"of the {count(evidence.entries_used, 'day')} with an answer on {_window(evidence)}."
    )


def _walking_entries(evidence: Evidence) -> str:
    return f"{count(evidence.entries_used, 'entry')} in {count(evidence.days_asked, 'day')}"


_ABOUT_THE_LOG = {
    FlagKind.INSUFFICIENT_DATA: _insufficient_data,
    FlagKind.LOST_CONTACT: _lost_contact,
    FlagKind.WALKING_LOSS: _walking_loss,
    FlagKind.OPIOIDS_PAST_90: _opioids_past_90,
}
"""The sentences of flags that are about no site."""


def reference_days(evidence: Evidence) -> str:
    """The days that the level compared with rests on: "days 70–117"."""
    return day_span(int(given(evidence.reference_first_day)), int(given(evidence.reference_last_day)))


def _level(evidence: Evidence) -> str:
    interval = span(given(evidence.level_low), given(evidence.level_high))
    return f"{number(given(evidence.level))} ({percent(threshold(evidence, 'interval_share'))} interval {interval})"


def _window(evidence: Evidence) -> str:
    return day_span(evidence.day - evidence.days_asked + 1, evidence.day)


def _before(evidence: Evidence) -> str:
    if evidence.baseline is None:
        return "No score from before surgery."
    return f"Before surgery: {number(evidence.baseline)}."


def _ground(line: Threshold) -> str:
    return f"{_words(line).capitalize()}: {line.value:g} ({line.unit}). {line.source}"


def _together(purpose: str, lines: Iterable[Threshold]) -> str:
    return f"{purpose} – " + " · ".join(f"{_words(line)} {line.value:g} ({line.unit}): {line.source}" for line in lines)


def _words(line: Threshold) -> str:
    return line.name.replace("_", " ")
