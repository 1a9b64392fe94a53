"""Flags in dates: as domain objects, day by day, and which site they make the leading one."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.domain.assessment import Flag, SiteAssessment
from tracker.domain.patients import Site
from tracker.domain.urgency import is_spoken_of, urgency
from tracker.trends.evidence import Found
from tracker.trends.stretches import OPEN


def dated(found: Found, each: int, surgery: date) -> Flag:
    """One of the flags that were found, in dates."""
    on, evidence = found.on, found.evidence(each)
    since, first, end = (surgery + timedelta(days=int(days[each])) for days in (on.since, on.first, on.end))
    return Flag(
        kind=found.kind,
        severity=found.severity[each],
        site=found.site,
        onset_date=since,
        detected_on=first,
        cleared_on=None if on.end[each] == OPEN else end,
        rule_version=evidence.rule_version,
        evidence=evidence,
    )


def open_flags(surgery: date, count: int, flags: Sequence[Flag]) -> list[str]:
    """For each day the flags that were on: kind, or kind:site, separated by '; '."""
    on: list[list[str]] = [[] for _ in range(count)]
    for flag in flags:
        name = str(flag.kind) if flag.site is None else f"{flag.kind}:{flag.site}"
        end = count if flag.cleared_on is None else (flag.cleared_on - surgery).days
        for day in range((flag.detected_on - surgery).days, end):
            on[day].append(name)
    return ["; ".join(names) for names in on]


def leading_site(sites: Sequence[SiteAssessment], flags: Sequence[Flag]) -> Site:
    """The site to speak of first: that of the most urgent open flag, else the one with the higher typical pain, else
    axial."""

    def weight(site: SiteAssessment) -> tuple[int, float]:
        own = [urgency(flag) for flag in flags if flag.open and flag.site is site.site and is_spoken_of(flag)]
        return max(own, default=0), -1.0 if site.typical is None else site.typical

    return max(sites, key=weight).site
