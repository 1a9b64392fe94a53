"""What is read aloud: verdicts, flag sentences and grounds."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tracker.domain.assessment import (
    Assessment,
    Evidence,
    Flag,
    FlagKind,
    Improvement,
    Severity,
    SiteAssessment,
    State,
)
from tracker.domain.explanation import flag_grounds, flag_name, flag_sentence, improvement_words, verdict
from tracker.domain.flag_words import flare_in_short
from tracker.domain.patients import Episode, Region, Site
from tracker.domain.phrases import count, day_span, duration, number, span
from tracker.domain.reference import thresholds

SURGERY = date(2026, 1, 1)
EPISODE = Episode("e1", "p1", SURGERY, Region.LUMBAR, "L4–L5", "fusion", 7, 6)

BY_RULE = {
    FlagKind.RELAPSE: Evidence(131, 12, 14, 6.0, 5.5, 6.46, "relief level", 2.6, 70, 117, 118, 7.0),
    FlagKind.PERSISTENT: Evidence(90, 20, 28, 5.4, 4.9, 5.9, onset_day=3, baseline=6.0),
    FlagKind.NON_IMPROVEMENT: Evidence(90, 20, 28, 5.1, 4.8, 5.4, "by the line", 5.3, 21, 90, 20, 7.0),
    FlagKind.INSUFFICIENT_DATA: Evidence(140, 5, 28, onset_day=113),
    FlagKind.WORSE_THAN_BEFORE: Evidence(57, 12, 14, 7.8, 7.1, 8.5, "before", 6.0, onset_day=44, baseline=6.0),
    FlagKind.NEW_LIMB_PAIN: Evidence(86, 6, 7, 5.2, 4.3, 6.1, "absence", 0.4, 50, 77, 80, 3.0),
    FlagKind.EARLY_WATCH: Evidence(
        42, 12, 14, 5.5, 5.0, 6.0, "before", 7.0, onset_day=29, baseline=7.0, site=Site.AXIAL
    ),
    FlagKind.LOST_CONTACT: Evidence(66, 0, 7, onset_day=60),
    FlagKind.FLARE: Evidence(81, 2, 2, 6.0, 4.4, 7.6, "own", 2.0, 52, 79, 80, 7.0, declared=False),
    FlagKind.WALKING_LOSS: Evidence(120, 15, 21, 18.0, None, None, "own", 30.0, 16, 99, 100, unit="minutes"),
    FlagKind.OPIOIDS_PAST_90: Evidence(95, 24, 28, 3.0, onset_day=95, unit="days"),
}
OF_NO_SITE = (*(FlagKind.INSUFFICIENT_DATA, FlagKind.LOST_CONTACT, FlagKind.WALKING_LOSS, FlagKind.OPIOIDS_PAST_90),)


def flag(kind: FlagKind, severity: Severity = Severity.REVIEW, site: Site = Site.AXIAL, **changed: Any) -> Flag:
    evidence = replace(BY_RULE[kind], **changed)
    where = None if kind in OF_NO_SITE else site
    found_on = SURGERY + timedelta(days=evidence.day)
    return Flag(kind, severity, where, found_on, found_on, None, "2026.1", evidence)


def assessment(*flags: Flag, leading: Site = Site.AXIAL, entries: int = 24, day: int = 189, **site: Any) -> Assessment:
    stands = SiteAssessment(leading, State.LEVEL, 6.0, 5.5, 6.5, 12, 14, 0.14, 0.2)
    other = Site.LIMB if leading is Site.AXIAL else Site.AXIAL
    sites = (
        replace(stands, **site),
        SiteAssessment(other, State.NOT_ASSESSABLE, None, None, None, 0, 14, None, None),
    )
    as_of = SURGERY + timedelta(days=day)
    return Assessment("p1", as_of, day, sites, flags, entries, 28, as_of, leading, (None,) * 90, "2026.1")


RELAPSE, PERSISTENT = flag(FlagKind.RELAPSE), flag(FlagKind.PERSISTENT, Severity.HIGH)
STALLED = flag(FlagKind.NON_IMPROVEMENT)
SILENT = flag(FlagKind.INSUFFICIENT_DATA, Severity.INFO)
LOST, FLARE = flag(FlagKind.LOST_CONTACT), flag(FlagKind.FLARE, Severity.INFO)
NO_LEVEL: dict[str, Any] = {"typical": None, "low": None, "high": None, "relief": None, "change_28d": None}

VERDICTS = [
    (
        assessment(RELAPSE, PERSISTENT),
        "Relapse. Typical back pain 6 – was 2.6 for seven weeks, turned about day 118; now 14 % better than before "
        "surgery.",
    ),
    (
        assessment(PERSISTENT, STALLED, typical=5.4, relief=0.1),
        "Past 6 months. Typical back pain 5.4, four-week mean about 4 or above for six months; now 10 % better than "
        "before surgery.",
    ),
    (
        assessment(flag(FlagKind.PERSISTENT), day=100, relief=-0.2),
        "Past 3 months. Typical back pain 6, four-week mean about 4 or above for 14 weeks; now 20 % worse than before "
        "surgery.",
    ),
    (
        assessment(STALLED, flag(FlagKind.PERSISTENT), typical=5.1, change_28d=-0.2, relief=None),
        "Not improving. Typical back pain 5.1, no sure fall of 0.75 in six weeks; no score from before surgery.",
    ),
    (
        assessment(STALLED, change_28d=0.04, relief=0.004),
        "Not improving. Typical back pain 6, no sure fall of 0.75 in six weeks; now the same as before surgery.",
    ),
    (
        assessment(flag(FlagKind.WORSE_THAN_BEFORE), FLARE, typical=7.8, change_28d=0.4, relief=-0.3),
        "Worse than before. Typical back pain 7.8, rose by 0.4 in four weeks; now 30 % worse than before surgery.",
    ),
    (
        assessment(flag(FlagKind.NEW_LIMB_PAIN, site=Site.LIMB), leading=Site.LIMB, typical=5.1, relief=0.15),
        "New leg pain. Typical leg pain 5.1 – was 0.4 on days 50–77, there since about day 80; before surgery 6.",
    ),
    (
        assessment(flag(FlagKind.EARLY_WATCH, Severity.INFO), SILENT, day=60, typical=5.5, relief=0.21),
        "Early watch. Typical back pain 5.5, rose by 0.2 in four weeks; now 21 % better than before surgery.",
    ),
    (
        assessment(flag(FlagKind.WALKING_LOSS), LOST, typical=3.2, relief=0.5),
        "Walking less. Walked 18 minutes a day on days 100–120, 40 % less than the 30 before; typical back pain 3.2, "
        "now 50 % better than before surgery.",
    ),
    (
        assessment(flag(FlagKind.WALKING_LOSS), **NO_LEVEL),
        "Walking less. Walked 18 minutes a day on days 100–120, 40 % less than the 30 before.",
    ),
    (
        assessment(flag(FlagKind.OPIOIDS_PAST_90), LOST, typical=3.2, relief=0.5),
        "Opioids past day 90. Opioids go on since day 95: no four weeks since are known without one; typical back pain "
        "3.2, now 50 % better than before surgery.",
    ),
    (
        assessment(LOST, SILENT, day=80, **NO_LEVEL),
        "Lost contact. No diary entry for 21 days, the last on day 59.",
    ),
    (
        assessment(flag(FlagKind.LOST_CONTACT, onset_day=0), day=20, **NO_LEVEL),
        "Lost contact. No diary entry for 21 days, none since surgery.",
    ),
    (
        assessment(flag(FlagKind.LOST_CONTACT, Severity.INFO), FLARE, day=66),
        "Silent for a week. No diary entry for 7 days, the last on day 59.",
    ),
    (
        assessment(FLARE, state=State.DOING_WELL, typical=1.4, relief=0.8),
        "Doing well. Typical back pain 1.4, 80 % better than before surgery, steady.",
    ),
    (assessment(SILENT, entries=5, **NO_LEVEL), "Not assessable. 5 entries in 28 days: too few to say."),
    (assessment(SILENT, entries=1, **NO_LEVEL), "Not assessable. 1 entry in 28 days: too few to say."),
    (assessment(SILENT, entries=0, **NO_LEVEL), "Not assessable. No entries in 28 days: too few to say."),
    (
        assessment(SILENT, entries=9, **NO_LEVEL),
        "Not assessable. Fewer than 14 entries since surgery: too few to say.",
    ),
    (
        assessment(RELAPSE, SILENT, entries=2, entries_used=1, **NO_LEVEL),
        "Relapse. Back pain 6 on day 131; 1 entry in 14 days: too few to say now.",
    ),
    (
        assessment(state=State.NOT_ASSESSABLE, entries_used=3, **NO_LEVEL),
        "Not assessable. 3 entries of back pain in 14 days: too few to say.",
    ),
    (
        assessment(state=State.NOT_ASSESSABLE, entries_used=5),
        "Not assessable. Typical back pain 6 from 5 entries in 14 days, too few before them to say more.",
    ),
    (
        assessment(state=State.EARLY, entries_used=4, window_days=6, **NO_LEVEL),
        "Too early to say. 4 entries of back pain in 6 days: too few to say yet.",
    ),
    (
        assessment(state=State.DOING_WELL, typical=1.4, relief=0.8),
        "Doing well. Typical back pain 1.4, 80 % better than before surgery, steady.",
    ),
    (
        assessment(state=State.IMPROVING, typical=3.63, relief=0.48, change_28d=-1.2),
        "Improving. Typical back pain 3.6, 48 % better than before surgery, fell by 1.2 in four weeks.",
    ),
    (assessment(state=State.LEVEL, relief=None, change_28d=None), "Level. Typical back pain 6."),
    (assessment(state=State.EARLY, window_days=0, **NO_LEVEL), "Too early to say. The surgery lies ahead."),
    (
        assessment(leading=Site.LIMB, state=State.LEVEL, relief=0.5),
        "Level. Typical leg pain 6, 50 % better than before surgery, steady.",
    ),
]


@pytest.mark.parametrize(("judged", "words"), VERDICTS, ids=[words for _, words in VERDICTS])
def test_a_verdict_is_read_aloud(judged: Assessment, words: str) -> None:
    said = verdict(EPISODE, judged)
    assert f"{said.headline} {said.sentence}" == words


@pytest.mark.parametrize(
    ("region", "site", "word"),
    [
        (Region.LUMBAR, Site.LIMB, "leg"),
        (Region.CERVICAL, Site.AXIAL, "neck"),
        (Region.CERVICAL, Site.LIMB, "arm"),
        (Region.THORACIC, Site.AXIAL, "back"),
    ],
)
def test_the_site_is_named_as_people_name_it(region: Region, site: Site, word: str) -> None:
    episode = replace(EPISODE, region=region)
    assert f"Typical {word} pain" in verdict(episode, assessment(leading=site, state=State.LEVEL)).sentence
    assert f"Typical {word} pain" in flag_sentence(episode, flag(FlagKind.RELAPSE, site=site))


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (
            RELAPSE,
            "Typical back pain 6 (90 % interval 5.5–6.5) on day 131 against a relief level of 2.6 (days 70–117); "
            "it turned about day 118. Before surgery: 7.",
        ),
        (
            PERSISTENT,
            "On the fitted course back pain averages 5.4 (90 % interval 4.9–5.9) on days 63–90: 4 or more, where "
            "lasting pain counts. "
            "Before surgery: 6.",
        ),
        (
            STALLED,
            "On the fitted course over days 21–90 back pain averages 5.1 (90 % interval 4.8–5.4) on days 63–90 and "
            "falls by 0.2 in six weeks: less than 0.75. Before surgery: 7.",
        ),
        (
            flag(FlagKind.NON_IMPROVEMENT, reference_level=4.1, baseline=None),
            "On the fitted course over days 21–90 back pain averages 5.1 (90 % interval 4.8–5.4) on days 63–90 and "
            "rises by 1 in six weeks: no fall of 0.75. No score from before surgery.",
        ),
        (
            flag(FlagKind.NON_IMPROVEMENT, reference_level=6.0),
            "On the fitted course over days 21–90 back pain averages 5.1 (90 % interval 4.8–5.4) on days 63–90 and "
            "falls by 0.9 in six weeks: not surely 0.75 or more, as far as the days scatter. Before surgery: 7.",
        ),
        (
            flag(FlagKind.NON_IMPROVEMENT, reference_level=5.1),
            "On the fitted course over days 21–90 back pain averages 5.1 (90 % interval 4.8–5.4) on days 63–90 and "
            "neither falls nor rises in six weeks: no fall of 0.75. Before surgery: 7.",
        ),
        (
            flag(FlagKind.WORSE_THAN_BEFORE),
            "Mean back pain 7.8 (90 % interval 7.1–8.5) on days 44–57, in each of the two weeks 1 or more above the "
            "pain before surgery. Before surgery: 6.",
        ),
        (
            flag(FlagKind.NEW_LIMB_PAIN, site=Site.LIMB),
            "Mean leg pain 5.2 (90 % interval 4.3–6.1) on days 80–86, after a mean of 0.4 on days 50–77, which counts "
            "as next to none. Before surgery: 3.",
        ),
        (
            flag(FlagKind.EARLY_WATCH),
            "Typical back pain 5.5 (90 % interval 5–6) on day 42: above 2.25, and less than 30 % of the pain before "
            "surgery is gone. Before surgery: 7.",
        ),
        (LOST, "No diary entry on days 60–66. Why is not known, and silence says nothing about pain."),
        (
            FLARE,
            "Mean back pain 6 (90 % interval 4.4–7.6) on days 80–81, against an own level of 2 (days 52–79). "
            "Before surgery: 7.",
        ),
        (
            flag(FlagKind.FLARE, reference_level=None, declared=True, baseline=None),
            "Mean back pain 6 (90 % interval 4.4–7.6) on days 80–81, with too few entries before for an own level; the "
            "patient called it a flare. No score from before surgery.",
        ),
        (
            flag(FlagKind.WALKING_LOSS),
            "Walked 18 minutes a day on days 100–120, 40 % less than the 30 before (median of days 16–99). The mean "
            "rests on 15 entries in 21 days.",
        ),
        (
            flag(FlagKind.OPIOIDS_PAST_90),
            "An opioid was ticked on day 95, more than 90 days after surgery; in all on 3 of the 24 days with an "
            "answer on days 68–95.",
        ),
        (
            SILENT,
            "5 entries in the 28 days up to day 140: too few to say. "
            "Until there are enough, no flag of lasting pain is raised or cleared.",
        ),
    ],
)
def test_the_evidence_of_a_flag_is_a_sentence_that_can_be_checked(raised: Flag, sentence: str) -> None:
    assert flag_sentence(EPISODE, raised) == sentence


def test_the_grounds_give_coverage_thresholds_and_version() -> None:
    cited = flag(FlagKind.PERSISTENT, thresholds=thresholds().cite("persistent_level", "meaningful_share"))
    assert flag_grounds(cited) == (
        "Entries on 20 of 28 days up to day 90 (71 %)",
        "Persistent level: 4 (0-10). Pain of 4 or more is the usual actionable line, and at all visits the persistent "
        "case: Coronado 2015, PMC4601931",
        "Meaningful share: 0.3 (share of the baseline). 30 % or 2 points is a meaningful fall: Farrar 2001, "
        "Pain 94:149",
        "Rules, version 2026.1",
    )


def test_what_estimates_a_level_comes_after_what_defines_the_flag_a_line_for_each_purpose() -> None:
    names = ("usual_noise", "clearing_margin", "persistent_level", "usual_noise_entries", "sufficient_recent")
    _, *lines, _ = flag_grounds(flag(FlagKind.PERSISTENT, thresholds=thresholds().cite(*names)))
    assert [line[:22] for line in lines] == [
        "Persistent level: 4 (0",
        "It clears with – clear",
        "Scatter between days –",
        "Enough entries – suffi",
    ]
    assert lines[2] == (
        "Scatter between days – usual noise 1.39 (points, standard deviation within a person): Mean within-person "
        "standard deviation, measured on 131 chronic-pain diaries of 21 days · usual noise entries 10 (entries): "
        "Our choice: the usual scatter weighs as much as ten entries of the patient's own"
    )


def test_of_opioids_the_coverage_is_that_of_the_list() -> None:
    assert flag_grounds(flag(FlagKind.OPIOIDS_PAST_90))[0] == (
        "List of treatments answered on 24 of 28 days up to day 95 (86 %)"
    )


def test_of_too_few_entries_the_counts_are_the_definition() -> None:
    cited = thresholds().cite("sufficient_recent", "sufficient_total")
    _, first, second, _ = flag_grounds(flag(FlagKind.INSUFFICIENT_DATA, thresholds=cited))
    assert first.startswith("Sufficient recent: 7 (entries in 28 days). ")
    assert second.startswith("Sufficient total: 14 (entries since surgery). ")


def test_evidence_without_its_numbers_is_a_bug_and_not_a_zero() -> None:
    with pytest.raises(ValueError, match="lacks a number"):
        flag_sentence(EPISODE, flag(FlagKind.RELAPSE, level=None))


@pytest.mark.parametrize(
    ("flare", "words"),
    [
        (FLARE, "Since day 81: back pain 6, own level 2"),
        (replace(FLARE, cleared_on=SURGERY + timedelta(days=84)), "Days 81–83: back pain 6, own level 2"),
        (
            flag(FlagKind.FLARE, site=Site.LIMB, reference_level=None, declared=True),
            "Since day 81: leg pain 6, own level not known; called a flare by the patient",
        ),
    ],
)
def test_a_flare_is_a_line_of_a_list(flare: Flag, words: str) -> None:
    assert flare_in_short(EPISODE, flare) == words


@pytest.mark.parametrize(
    ("improvement", "acceptable", "words"),
    [
        (Improvement.SUBSTANTIAL, True, ["back pain: substantial improvement, at 3 or less"]),
        (Improvement.MEANINGFUL, False, ["back pain: meaningful improvement"]),
        (Improvement.NONE, False, []),
        (None, True, ["back pain: at 3 or less"]),
        (None, None, []),
    ],
)
def test_an_improvement_is_said_where_there_is_one(
    improvement: Improvement | None, acceptable: bool | None, words: list[str]
) -> None:
    assert improvement_words(EPISODE, assessment(improvement=improvement, acceptable=acceptable)) == words


@pytest.mark.parametrize(
    ("flags", "site"),
    [
        ((RELAPSE,), {}),
        ((flag(FlagKind.NEW_LIMB_PAIN, site=Site.AXIAL),), {}),
        ((), {"state": State.NOT_ASSESSABLE}),
    ],
    ids=["pain is back", "pain is new", "too few entries"],
)
def test_no_improvement_is_said_beside_what_speaks_against_it(flags: tuple[Flag, ...], site: dict[str, Any]) -> None:
    improved: dict[str, Any] = {"improvement": Improvement.SUBSTANTIAL, "acceptable": True}
    assert improvement_words(EPISODE, assessment(**improved)) != []
    assert improvement_words(EPISODE, assessment(*flags, **improved, **site)) == []


def test_every_kind_has_a_name() -> None:
    assert [flag_name(kind) for kind in FlagKind] == [
        *("Relapse", "Persistent pain", "Not improving", "Too few entries", "Worse than before"),
        *("New limb pain", "Early watch", "Lost contact", "Flare", "Walking less", "Opioids past day 90"),
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (number(6.0), "6"),
        (number(2.64), "2.6"),
        (number(-0.04), "0"),
        (span(5, 6.46), "5–6.5"),
        (day_span(70, 117), "days 70–117"),
        (day_span(70, 70), "day 70"),
        (count(0, "entry"), "no entries"),
        (count(1, "day"), "1 day"),
        (duration(1), "one day"),
        (duration(13), "13 days"),
        (duration(48), "seven weeks"),
        (duration(100), "14 weeks"),
        (duration(200), "seven months"),
    ],
)
def test_numbers_are_read_aloud(said: str, words: str) -> None:
    assert said == words
