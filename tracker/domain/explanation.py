"""What was computed, in words for the physician: to be read aloud, and to be checked by eye. It never diagnoses."""

from dataclasses import dataclass

from tracker.domain.assessment import Assessment, Flag, FlagKind, Improvement, Severity, SiteAssessment, State
from tracker.domain.flag_words import flag_grounds, flag_name, flag_sentence, given, reference_days, threshold, walked
from tracker.domain.patients import Episode
from tracker.domain.phrases import against_before, count, duration, number
from tracker.domain.reference import thresholds
from tracker.domain.urgency import most_urgent

__all__ = ["Verdict", "flag_grounds", "flag_name", "flag_sentence", "improvement_words", "verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One patient in two breaths: a headline of a word or two with its full stop, and a sentence."""

    headline: str
    sentence: str


def verdict(episode: Episode, assessment: Assessment) -> Verdict:
    """The verdict on a patient: that of the most urgent open flag, else that of the leading site's state."""
    flag = most_urgent(assessment.flags)
    if flag is None:
        return _unflagged(episode, assessment)
    if flag.site is None:
        return _about_the_log(episode, assessment, flag)
    site = assessment.site(flag.site)
    headline = _headline(flag, episode.word(flag.site))
    if site.typical is None:
        return Verdict(headline, _last_known(episode.word(flag.site), flag, site))
    return Verdict(headline, _flagged(episode, flag, site, assessment))


def improvement_words(episode: Episode, assessment: Assessment) -> list[str]:
    """What is to be said of each site's improvement: a meaningful or substantial one, and an acceptable level. Nothing
    of a site of which too little is known, or whose pain is new or back: it would read as a comfort."""
    back = {flag.site for flag in assessment.flags if flag.open and flag.kind in _PAIN_IS_BACK}
    said = []
    for site in assessment.sites:
        if site.state is State.NOT_ASSESSABLE or site.site in back:
            continue
        parts = []
        if site.improvement not in (None, Improvement.NONE):
            parts.append(f"{site.improvement} improvement")
        if site.acceptable:
            parts.append(f"at {thresholds().value('low_level'):g} or less")
        if parts:
            said.append(f"{episode.word(site.site)} pain: {', '.join(parts)}")
    return said


_PAIN_IS_BACK = (FlagKind.RELAPSE, FlagKind.NEW_LIMB_PAIN)


def _headline(flag: Flag, word: str) -> str:
    if flag.kind is FlagKind.PERSISTENT:
        return "Past 6 months." if flag.severity is Severity.HIGH else "Past 3 months."
    return f"New {word} pain." if flag.kind is FlagKind.NEW_LIMB_PAIN else f"{flag_name(flag.kind)}."


def _about_the_log(episode: Episode, assessment: Assessment, flag: Flag) -> Verdict:
    """The verdict of a flag that is about no site."""
    if flag.kind is FlagKind.LOST_CONTACT:
        headline = "Silent for a week." if flag.severity is Severity.INFO else "Lost contact."
        return Verdict(headline, _silence(assessment, flag))
    if flag.kind is FlagKind.WALKING_LOSS:
        return Verdict("Walking less.", f"{walked(flag.evidence)}{_beside(episode, assessment)}.")
    if flag.kind is FlagKind.OPIOIDS_PAST_90:
        return Verdict(f"{flag_name(flag.kind)}.", f"{_opioids(flag)}{_beside(episode, assessment)}.")
    return Verdict("Not assessable.", _thin_log(assessment))


def _silence(assessment: Assessment, flag: Flag) -> str:
    since = int(given(flag.evidence.onset_day))
    silent = count(assessment.day - since + 1, "day")
    return f"No diary entry for {silent}, {f'the last on day {since - 1}' if since else 'none since surgery'}."


def _opioids(flag: Flag) -> str:
    """What holds as long as the flag is open, whatever was found on the day it opened."""
    without = duration(int(threshold(flag.evidence, "opioid_window")))
    return f"Opioids go on since day {int(given(flag.evidence.onset_day))}: no {without} since are known without one"


def _beside(episode: Episode, assessment: Assessment) -> str:
    """Typical pain of the leading site, as what is said beside a flag that is not about pain."""
    site = assessment.site(assessment.leading)
    if site.typical is None:
        return ""
    return f"; typical {episode.word(site.site)} pain {number(site.typical)}, {_against_before(site)}"


def _flagged(episode: Episode, flag: Flag, site: SiteAssessment, assessment: Assessment) -> str:
    level = f"Typical {episode.word(site.site)} pain {number(given(site.typical))}"
    if flag.kind is FlagKind.RELAPSE:
        return f"{level} – {_relief_before(flag)}; {_against_before(site)}."
    if flag.kind is FlagKind.NEW_LIMB_PAIN:
        before = episode.baseline(site.site)
        return f"{level} – {_absence_before(flag)}; before surgery {'not known' if before is None else before}."
    if flag.kind is FlagKind.PERSISTENT:
        more = _since(flag, assessment)
    else:
        more = _no_fall(flag) if flag.kind is FlagKind.NON_IMPROVEMENT else _change(site)
    return f"{', '.join(part for part in (level, more) if part)}; {_against_before(site)}."


def _relief_before(flag: Flag) -> str:
    evidence = flag.evidence
    days = int(given(evidence.reference_last_day) - given(evidence.reference_first_day)) + 1
    relief = f"was {number(given(evidence.reference_level))} for {duration(days)}"
    return f"{relief}, turned about day {int(given(evidence.onset_day))}"


def _absence_before(flag: Flag) -> str:
    evidence = flag.evidence
    absence = f"was {number(given(evidence.reference_level))} on {reference_days(evidence)}"
    return f"{absence}, there since about day {int(given(evidence.onset_day))}"


def _since(flag: Flag, assessment: Assessment) -> str:
    """For how long the flag is borne out. It rests on four weeks, of which single ones may lie lower."""
    line = threshold(flag.evidence, "persistent_level")
    so_far = duration(assessment.day - int(given(flag.evidence.onset_day)) + 1)
    return f"four-week mean about {number(line)} or above for {so_far}"


def _no_fall(flag: Flag) -> str:
    """What the flag says, by six weeks of the fitted course: the change of typical pain in four may differ."""
    wanted, days = threshold(flag.evidence, "improvement_fall"), int(threshold(flag.evidence, "improvement_lag"))
    return f"no sure fall of {wanted:g} in {duration(days)}"


def _change(site: SiteAssessment) -> str:
    """How typical pain changed in four weeks; empty where that is not known."""
    if site.change_28d is None:
        return ""
    change = round(site.change_28d, 1)
    if not change:
        return "the same as four weeks ago"
    return f"{'rose' if change > 0 else 'fell'} by {number(abs(change))} in four weeks"


def _against_before(site: SiteAssessment) -> str:
    return "no score from before surgery" if site.relief is None else f"now {against_before(site.relief)}"


def _last_known(word: str, flag: Flag, site: SiteAssessment) -> str:
    """An open flag of a site that has too few entries for a level now."""
    evidence = flag.evidence
    level = f"{word.capitalize()} pain {number(given(evidence.level))} on day {evidence.day}"
    recent = f"{count(site.entries_used, 'entry')} in {count(site.window_days, 'day')}"
    return f"{level}; {recent}: too few to say now."


def _unflagged(episode: Episode, assessment: Assessment) -> Verdict:
    site = assessment.site(assessment.leading)
    headline = "Too early to say." if site.state is State.EARLY else f"{site.state.capitalize()}."
    word = episode.word(site.site)
    if site.typical is None:
        return Verdict(headline, _thin_site(word, site))
    level = f"Typical {word} pain {number(site.typical)}"
    if site.state is State.NOT_ASSESSABLE:
        seen = f"{count(site.entries_used, 'entry')} in {count(site.window_days, 'day')}"
        return Verdict(headline, f"{level} from {seen}, too few before them to say more.")
    parts = [level]
    if site.relief is not None:
        parts.append(against_before(site.relief))
    parts.append("steady" if _steady(site) else _change(site))
    return Verdict(headline, f"{', '.join(part for part in parts if part)}.")


def _steady(site: SiteAssessment) -> bool:
    """Whether the change in 28 days is below the pace of an improvement."""
    rules = thresholds()
    pace = rules.value("improvement_fall") * 28 / rules.value("improvement_lag")
    return site.change_28d is not None and abs(site.change_28d) < pace


def _thin_log(assessment: Assessment) -> str:
    if assessment.entries_28d >= thresholds().days("sufficient_recent"):
        return f"Fewer than {thresholds().days('sufficient_total')} entries since surgery: too few to say."
    recent = f"{count(assessment.entries_28d, 'entry')} in {count(assessment.days_asked_28d, 'day')}"
    return f"{recent.capitalize()}: too few to say."


def _thin_site(word: str, site: SiteAssessment) -> str:
    """A site without a level: how few entries of it there are in the window that the level rests on."""
    if not site.window_days:
        return "The surgery lies ahead."
    entries = f"{count(site.entries_used, 'entry')} of {word} pain in {count(site.window_days, 'day')}"
    return f"{entries.capitalize()}: too few to say{' yet' if site.state is State.EARLY else ''}."
