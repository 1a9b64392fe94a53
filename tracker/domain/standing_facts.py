"""Where a patient stands, in numbers that carry what they rest on: level, relief, the last good stretch, coverage."""

from collections.abc import Iterable, Mapping

from tracker.domain.assessment import Assessment, SiteAssessment, StoredFlag
from tracker.domain.explanation import flag_name, flag_sentence
from tracker.domain.facts import Fact, Section
from tracker.domain.good_stretch import GoodStretch
from tracker.domain.patients import Episode, Site
from tracker.domain.phrases import count, day_span, duration, number, percent, span
from tracker.domain.reference import thresholds
from tracker.domain.urgency import is_spoken_of, urgency


def standing_facts(
    episode: Episode, assessment: Assessment, good: Mapping[Site, GoodStretch | None]
) -> tuple[Fact, ...]:
    """The numbers of each site, the leading one first, and how much of the log is there. `good` has the last good
    stretch of each site."""
    leading_first = sorted(assessment.sites, key=lambda site: site.site is not assessment.leading)
    of_sites = (
        fact
        for site in leading_first
        for fact in (
            _typical(episode, assessment, site),
            _relief(episode, assessment, site),
            _good_stretch(episode, assessment, site.site, good.get(site.site)),
            _change(episode, assessment, site),
        )
    )
    return (*of_sites, *_coverage(assessment))


def _rules() -> str:
    return f"rules {thresholds().rule_version}"


def _typical(episode: Episode, assessment: Assessment, site: SiteAssessment) -> Fact:
    window, needed = thresholds().days("typical_window"), thresholds().days("typical_entries")
    asked = site.window_days
    n = f"{site.entries_used} of {count(asked, 'day')}"
    if site.typical is None:
        value = f"not assessable: {count(site.entries_used, 'entry')} in {count(asked, 'day')}, {needed} are needed"
    else:
        value = f"{number(site.typical)} of 10"
        if site.low is not None and site.high is not None:
            n += f", 90 % interval {span(site.low, site.high)}"
    days = _typical_days(assessment) if asked else ""
    source = f"typical pain, the level of {window} days; {_rules()}"
    return Fact(Section.NOW, f"typical_{site.site}", f"Typical {episode.word(site.site)} pain", value, n, days, source)


def _relief(episode: Episode, assessment: Assessment, site: SiteAssessment) -> Fact:
    """In points and as a share; of a pain before surgery with too little room to fall, the level alone."""
    before, rules = episode.baseline(site.site), thresholds()
    n, window = "", ""
    if before is None:
        value = "no score from before surgery"
    elif before < rules.value("improvement_floor"):
        value = f"level only: {before} of 10 before surgery leaves little room"
    elif site.typical is None or site.relief is None:
        value = "not assessable"
    else:
        gone, better = number(abs(before - site.typical)), "better" if site.relief > 0 else "worse"
        points = f"{gone} point{'' if gone == '1' else 's'}"
        value = f"{percent(abs(site.relief))} {better}, {points}" if site.relief else "none"
        n = f"{before} of 10 before surgery; {site.entries_used} of {count(site.window_days, 'day')} now"
        window = _typical_days(assessment)
    source = rules.by_name["meaningful_share"].source
    return Fact(
        Section.NOW, f"relief_{site.site}", f"Relief of {episode.word(site.site)} pain", value, n, window, source
    )


def _typical_days(assessment: Assessment) -> str:
    return day_span(max(assessment.day - thresholds().days("typical_window") + 1, 0), assessment.day)


def _good_stretch(episode: Episode, assessment: Assessment, site: Site, stretch: GoodStretch | None) -> Fact:
    label = f"Last good stretch of {episode.word(site)} pain"
    source = thresholds().by_name["good_stretch_days"].source
    if stretch is None:
        value, n, window = "none so far", "", day_span(0, assessment.day)
    else:
        length = count(stretch.length, "day")
        value = "goes on" if stretch.ago == 0 else f"{count(stretch.ago, 'day')} ago"
        n, window = f"{length} long", day_span(stretch.first_day, stretch.last_day)
    return Fact(Section.NOW, f"good_stretch_{site}", label, value, n, window, source)


def _change(episode: Episode, assessment: Assessment, site: SiteAssessment) -> Fact:
    label = f"{episode.word(site.site).capitalize()} pain against four weeks ago"
    window = f"days {assessment.day - 28} and {assessment.day}" if assessment.day >= 28 else ""
    value = "not assessable" if site.change_28d is None else change_words(site.change_28d)
    return Fact(Section.NOW, f"change_28d_{site.site}", label, value, "", window, _rules())


def change_words(change: float) -> str:
    """A change of pain in points: "1.2 lower", "0.4 higher", "the same"."""
    points = round(change, 1)
    if not points:
        return "the same"
    return f"{number(abs(points))} {'higher' if points > 0 else 'lower'}"


def _coverage(assessment: Assessment) -> Iterable[Fact]:
    asked, entries = assessment.days_asked_28d, assessment.entries_28d
    share = assessment.coverage_28d
    value = "no day asked yet" if share is None else percent(share)
    window = day_span(max(assessment.day - 27, 0), assessment.day) if asked else ""
    yield Fact(Section.COVERAGE, "coverage_28d", "Days logged", value, f"{entries} of {count(asked, 'day')}", window)
    last = assessment.last_entry
    if last is None:
        yield Fact(Section.COVERAGE, "last_entry", "Last entry", "none yet")
    else:
        ago = (assessment.as_of - last).days
        words = "today" if ago == 0 else f"{duration(ago)} ago"
        yield Fact(Section.COVERAGE, "last_entry", "Last entry", f"{last.day} {last:%b %Y}, {words}")


def flag_facts(episode: Episode, flags: Iterable[StoredFlag]) -> tuple[Fact, ...]:
    """The open flags, the most urgent first: what was found, on how many days, since when, by which rules. Flares are
    left out: they come and go, and are listed by themselves."""
    told = (each for each in flags if each.open and is_spoken_of(each.flag))
    ordered = sorted(told, key=lambda each: (-urgency(each.flag), each.flag.detected_on))
    return tuple(_flag(episode, each) for each in ordered)


def _flag(episode: Episode, stored: StoredFlag) -> Fact:
    flag, evidence = stored.flag, stored.flag.evidence
    return Fact(
        Section.FLAGS,
        "_".join(
            part for part in ("flag", flag.kind.value, flag.site or "", str(episode.day(flag.detected_on))) if part
        ),
        flag_name(flag.kind) + (f" · {episode.word(flag.site)} pain" if flag.site else ""),
        flag_sentence(episode, flag),
        f"{evidence.entries_used} of {count(evidence.days_asked, 'day')}",
        f"since day {episode.day(flag.onset_date)}, found on day {episode.day(flag.detected_on)}",
        f"rules {flag.rule_version}",
    )
