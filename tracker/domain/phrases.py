"""Numbers and stretches of time as they are read aloud. One decimal at most, en dash in ranges."""

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(value: float) -> str:
    """One decimal, without a trailing .0: 6, 2.6."""
    return f"{round(value, 1) + 0:g}"  # + 0 turns -0.0 into 0


def percent(share: float) -> str:
    """A share in whole per cent: 14 %."""
    return f"{share:.0%}".replace("%", " %")


def span(low: float, high: float) -> str:
    """A range of levels: 5.4–6.6."""
    return f"{number(low)}–{number(high)}"


def day_span(first: int, last: int) -> str:
    """Days since surgery: "days 70–117"."""
    return f"days {first}–{last}" if last > first else f"day {first}"


def count(amount: int, thing: str) -> str:
    """An amount in figures with its noun: no entries, 1 entry, 5 entries."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") and not thing.endswith("day") else f"{thing}s"
    return f"{amount or 'no'} {thing if amount == 1 else plural}"


def duration(days: int) -> str:
    """A stretch of days in words: weeks up to half a year, then months; days below two weeks."""
    if days < 14:
        return _said(days, "day")
    if days < 183:
        return _said(round(days / 7), "week")
    return _said(round(days / 30.44), "month")


def _said(amount: int, unit: str) -> str:
    figure = _SMALL[amount] if amount < len(_SMALL) else str(amount)
    return f"{figure} {unit}" if amount == 1 else f"{figure} {unit}s"


def against_before(relief: float) -> str:
    """The share of the pain before surgery that is gone, in words."""
    if round(relief, 2) == 0:
        return "the same as before surgery"
    word = "better" if relief > 0 else "worse"
    return f"{percent(abs(relief))} {word} than before surgery"
