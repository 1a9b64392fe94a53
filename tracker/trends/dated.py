"""Flags in dates: as domain objects, as rows of a frame, day by day, and which site they make the leading one."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.domain.assessment import Flag, SiteAssessment
from tracker.domain.patients import Site
from tracker.domain.urgency import is_spoken_of, urgency
from tracker.trends.evidence import Found


def dated(found: Found, surgery: date, rule_version: str) -> Flag:
    """A flag in dates."""
    on = found.stretch
    return Flag(
        kind=found.kind,
        severity=found.severity,
        site=found.site,
        onset_date=surgery + timedelta(days=on.since),
        detected_on=surgery + timedelta(days=on.first),
        cleared_on=None if on.end is None else surgery + timedelta(days=on.end),
        rule_version=rule_version,
        evidence=found.evidence,
    )


def flag_row(patient_id: str, flag: Flag) -> tuple[object, ...]:
    """A flag as a row of FLAGS."""
    dates = (flag.onset_date, flag.detected_on, flag.cleared_on)
    site = None if flag.site is None else str(flag.site)
    head = (patient_id, str(flag.kind), str(flag.severity), site)
    return (*head, *dates, flag.rule_version, flag.evidence.to_json())


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
