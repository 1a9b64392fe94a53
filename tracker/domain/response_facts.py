"""What became of the pain around each treatment, in words: made here once for the page, the picture, the report and the
CSV. They say what was seen, never that the treatment did it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from tracker.domain.facts import Fact, Section
from tracker.domain.patients import Episode, Site
from tracker.domain.phrases import count, day_span, percent
from tracker.domain.reference import expected_band, thresholds
from tracker.domain.responses import Grade, Level, Response
from tracker.domain.treatments import Treatment

CAVEAT = (
    "What was seen around each treatment, not what it did. Pain after surgery also eases by itself, and treatments "
    "often begin when pain is at its worst, after which it tends to ease in any case."
)

_LINES = "30 % and 50 %: Dworkin 2008, J Pain 9:105"
_LASTS = "Two weeks in a row below 30 % relief end it (our choice)"
_HOURS = "hours"


def response_facts(episode: Episode, responses: Sequence[Response]) -> tuple[Fact, ...]:
    """The facts of each response in their order. Their keys are "response_", the treatment's id, the site and what is
    said ("change", "levels", "lasted", "expected", "confounded"); one that is not assessable has its "change" only,
    which says why."""
    return tuple(fact for each in responses for fact in _facts(episode, each, responses))


def key_of(response: Response, what: str) -> str:
    """The key of a fact of a response."""
    return f"response_{response.treatment.id}_{response.site}_{what}"


def _facts(episode: Episode, one: Response, responses: Sequence[Response]) -> Iterator[Fact]:
    label = f"{title(one.treatment, responses)}, {episode.word(one.site)} pain"

    def fact(what: str, beside: str, value: str, source: str) -> Fact:
        return Fact(Section.TREATMENTS, key_of(one, what), f"{label}{beside}", value, _n(one), _window(one), source)

    if one.change is None or one.relief is None:
        yield fact("change", "", f"not assessable: {one.reason[:1].lower()}{one.reason[1:]}", one.window_source)
        return
    yield fact("change", "", _change(one, one.change, one.relief), f"{one.window_source}; {_LINES}")
    yield fact("levels", ", before and after", _levels(one, one.change), one.window_source)
    if one.lasted_days is not None:
        start = episode.day(one.treatment.start)
        yield replace(
            fact("lasted", ", how long", _lasted(episode, one, one.lasted_days, responses), _LASTS),
            n=f"{one.lasted_entries} of {count(one.lasted_days + 1, 'day')}",
            window=day_span(start, start + one.lasted_days),
        )
    if one.expected_change is not None:
        value, source = points(one.expected_change), f"{expected_band().label}. {expected_band().source}"
        yield fact("expected", ", typical course alone", value, source)
    if one.confounded_by:
        value = "; ".join(_began(episode, each, responses) for each in one.confounded_by)
        yield fact("confounded", ", confounded", value, "What else began within the days compared")


def title(treatment: Treatment, responses: Iterable[Response]) -> str:
    """What a treatment is called: its name and dose, and whether it is a change of dose."""
    changed = any(_other_dose(treatment, each.treatment) for each in responses)
    return f"{treatment.label} (change of dose)" if changed else treatment.label


def _other_dose(treatment: Treatment, other: Treatment) -> bool:
    """Whether the same treatment was under way at another dose until it began."""
    same = treatment.kind is other.kind and treatment.name.casefold() == other.name.casefold()
    day_before = treatment.start - timedelta(days=1)
    return same and treatment.dose.casefold() != other.dose.casefold() and other.running_on(day_before)


def _began(episode: Episode, treatment: Treatment, responses: Iterable[Response]) -> str:
    return f"{title(treatment, responses)} began on day {episode.day(treatment.start)}"


def _change(one: Response, change: float, relief: float) -> str:
    """ "1.0 points less (14 %, 90 % interval 2–26 %), below 30 %"."""
    if one.after.unit == _HOURS:
        line = "50 % or more" if one.grade is Grade.STRONG else "below 50 %"
        return f"{points(change)} in the best hour ({_share(relief)}), {verdict_of(one)} ({line})"
    return f"{points(change)} ({_share(relief)}, {_interval(one)}), {verdict_of(one)}{_LINE[one.grade]}"


_LINE = {Grade.STRONG: " (50 % or more)", Grade.RESPONSE: " (30 % or more)", Grade.BELOW: ""}
"""What stands behind the word of a grade that does not say its line."""


def verdict_of(one: Response) -> str:
    """The grade in a word; of a diagnostic block whether it is positive."""
    if one.after.unit == _HOURS:
        return "positive" if one.grade is Grade.STRONG else "not positive"
    return one.grade.value


def points(change: float) -> str:
    """A change in words: "1.0 points less", "0.4 points more", "the same"."""
    if round(change, 1) == 0:
        return "the same"
    return f"{abs(change):.1f} points {'less' if change < 0 else 'more'}"


def _share(relief: float) -> str:
    """The size of a share in whole per cent; with a decimal where rounding would lift it onto a line that it is
    below."""
    lines = (thresholds().value(name) for name in ("meaningful_share", "substantial_share"))
    if any(relief < line <= round(relief, 2) for line in lines):
        return f"{int(relief * 1000) / 10:.1f} %"
    return percent(abs(relief))


def _interval(one: Response) -> str:
    share = percent(thresholds().value("interval_share"))
    low, high = one.relief_low or 0.0, one.relief_high or 0.0
    if low < 0 <= high:
        return f"{share} interval {percent(-low)} more to {percent(high)} less"
    low, high = sorted((abs(low), abs(high)))
    return f"{share} interval {percent(low).removesuffix(' %')}–{percent(high)}"


def _levels(one: Response, change: float) -> str:
    before, after = one.before.mean or 0.0, one.after.mean or 0.0
    if one.after.unit == _HOURS:
        return f"{before:.0f} before, {after:.0f} in hour {one.after.first_day}"
    ends = " to ".join(_signed(each or 0.0) for each in (one.change_low, one.change_high))
    share = percent(thresholds().value("interval_share"))
    return f"{before:.1f} before, {after:.1f} after; change {_signed(change)} ({share} interval {ends})"


def _signed(value: float) -> str:
    """ "−1.0", "+0.4", "0.0"."""
    rounded = round(value, 1) + 0
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def _lasted(episode: Episode, one: Response, days: int, responses: Iterable[Response]) -> str:
    """ "lasted 96 days"; with what began meanwhile, from when on nobody can tell which of the two it was."""
    said = f"{count(days, 'day')} so far, to the last entry" if one.lasting else f"lasted {count(days, 'day')}"
    if one.joined_by is None:
        return said
    day, name = episode.day(one.joined_by.start), title(one.joined_by, responses)
    return f"{said}, confounded from day {day} on: {name} began"


def _n(one: Response) -> str:
    if one.after.unit == _HOURS:
        return f"{one.after.entries} of {one.after.asked} hours after"
    return f"{_of(one.before)} before, {one.after.entries} of {one.after.asked} after"


def _of(level: Level) -> str:
    return f"{level.entries} of {level.asked} days"


def _window(one: Response) -> str:
    if one.after.unit == _HOURS:
        return f"the score just before against the lowest of hours 1–{one.after.asked}"
    before, after = (day_span(level.first_day, level.last_day) for level in (one.before, one.after))
    return f"{before} against {after}"


def in_short(episode: Episode, responses: Iterable[Response], leading: Site, *, brief: bool = False) -> str:
    """What stands beside the mark of one treatment in the picture: "−1.0 in 21 days (14 %), below 30 %", or where room
    is little "−1.0 (14 %)". It is of the leading site; of the other where only that can be told, with its name. ""
    where neither can."""
    told = {each.site: each for each in responses if each.grade is not Grade.NOT_ASSESSABLE}
    if not told:
        return ""
    one = told.get(leading) or next(iter(told.values()))
    where = "" if one.site is leading else f"{episode.word(one.site)} "
    change, share = f"{where}{_signed(one.change or 0.0)}", _share(one.relief or 0.0)
    if brief:
        return f"{change} ({share})"
    if one.after.unit == _HOURS:
        return f"{change} in hour {one.after.first_day} ({share}), {verdict_of(one)}"
    return f"{change} in {count(one.after.asked, 'day')} ({share}), {verdict_of(one)}"
