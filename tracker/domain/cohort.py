"""What is told of a panel as a whole: the statistics, the cells that hold them, and the numbers that they rest on."""

import tomllib
from enum import StrEnum
from functools import cache

from tracker.domain.assessment import Threshold
from tracker.domain.columns import Column, Contract
from tracker.domain.reference import FOLDER

MARKS = (3, 6, 12)
"""Months after surgery at which improvement is counted."""


class Statistic(StrEnum):
    """What is told of the patients of a panel."""

    PAIN = "weekly pain"
    SHARE_LEFT = "share of the pain before surgery left"
    IMPROVED = "share improved"
    TIME = "time to improvement"
    COVERAGE = "coverage"


class Grouping(StrEnum):
    """What the patients of a panel are told apart by."""

    NOTHING = "all together"
    REGION = "region"
    PROCEDURE = "procedure"


FEWER = "fewer than 5 patients"
COULD_BE_WORKED_OUT = "withheld: with it, a cell of fewer than 5 patients could be worked out"
"""Why a cell is blank."""


@cache
def cohort_rules() -> dict[str, Threshold]:
    """The numbers that the statistics of a panel rest on, by name, from data/reference/cohort.toml."""
    with (FOLDER / "cohort.toml").open("rb") as file:
        return {name: Threshold(name, **line) for name, line in tomllib.load(file).items()}


def cohort_number(name: str) -> int:
    """One of them: all are whole numbers."""
    return int(cohort_rules()[name].value)


_BLANK = "see withheld"
_UNDEFINED = "see withheld, or not defined"
_LEFT_OUT = "fewer than 5, or does not apply"

CELLS = Contract(
    "cells of a panel",
    (
        Column("group", "text", "", "the patients that the row is about"),
        Column("at", "whole number", "", "when, since surgery: a week, a month, or the first of four weeks"),
        Column("n", "whole number", "patients", "how many the value rests on; for time, those still at risk", _BLANK),
        Column("value", "number", "", "the statistic: median, or share (in steps where n would tell of few)", _BLANK),
        Column(
            "low", "number", "", "lower quartile, or lower end of the 90 % interval", "see withheld, or not defined"
        ),
        Column("high", "number", "", "upper quartile, or upper end of it", _UNDEFINED),
        Column("left_out", "whole number", "patients", "how many could not be assessed", _LEFT_OUT),
        Column("withheld", "text", "", "why the cell, or n alone, is blank", "it is not"),
    ),
)
"""One row a group and a time. Nothing in a cell of fewer than 5 patients is given, nor how many they are, nor,
as far as one table goes, what they could be worked out from."""

PANEL_CURVES = Contract(
    "panel curves",
    (
        Column("statistic", "text", "", ", ".join(Statistic)),
        Column("site", "text", "", "axial (back or neck) or limb (leg or arm)", "the row is about entries as such"),
        *CELLS.columns,
        Column("at_unit", "text", "", "what `at` counts"),
        Column("unit", "text", "", "what `value`, `low` and `high` count"),
        Column("chosen", "text", "", "which patients of the panel the row is about"),
        Column("as_of", "date", "", "the day up to which entries are counted"),
        Column("method", "text", "", "how the value is worked out, over which days, with its source"),
    ),
)
"""Everything that the page of a panel shows, as a file."""

AT_UNITS = {
    Statistic.PAIN: "week since surgery",
    Statistic.SHARE_LEFT: "week since surgery",
    Statistic.IMPROVED: "months since surgery",
    Statistic.TIME: "week since surgery",
    Statistic.COVERAGE: "first of four weeks since surgery",
}

UNITS = {
    Statistic.PAIN: "0-10",
    Statistic.SHARE_LEFT: "share of the own pain before surgery",
    Statistic.IMPROVED: "share of patients, with its 90 % interval",
    Statistic.TIME: "share of patients, with its 90 % interval",
    Statistic.COVERAGE: "share of days",
}

METHODS = {
    Statistic.PAIN: (
        "Median and quartiles across patients of the mean pain of each week since surgery. A week counts where at "
        "least 4 of its 7 days have a score (with 4, the mean is off by 1 point or more in 4 % of weeks: 131 "
        "chronic-pain diaries). n is who has that week: not the same patients throughout."
    ),
    Statistic.SHARE_LEFT: (
        "As pain by week, each patient's mean as a share of the own pain before surgery. Only of those whose pain "
        "before surgery is known and was 4 or more: a smaller one has too little room to fall."
    ),
    Statistic.IMPROVED: (
        "Share with at least 2 points and 30 % of the pain before surgery gone (Farrar 2001, Pain 94:149), of those "
        "who can be assessed, with its 90 % interval (Wilson 1927). Judged by the mean of two whole weeks: days 84–97, "
        "175–188 and 357–370. Not assessed: fewer than 8 scores in them, or pain before surgery unknown or below 4. "
        "Who has not come so far is not counted."
    ),
    Statistic.TIME: (
        "Kaplan–Meier estimate of who has had the same improvement lasting two valid weeks in a row, by the first of "
        "them, from the third week on; 90 % interval on the log-log scale. Counted up to the last valid week where it "
        "has not come. Where those who stop logging fare otherwise than the rest, the curve is off. It tells who ever "
        "improved; later relapses do not lower it."
    ),
    Statistic.COVERAGE: (
        "Median and quartiles across patients of the share of days with an entry, in each four whole weeks since "
        "surgery that are over for the patient."
    ),
}
"""How each statistic is worked out, over which days, with its source: under each picture and in the file."""
