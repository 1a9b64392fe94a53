"""What became different since the last visit: pain then and now, flags, treatments, and how much was logged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.domain.assessment import Assessment, FlagKind, StoredFlag
from tracker.domain.explanation import flag_name
from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Episode, Site
from tracker.domain.phrases import count, number
from tracker.domain.reference import thresholds
from tracker.domain.standing_facts import change_words
from tracker.domain.treatments import Treatment


def since_visit_facts(
    episode: Episode,
    assessment: Assessment,
    visit: date,
    *,
    then: Mapping[Site, float],
    logged: int,
    flags: Iterable[StoredFlag],
    treatments: Sequence[Treatment],
) -> tuple[Fact, ...]:
    """What happened after the date of the last visit, up to the date of the assessment. `then` is the typical pain on
    that date of each site of which it is known, `logged` the days after it with an entry. Flares are left out: they
    come and go."""
    window = f"day {episode.day(visit)} to day {assessment.day}"
    told = [each for each in flags if each.withdrawn_at is None and each.flag.kind is not FlagKind.FLARE]
    raised = [each.flag for each in told if each.flag.detected_on > visit]
    cleared = [each.flag for each in told if each.flag.cleared_on is not None and each.flag.cleared_on > visit]
    days = (assessment.as_of - visit).days
    listed = {
        "flags_raised": ("Flags raised", [f"{flag_name(f.kind)}, day {episode.day(f.detected_on)}" for f in raised]),
        "flags_cleared": (
            "Flags cleared",
            [f"{flag_name(f.kind)}, day {episode.day(f.cleared_on)}" for f in cleared if f.cleared_on],
        ),
        "treatments_begun": (
            "Treatments begun or done",
            [f"{each.label}, day {episode.day(each.start)}" for each in treatments if each.start > visit],
        ),
        "treatments_ended": (
            "Treatments ended",
            [f"{t.label}, day {episode.day(t.end)}" for t in treatments if t.end and visit < t.end < assessment.as_of],
        ),
    }
    lists = (_listed(key, label, words, window) for key, (label, words) in listed.items())
    pain = (_pain(episode, assessment, site, then.get(site), visit) for site in (s.site for s in assessment.sites))
    n = f"{logged} of {count(days, 'day')}"
    return (*pain, *lists, Fact(Section.SINCE_LAST_VISIT, "since_logged", "Days logged since", n, n, window))


def _pain(episode: Episode, assessment: Assessment, site: Site, then: float | None, visit: date) -> Fact:
    now, word = assessment.site(site).typical, episode.word(site)
    then_words = "not known" if then is None else number(then)
    now_words = "not known" if now is None else number(now)
    change = "" if then is None or now is None else f": {change_words(now - then)}"
    value = f"{then_words} then, {now_words} now{change}"
    window = f"days {episode.day(visit)} and {assessment.day}"
    source = f"typical pain; rules {thresholds().rule_version}"
    return Fact(Section.SINCE_LAST_VISIT, f"since_typical_{site}", f"Typical {word} pain", value, "", window, source)


def _listed(key: str, label: str, words: Sequence[str], window: str) -> Fact:
    return Fact(Section.SINCE_LAST_VISIT, f"since_{key}", label, "; ".join(words) or "none", str(len(words)), window)
